"""A tree of texts that knows where each value was written: what every reader of records reads."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from workflows.problems import WHOLE_FILE, BadPack, Problem, Severity

MAX_DEPTH = 16  # records go seven deep; the rest is room to grow, not a stack to exhaust
MAX_KEY = 100  # keys are repeated in the paths of all that stands below them

TOO_DEEP = f"lồng nhau quá {MAX_DEPTH} tầng; hãy xem lại thụt đầu dòng và dấu ngoặc"
BAD_KEY = f"tên mục phải là một chữ không quá {MAX_KEY} ký tự"

# What YAML 1.1 does not call printable: control characters, lone surrogates, U+FFFE and U+FFFF.
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KINDS = {
    "text": "một chữ hoặc số",
    "null": "chỗ trống",
    "list": "một danh sách",
    "map": "các mục “tên: giá trị”",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A text, None, a list or a map, and where it was written.

    Attributes:
        line: of the value, or of its key inside a map; 0 where there never was a file.
        path: the way from the root, such as `procedures[2].code`; empty for the root itself.
    """

    value: "str | tuple[Node, ...] | Mapping[str, Node] | None"
    line: int
    path: str
    source: str

    @property
    def kind(self) -> str:
        """One of `text`, `null`, `list`, `map`."""
        if self.value is None:
            return "null"
        if isinstance(self.value, str):
            return "text"
        return "list" if isinstance(self.value, tuple) else "map"

    def problem(self, message: str, *, severity: Severity = "error") -> Problem:
        """A complaint about this place."""
        field = self.path or WHOLE_FILE
        return Problem(
            source=self.source, line=self.line, field=field, message=message, severity=severity
        )

    def fail(self, message: str) -> BadPack:
        """The exception to raise for one complaint about this place."""
        return BadPack((self.problem(message),))

    def text(self) -> str:
        """The scalar as it was written.

        Raises:
            BadPack: for nothing, a list or a map.
        """
        if isinstance(self.value, str):
            return self.value
        raise self._wants("text")

    def items(self) -> "tuple[Node, ...]":
        """The nodes of a list.

        Raises:
            BadPack: for anything but a list.
        """
        if isinstance(self.value, tuple):
            return self.value
        raise self._wants("list")

    def entries(self) -> "Mapping[str, Node]":
        """The nodes of a map by key.

        Raises:
            BadPack: for anything but a map.
        """
        if isinstance(self.value, Mapping):
            return self.value
        raise self._wants("map")

    def at(self, *steps: str | int) -> "Node":
        """The node found by keys and positions (from 0), or the nearest one above it."""
        node = self
        for step in steps:
            below = node._child(step)
            if below is None:
                return node
            node = below
        return node

    def below(self, step: str | int, *, line: int) -> "Node":
        """An empty place one step down, by key or by position from 1, to be filled."""
        if isinstance(step, int):
            path = f"{self.path}[{step}]"
        else:
            path = f"{self.path}.{step}" if self.path else step
        return Node(value=None, line=line, path=path, source=self.source)

    def _child(self, step: str | int) -> "Node | None":
        if isinstance(step, str):
            return self.value.get(step) if isinstance(self.value, Mapping) else None
        inside = isinstance(self.value, tuple) and 0 <= step < len(self.value)
        return self.items()[step] if inside else None

    def _wants(self, kind: str) -> BadPack:
        return self.fail(f"cần {_KINDS[kind]}, không phải {_KINDS[self.kind]}")


def wrap_plain(plain: object, source: str) -> Node:
    """The tree of data as `json.loads` gives it, every line 0, so that one reader reads both.

    Raises:
        BadPack: for types JSON does not have, bad keys, control characters and too deep data.
    """
    return _wrap(plain, Node(value=None, line=0, path="", source=source), 1)


def cleaned(text: str, place: Node) -> str:
    """The text in Unicode's composed form, lest one Vietnamese name have two spellings.

    Raises:
        BadPack: for control characters and halves of surrogate pairs.
    """
    found = find_control(text)
    if found is not None:
        raise place.fail(no_control(text[found]))
    return unicodedata.normalize("NFC", text)


def find_control(text: str) -> int | None:
    """Where the first character stands that no reader should meet; None in a clean text."""
    found = _UNPRINTABLE.search(text)
    return found.start() if found else None


def no_control(character: str) -> str:
    """The complaint about such a character."""
    return f"có ký tự điều khiển U+{ord(character):04X}; hãy xóa ký tự này"


def good_key(key: object, place: Node) -> str:
    """A key of a map.

    Raises:
        BadPack: for what is no text, too long or has control characters.
    """
    if isinstance(key, str) and len(key) <= MAX_KEY:
        return cleaned(key, place)
    raise place.fail(BAD_KEY)


def _wrap(plain: object, place: Node, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise place.fail(TOO_DEEP)
    if plain is None:
        return place
    if isinstance(plain, dict):
        keys = ((good_key(key, place), value) for key, value in plain.items())
        return replace(
            place,
            value={key: _wrap(v, place.below(key, line=0), depth + 1) for key, v in keys},
        )
    if isinstance(plain, list | tuple):
        items = enumerate(plain, start=1)
        return replace(
            place, value=tuple(_wrap(v, place.below(n, line=0), depth + 1) for n, v in items)
        )
    return replace(place, value=cleaned(_scalar(plain, place), place))


def _scalar(plain: object, place: Node) -> str:
    if isinstance(plain, str):
        return plain
    if isinstance(plain, int | float):
        return json.dumps(plain)
    raise place.fail(f"dữ liệu kiểu {type(plain).__name__} không dùng được ở đây")
