"""Reading the words of notices from data/*.yaml, with every check that can be made beforehand.

    values.yaml    the values texts may use, the channels, what the desk is called at each level
    ages.yaml      no words: how old news may be, see `app.notices.ages`
    the others     events, each with its texts by channel and, where they differ, by level

A text is refused that uses a value its event does not give, and an event that lacks a channel.
How the files are written: docs/how-to-add-notice.md.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from app.notices.word_texts import Frame, Texts
from app.notices.wordbook import OTHERWISE, ChannelWords, Common, EventWords, Value, Wordbook
from workflows.agency import Level
from workflows.loader import Convert, Record, boolean, code, integer, list_of, one_of, text
from workflows.node import Node
from workflows.problems import BadPack, Problem
from workflows.yamltext import read_yaml

DATA = Path(__file__).parent / "data"
COMMON = "values.yaml"
_NO_WORDS = (COMMON, "ages.yaml")

T = TypeVar("T")


@lru_cache(maxsize=1)
def wordbook() -> Wordbook:
    """The words of this program.

    Raises:
        BadPack: with everything that is wrong with the files, each with file, line and field.
    """
    return read_words(DATA)


def read_words(folder: Path) -> Wordbook:
    """The words in a folder.

    Raises:
        BadPack: as `wordbook`.
    """
    common = _common(_tree(folder / COMMON))
    problems: list[Problem] = []
    events: dict[str, EventWords] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name not in _NO_WORDS:
            try:
                _join(events, _tree(path), common)
            except BadPack as bad:
                problems += bad.problems
    if problems:
        raise BadPack(tuple(problems))
    return Wordbook(common=common, events=events)


def _tree(path: Path) -> Node:
    return read_yaml(path.read_bytes(), path.name)


def _join(events: dict[str, EventWords], root: Node, common: Common) -> None:
    """Add the events of a file to those known."""
    for place, words in enumerate(_events(root, common)):
        if words.code in events:
            twice = root.at("events", place, "event")
            raise twice.fail(f"sự kiện “{words.code}” đã có lời; hãy bỏ một trong hai")
        events[words.code] = words


def _common(root: Node) -> Common:
    record = Record(root)
    common = Common(
        channels=record.need("channels", _map_of(_channel)),
        desks=record.need("desks", _map_of(text, (*Level, OTHERWISE))),
        values=record.need("values", _map_of(_a_value)),
    )
    record.close()
    if OTHERWISE not in common.desks:
        raise root.at("desks").fail(f"thiếu mục “{OTHERWISE}” dùng cho các cấp còn lại")
    return common


def _channel(node: Node) -> ChannelWords:
    record = Record(node)
    channel = ChannelWords(
        subject=record.maybe("subject", boolean, False), most=record.maybe("most", integer, None)
    )
    record.close()
    return channel


def _a_value(node: Node) -> Value:
    record = Record(node)
    value = Value(
        means=record.need("means", text),
        sample=record.need("sample", text),
        block=record.maybe("block", boolean, False),
    )
    record.close()
    return value


def _events(root: Node, common: Common) -> tuple[EventWords, ...]:
    record, said = Record(root), tuple(common.channels)
    frame = Frame(
        common=common,
        channels=record.need("channels", list_of(one_of(*said))),
        alike=record.maybe("alike", _map_of(one_of(*said), said), {}),
        closing=record.maybe("closing", _map_of(text, said), {}),
        texts=record.maybe("texts", _map_of(_as_it_is, said), {}),
        parts=record.maybe("parts", _parts(common), {}),
        gives=frozenset(record.need("gives", list_of(one_of(*common.values))) or ()),
    )
    events = record.need("events", _as_it_is)
    # Only a frame without complaints can be used on the events.
    record.close()
    return list_of(lambda node: _event(node, frame))(events)


def _event(node: Node, frame: Frame) -> EventWords:
    record, values, said = Record(node), tuple(frame.common.values), tuple(frame.common.channels)
    found, name = record.need("event", code), record.need("name", text)
    gives = record.maybe("gives", list_of(one_of(*values)), ())
    parts = record.maybe("parts", _parts(frame.common), {})
    own = record.maybe("texts", _map_of(_as_it_is, said), {})
    levels = record.maybe("levels", _map_of(_map_of(_as_it_is, said), tuple(Level)), {})
    samples = record.maybe("samples", _map_of(_part, values), {})
    record.close()
    mine = frame.narrowed(gives=frozenset(gives), parts=parts)
    return EventWords(
        code=found,
        name=name,
        gives=mine.gives,
        texts=_complete(mine.read_all(own), node, frame),
        levels={level: mine.read_own(nodes) for level, nodes in levels.items()},
        samples=samples,
    )


def _complete(texts: Texts, node: Node, frame: Frame) -> Texts:
    missing = [channel for channel in frame.channels if channel not in texts]
    if missing:
        raise node.fail(f"thiếu lời cho kênh: {', '.join(missing)}")
    return texts


def _as_it_is(node: Node) -> Node:
    return node


def _part(node: Node) -> str:
    """A piece of text, which may be nothing."""
    return "" if node.value is None else node.text()


def _parts(common: Common) -> Convert[Mapping[str, str]]:
    def read(node: Node) -> Mapping[str, str]:
        for key, each in node.entries().items():
            if key in common.values:
                raise each.fail(f"“{key}” là tên một giá trị; hãy đặt tên khác")
        return _map_of(_part)(node)

    return read


def _map_of(convert: Convert[T], keys: Sequence[str] = ()) -> Convert[Mapping[str, T]]:
    """A converter for a map with these keys, or with any."""

    def read(node: Node) -> Mapping[str, T]:
        for key, each in node.entries().items():
            if keys and key not in keys:
                raise each.fail(f"không có “{key}”; dùng được: {', '.join(keys)}")
        return {key: convert(each) for key, each in node.entries().items()}

    return read
