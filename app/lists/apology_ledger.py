"""The ledger of apologies: of the cases whose deadline lies in a period, how far each has come.

| number | the cases |
|---|---|
| owed | overdue, closed late, foretold to be late a working day before, or with an apology issued |
| drafted, signed | with a draft that holds, and with its signature |
| issued | with an apology |
| sent | of which at least one channel has taken the apology |
| published | whose apology letter stands on the public page |
| lapsed | that owed one or had a draft, and were closed in time without: no longer owed |
| missing | closed late without one, which can no longer be made |
| waiting | owed still: open and without one |

Each number and the list behind it are one condition, and owed = issued + missing + waiting. The
period holds the deadline by which lateness is judged, never the new date of an apology.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from app.lists.asked import NOW
from app.lists.conditions import OPEN, Columns, Condition, foretold_late, overdue, real
from app.lists.lines import ListRow, columns_of, lines_from
from app.store.engine import Connection
from app.store.outbox import OUTBOX
from app.store.outbox_lists import TOLD_OF_APOLOGY
from app.store.scope import Scope
from app.store.visible import CASES, limit_of
from sla.clock import Verdict
from workflows.case import State

Number = Literal[
    "owed", "drafted", "signed", "issued", "sent", "published", "lapsed", "missing", "waiting"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerAsked:
    """What a ledger is of.

    Attributes:
        scope: which offices; a case belongs to the office that has promised it.
        since, until: the deadlines with since <= deadline < until.
        now: the moment of asking.
    """

    scope: Scope
    since: datetime
    until: datetime
    now: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerLine:
    """The numbers of one office."""

    agency: str
    numbers: Mapping[Number, int]


def ledger(connection: Connection, asked: LedgerAsked) -> tuple[LedgerLine, ...]:
    """The numbers of each office that has any case in the period, by its code; one query."""
    counted = select(CASES.c.agency, *_counts()).where(*_within(asked))
    rows = connection.execute(counted.group_by(CASES.c.agency).order_by(CASES.c.agency), _at(asked))
    return tuple(
        LedgerLine(agency=row["agency"], numbers={name: row[name] for name in NUMBERS})
        for row in rows.mappings()
    )


def total(lines: tuple[LedgerLine, ...]) -> Mapping[Number, int]:
    """The sums over offices."""
    return {name: sum(line.numbers[name] for line in lines) for name in NUMBERS}


def cases_behind(
    connection: Connection, asked: LedgerAsked, number: Number, *, size: int
) -> tuple[ListRow, ...]:
    """The cases that a number counts, oldest deadline first; at most `size` of them."""
    held = select(CASES).where(*_within(asked), NUMBERS[number](CASES.c)).subquery()
    query: Select[Any] = select(*columns_of(held)).order_by(held.c.due_at, held.c.code)
    found = connection.execute(query.limit(limit_of(size)), _at(asked)).all()
    return lines_from(connection, found)


def owed(c: Columns) -> ColumnElement[bool]:
    """Overdue, closed late, foretold to be late in its last working day, or apologised for."""
    return or_(overdue(c), _closed_late(c), foretold_late(c), issued(c))


def drafted(c: Columns) -> ColumnElement[bool]:
    """With a draft that holds."""
    return and_(c.apology_drafted_at.is_not(None))


def signed(c: Columns) -> ColumnElement[bool]:
    """With a signature under that draft."""
    return and_(c.apology_signed_at.is_not(None))


def issued(c: Columns) -> ColumnElement[bool]:
    """With an apology."""
    return and_(c.apologised_at.is_not(None))


def sent(c: Columns) -> ColumnElement[bool]:
    """Told to the citizen by at least one channel; the outbox remembers that for good."""
    return exists().where(OUTBOX.c.case_code == c.code, TOLD_OF_APOLOGY)


def published(c: Columns) -> ColumnElement[bool]:
    """With its letter on the public page."""
    return and_(c.apology_published_at.is_not(None))


def lapsed(c: Columns) -> ColumnElement[bool]:
    """Closed in time without an apology, though it had owed one or had a draft."""
    in_time = and_(c.closed_at.is_not(None), c.verdict != Verdict.LATE.value)
    once = or_(c.apology_owed_at.is_not(None), c.apology_drafted_at.is_not(None))
    return and_(in_time, once, c.apologised_at.is_(None))


def missing(c: Columns) -> ColumnElement[bool]:
    """Closed late without an apology."""
    return and_(_closed_late(c), c.apologised_at.is_(None))


def waiting(c: Columns) -> ColumnElement[bool]:
    """Owed still, and open."""
    return and_(c.state.in_(OPEN), owed(c), c.apologised_at.is_(None))


def _closed_late(c: Columns) -> ColumnElement[bool]:
    return and_(c.verdict == Verdict.LATE.value)


# In the order in which a page shows them.
NUMBERS: Mapping[Number, Condition] = {
    "owed": owed,
    "drafted": drafted,
    "signed": signed,
    "issued": issued,
    "sent": sent,
    "published": published,
    "lapsed": lapsed,
    "missing": missing,
    "waiting": waiting,
}


@cache
def _counts() -> tuple[ColumnElement[int], ...]:
    return tuple(func.count().filter(holds(CASES.c)).label(name) for name, holds in NUMBERS.items())


def _within(asked: LedgerAsked) -> tuple[ColumnElement[bool], ...]:
    """Accepted, of a citizen, not struck out, and with its deadline in the period."""
    in_period = and_(CASES.c.due_at >= asked.since, CASES.c.due_at < asked.until)
    counts = and_(CASES.c.accepted_at.is_not(None), CASES.c.state != State.VOIDED.value)
    return asked.scope.restrict(CASES.c.agency), in_period, counts, real(CASES.c)


def _at(asked: LedgerAsked) -> Mapping[str, Any]:
    return {NOW.key: asked.now}
