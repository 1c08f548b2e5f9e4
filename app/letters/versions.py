"""Which legal version holds on a day: templates/letters/versions.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.letters.vocabulary import FOLDER
from workflows.agency import Level
from workflows.loader import Record, boolean, code, day, list_of, text
from workflows.node import Node
from workflows.yamltext import read_yaml

FILE = "versions.yaml"
OTHERWISE = "otherwise"


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """A circular with its forms.

    Attributes:
        first, last: its days; `last` is None while it holds.
        earlier: whether what was accepted before its first day uses it too.
        desks: by level what the desk is called.
    """

    code: str
    name: str
    first: date
    last: date | None
    earlier: bool
    desks: Mapping[str, str]

    def holds(self, on: date) -> bool:
        """Whether a case of that day uses it."""
        begun = self.earlier or self.first <= on
        return begun and (self.last is None or on <= self.last)

    def desk(self, level: Level) -> str:
        """What the desk of an office of that level is called."""
        return self.desks.get(level, self.desks[OTHERWISE])


@dataclass(frozen=True, kw_only=True, slots=True)
class Versions:
    """All circulars, oldest first, and the folder of the forms of none."""

    circulars: tuple[Version, ...]
    always: str

    def on(self, day: date) -> Version:
        """The circular of a day; the newest where a gap was left."""
        return next((one for one in self.circulars if one.holds(day)), self.circulars[-1])

    @property
    def folders(self) -> tuple[str, ...]:
        """Every folder of forms."""
        return (*(one.code for one in self.circulars), self.always)


@lru_cache(maxsize=1)
def versions() -> Versions:
    """The legal versions of this program.

    Raises:
        BadPack: with file, line and field of everything wrong with them.
    """
    return read_versions((FOLDER / FILE).read_bytes())


def read_versions(raw: bytes) -> Versions:
    """The versions in a text.

    Raises:
        BadPack: as `versions`.
    """
    record = Record(read_yaml(raw, FILE))
    found = Versions(
        circulars=record.need("versions", list_of(_version)), always=record.need("always", code)
    )
    record.close()
    return found


def _version(node: Node) -> Version:
    record = Record(node)
    version = Version(
        code=record.need("code", code),
        name=record.need("name", text),
        first=record.need("from", day),
        last=record.maybe("to", day, None),
        earlier=record.maybe("earlier", boolean, False),
        desks=record.need("desks", _desks),
    )
    record.close()
    return version


def _desks(node: Node) -> Mapping[str, str]:
    known = (*Level, OTHERWISE)
    for key, each in node.entries().items():
        if key not in known:
            raise each.fail(f"không có “{key}”; dùng được: {', '.join(known)}")
    if OTHERWISE not in node.entries():
        raise node.fail(f"thiếu mục “{OTHERWISE}” dùng cho các cấp còn lại")
    return {key: text(each) for key, each in node.entries().items()}
