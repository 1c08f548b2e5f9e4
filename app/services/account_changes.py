"""How an account is changed: by whom it may be, all or nothing, each change with its line."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.errors import BadInput, Refused, Unknown
from app.services.account_fields import checked_grants, plain
from app.services.sign_in_attempts import again, folded_login
from app.store import accounts as store
from app.store.account_scope import offices_below
from app.store.accounts import Account
from app.store.engine import Connection, Database
from sla.zone import local_date
from workflows.agency import Role
from workflows.officer import Grant, Officer

Details = Mapping[str, Any]
Act = Callable[[Connection, Account], Details | None]


def nobody(login: str) -> Unknown:
    """What is said of a login that nobody has, and of one that somebody else's admin rules."""
    return Unknown("login", f"không có tài khoản {login}")


def tops_of(by: Officer | None) -> tuple[str, ...] | None:
    """The offices where somebody is admin; None for the command line, which rules everything."""
    return by.agencies(Role.ADMIN) if by else None


def changed(
    database: Database,
    login: str,
    acts: Mapping[str, Act],
    *,
    by: str | None,
    now: datetime,
) -> None:
    """Do something to an account and write it down; None from an act is "nothing to do".

    Raises:
        Refused: when nobody would be admin any more.
        Unknown: when nobody has the login.
    """

    def attempt() -> None:
        with database.writing() as connection:
            store.one_by_one(connection)
            if (account := store.account_of(connection, folded_login(login))) is None:
                raise nobody(login)
            before = store.admins(connection, local_date(now))
            told = {what: act(connection, account) for what, act in acts.items()}
            if before and not store.admins(connection, local_date(now)):
                raise Refused("đây là quản trị viên cuối cùng; hãy giao vai trò này trước", "login")
            for what, details in told.items():
                if details is not None:
                    store.note_change(connection, account.id, what, details, by=by, now=now)

    again(attempt)


def changed_by_admin(
    database: Database,
    login: str,
    acts: Mapping[str, Act],
    *,
    by: Officer | None,
    now: datetime,
) -> None:
    """The same by an admin, who rules only accounts with no role outside the admin's offices.

    Raises:
        Refused: when nobody would be admin any more.
        Unknown: when nobody has the login, or its roles lie elsewhere as well.
    """

    def ruled(connection: Connection, account: Account) -> None:
        grants = store.grants_of(connection, [account.id])[account.id]
        if strangers(connection, grants, by):
            raise nobody(login)

    changed(database, login, {"": ruled, **acts}, by=by.login if by else None, now=now)


def strangers(connection: Connection, grants: Collection[Grant], by: Officer | None) -> list[Grant]:
    """Those of some grants that lie outside the offices somebody is admin of."""
    if (tops := tops_of(by)) is None:
        return []
    ruled = offices_below(connection, tops)
    # An account without a role lies nowhere; whoever is admin nowhere rules none at all.
    if not ruled:
        raise Refused("chỉ người quản trị được làm việc này", "login")
    return [grant for grant in grants if grant.agency not in ruled]


def given(
    connection: Connection, grants: Sequence[Grant], *, by: Officer | None
) -> tuple[Grant, ...]:
    """Grants that somebody can give, each once.

    Raises:
        BadInput: for those that make no sense or lie outside the offices `by` is admin of; the
            field tells which one, from 0 (`grants.0.agency`).
    """
    found = checked_grants(connection, grants)
    for grant in strangers(connection, found, by):
        words = f"cơ quan {grant.agency} không thuộc phạm vi quản trị của bạn"
        raise BadInput(words, field=f"grants.{list(grants).index(grant)}.agency")
    return found


def granting(grants: Sequence[Grant], seen: Sequence[Grant] | None, by: Officer | None) -> Act:
    """The act that gives an account these roles, see `app.services.accounts.set_grants`."""

    def act(connection: Connection, account: Account) -> Details | None:
        before = store.grants_of(connection, [account.id])[account.id]
        if seen is not None and set(seen) != set(before):
            raise Refused("vai trò của tài khoản vừa được người khác sửa; hãy xem lại", "grants")
        after = given(connection, grants, by=by)
        new = set(after) - set(before)
        if by and by.login == account.login and any(one.role is not Role.ADMIN for one in new):
            words = "không ai tự giao cho mình vai trò làm hồ sơ; hãy nhờ người quản trị khác"
            raise Refused(words, "grants")
        if set(after) == set(before):
            return None
        store.replace_grants(connection, account.id, after)
        return {"before": [plain(each) for each in before], "after": [plain(e) for e in after]}

    return act


def naming(name: str) -> Act:
    """The act that gives an account another name for people to read."""

    def act(connection: Connection, account: Account) -> Details | None:
        if account.name == name:
            return None
        store.rename_account(connection, account.id, name)
        return {"before": account.name, "after": name}

    return act
