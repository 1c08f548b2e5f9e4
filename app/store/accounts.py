"""Accounts and their roles, procedures kept at hand, and the record of what was changed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    and_,
    delete,
    insert,
    or_,
    select,
    text,
    update,
)

from app.store.account_scope import all_below
from app.store.account_tables import AccountRow, ChangeRow, FavouriteRow, GrantRow
from app.store.engine import Connection, dialect_of
from app.store.folding import name_key
from app.store.tables import table_of
from workflows.agency import Role
from workflows.officer import Grant

ACCOUNTS = table_of(AccountRow)
GRANTS = table_of(GrantRow)
FAVOURITES = table_of(FavouriteRow)
CHANGES = table_of(ChangeRow)
# Any number that no other program uses for its advisory lock on the same database.
LOCK = 7_266_082_304


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """An account as kept; what could open it stays out of every message and log."""

    id: int
    login: str
    name: str
    must_change: bool
    created_at: datetime
    disabled_at: datetime | None = None
    password_hash: str = field(repr=False)
    nonce: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One line of the record; `by` is None for the command line.

    Attributes:
        id: what the next page of the record is asked before.
        details: what it was before and is now, by field; never a password.
    """

    id: int
    at: datetime
    login: str
    by: str | None
    what: str
    details: Mapping[str, Any]


def one_by_one(connection: Connection) -> None:
    """Wait for every other change of accounts; what is read from here on stays true.

    Two admins who take each other's role away at once would otherwise leave none.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def account_of(connection: Connection, login: str) -> Account | None:
    """The account with a login; None when nobody has it."""
    row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.login == login)).one_or_none()
    return _account(row) if row else None


def accounts_by_login(connection: Connection, logins: Iterable[str]) -> dict[str, Account]:
    """Those of some logins that somebody has."""
    rows = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.login.in_(list(logins))))
    return {row.login: _account(row) for row in rows}


def insert_account(connection: Connection, name: str, **values: Any) -> int:
    """Write a new account with the columns given; its id."""
    row = {**values, "name": name, "name_key": name_key(name)}
    made: int = connection.execute(
        insert(ACCOUNTS).values(row).returning(ACCOUNTS.c.id)
    ).scalar_one()
    return made


def rename_account(connection: Connection, account: int, name: str) -> None:
    """Give an account another name for people to read and find."""
    update_account(connection, account, name=name, name_key=name_key(name))


def update_account(connection: Connection, account: int, **values: Any) -> None:
    """Change columns of an account."""
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account).values(**values))


def renew_hash(connection: Connection, account: Account, made: str) -> None:
    """Keep the same password at today's price, unless it was changed meanwhile."""
    same = and_(ACCOUNTS.c.id == account.id, ACCOUNTS.c.password_hash == account.password_hash)
    connection.execute(update(ACCOUNTS).where(same).values(password_hash=made))


def grants_of(connection: Connection, accounts: Sequence[int]) -> dict[int, tuple[Grant, ...]]:
    """Every grant of some accounts, past and coming ones too, in the order they were given."""
    query = select(GRANTS).where(GRANTS.c.account.in_(accounts)).order_by(GRANTS.c.id)
    found: dict[int, tuple[Grant, ...]] = dict.fromkeys(accounts, ())
    for row in connection.execute(query):
        found[row.account] += (grant_from(row),)
    return found


