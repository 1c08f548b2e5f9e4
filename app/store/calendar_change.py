"""Moving open cases to other calendars: which cases there are, and what came of each of them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from app.store.bulk import update_all
from app.store.calendar_change_tables import CalendarChangeCaseRow, CalendarChangeRow
from app.store.engine import Connection
from app.store.read_tables import CaseRow
from app.store.scope import subtree
from app.store.tables import table_of
from workflows.case import State
from workflows.codec import canonical

CASES = table_of(CaseRow)
CHANGES = table_of(CalendarChangeRow)
LINES = table_of(CalendarChangeCaseRow)
OPEN = (State.RECEIVED, State.PROCESSING, State.PAUSED)
SUBMITTED = (State.SUBMITTED, State.AWAITING_SUPPLEMENT)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bound:
    """How many live cases of an office are bound to a calendar version."""

    agency: str
    calendar: str
    accepted: int
    submitted: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Among:
    """The open cases of some offices that are bound to one calendar version.

    Attributes:
        window: only those open within it, whose deadlines alone can move; None for all.
        codes: only these; None for all.
    """

    agencies: tuple[str, ...]
    calendar: str
    window: tuple[datetime, datetime] | None = None
    codes: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What a leader decided, to be carried out case by case."""

    key: str
    by: str
    made_at: datetime
    offices: tuple[str, ...]
    targets: tuple[str, ...]
    decision_no: str
    decision_day: date
    reason: str
    rebinds: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A decision as it is kept; `finished_at` is None while some of its cases wait."""

    id: int
    decision: Decision
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of one case; `result` is None while it waits."""

    code: str
    result: str | None
    why: str | None = None
    old_due_at: datetime | None = None
    new_due_at: datetime | None = None


def bound(connection: Connection, tops: Sequence[str] | None) -> list[Bound]:
    """The live cases of some offices and all below them (None: of all) by office and calendar."""
    accepted = func.count().filter(CASES.c.state.in_(OPEN))
    submitted = func.count().filter(CASES.c.state.in_(SUBMITTED))
    query = (
        select(CASES.c.agency, CASES.c.calendar, accepted, submitted)
        .where(CASES.c.settled_at.is_(None), CASES.c.state.in_((*OPEN, *SUBMITTED)))
        .group_by(CASES.c.agency, CASES.c.calendar)
        .order_by(CASES.c.agency, CASES.c.calendar)
    )
    if tops is not None:
        query = query.where(CASES.c.agency.in_(subtree(tops)))
    return [
        Bound(agency=agency, calendar=calendar, accepted=open_, submitted=waiting)
        for agency, calendar, open_, waiting in connection.execute(query)
        if calendar is not None
    ]


def candidates(
    connection: Connection, among: Among, *, after: str = "", most: int
) -> Sequence[str]:
    """The codes of such cases in order, from behind one on."""
    query = select(CASES.c.code).where(_is(among), CASES.c.code > after)
    return connection.scalars(query.order_by(CASES.c.code).limit(most)).all()


def count(connection: Connection, among: Among) -> int:
    """How many such cases there are."""
    found: int = connection.scalar(select(func.count()).where(_is(among))) or 0
    return found


def insert_decision(connection: Connection, decision: Decision) -> int:
    """Keep a decision; gives its number.

    Raises:
        IntegrityError: for a key that was used before.
    """
    lists = {name: canonical(list(getattr(decision, name))) for name in ("offices", "targets")}
    names = ("key", "by", "made_at", "decision_no", "decision_day", "reason", "rebinds")
    row = {name: getattr(decision, name) for name in names} | lists
    made: int = connection.execute(insert(CHANGES).values(row).returning(CHANGES.c.id)).scalar_one()
    return made


def enqueue(connection: Connection, change: int, groups: Iterable[Among]) -> None:
    """Let the cases of groups wait for a decision to be carried out; no case stands in two."""
    for among in groups:
        rows = select(literal(change), CASES.c.code).where(_is(among))
        connection.execute(insert(LINES).from_select(["change", "case_code"], rows))


def waiting(connection: Connection, change: int, most: int) -> Sequence[str]:
    """The next cases without a result, kept from other processes until the transaction ends."""
    query = (
        select(LINES.c.case_code)
        .where(LINES.c.change == change, LINES.c.result.is_(None))
        .order_by(LINES.c.case_code)
        .limit(most)
    )
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    return connection.scalars(query).all()


def note(connection: Connection, change: int, outcomes: Sequence[Outcome]) -> None:
    """Write what came of cases."""
    names = ("result", "why", "old_due_at", "new_due_at")
    rows = [
        {"change": change, "case_code": one.code, **{name: getattr(one, name) for name in names}}
        for one in outcomes
    ]
    update_all(connection, LINES, rows)


