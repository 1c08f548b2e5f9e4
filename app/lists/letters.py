"""The letters of one office, newest first: of some days and kind, or by number or case."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from app.errors import BadInput
from app.store.engine import Connection
from app.store.folding import code_key
from app.store.letter_numbers import LETTERS, SERIES
from app.store.visible import CASES, limit_of, visible
from sla.zone import local_date, parse_instant
from workflows.letter_events import LetterKind
from workflows.officer import Officer

# A number as it is printed, "05/TNHS", or its first part alone.
_NUMBER = re.compile(r"0*([0-9]{1,9})(?:\s*/\s*(\S{1,40}))?", re.ASCII)
_OTHER = LETTERS.alias("other")


@dataclass(frozen=True, kw_only=True, slots=True)
class LettersAsked:
    """Which letters of an office are meant.

    Attributes:
        agency: whose numbers they have.
        since, until: issued with since <= issued < until.
        kind: of letter; None for all.
        text: a number or the code of a case; then the days do not matter.
    """

    agency: str
    since: datetime
    until: datetime
    kind: LetterKind | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficeLetter:
    """A letter, told once however many cases it stands in.

    Attributes:
        case_code: the first of its cases.
        count: how many cases it stands in.
    """

    case_code: str
    version: int
    agency: str
    kind: LetterKind
    number: str
    serial: int
    year: int
    training: bool
    media: str
    issued_at: datetime
    by: str | None
    replaces: str | None
    replaced_by: str | None
    published_at: datetime | None
    applicant: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class LettersPart:
    """Some letters; `next` is the mark after which the others come, None at the end."""

    rows: tuple[OfficeLetter, ...]
    next: str | None


_OWN = tuple(
    name for name in OfficeLetter.__dataclass_fields__ if name not in ("applicant", "count")
)
_SAME = and_(
    _OTHER.c.serial == LETTERS.c.serial, *(_OTHER.c[name] == LETTERS.c[name] for name in SERIES)
)


def counted(connection: Connection, officer: Officer, asked: LettersAsked) -> int:
    """How many letters there are."""
    query = _within(select(func.count()), officer, asked)
    return connection.scalar(query) or 0


def part_of(
    connection: Connection,
    officer: Officer,
    asked: LettersAsked,
    *,
    after: str | None = None,
    size: int,
) -> LettersPart:
    """The next letters, newest first.

    Raises:
        BadInput: for a mark that no part has given.
    """
    query = _ordered(officer, asked)
    if after is not None:
        query = query.where(_beyond(after))
    rows = _read(connection, query.limit(limit_of(size + 1)))
    last = rows[size - 1] if len(rows) > size else None
    return LettersPart(rows=tuple(rows[:size]), next=_mark(last) if last else None)


def all_of(
    connection: Connection, officer: Officer, asked: LettersAsked, *, most: int
) -> Iterator[OfficeLetter]:
    """All of them, at most so many."""
    yield from _read(connection, _ordered(officer, asked).limit(limit_of(most)))


def _ordered(officer: Officer, asked: LettersAsked) -> Select[Any]:
    cases = select(func.count()).select_from(_OTHER).where(_SAME).scalar_subquery()
    columns = [LETTERS.c[name] for name in _OWN]
    query = select(*columns, CASES.c.applicant, cases.label("count"))
    order = LETTERS.c.issued_at.desc(), LETTERS.c.case_code.desc(), LETTERS.c.version.desc()
    return _within(query, officer, asked).order_by(*order)


def _within(query: Select[Any], officer: Officer, asked: LettersAsked) -> Select[Any]:
    # One that stands in several cases is told at the first of them.
    earlier = exists().where(_SAME, _OTHER.c.case_code < LETTERS.c.case_code)
    query = query.select_from(LETTERS).join(CASES, CASES.c.code == LETTERS.c.case_code)
    query = query.where(LETTERS.c.agency == asked.agency, visible(officer), ~earlier)
    if asked.kind is not None:
        query = query.where(LETTERS.c.kind == asked.kind)
    return query.where(_named(asked.text) if asked.text else _issued_in(asked))


def _issued_in(asked: LettersAsked) -> ColumnElement[bool]:
    # The year of a letter is that of its day; it stands in the index of the numbers.
    first, last = local_date(asked.since).year, local_date(asked.until).year
    at = LETTERS.c.issued_at
    return and_(LETTERS.c.year.between(first, last), at >= asked.since, at < asked.until)


def _named(text: str) -> ColumnElement[bool]:
    found = _NUMBER.fullmatch(text)
    if found is None:
        # The key of a code begins with its end, so that its last digits do as well.
        key = code_key(text)
        return CASES.c.code_key.startswith(key, autoescape=True) if key else false()
    serial, sign = LETTERS.c.serial == int(found[1]), found[2]
    if sign is None:
        return serial
    return and_(serial, func.upper(LETTERS.c.number).endswith(f"/{sign.upper()}", autoescape=True))


def _mark(row: OfficeLetter) -> str:
    return f"{row.issued_at.isoformat()}~{row.case_code}~{row.version}"


def _beyond(after: str) -> ColumnElement[bool]:
    text, _, rest = after.partition("~")
    code, _, version = rest.rpartition("~")
    try:
        if not code.isprintable() or not (version.isascii() and 0 < len(version) < 10):
            raise ValueError(after)
        at, number = parse_instant(text), int(version)
    except ValueError:
        raise BadInput("after: không đọc được vị trí của trang; hãy mở lại trang") from None
    here, name = LETTERS.c.issued_at, LETTERS.c.case_code
    same = and_(name == code, LETTERS.c.version < number)
    return or_(here < at, and_(here == at, or_(name < code, same)))


def _read(connection: Connection, query: Select[Any]) -> Sequence[OfficeLetter]:
    return [OfficeLetter(**row) for row in connection.execute(query).mappings()]
