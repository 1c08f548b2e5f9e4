"""Which cases stand in the register of an office: those it accepted in some days, in that order.

Practice is no case of the book. What was struck out stays in it with a note, as on paper: its
receipt has a number, and the numbers have no gap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.errors import BadInput
from app.lists.conditions import real
from app.store.engine import Connection
from app.store.visible import CASES, limit_of
from sla.zone import parse_instant


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterAsked:
    """What part of a register is meant.

    Attributes:
        agency: the office that accepted the cases.
        since, until: the acceptances with since <= accepted < until, at their true times.
        field: only of this field; None for all.
    """

    agency: str
    since: datetime
    until: datetime
    field: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterPart:
    """Some cases of a register; `next` is the mark after which the others come, None at the end."""

    codes: tuple[str, ...]
    next: str | None


def counted(connection: Connection, asked: RegisterAsked) -> int:
    """How many cases stand in it."""
    query = select(func.count()).select_from(CASES).where(*_within(asked))
    return connection.scalar(query) or 0


def part_of(
    connection: Connection, asked: RegisterAsked, *, after: str | None = None, size: int
) -> RegisterPart:
    """The next cases in the order of acceptance.

    Raises:
        BadInput: for a mark that no part has given.
    """
    query = select(CASES.c.code, CASES.c.accepted_at).where(*_within(asked))
    if after is not None:
        query = query.where(_beyond(after))
    ordered = query.order_by(CASES.c.accepted_at, CASES.c.code).limit(limit_of(size + 1))
    rows = connection.execute(ordered).all()
    last = rows[size - 1] if len(rows) > size else None
    mark = f"{last.accepted_at.isoformat()}~{last.code}" if last else None
    return RegisterPart(codes=tuple(row.code for row in rows[:size]), next=mark)


def parts_of(
    connection: Connection, asked: RegisterAsked, *, skip: int = 0, most: int, size: int
) -> Iterator[Sequence[str]]:
    """Cases by the `size`, at most `most` of them, beginning behind the first `skip`."""
    query = select(CASES.c.code).where(*_within(asked))
    query = query.order_by(CASES.c.accepted_at, CASES.c.code).offset(skip).limit(most)
    codes = connection.scalars(query).all()
    for start in range(0, len(codes), size):
        yield codes[start : start + size]


def _within(asked: RegisterAsked) -> tuple[ColumnElement[bool], ...]:
    in_days = and_(CASES.c.accepted_at >= asked.since, CASES.c.accepted_at < asked.until)
    within = (CASES.c.agency == asked.agency, in_days, real(CASES.c))
    return (*within, CASES.c.field == asked.field) if asked.field else within


def _beyond(after: str) -> ColumnElement[bool]:
    text, found, code = after.partition("~")
    try:
        if not found or not code.isprintable():
            raise ValueError(after)
        instant = parse_instant(text)
    except ValueError:
        raise BadInput("after: không đọc được vị trí của trang; hãy mở lại sổ theo dõi") from None
    later = and_(CASES.c.accepted_at == instant, CASES.c.code > code)
    return or_(CASES.c.accepted_at > instant, later)
