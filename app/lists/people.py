"""Who has work: the names behind the logins of a list, and colleagues to narrow it to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, or_, select

from app.store.account_tables import AccountRow, GrantRow
from app.store.engine import Connection
from app.store.tables import table_of
from workflows.agency import Role

_ACCOUNTS, _GRANTS = table_of(AccountRow), table_of(GrantRow)
# Those a step can be given to; the others look on or keep the accounts.
_WORKERS = tuple(
    role.value for role in Role if role not in {Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Colleague:
    """Somebody with an account; `here` says whether they have work at one of the offices."""

    login: str
    name: str
    here: bool


def colleagues(
    connection: Connection, offices: Iterable[str], logins: Iterable[str]
) -> tuple[Colleague, ...]:
    """Who works at some offices, and who has some logins, by name; one query."""
    rows = connection.execute(_found(), {"near": list(offices), "named": list(logins)})
    return tuple(Colleague(login=row.login, name=row.name, here=bool(row.here)) for row in rows)


@cache
def _found() -> Select[Any]:
    """The statement for every page: made once, since making it takes longer than the answer."""
    own = (_GRANTS.c.account == _ACCOUNTS.c.id, _GRANTS.c.role.in_(_WORKERS))
    near = _GRANTS.c.agency.in_(bindparam("near", expanding=True))
    here = exists().where(and_(*own, near))
    named = _ACCOUNTS.c.login.in_(bindparam("named", expanding=True))
    query = select(_ACCOUNTS.c.login, _ACCOUNTS.c.name, here.label("here"))
    return query.where(or_(named, here)).order_by(_ACCOUNTS.c.name)


def names_of(connection: Connection, logins: Collection[str]) -> dict[str, str]:
    """The names of those who have an account, by login; one query, none for nobody."""
    found = colleagues(connection, (), logins) if logins else ()
    return {one.login: one.name for one in found}