def grant_from(row: Row[Any]) -> Grant:
    """The grant in a row that has its columns."""
    return Grant(
        agency=row.agency,
        role=Role(row.role),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def replace_grants(connection: Connection, account: int, grants: Sequence[Grant]) -> None:
    """The grants of an account are these from now on."""
    connection.execute(delete(GRANTS).where(GRANTS.c.account == account))
    rows = [
        {
            "account": account,
            "agency": grant.agency,
            "role": grant.role.value,
            "valid_from": grant.valid_from,
            "valid_to": grant.valid_to,
        }
        for grant in grants
    ]
    if rows:
        connection.execute(insert(GRANTS), rows)


def holds_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """The condition on a grant that it may be used on a local day."""
    return and_(
        or_(GRANTS.c.valid_from.is_(None), GRANTS.c.valid_from <= day),
        or_(GRANTS.c.valid_to.is_(None), GRANTS.c.valid_to >= day),
    )


def admins(connection: Connection, day: date) -> frozenset[int]:
    """The accounts that can do an admin's work on a day."""
    query = (
        select(ACCOUNTS.c.id)
        .join(GRANTS, GRANTS.c.account == ACCOUNTS.c.id)
        .where(ACCOUNTS.c.disabled_at.is_(None), GRANTS.c.role == Role.ADMIN.value, holds_on(day))
    )
    return frozenset(connection.scalars(query))


def page_of_accounts(
    connection: Connection,
    *,
    after: str,
    limit: int,
    having: str = "",
    agency: str | None = None,
    tops: Sequence[str] | None = None,
) -> list[Account]:
    """Accounts by login, those behind `after`.

    Args:
        connection: a reading transaction.
        after: the last login of the page before; empty for the first page.
        limit: how many at most.
        having: only logins or names in which this stands.
        agency: only those who have or had a role there.
        tops: only those without a role outside these offices and all below them.
    """
    query = select(ACCOUNTS).where(ACCOUNTS.c.login > after).order_by(ACCOUNTS.c.login).limit(limit)
    if having:
        query = query.where(_names(having))
    if agency is not None:
        there = select(GRANTS.c.account).where(GRANTS.c.agency == agency)
        query = query.where(ACCOUNTS.c.id.in_(there))
    if tops is not None:
        query = query.where(all_below(ACCOUNTS.c.id, tops))
    return [_account(row) for row in connection.execute(query)]


def _names(part: str) -> ColumnElement[bool]:
    """The condition that a login, or a name without its tone marks, holds some letters."""
    login = ACCOUNTS.c.login.contains(part.strip().lower(), autoescape=True)
    # Signs alone leave nothing to look for in a name, and nothing is in every name.
    if not (key := name_key(part)):
        return login
    return or_(login, ACCOUNTS.c.name_key.contains(key, autoescape=True))


def note_change(
    connection: Connection,
    account: int,
    what: str,
    details: Mapping[str, Any],
    *,
    by: str | None,
    now: datetime,
) -> None:
    """Write down what was done to an account."""
    told = json.dumps(details, ensure_ascii=False, sort_keys=True, default=str)
    connection.execute(
        insert(CHANGES).values(account=account, what=what, details=told, by=by, at=now)
    )


def changes(
    connection: Connection,
    *,
    login: str | None,
    before: int | None,
    limit: int,
    tops: Sequence[str] | None = None,
) -> list[Change]:
    """The record, newest first; of one login or of all, of the accounts below some offices."""
    query = (
        select(CHANGES, ACCOUNTS.c.login)
        .join(ACCOUNTS, ACCOUNTS.c.id == CHANGES.c.account)
        .order_by(CHANGES.c.id.desc())
        .limit(limit)
    )
    if login is not None:
        query = query.where(ACCOUNTS.c.login == login)
    if before is not None:
        query = query.where(CHANGES.c.id < before)
    if tops is not None:
        query = query.where(all_below(CHANGES.c.account, tops))
    return [
        Change(
            id=row.id,
            at=row.at,
            login=row.login,
            by=row.by,
            what=row.what,
            details=json.loads(row.details),
        )
        for row in connection.execute(query)
    ]


def favourites(connection: Connection, account: int) -> tuple[str, ...]:
    """The procedures somebody keeps at hand, by code."""
    query = select(FAVOURITES.c.procedure).where(FAVOURITES.c.account == account)
    return tuple(connection.scalars(query.order_by(FAVOURITES.c.procedure)))


def keep_favourite(connection: Connection, account: int, procedure: str, *, wanted: bool) -> None:
    """Put a procedure at hand, or away; twice is the same as once."""
    mine = and_(FAVOURITES.c.account == account, FAVOURITES.c.procedure == procedure)
    if not wanted:
        connection.execute(delete(FAVOURITES).where(mine))
        return
    kept = dialect_of(connection).insert(FAVOURITES).values(account=account, procedure=procedure)
    connection.execute(kept.on_conflict_do_nothing())


def _account(row: Row[Any]) -> Account:
    return Account(
        id=row.id,
        login=row.login,
        name=row.name,
        must_change=row.must_change,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        password_hash=row.password_hash,
        nonce=row.nonce,
    )
