"""Accounts: made, changed, disabled and given new passwords, each with a line in the record.

`by` is the admin who says so, or None for the command line. An admin rules the accounts whose every
role lies at the admin's offices and below; nobody is told whether another login exists.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.errors import BadInput
from app.services.account_changes import (
    Details,
    changed,
    changed_by_admin,
    given,
    granting,
    naming,
)
from app.services.account_fields import NewAccount, login_of, name_of, plain
from app.services.passwords import HASHER, Hasher, check_password, one_time_password
from app.services.sign_in_attempts import (
    WRONG,
    Attempt,
    SignInRefused,
    again,
    counted,
    forgive,
    open_door,
    verified,
)
from app.store import accounts as store
from app.store import sessions
from app.store.accounts import Account
from app.store.engine import Connection, Database
from workflows.officer import Grant, Officer


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A new account; `password` is the one-time one, to be shown once, or None."""

    login: str
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """What an account is to be called, and its roles; `seen` are those the decision rests on."""

    name: str
    grants: Sequence[Grant]
    seen: Sequence[Grant]


def create_account(
    database: Database,
    new: NewAccount,
    *,
    by: Officer | None,
    now: datetime,
    hasher: Hasher = HASHER,
) -> Made:
    """Make an account; `by` is None at the command line.

    Raises:
        BadInput: naming the field: `login`, `name`, `password`, `grants.0.agency` and so on.
    """
    login, name = login_of(new.login), name_of(new.name)
    if new.password is not None:
        check_password(new.password, login)
    password = new.password if new.password is not None else one_time_password()
    kept = hasher.made(password)

    def make() -> None:
        with database.writing() as connection:
            store.one_by_one(connection)
            if store.account_of(connection, login) is not None:
                raise BadInput(f"đã có tài khoản {login}; hãy chọn tên khác", field="login")
            grants = given(connection, new.grants, by=by)
            account = store.insert_account(
                connection,
                name,
                login=login,
                password_hash=kept,
                must_change=new.must_change or new.password is None,
                nonce=_nonce(),
                created_at=now,
            )
            store.replace_grants(connection, account, grants)
            details = {"name": name, "grants": [plain(grant) for grant in grants]}
            who = by.login if by else None
            store.note_change(connection, account, "created", details, by=who, now=now)

    again(make)
    return Made(login=login, password=None if new.password is not None else password)


def rename_account(
    database: Database, login: str, name: str, *, by: Officer | None, now: datetime
) -> None:
    """Give an account another name for people to read.

    Raises:
        BadInput: for a name that is none (`field` is `name`).
        Unknown: when nobody has the login.
    """
    name = name_of(name)
    changed_by_admin(database, login, {"renamed": naming(name)}, by=by, now=now)


def set_grants(
    database: Database,
    login: str,
    grants: Sequence[Grant],
    *,
    by: Officer | None,
    now: datetime,
    seen: Sequence[Grant] | None = None,
) -> None:
    """The roles of an account are these from now on; open sessions have them at the next click.

    Args:
        database: where.
        login: whose.
        grants: all of them.
        by: who says so; None at the command line.
        now: this instant.
        seen: the grants the decision rests on; None for "whatever they are".

    Raises:
        BadInput: for an agency that is unknown or out of reach, or days that end before they
            begin (`grants.0.agency`).
        Refused: when nobody would be admin any more, the grants are no longer the seen ones, or
            `by` takes a role in cases.
        Unknown: when nobody has the login.
    """
    acts = {"grants_set": granting(grants, seen, by)}
    changed_by_admin(database, login, acts, by=by, now=now)


def edit_account(
    database: Database, login: str, edit: Edit, *, by: Officer | None, now: datetime
) -> None:
    """Name and roles in one transaction: both, or neither when one of them cannot be.

    Raises:
        BadInput: for a name, an agency or days that are none, or an agency out of reach.
        Refused: when nobody would be admin any more, the grants are no longer the seen ones, or
            `by` takes a role in cases.
        Unknown: when nobody has the login.
    """
    acts = {
        "renamed": naming(name_of(edit.name)),
        "grants_set": granting(edit.grants, edit.seen, by),
    }
    changed_by_admin(database, login, acts, by=by, now=now)


