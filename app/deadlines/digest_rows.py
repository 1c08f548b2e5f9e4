"""What a morning's digest reads: what is late, due and waiting at one office, in whose hands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from app.errors import Unknown
from app.lists.asked import NOW
from app.lists.conditions import OPEN, RUNNING, due_soon, overdue, to_accept
from app.store.engine import Connection
from app.store.setup import Setup
from app.store.visible import CASES, OFFICES, OUTSIDE, STEPS, limit_of, seen
from sla.zone import DAY, from_local_us, local_date, midnight, to_local_us
from workflows.case import State
from workflows.procedure import Procedure
from workflows.words import step_name

MOST = 3_000  # cases, and steps, read for one office; what is told line by line is far less
Group = Literal["overdue", "today", "near", "intake"]
_LIVE = (CASES.c.settled_at.is_(None), CASES.c.training.is_(False))
_SETUP = (CASES.c.procedure, CASES.c.procedure_version, CASES.c.arrived_at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Attention:
    """A case, or a step of one, that somebody must look at today.

    Attributes:
        due: of the case, of the step, or of the desk's answer.
        step: the step's name; None for the case itself.
        login: who has the step; None where nobody has.
        role: whose work the step is.
        referred: whether the case lies at another office.
    """

    group: Group
    code: str
    procedure: str
    due: datetime
    step: str | None = None
    login: str | None = None
    role: str | None = None
    referred: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Total:
    """How many cases of an office are overdue, due today, near, and wait at the desk."""

    agency: str
    overdue: int
    today: int
    near: int
    intake: int

    @property
    def sum(self) -> int:
        """All of them; no case is counted twice."""
        return self.overdue + self.today + self.near + self.intake


def cases_at(connection: Connection, agency: str, setup: Setup, now: datetime) -> list[Attention]:
    """The cases of one office that need a look, most pressing first; one query."""
    c, parts = CASES.c, _parts(now)
    due = func.coalesce(c.due_at, c.intake_due_at)
    query: Select[Any] = (
        select(c.code, c.state, due.label("due"), c.paused_since, *_SETUP)
        .where(*_LIVE, c.agency == agency, or_(*parts.values()))
        .order_by(due, c.code)
        .limit(limit_of(MOST))
    )
    rows = connection.execute(query, {NOW.key: now})
    return [_case(row, setup, now) for row in rows]


def steps_at(connection: Connection, agency: str, setup: Setup, now: datetime) -> list[Attention]:
    """The running steps worked at one office that are late, or near their quota; one query."""
    s = STEPS.c
    pressing = or_(s.due_at < _tomorrow(now), s.warn_at <= now)
    query: Select[Any] = (
        select(s.case_code, s.step, s.due_at, s.assignee, s.role, s.referred_by, *_SETUP)
        .join(CASES, CASES.c.code == s.case_code)
        .where(*_LIVE, CASES.c.state.in_(RUNNING), s.agency == agency)
        .where(s.ended_at.is_(None), s.due_at.is_not(None), pressing)
        .order_by(s.due_at, s.case_code)
        .limit(limit_of(MOST))
    )
    return [_step(row, setup, now) for row in connection.execute(query)]


def totals(connection: Connection, places: Collection[str], now: datetime) -> list[Total]:
    """The numbers of some offices with anything to tell, the worst first; one query."""
    parts = _parts(now)
    columns = [func.count().filter(part).label(name) for name, part in parts.items()]
    query = (
        select(CASES.c.agency, *columns)
        .where(*_LIVE, CASES.c.agency.in_(sorted(places)), or_(*parts.values()))
        .group_by(CASES.c.agency)
    )
    rows = connection.execute(query, {NOW.key: now})
    found = [Total(**row._mapping) for row in rows]
    return sorted(found, key=lambda one: (-one.overdue, -one.sum, one.agency))


def seen_from(
    connection: Connection, places: Sequence[str], codes: Collection[str]
) -> frozenset[str]:
    """Which of some cases whoever works at some offices may see; at most one query."""
    if not codes:
        return frozenset()
    found = select(seen(CASES.c.code.in_(sorted(codes))).c.code)
    at = {OFFICES.key: list(places), OUTSIDE.key: list(places)}
    return frozenset(connection.scalars(found, at))


def _parts(now: datetime) -> dict[Group, ColumnElement[bool]]:
    """The groups of a digest as conditions; no case fulfils two of them."""
    c = CASES.c
    today = and_(c.state.in_(RUNNING), c.due_at >= NOW, c.due_at < _tomorrow(now))
    return {
        "overdue": overdue(c),
        "today": today,
        "near": and_(due_soon(c), c.due_at >= _tomorrow(now)),
        "intake": to_accept(c),
    }


def _tomorrow(now: datetime) -> datetime:
    return from_local_us(to_local_us(midnight(local_date(now))) + DAY)


def _case(row: Row[Any], setup: Setup, now: datetime) -> Attention:
    return Attention(
        group=_group(row, now),
        code=row.code,
        procedure=_procedure(row, setup),
        due=row.due,
    )


def _group(row: Row[Any], now: datetime) -> Group:
    if row.state == State.SUBMITTED.value:
        return "intake"
    until = row.paused_since or now
    if row.state in OPEN and row.due < until:
        return "overdue"
    return _when(row.due, now)


def _when(due: datetime, now: datetime) -> Group:
    if due < now:
        return "overdue"
    return "today" if due < _tomorrow(now) else "near"


def _step(row: Row[Any], setup: Setup, now: datetime) -> Attention:
    return Attention(
        group=_when(row.due_at, now),
        code=row.case_code,
        procedure=_procedure(row, setup),
        due=row.due_at,
        step=_step_name(row, setup),
        login=row.assignee,
        role=row.role,
        referred=row.referred_by is not None,
    )


def _procedure(row: Row[Any], setup: Setup) -> str:
    """What the procedure is called; its code where the setup does not know it any more."""
    rules = _rules(row, setup)
    return rules.name if rules else str(row.procedure)


def _step_name(row: Row[Any], setup: Setup) -> str:
    rules = _rules(row, setup)
    return step_name(rules, row.step) if rules else str(row.step)


def _rules(row: Row[Any], setup: Setup) -> Procedure | None:
    try:
        day, version = local_date(row.arrived_at), row.procedure_version
        return setup.procedure(row.procedure, on=day, version=version)[1]
    except Unknown:
        return None
