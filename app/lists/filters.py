"""What somebody has narrowed a list to, as it stands in the address of the page."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Self

from sqlalchemy import ColumnElement, exists

from app.errors import BadInput
from app.lists.search import Wanted, matches
from app.store.engine import Connection
from app.store.visible import CASES, STEPS

CHANNELS = ("online", "direct", "post")
LONGEST = 64
_WORDS = {
    "field": "lĩnh vực",
    "procedure": "thủ tục",
    "officer": "người xử lý",
    "channel": "kênh nộp",
    "agency": "cơ quan",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """Codes that a row must have, each only where it is given; `text` is searched for.

    `officer` is the login that has one of the running steps.
    """

    field: str | None = None
    procedure: str | None = None
    officer: str | None = None
    channel: str | None = None
    agency: str | None = None
    text: str | None = None

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Self:
        """The filters of an address; arguments of other names are somebody else's.

        Raises:
            BadInput: naming the argument that can be no code.
        """
        given = {name: args.get(name, "").strip() or None for name in (*_WORDS, "text")}
        for name, words in _WORDS.items():
            if (value := given[name]) and not _is_code(value):
                raise BadInput(f"{name}: {words} không hợp lệ")
        if given["channel"] not in {None, *CHANNELS}:
            raise BadInput(f"channel: kênh nộp phải là một trong {', '.join(CHANNELS)}")
        return cls(**given)

    def as_args(self) -> dict[str, str]:
        """For the address of the same list."""
        return {name: value for name, value in asdict(self).items() if value}

    def in_words(self) -> Iterator[tuple[str, str]]:
        """What is narrowed, and to what."""
        for name, words in {**_WORDS, "text": "tìm"}.items():
            if value := getattr(self, name):
                yield words, value

    def conditions(self, connection: Connection) -> Iterator[ColumnElement[bool]]:
        """The conditions on `cases`."""
        for name in ("field", "procedure", "channel", "agency"):
            if value := getattr(self, name):
                yield CASES.c[name] == value
        if self.officer:
            running = (STEPS.c.case_code == CASES.c.code, STEPS.c.ended_at.is_(None))
            yield exists().where(*running, STEPS.c.assignee == self.officer)
        if self.text:
            yield matches(connection, Wanted.read(self.text))


def _is_code(value: str) -> bool:
    return len(value) <= LONGEST and value.isprintable()
