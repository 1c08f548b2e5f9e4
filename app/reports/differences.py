"""What has changed since a table was signed: the cases that stand elsewhere now, and by what.

Which cases those are is a difference of two sets; of these alone the log is read.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select

from app.reports.placements import Placements, Spot
from app.reports.table import Table
from app.store.desk_tables import ProposalRow
from app.store.engine import Connection
from app.store.event_log import EVENTS
from app.store.tables import table_of
from workflows.words import EVENTS as EVENT_WORDS

PROPOSALS = table_of(ProposalRow)
_AT_ONCE = 500  # codes in one query
# What moves a case without anything new having happened to it; told before all other events.
REPAIRS = ("corrected", "voided", "deadline_adjusted")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cause:
    """An event that was recorded after the table was signed.

    Attributes:
        version: its number in the case.
        words: what it is in Vietnamese.
        at: when it happened.
        recorded_at: when that was written down, by whom.
        late: whether it was registered late, with somebody's approval.
        approved_by: the second person; None where none was needed.
        reason: as typed, where one was.
        of: for a correction the number of the event it corrects.
    """

    version: int
    type: str
    words: str
    at: datetime
    recorded_at: datetime
    by: str | None
    late: bool
    approved_by: str | None
    reason: str | None
    of: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A case that stands elsewhere now.

    Attributes:
        was: the rows and cells that counted it; empty where none did.
        now: those that do today.
        causes: what was recorded of it since, what repairs before what happened.
    """

    case_code: str
    was: tuple[Spot, ...]
    now: tuple[Spot, ...]
    causes: tuple[Cause, ...] = ()

    @property
    def left(self) -> tuple[tuple[str, str], ...]:
        """The cells it has left, each with its row."""
        return tuple(sorted(_cells(self.was) - _cells(self.now)))

    @property
    def entered(self) -> tuple[tuple[str, str], ...]:
        """The cells it has come into, each with its row."""
        return tuple(sorted(_cells(self.now) - _cells(self.was)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """A number that is another one now; `row` is None for the total."""

    row: str | None
    name: str
    cell: str
    was: int
    now: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Differences:
    """All that has changed.

    Attributes:
        edition: of the signed table.
        rows: the names of the rows by key, as signed and as they are today.
        offices_left: codes of the offices that were counted and no longer are.
        offices_joined: of those that are counted now and were not.
    """

    number: int
    edition: int
    changes: tuple[Change, ...]
    figures: tuple[Moved, ...]
    rows: Mapping[str, str]
    offices_left: tuple[str, ...] = ()
    offices_joined: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything has."""
        return bool(self.changes or self.figures)


def moved_cases(was: Placements, now: Placements) -> tuple[Change, ...]:
    """The cases that stand elsewhere, by code, without what moved them."""
    codes = sorted({*was.spots, *now.spots})
    changes = (
        Change(case_code=code, was=was.spots.get(code, ()), now=now.spots.get(code, ()))
        for code in codes
    )
    return tuple(one for one in changes if _cells(one.was) != _cells(one.now))


def moved_figures(was: Table, now: Table) -> tuple[Moved, ...]:
    """The numbers that differ, row by row and then in the total."""
    old, new = _lines(was), _lines(now)
    names = {**_names(was), **_names(now)}
    found = (
        Moved(
            row=key,
            name=names.get(key or "", ""),
            cell=cell,
            was=old.get(key, {}).get(cell, 0),
            now=new.get(key, {}).get(cell, 0),
        )
        for key in dict.fromkeys((*old, *new))
        for cell in dict.fromkeys((*old.get(key, {}), *new.get(key, {})))
    )
    return tuple(one for one in found if one.was != one.now)


def row_names(*tables: Table) -> Mapping[str, str]:
    """The names of the rows of some tables by key; of two the later one counts."""
    return {key: name for table in tables for key, name in _names(table).items()}


def causes(
    connection: Connection,
    codes: Sequence[str],
    *,
    after: int,
    known_at: datetime | None = None,
) -> Mapping[str, tuple[Cause, ...]]:
    """What was recorded of some cases behind a place of the log, or after a moment; by case.

    Args:
        connection: a reading transaction.
        codes: the cases.
        after: the place in the log.
        known_at: the moment, of a table that left out what was recorded later; None for all others.
    """
    new = EVENTS.c.position > after
    if known_at is not None:
        new = or_(new, EVENTS.c.recorded_at > known_at)
    found: dict[str, list[Cause]] = {}
    for start in range(0, len(codes), _AT_ONCE):
        some = codes[start : start + _AT_ONCE]
        late = _late_approvals(connection, some)
        query = select(EVENTS).where(EVENTS.c.case_code.in_(some), new)
        for row in connection.execute(query.order_by(EVENTS.c.case_code, EVENTS.c.version)):
            found.setdefault(row.case_code, []).append(_cause(row, late))
    return {code: tuple(sorted(each, key=_repairs_first)) for code, each in found.items()}


def _cause(row: Row[Any], opened_late: Mapping[str, str]) -> Cause:
    data = json.loads(row.data)
    late = data.get("late") or {}
    approver = data.get("approved_by") or late.get("approved_by")
    if approver is None and row.version == 1:
        approver = opened_late.get(row.case_code)
    return Cause(
        version=row.version,
        type=row.type,
        words=EVENT_WORDS.get(row.type, row.type),
        at=row.at,
        recorded_at=row.recorded_at,
        by=row.actor,
        late=bool(late),
        approved_by=approver,
        reason=data.get("reason") or late.get("reason"),
        of=data.get("of") if row.type == "corrected" else None,
    )


def _late_approvals(connection: Connection, codes: Sequence[str]) -> Mapping[str, str]:
    """Who allowed a case to be opened late, where the log itself does not say."""
    query = select(PROPOSALS.c.case_code, PROPOSALS.c.decided_by).where(
        PROPOSALS.c.case_code.in_(codes),
        PROPOSALS.c.kind == "late",
        PROPOSALS.c.outcome == "approved",
    )
    return {row.case_code: row.decided_by for row in connection.execute(query)}


def _repairs_first(cause: Cause) -> tuple[bool, int]:
    return (cause.type not in REPAIRS and not cause.late, cause.version)


def _cells(spots: tuple[Spot, ...]) -> frozenset[tuple[str, str]]:
    return frozenset((row, cell) for row, cells in spots for cell in cells)


def _lines(table: Table) -> dict[str | None, Mapping[str, int]]:
    rows: Iterator[tuple[str | None, Mapping[str, int]]] = (
        (row.key, row.cells) for row in table.rows if row.kind == "row"
    )
    return {**dict(rows), None: table.total}


def _names(table: Table) -> dict[str, str]:
    return {row.key: row.field for row in table.rows if row.kind == "row"}
