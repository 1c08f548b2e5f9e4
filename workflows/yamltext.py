"""Setup files as trees of texts: YAML in which every scalar stays the text that was written.

The usual YAML readers turn `11:30` into 690, `1.001000` into 1.001, `0123` into 83 and `no` into
False, and let the last of two equal keys win without a word. Here nothing is guessed: a scalar is
its text (an unquoted `null`, `~` or nothing is None) and whoever reads a field says what it is.
JSON is read by the same rules.
"""

from collections.abc import Iterator
from dataclasses import replace

import yaml

from workflows.node import MAX_DEPTH, TOO_DEEP, Node, cleaned, find_control, good_key, no_control
from workflows.problems import BadPack, Problem

# A whole province's catalogue takes about 3 MB and 150 000 nodes; a file beyond these bounds is a
# mistake or an attack, and is refused before it fills the memory.
MAX_BYTES = 8 * 1024 * 1024
MAX_NODES = 500_000

Loader = type[yaml.SafeLoader | yaml.cyaml.CSafeLoader]
LOADER: Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def read_yaml(raw: str | bytes, source: str, *, loader: Loader = LOADER) -> Node:
    """The tree of the one YAML (or JSON) document in a UTF-8 text.

    Args:
        raw: the text, or its bytes.
        source: the file's name for complaints.
        loader: one of PyYAML's loaders; by default the C one where it was built.

    Raises:
        BadPack: for a text that is no YAML, is too large or too deep, or uses what is refused
            here: equal keys in one map, tags, anchors, several documents.
    """
    top = Node(value=None, line=1, path="", source=source)
    builder = _Builder(top)
    try:
        root = builder.document(yaml.parse(_decoded(raw, top), Loader=loader))
    except BadPack:
        raise
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The last two come from chr(), which the Python loader asks about impossible escapes.
        raise _syntax(error, top) from None
    if builder.problems:
        raise BadPack(tuple(builder.problems))
    return root


class _Builder:
    """Turns the parser's events into nodes; small offences are noted, great ones stop it."""

    def __init__(self, top: Node) -> None:
        self.problems: list[Problem] = []
        self._top = top
        self._nodes = 0

    def document(self, events: Iterator[yaml.Event]) -> Node:
        """The root of the only document of a stream."""
        next(events)  # the start of the stream
        if isinstance(next(events), yaml.StreamEndEvent):
            raise self._top.fail("tệp trống; hãy viết ít nhất một mục")
        root = self._node(next(events), events, self._top, 1)
        next(events)  # the end of the document
        after = next(events)
        if not isinstance(after, yaml.StreamEndEvent):
            place = replace(self._top, line=_line(after))
            raise place.fail("tệp có nhiều tài liệu YAML (---); hãy tách thành nhiều tệp")
        return root

    def _node(
        self, event: yaml.Event, events: Iterator[yaml.Event], place: Node, depth: int
    ) -> Node:
        self._check(event, place, depth)
        if isinstance(event, yaml.ScalarEvent):
            return replace(place, value=self._scalar(event, place))
        if isinstance(event, yaml.SequenceStartEvent):
            return replace(place, value=tuple(self._items(events, place, depth)))
        if isinstance(event, yaml.MappingStartEvent):
            return replace(place, value=self._entries(events, place, depth))
        return place  # an alias, already complained of

    def _check(self, event: yaml.Event, place: Node, depth: int) -> None:
        self._nodes += 1
        if depth > MAX_DEPTH:
            raise place.fail(TOO_DEEP)
        if self._nodes > MAX_NODES:
            raise place.fail(f"tệp có quá {MAX_NODES} giá trị; hãy chia thành nhiều tệp")
        self._refuse(event, place)

    def _refuse(self, event: yaml.Event, place: Node) -> None:
        if getattr(event, "anchor", None) is not None:
            self._note(place, "không dùng neo (&) và tham chiếu (*); hãy viết lại đủ giá trị ở đây")
        if getattr(event, "tag", None) is not None:
            self._note(place, "không dùng thẻ YAML (!); hãy bỏ thẻ đi")

    def _scalar(self, event: yaml.ScalarEvent, place: Node) -> str | None:
        # Only an unquoted scalar has no style, and only that can mean nothing.
        return None if not event.style and event.value in _NULLS else cleaned(event.value, place)

    def _items(self, events: Iterator[yaml.Event], place: Node, depth: int) -> Iterator[Node]:
        number = 0
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            number += 1
            yield self._node(event, events, place.below(number, line=_line(event)), depth + 1)

    def _entries(self, events: Iterator[yaml.Event], place: Node, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            line = _line(event)
            key = self._key(event, replace(place, line=line))
            value = place.below(key, line=line)
            if key in entries:
                first = entries[key].line
                self._note(value, f"mục “{key}” đã có ở dòng {first}; hãy bỏ một trong hai")
            entries[key] = self._node(next(events), events, value, depth + 1)
        return entries

    def _key(self, event: yaml.Event, place: Node) -> str:
        self._refuse(event, place)
        return good_key(event.value if isinstance(event, yaml.ScalarEvent) else None, place)

    def _note(self, place: Node, message: str) -> None:
        self.problems.append(place.problem(message))


def _decoded(raw: str | bytes, top: Node) -> str:
    if len(raw) > MAX_BYTES:
        raise top.fail(f"tệp lớn hơn {MAX_BYTES // 1024**2} MiB; hãy chia thành nhiều tệp")
    try:
        text = raw.decode() if isinstance(raw, bytes) else raw
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        place = replace(top, line=line)
        raise place.fail("có byte không phải UTF-8; hãy lưu tệp bằng bảng mã UTF-8") from None
    found = find_control(text)
    if found is not None:
        place = replace(top, line=text.count("\n", 0, found) + 1)
        raise place.fail(no_control(text[found]))
    return text.removeprefix("\ufeff")


def _syntax(error: Exception, top: Node) -> BadPack:
    mark: yaml.Mark | None = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return replace(top, line=line).fail(
        f"không đúng cú pháp YAML, gần cột {column}; hãy xem lại thụt đầu dòng, dấu hai chấm, "
        "dấu nháy và dấu ngoặc ở dòng này và dòng trước"
    )


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 0
