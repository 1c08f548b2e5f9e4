"""Files that go from hand to hand: which lie with an officer, and which lists were made of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select

from app.lists.asked import AT, LOGINS
from app.lists.conditions import RUNNING, Columns
from app.store.accounts import ACCOUNTS, GRANTS, holds_on
from app.store.engine import Connection
from app.store.letter_numbers import LETTERS
from app.store.visible import CASES, STEPS, as_seen_by, limit_of, seen
from workflows.agency import Role
from workflows.case import State
from workflows.officer import Officer

# Those who hand files on; a cashier takes money and no file.
HANDS = (Role.ONE_STOP, Role.SPECIALIST, Role.LEADER, Role.CLERK)
# The parameters of a statement about one officer.
Asked = Mapping[str, Any]
_OF_HANDOVER = LETTERS.c.kind == "handover"
_LIVE = and_(CASES.c.settled_at.is_(None), CASES.c.accepted_at.is_not(None))


@dataclass(frozen=True, kw_only=True, slots=True)
class ListKey:
    """Which list: whose number, of which year, which place in the row; practice has its own."""

    agency: str
    year: int
    serial: int
    training: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class HandoverList:
    """A list that was made; `count` says how many of its cases are meant here."""

    key: ListKey
    number: str
    at: datetime
    by: str | None
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Taker:
    """Somebody who can take files in a role at an office."""

    login: str
    name: str
    agency: str
    role: str


def in_hands(connection: Connection, asked: Asked, *, since: datetime, most: int) -> Sequence[str]:
    """The cases that may lie with an officer or their desk, nearest deadline first; `leaving` says.

    What was passed on before `since`, or by a list of the officer's own, is not among them. `asked`
    is what `app.lists.asked.values` gives for the officer.
    """
    rows = seen(_LIVE, CASES.c.state.in_((*RUNNING, State.RESOLVED.value)))
    where = and_(or_(_here(rows.c), _passed(rows.c, since)), not_(_listed(rows.c)))
    query = select(rows.c.code).where(where).order_by(rows.c.due_at.nulls_last(), rows.c.code)
    return connection.scalars(query.limit(limit_of(most)), asked).all()


def lists_made(
    connection: Connection, agencies: Collection[str], *, since: datetime, most: int
) -> tuple[HandoverList, ...]:
    """The lists of some offices, newest first."""
    query = _lists(func.count()).where(_OF_HANDOVER, LETTERS.c.agency.in_(list(agencies)))
    query = query.where(LETTERS.c.issued_at >= since)
    return _read(connection, query.limit(limit_of(most)), {})


def lists_awaiting(
    connection: Connection, asked: Asked, *, since: datetime, most: int
) -> tuple[HandoverList, ...]:
    """Others' lists whose files lie with an officer now, or wait to be begun by their role.

    `asked` as for `in_hands`.
    """
    rows, later = seen(_LIVE), LETTERS.alias()
    newer = exists().where(
        later.c.case_code == LETTERS.c.case_code,
        later.c.kind == "handover",
        later.c.version > LETTERS.c.version,
    )
    query = (
        _lists(func.count())
        .join(rows, rows.c.code == LETTERS.c.case_code)
        .where(_OF_HANDOVER, LETTERS.c.issued_at >= since, not_(newer))
        .where(or_(LETTERS.c.by.is_(None), LETTERS.c.by.not_in(LOGINS)), _taken(rows.c))
    )
    return _read(connection, query.limit(limit_of(most)), asked)


def sees_all(connection: Connection, officer: Officer, codes: Collection[str]) -> bool:
    """Whether an officer may see every one of some cases."""
    rows = seen(CASES.c.code.in_(list(codes)))
    query = select(func.count(rows.c.code.distinct()))
    found = connection.scalar(query, as_seen_by(connection, officer))
    return found == len(set(codes))


def takers(connection: Connection, offices: Collection[str], *, on: date) -> tuple[Taker, ...]:
    """Who can take files at some offices on a local day, by name; one query."""
    return people(connection, offices, (), on=on)[0]


def people(
    connection: Connection, offices: Collection[str], logins: Collection[str], *, on: date
) -> tuple[tuple[Taker, ...], Mapping[str, str]]:
    """The same, and the names of those who have some logins, in one query."""
    role = and_(GRANTS.c.agency.in_(list(offices)), GRANTS.c.role.in_(HANDS), holds_on(on))
    able = and_(GRANTS.c.id.is_not(None), ACCOUNTS.c.disabled_at.is_(None))
    query = (
        select(ACCOUNTS.c.login, ACCOUNTS.c.name, GRANTS.c.agency, GRANTS.c.role)
        .add_columns(ACCOUNTS.c.disabled_at.label("closed"))
        .outerjoin(GRANTS, and_(GRANTS.c.account == ACCOUNTS.c.id, role))
        .where(or_(able, ACCOUNTS.c.login.in_(list(logins))))
        .order_by(ACCOUNTS.c.name_key, ACCOUNTS.c.login)
    )
    rows = connection.execute(query).all()
    found = (
        Taker(login=row.login, name=row.name, agency=row.agency, role=row.role)
        for row in rows
        if row.agency and row.closed is None
    )
    return tuple(dict.fromkeys(found)), {row.login: row.name for row in rows}


def _here(c: Columns) -> ColumnElement[bool]:
    """In the officer's own hands, or at their desk with no step begun."""
    begun = exists().where(STEPS.c.case_code == c.code)
    at_desk = and_(c.agency.in_(AT[Role.ONE_STOP]), not_(begun))
    return or_(_mine(c, STEPS.c.ended_at.is_(None)), at_desk)


