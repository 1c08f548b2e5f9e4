"""What is read of accounts: the list with their roles, the two records, what is at hand."""

from dataclasses import dataclass
from datetime import datetime

from app.errors import Unknown
from app.services.account_changes import nobody, strangers, tops_of
from app.services.sign_in_attempts import folded_login
from app.store import accounts as store
from app.store import sessions
from app.store.account_scope import offices_below
from app.store.accounts import Account, Change
from app.store.engine import Connection, Database
from app.store.sessions import SignIn
from app.store.setup import read_setup
from workflows.officer import Grant, Officer

PAGE = 50
OUTCOMES = {
    "ok": "vào được",
    "wrong": "sai tên hoặc mật khẩu",
    "locked": "bị chặn vì sai nhiều lần",
    "disabled": "tài khoản đã khóa",
    "expired": "không còn vai trò",
}
WHAT = {
    "created": "lập tài khoản",
    "renamed": "đổi họ tên",
    "grants_set": "đổi vai trò",
    "disabled": "khóa tài khoản",
    "enabled": "mở khóa tài khoản",
    "password_reset": "cấp mật khẩu một lần",
    "password_changed": "tự đổi mật khẩu",
    "sessions_ended": "kết thúc mọi phiên",
    "absent": "cử người thay",
    "absence_cancelled": "thôi cử người thay",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountView:
    """An account as the admin sees it.

    Attributes:
        grants: all of them, past and coming ones too.
        must_change: whether a one-time password has not been replaced yet.
    """

    login: str
    name: str
    grants: tuple[Grant, ...]
    must_change: bool
    created_at: datetime
    disabled_at: datetime | None


def accounts(
    database: Database,
    *,
    after: str = "",
    limit: int = PAGE,
    having: str = "",
    agency: str | None = None,
    by: Officer | None = None,
) -> list[AccountView]:
    """Accounts by login with all their roles; two queries.

    Args:
        database: where.
        after: the last login of the page before.
        limit: how many at most.
        having: letters of the login or of the name, tone marks or not.
        agency: only those who have or had a role there.
        by: the admin who asks; None for the command line, which sees all.
    """
    with database.reading() as connection:
        page = store.page_of_accounts(
            connection,
            after=after,
            limit=limit,
            having=having,
            agency=agency,
            tops=tops_of(by),
        )
        return _views(connection, page)


def account(database: Database, login: str, *, by: Officer | None = None) -> AccountView:
    """One account, if the admin who asks rules it.

    Raises:
        Unknown: when nobody has the login, or its roles lie elsewhere as well.
    """
    with database.reading() as connection:
        found = store.account_of(connection, folded_login(login))
        if found is None:
            raise nobody(login)
        view = _views(connection, [found])[0]
        if strangers(connection, view.grants, by):
            raise nobody(login)
        return view


def offices(database: Database, *, by: Officer) -> list[tuple[str, str]]:
    """Code and name of the offices at which an admin may give roles, by code."""
    with database.reading() as connection:
        ruled = offices_below(connection, tops_of(by) or ())
        agencies = read_setup(connection).agencies
    return [(code, agencies[code].name) for code in sorted(ruled)]


def _views(connection: Connection, found: list[Account]) -> list[AccountView]:
    grants = store.grants_of(connection, [each.id for each in found])
    return [
        AccountView(
            login=each.login,
            name=each.name,
            grants=grants[each.id],
            must_change=each.must_change,
            created_at=each.created_at,
            disabled_at=each.disabled_at,
        )
        for each in found
    ]


def changes(
    database: Database,
    *,
    login: str | None = None,
    before: int | None = None,
    limit: int = PAGE,
    by: Officer | None = None,
) -> list[Change]:
    """What was done to accounts, newest first; the next page is what lies before the last id."""
    with database.reading() as connection:
        return store.changes(connection, login=login, before=before, limit=limit, tops=tops_of(by))


def sign_ins(
    database: Database,
    *,
    login: str | None = None,
    before: int | None = None,
    limit: int = PAGE,
    by: Officer | None = None,
) -> list[SignIn]:
    """Attempts to sign in, newest first; the next page is what lies before the last id."""
    with database.reading() as connection:
        return sessions.sign_ins(
            connection, login=login, before=before, limit=limit, tops=tops_of(by)
        )


def favourites(database: Database, account: int) -> tuple[str, ...]:
    """The codes of the procedures somebody keeps at hand."""
    with database.reading() as connection:
        return store.favourites(connection, account)


def set_favourite(database: Database, account: int, procedure: str, *, wanted: bool) -> None:
    """Put a procedure at hand or away; twice is the same as once.

    Raises:
        Unknown: for a procedure nobody loaded.
    """
    with database.writing() as connection:
        if wanted and procedure not in read_setup(connection).procedures:
            raise Unknown("procedure", f"không có thủ tục {procedure}")
        store.keep_favourite(connection, account, procedure, wanted=wanted)
