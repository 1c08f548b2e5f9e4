"""What the forecast reads: cases whose deadline is coming, each with how far it has come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from app.deadlines.digest_rows import LIVE
from app.lists.asked import NOW
from app.lists.conditions import RUNNING, Columns, overdue, paused
from app.store.engine import Connection
from app.store.visible import CASES, OFFICES, OUTSIDE, STEPS, limit_of, seen
from workflows.case import State
from workflows.forecast import Progress, Visit

MOST = 3_000  # cases read for one forecast
_COLUMNS = (
    "code",
    "agency",
    "procedure",
    "procedure_version",
    "calendar",
    "arrived_at",
    "intake_due_at",
    "due_at",
)
_OF_RUN = ("case_code", "step", "run", "agency", "assignee", "ended_at", "done", "due_at")


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """How many cases are within the horizon, stand still, and are past their deadline."""

    coming: int
    paused: int
    overdue: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Coming:
    """A case whose deadline is coming.

    Attributes:
        due: of the case, or of the desk's answer before acceptance.
        progress: None before acceptance.
        worked_at: the offices of its running steps.
    """

    code: str
    agency: str
    procedure: str
    procedure_version: int | None
    calendar: str | None
    arrived_at: datetime
    due: datetime
    progress: Progress | None
    worked_at: Mapping[str, str] = field(default_factory=dict)


def counted(
    connection: Connection, places: Sequence[str], *, now: datetime, until: datetime
) -> Counted:
    """What the cases that some offices see come to; one query."""
    live = seen(*LIVE)
    coming = _is_coming(live.c, now, until)
    # Important: the lists of these names count by the same conditions, and stand a click away.
    numbers = {"coming": coming, "paused": paused(live.c), "overdue": overdue(live.c)}
    columns = (func.count().filter(one).label(name) for name, one in numbers.items())
    query = select(*columns).select_from(live)
    found = connection.execute(query, {**_at(places), NOW.key: now}).mappings().one()
    return Counted(**found)


def coming(
    connection: Connection, places: Sequence[str], *, now: datetime, until: datetime
) -> tuple[Coming, ...]:
    """The cases some offices see that are due from now on, nearest first; two queries."""
    rows = seen(*LIVE, _is_coming(CASES.c, now, until))
    first = func.coalesce(rows.c.due_at, rows.c.intake_due_at)
    query = select(*(rows.c[name] for name in _COLUMNS)).order_by(first, rows.c.code)
    found = connection.execute(query.limit(limit_of(MOST)), _at(places)).all()
    runs = _runs_of(connection, [row.code for row in found if row.due_at is not None])
    return tuple(_coming(row, runs.get(row.code, ())) for row in found)


def _at(places: Sequence[str]) -> dict[str, Any]:
    return {OFFICES.key: list(places), OUTSIDE.key: list(places)}


def _is_coming(c: Columns, now: datetime, until: datetime) -> ColumnElement[bool]:
    """The clock runs, and its deadline is neither past nor beyond the horizon."""
    accepted = and_(_runs(c), c.due_at >= now, c.due_at <= until)
    waiting = and_(c.state == State.SUBMITTED.value, c.intake_due_at >= now)
    return or_(accepted, and_(waiting, c.intake_due_at <= until))


def _runs(c: Columns) -> ColumnElement[bool]:
    # A case may be opened again while the pause in which it was closed still lasts.
    return and_(c.state.in_(RUNNING), c.paused_since.is_(None))


def _runs_of(connection: Connection, codes: Sequence[str]) -> dict[str, list[Row[Any]]]:
    """Every run of the steps of some cases, the first one of each step first."""
    c, found = STEPS.c, dict[str, list[Row[Any]]]()
    if not codes:
        return found
    columns = [c[name] for name in _OF_RUN]
    query = select(*columns).where(c.case_code.in_(codes)).order_by(c.case_code, c.step, c.run)
    for row in connection.execute(query):
        found.setdefault(row.case_code, []).append(row)
    return found


def _coming(row: Row[Any], runs: Iterable[Row[Any]]) -> Coming:
    accepted = row.due_at is not None
    runs = list(runs)
    return Coming(
        code=row.code,
        agency=row.agency,
        procedure=row.procedure,
        procedure_version=row.procedure_version,
        calendar=row.calendar,
        arrived_at=row.arrived_at,
        due=row.due_at if accepted else row.intake_due_at,
        progress=_progress(row.due_at, runs) if accepted else None,
        worked_at={run.step: run.agency for run in runs if run.ended_at is None},
    )


def _progress(due: datetime, runs: Sequence[Row[Any]]) -> Progress:
    latest = {run.step: run.done for run in runs}
    return Progress(
        due=due,
        running=tuple(
            Visit(step=run.step, run=run.run, due=run.due_at, assignee=run.assignee)
            for run in runs
            if run.ended_at is None
        ),
        done=frozenset(step for step, done in latest.items() if done),
        visited=frozenset(latest),
    )
