"""Who is away, who stands for them, who can be given a step, and what an absent one leaves."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    insert,
    or_,
    select,
    update,
)

from app.store.account_scope import all_below
from app.store.account_tables import AbsenceRow
from app.store.accounts import ACCOUNTS, GRANTS, holds_on
from app.store.engine import Connection
from app.store.read_tables import CaseRow, StepRow
from app.store.tables import table_of
from app.store.visible import visible
from workflows.agency import Role
from workflows.moves import OPEN
from workflows.officer import Officer

ABSENCES = table_of(AbsenceRow)
CASES = table_of(CaseRow)
# Important: a name of its own, since `visible` asks for other steps of the same case.
STEPS = table_of(StepRow).alias("left_steps")
_NUMBERS = 2**63  # no table holds this number
_AWAY, _INSTEAD = ACCOUNTS.alias("away"), ACCOUNTS.alias("instead")


@dataclass(frozen=True, kw_only=True, slots=True)
class Absence:
    """Days on which `substitute` stands for `login`; logins with the names people read."""

    id: int
    login: str
    name: str
    substitute: str
    substitute_name: str
    first_day: date
    last_day: date
    reason: str
    made_by: str
    made_at: datetime
    cancelled_at: datetime | None = None

    def holds_on(self, day: date) -> bool:
        """Whether somebody stands for the absent officer on a day."""
        return self.cancelled_at is None and self.first_day <= day <= self.last_day


@dataclass(frozen=True, kw_only=True, slots=True)
class Colleague:
    """Somebody who can be given a step.

    Attributes:
        away_until: the last day of an absence that lasts; None for whoever is at work.
        substitute: the name of whoever stands for them meanwhile.
    """

    login: str
    name: str
    away_until: date | None = None
    substitute: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftWork:
    """A running step of an officer, as a line of the hand-over list.

    Attributes:
        due_at: when the step must be done; None without a quota.
        case_due_at: when the citizen was promised the result.
    """

    code: str
    applicant: str
    agency: str
    procedure: str
    procedure_version: int | None
    step: str
    due_at: datetime | None
    case_due_at: datetime | None


def insert_absence(connection: Connection, **values: Any) -> int:
    """Write an absence with the columns given; its id."""
    made: int = connection.execute(
        insert(ABSENCES).values(**values).returning(ABSENCES.c.id)
    ).scalar_one()
    return made


def cancel(connection: Connection, absence: int, *, now: datetime) -> None:
    """Nobody stands in for this absence from now on."""
    uncancelled = and_(ABSENCES.c.id == absence, ABSENCES.c.cancelled_at.is_(None))
    connection.execute(update(ABSENCES).where(uncancelled).values(cancelled_at=now))


def absence_of(connection: Connection, absence: int) -> Absence | None:
    """One absence; None for an id that was never given."""
    if absence >= _NUMBERS:
        return None
    row = connection.execute(_absences().where(ABSENCES.c.id == absence)).one_or_none()
    return _absence(row) if row else None


def absences(
    connection: Connection,
    *,
    since: date,
    viewer: Officer,
    login: str | None = None,
    limit: int = 200,
) -> list[Absence]:
    """Absences that last on `since` or come later, the earliest first; cancelled ones left out.

    An admin sees those of the accounts they rule, a leader those of people with a role at the
    offices they lead themselves in these days; the reasons speak of illnesses.
    """
    coming = and_(ABSENCES.c.last_day >= since, ABSENCES.c.cancelled_at.is_(None))
    query = _absences().where(coming).order_by(ABSENCES.c.first_day, ABSENCES.c.id).limit(limit)
    query = query.where(_told_to(viewer))
    if login is not None:
        query = query.where(_AWAY.c.login == login)
    return [_absence(row) for row in connection.execute(query)]


def overlapping(connection: Connection, account: int, first: date, last: date) -> Absence | None:
    """An absence of an account that shares a day with these."""
    shared = and_(
        ABSENCES.c.account == account,
        ABSENCES.c.cancelled_at.is_(None),
        ABSENCES.c.first_day <= last,
        ABSENCES.c.last_day >= first,
    )
    row = connection.execute(_absences().where(shared).limit(1)).one_or_none()
    return _absence(row) if row else None


def officers_at(connection: Connection, agency: str, role: Role, *, on: date) -> list[Colleague]:
    """Whoever holds a role at an office on a day and can sign in, by name."""
    asked = {"office": agency, "held": role.value, "this_day": on}
    # Two stretches of days of one role are one person all the same.
    found = (Colleague(**row._mapping) for row in connection.execute(_who_holds(), asked))
    return list(dict.fromkeys(found))


@cache
def _who_holds() -> Select[Any]:
    """The statement for every office: made once, since a form asks it for each step to come."""
    day: BindParameter[date] = bindparam("this_day", type_=Date())
    holds = and_(
        GRANTS.c.account == ACCOUNTS.c.id,
        GRANTS.c.agency == bindparam("office", type_=GRANTS.c.agency.type),
        GRANTS.c.role == bindparam("held", type_=GRANTS.c.role.type),
        holds_on(day),
    )
    away = and_(ABSENCES.c.account == ACCOUNTS.c.id, _lasts_on(day))
    query = select(
        ACCOUNTS.c.login,
        ACCOUNTS.c.name,
        ABSENCES.c.last_day.label("away_until"),
        _INSTEAD.c.name.label("substitute"),
    ).select_from(
        ACCOUNTS.join(GRANTS, holds)
        .outerjoin(ABSENCES, away)
        .outerjoin(_INSTEAD, _INSTEAD.c.id == ABSENCES.c.substitute)
    )
    return query.where(ACCOUNTS.c.disabled_at.is_(None)).order_by(
        ACCOUNTS.c.name_key, ACCOUNTS.c.login
    )


def handover_list(
    connection: Connection, login: str, *, viewer: Officer, limit: int = 1_000
) -> list[LeftWork]:
    """The running steps of an officer, as far as the viewer sees their cases; nearest due first."""
    query = (
        select(
            CASES.c.code,
            CASES.c.applicant,
            CASES.c.agency,
            CASES.c.procedure,
            CASES.c.procedure_version,
            STEPS.c.step,
            STEPS.c.due_at,
            CASES.c.due_at.label("case_due_at"),
        )
        .join(CASES, CASES.c.code == STEPS.c.case_code)
        .where(
            STEPS.c.assignee == login,
            STEPS.c.ended_at.is_(None),
            CASES.c.state.in_([state.value for state in OPEN if state is not None]),
            visible(viewer),
        )
        .order_by(STEPS.c.due_at.is_(None), STEPS.c.due_at, CASES.c.code, STEPS.c.step)
        .limit(limit)
    )
    return [LeftWork(**row._mapping) for row in connection.execute(query)]


def _told_to(viewer: Officer) -> ColumnElement[bool]:
    own = viewer.alone
    led = exists().where(
        GRANTS.c.account == ABSENCES.c.account,
        GRANTS.c.agency.in_(own.agencies(Role.LEADER)),
        or_(GRANTS.c.valid_from.is_(None), GRANTS.c.valid_from <= ABSENCES.c.last_day),
        or_(GRANTS.c.valid_to.is_(None), GRANTS.c.valid_to >= ABSENCES.c.first_day),
    )
    tops = own.agencies(Role.ADMIN)
    return or_(led, all_below(ABSENCES.c.account, tops)) if tops else led


def _lasts_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    return and_(
        ABSENCES.c.cancelled_at.is_(None),
        ABSENCES.c.first_day <= day,
        ABSENCES.c.last_day >= day,
    )


def _absences() -> Select[Any]:
    return select(
        ABSENCES,
        _AWAY.c.login,
        _AWAY.c.name,
        _INSTEAD.c.login.label("substitute_login"),
        _INSTEAD.c.name.label("substitute_name"),
    ).select_from(
        ABSENCES.join(_AWAY, _AWAY.c.id == ABSENCES.c.account).join(
            _INSTEAD, _INSTEAD.c.id == ABSENCES.c.substitute
        )
    )


def _absence(row: Row[Any]) -> Absence:
    return Absence(
        id=row.id,
        login=row.login,
        name=row.name,
        substitute=row.substitute_login,
        substitute_name=row.substitute_name,
        first_day=row.first_day,
        last_day=row.last_day,
        reason=row.reason,
        made_by=row.made_by,
        made_at=row.made_at,
        cancelled_at=row.cancelled_at,
    )