def disable_account(database: Database, login: str, *, by: Officer | None, now: datetime) -> None:
    """Let nobody in by an account any more; its sessions end. Twice is the same as once.

    Raises:
        Refused: for the last admin.
        Unknown: when nobody has the login.
    """

    def act(connection: Connection, account: Account) -> Details | None:
        if account.disabled_at is not None:
            return None
        store.update_account(connection, account.id, disabled_at=now, nonce=_nonce())
        sessions.end_sessions(connection, account.id, "disabled", now=now)
        return {}

    changed_by_admin(database, login, {"disabled": act}, by=by, now=now)


def enable_account(database: Database, login: str, *, by: Officer | None, now: datetime) -> None:
    """Let somebody in again, with their old password; nothing is counted against them any more.

    Raises:
        Unknown: when nobody has the login.
    """

    def act(connection: Connection, account: Account) -> Details | None:
        open_door(connection, account.login)
        if account.disabled_at is None:
            return None
        store.update_account(connection, account.id, disabled_at=None)
        return {}

    changed_by_admin(database, login, {"enabled": act}, by=by, now=now)


def reset_password(
    database: Database, login: str, *, by: Officer | None, now: datetime, hasher: Hasher = HASHER
) -> str:
    """Give an account a one-time password, returned here and nowhere else; its sessions end.

    Raises:
        Unknown: when nobody has the login.
    """
    password = one_time_password()
    kept = hasher.made(password)

    def act(connection: Connection, account: Account) -> Details | None:
        store.update_account(
            connection, account.id, password_hash=kept, must_change=True, nonce=_nonce()
        )
        sessions.end_sessions(connection, account.id, "password", now=now)
        open_door(connection, account.login)
        return {}

    changed_by_admin(database, login, {"password_reset": act}, by=by, now=now)
    return password


def end_sessions(database: Database, login: str, *, by: Officer | None, now: datetime) -> None:
    """End every session of an account, as when a computer was left open somewhere.

    Raises:
        Unknown: when nobody has the login.
    """

    def act(connection: Connection, account: Account) -> Details | None:
        sessions.end_sessions(connection, account.id, "admin", now=now)
        return {}

    changed_by_admin(database, login, {"sessions_ended": act}, by=by, now=now)


def change_password(
    database: Database,
    login: str,
    old: str,
    new: str,
    *,
    now: datetime,
    hasher: Hasher = HASHER,
) -> str:
    """Change one's own password; every session ends, and the token of a new one is returned.

    Raises:
        BadInput: for a new password that is easily guessed or is the old one (`field` is `new`).
        SignInRefused: for a wrong old password; it counts as a failure to sign in.
    """
    check_password(new, login, field="new")
    attempt = counted(database, Attempt(login=login, address="", now=now))
    account = verified(database, attempt, old, hasher)
    again(lambda: _taken_back(database, attempt))
    if hasher.fits(new, account.password_hash):
        raise BadInput("mật khẩu mới phải khác mật khẩu hiện tại", field="new")
    kept, token, nonce = hasher.made(new), secrets.token_urlsafe(32), _nonce()

    def act(connection: Connection, current: Account) -> Details | None:
        if current.nonce != account.nonce or current.disabled_at is not None:
            raise SignInRefused(WRONG, "wrong")
        store.update_account(
            connection, account.id, password_hash=kept, must_change=False, nonce=nonce
        )
        sessions.end_sessions(connection, account.id, "password", now=now)
        sessions.start_session(connection, token, account.id, nonce, now=now)
        return {}

    changed(database, login, {"password_changed": act}, by=login, now=now)
    return token


def _nonce() -> str:
    return secrets.token_hex(16)


def _taken_back(database: Database, attempt: Attempt) -> None:
    with database.writing() as connection:
        forgive(connection, attempt)