def finish(connection: Connection, change: int, now: datetime) -> bool:
    """Close a decision of which no case waits any more; False while some do."""
    open_line = exists().where(LINES.c.change == change, LINES.c.result.is_(None))
    done = connection.execute(
        update(CHANGES)
        .where(CHANGES.c.id == change, CHANGES.c.finished_at.is_(None), ~open_line)
        .values(finished_at=now)
    )
    return done.rowcount == 1


def reopen(connection: Connection, change: int, results: Sequence[str]) -> int:
    """Let the cases with such results wait again; how many there were."""
    mine = and_(LINES.c.change == change, LINES.c.result.in_(results))
    again = connection.execute(update(LINES).where(mine).values(result=None, why=None)).rowcount
    if again:
        connection.execute(update(CHANGES).where(CHANGES.c.id == change).values(finished_at=None))
    return again


def decision(connection: Connection, number: int) -> Kept | None:
    """One decision."""
    row = connection.execute(select(CHANGES).where(CHANGES.c.id == number)).first()
    return _kept(row) if row else None


def keyed(connection: Connection, key: str) -> Kept | None:
    """The decision of a form."""
    row = connection.execute(select(CHANGES).where(CHANGES.c.key == key)).first()
    return _kept(row) if row else None


def decisions(connection: Connection, *, unfinished: bool = False, most: int = 50) -> list[Kept]:
    """The newest decisions, newest first; with `unfinished` only those with cases that wait."""
    query = select(CHANGES).order_by(CHANGES.c.id.desc()).limit(most)
    if unfinished:
        query = query.where(CHANGES.c.finished_at.is_(None))
    return [_kept(row) for row in connection.execute(query)]


def tally(connection: Connection, change: int) -> Mapping[str | None, int]:
    """How many cases of a decision came to which result; None for those that wait."""
    return tallies(connection, [change]).get(change, {})


def tallies(
    connection: Connection, changes: Sequence[int]
) -> Mapping[int, Mapping[str | None, int]]:
    """The same for many decisions at once."""
    query = select(LINES.c.change, LINES.c.result, func.count()).where(LINES.c.change.in_(changes))
    found: dict[int, dict[str | None, int]] = {}
    for change, result, number in connection.execute(
        query.group_by(LINES.c.change, LINES.c.result)
    ):
        found.setdefault(change, {})[result] = number
    return found


def outcomes(
    connection: Connection, change: int, *, after: str = "", most: int, but: Sequence[str] = ()
) -> list[Outcome]:
    """What came of the cases of a decision so far, but for some results, from behind one on."""
    query: Select[Any] = (
        select(LINES)
        .where(LINES.c.change == change, LINES.c.case_code > after, LINES.c.result.not_in(but))
        .order_by(LINES.c.case_code)
        .limit(most)
    )
    return [_outcome(row) for row in connection.execute(query)]


def _is(among: Among) -> ColumnElement[bool]:
    conditions = [
        CASES.c.settled_at.is_(None),
        CASES.c.state.in_(OPEN),
        CASES.c.agency.in_(among.agencies),
        CASES.c.calendar == among.calendar,
    ]
    if among.window is not None:
        conditions.append(_within(*among.window))
    if among.codes is not None:
        conditions.append(CASES.c.code.in_(among.codes))
    return and_(*conditions)


def _within(first: datetime, last: datetime) -> ColumnElement[bool]:
    """Begun before the end of the changed days, with a deadline not before their beginning."""
    # Of several running steps only the nearest deadline stands in the row; where the deadline of a
    # case that stands still will lie is known only when it goes on.
    due = or_(
        CASES.c.due_at >= first,
        CASES.c.step_due_at >= first,
        CASES.c.steps_running > 1,
        CASES.c.state == State.PAUSED,
    )
    return and_(CASES.c.accepted_at < last, due)


def _kept(row: Row[Any]) -> Kept:
    decided = Decision(
        key=row.key,
        by=row.by,
        made_at=row.made_at,
        offices=tuple(json.loads(row.offices)),
        targets=tuple(json.loads(row.targets)),
        decision_no=row.decision_no,
        decision_day=row.decision_day,
        reason=row.reason,
        rebinds=row.rebinds,
    )
    return Kept(id=row.id, decision=decided, finished_at=row.finished_at)


def _outcome(row: Row[Any]) -> Outcome:
    return Outcome(
        code=row.case_code,
        result=row.result,
        why=row.why,
        old_due_at=row.old_due_at,
        new_due_at=row.new_due_at,
    )
