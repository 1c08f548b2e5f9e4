"""Which cases an officer sees: the one row filter of lists, searches, sheets, pages and files.

| role | sees the cases |
|---|---|
| one_stop, specialist, clerk, cashier | of the offices where the role is held |
| leader, supervisor, auditor | of these offices and of all below them |
| admin | of none: who keeps the accounts reads no files |

and with each office the cases of others that have, or had, a step worked there (domain.md 9.2).
Training cases are seen like all others.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql import Subquery

from app.store.engine import Connection
from app.store.read_tables import CaseRow, StepRow
from app.store.scope import AGENCIES, subtree
from app.store.tables import table_of
from workflows.agency import Role
from workflows.officer import Officer

CASES, STEPS = table_of(CaseRow), table_of(StepRow)
OWN_OFFICE = (Role.ONE_STOP, Role.SPECIALIST, Role.CLERK, Role.CASHIER)
# The offices of the one who asks, in statements that are made once and executed for everybody.
# Important: two parameters. One that stands after IN and after NOT IN is written the same way in
# both places where it is empty, and then whoever has no office would see every case.
OFFICES: BindParameter[Any] = bindparam("offices", expanding=True)
OUTSIDE: BindParameter[Any] = bindparam("outside", expanding=True)
_MANY = 50  # offices that it pays to leave out of a statement
_REFERRED = STEPS.c.referred_by.is_not(None)
AND_BELOW = (Role.LEADER, Role.SUPERVISOR, Role.AUDITOR)


def visible(officer: Officer) -> ColumnElement[bool]:
    """The condition on `cases` under which an officer sees a row."""
    return or_(_at(officer, CASES.c.agency), _has_step(_at(officer, STEPS.c.agency)))


def offices(connection: Connection, officer: Officer) -> tuple[str, ...]:
    """The codes of the offices whose cases an officer sees, in order; at most one query."""
    found = set(officer.agencies(*OWN_OFFICE))
    if tops := officer.agencies(*AND_BELOW):
        found.update(connection.scalars(subtree(tops)))
    return tuple(sorted(found))


def as_seen_by(connection: Connection, officer: Officer) -> dict[str, Any]:
    """The parameters a statement made with `seen` is executed with; at most one query."""
    codes = offices(connection, officer)
    return {OFFICES.key: codes, OUTSIDE.key: codes}


def seen(
    *conditions: ColumnElement[bool],
    newest: int | None = None,
    columns: Sequence[str] | None = None,
    everywhere: bool = False,
) -> Subquery:
    """The rows of `cases` that an officer sees and that fulfil conditions on `cases`.

    The same rows as `visible` gives, as two halves of which each has an index of its own: a
    database that is asked for one half OR the other reads the cases of the whole country.

    Args:
        conditions: on the columns of CASES.
        newest: only so many, those that arrived last.
        columns: the names of those that are needed; None for all. A database takes longer to
            plan a wide statement of many parts than to carry it out.
        everywhere: for somebody who `sees_all`, and so without a word about offices.

    The statement is to be executed with the parameters that `as_seen_by` gives.
    """
    home = CASES.c.agency.in_(OFFICES)
    # The case's office stands at the step as well, so that a database begins with the few steps
    # that were referred and not with all cases of the offices one does not see.
    here = and_(STEPS.c.agency.in_(OFFICES), STEPS.c.referred_by.not_in(OUTSIDE))
    away = CASES.c.code.in_(select(STEPS.c.case_code).where(_REFERRED, here))
    wanted = CASES.c if columns is None else [CASES.c[name] for name in columns]
    parts = [()] if everywhere else [(home,), (away,)]
    halves = [select(*wanted).where(*part, *conditions) for part in parts]
    if newest is None:
        return union_all(*halves).subquery("seen")
    latest = union_all(*(select(_latest(half, newest)) for half in halves))
    return _latest(select(latest.subquery()), newest)


def sees_all(connection: Connection, codes: Sequence[str]) -> bool:
    """Whether these are all offices there are; asks only where they are many."""
    if len(codes) < _MANY:
        return False
    return connection.scalar(select(func.count()).select_from(AGENCIES)) == len(codes)


def limit_of(number: int) -> ColumnElement[int]:
    """A number of rows as part of the statement, so that the database plans for so many."""
    return literal_column(str(int(number)))


def _latest(rows: Select[Any], number: int) -> Subquery:
    columns = rows.selected_columns
    order = columns.arrived_at.desc(), columns.code.desc()
    return rows.order_by(*order).limit(limit_of(number)).subquery()


def _at(officer: Officer, column: ColumnElement[str]) -> ColumnElement[bool]:
    own, tops = column.in_(officer.agencies(*OWN_OFFICE)), officer.agencies(*AND_BELOW)
    return or_(own, column.in_(subtree(tops))) if tops else own


def _has_step(at_office: ColumnElement[bool]) -> ColumnElement[bool]:
    # Steps worked at the case's own office say nothing new, and there are many of them.
    return exists().where(STEPS.c.case_code == CASES.c.code, _REFERRED, at_office)