def _passed(c: Columns, since: datetime) -> ColumnElement[bool]:
    """Passed on lately by the officer, or by their desk as the first."""
    ended = exists().where(STEPS.c.case_code == c.code, STEPS.c.ended_at.is_not(None))
    lately = exists().where(STEPS.c.case_code == c.code, STEPS.c.started_at >= since)
    finished = or_(lately, c.closed_at >= since, c.steps_running == 0)
    by_desk = and_(c.agency.in_(AT[Role.ONE_STOP]), not_(ended))
    return and_(finished, or_(by_desk, _mine(c, STEPS.c.ended_at.is_not(None))))


def _mine(c: Columns, which: ColumnElement[bool]) -> ColumnElement[bool]:
    free = (and_(STEPS.c.role == role.value, STEPS.c.agency.in_(AT[role])) for role in HANDS)
    held = or_(STEPS.c.assignee.in_(LOGINS), and_(STEPS.c.assignee.is_(None), or_(*free)))
    return exists().where(STEPS.c.case_code == c.code, which, held)


def _listed(c: Columns) -> ColumnElement[bool]:
    """On a list of the officer's own since it came to where it lies."""
    begun = select(func.max(STEPS.c.started_at)).where(STEPS.c.case_code == c.code)
    came = func.coalesce(c.closed_at, begun.scalar_subquery(), c.accepted_at)
    own = (_OF_HANDOVER, LETTERS.c.by.in_(LOGINS), LETTERS.c.issued_at >= came)
    return exists().where(LETTERS.c.case_code == c.code, *own)


def _taken(c: Columns) -> ColumnElement[bool]:
    results = and_(c.state == State.RESOLVED.value, c.agency.in_(AT[Role.ONE_STOP]))
    # Which role begins is known to the procedure alone; behind the desk it is the specialist's.
    to_begin = and_(c.state == State.RECEIVED.value, c.agency.in_(AT[Role.SPECIALIST]))
    fresh = LETTERS.c.issued_at >= c.closed_at
    return or_(_mine(c, STEPS.c.ended_at.is_(None)), and_(results, fresh), to_begin)


def _lists(count: ColumnElement[int]) -> Any:
    key = (LETTERS.c.agency, LETTERS.c.year, LETTERS.c.serial, LETTERS.c.training)
    at = func.max(LETTERS.c.issued_at).label("at")
    by = func.max(LETTERS.c.by).label("by")
    number = func.max(LETTERS.c.number).label("number")
    query = select(*key, number, at, by, count.label("count")).group_by(*key)
    return query.order_by(at.desc(), LETTERS.c.agency, LETTERS.c.serial.desc())


def _read(connection: Connection, query: Any, asked: Asked) -> tuple[HandoverList, ...]:
    return tuple(_made(row) for row in connection.execute(query, asked).mappings())


def _made(row: Any) -> HandoverList:
    key = ListKey(**{name: row[name] for name in ("agency", "year", "serial", "training")})
    return HandoverList(
        key=key, number=row["number"], at=row["at"], by=row["by"], count=row["count"]
    )
