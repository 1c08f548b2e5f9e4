"""What a morning's digest reads: what is late, due and waiting at one office, in whose hands."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from app.errors import Unknown
from app.lists.asked import NOW
from app.lists.conditions import OPEN, RUNNING, due_soon, overdue, to_accept
from app.store.engine import Connection
from app.store.setup import Setup
from app.store.visible import CASES, OFFICES, OUTSIDE, STEPS, seen
from sla.zone import DAY, from_local_us, local_date, midnight, to_local_us
from workflows.case import State
from workflows.procedure import Procedure
from workflows.words import step_name

Group = Literal["overdue", "today", "near", "intake"]
LIVE = (CASES.c.settled_at.is_(None), CASES.c.training.is_(False))
_SETUP = (CASES.c.procedure, CASES.c.procedure_version, CASES.c.arrived_at)
_Named = Callable[[Row[Any]], tuple[str, Procedure | None]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Attention:
    """A case, or a step of one, that somebody must look at today.

    Attributes:
        due: of the case, of the step, or of the desk's answer.
        step: the step's name; None for the case itself.
        login: who has the step; None where nobody has.
        left: whether somebody had it who does not work there today.
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
    left: bool = False
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
    """The cases of one office that need a look, most pressing first; one query.

    All of them: the few that are told line by line are others for each person, and what stands
    in two parts is counted once.
    """
    c, parts = CASES.c, _parts(now)
    due = func.coalesce(c.due_at, c.intake_due_at)
    query: Select[Any] = (
        select(c.code, c.state, due.label("due"), c.paused_since, *_SETUP)
        .where(*LIVE, c.agency == agency, or_(*parts.values()))
        .order_by(due, c.code)
    )
    rows = connection.execute(query, {NOW.key: now})
    named = _named(setup)
    return [_case(row, named, now) for row in rows]


def steps_at(connection: Connection, agency: str, setup: Setup, now: datetime) -> list[Attention]:
    """The running steps worked at one office that are late, or near their quota; one query."""
    s = STEPS.c
    pressing = or_(s.due_at < _tomorrow(now), s.warn_at <= now)
    query: Select[Any] = (
        select(s.case_code, s.step, s.due_at, s.assignee, s.role, s.referred_by, *_SETUP)
        .join(CASES, CASES.c.code == s.case_code)
        .where(*LIVE, CASES.c.state.in_(RUNNING), s.agency == agency)
        .where(s.ended_at.is_(None), s.due_at.is_not(None), pressing)
        .order_by(s.due_at, s.case_code)
    )
    named = _named(setup)
    return [_step(row, named, now) for row in connection.execute(query)]


def totals(connection: Connection, places: Collection[str], now: datetime) -> list[Total]:
    """The numbers of some offices with anything to tell, the worst first; one query."""
    parts = _parts(now)
    columns = [func.count().filter(part).label(name) for name, part in parts.items()]
    query = (
        select(CASES.c.agency, *columns)
        .where(*LIVE, CASES.c.agency.in_(sorted(places)), or_(*parts.values()))
        .group_by(CASES.c.agency)
    )
    rows = connection.execute(query, {NOW.key: now})
    found = [Total(**row._mapping) for row in rows]
    return sorted(found, key=lambda one: (-one.overdue, -one.sum, one.agency))


def worked_at(
    connection: Connection, agency: str, places: Collection[str], now: datetime
) -> frozenset[str]:
    """Those of the cases in the totals of some offices that are worked on at one; one query."""
    runs = select(STEPS.c.case_code).where(STEPS.c.agency == agency, STEPS.c.ended_at.is_(None))
    query = select(CASES.c.code).where(
        *LIVE,
        CASES.c.agency.in_(sorted(places)),
        CASES.c.code.in_(runs),
        or_(*_parts(now).values()),
    )
    return frozenset(connection.scalars(query, {NOW.key: now}))


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


def _case(row: Row[Any], named: _Named, now: datetime) -> Attention:
    return Attention(
        group=_group(row, now),
        code=row.code,
        procedure=named(row)[0],
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


def _step(row: Row[Any], named: _Named, now: datetime) -> Attention:
    procedure, rules = named(row)
    return Attention(
        group=_when(row.due_at, now),
        code=row.case_code,
        procedure=procedure,
        due=row.due_at,
        step=step_name(rules, row.step) if rules else str(row.step),
        login=row.assignee,
        role=row.role,
        referred=row.referred_by is not None,
    )


def _named(setup: Setup) -> _Named:
    """What finds a row's procedure: its name, or its code where the setup does not know it."""

    # Important: of the thousands of cases of an office most share a few procedures and days.
    @cache
    def found(code: str, version: int | None, day: date) -> tuple[str, Procedure | None]:
        try:
            rules = setup.procedure(code, on=day, version=version)[1]
        except Unknown:
            return code, None
        return rules.name, rules

    return lambda row: found(row.procedure, row.procedure_version, local_date(row.arrived_at))
