"""Signing in, staying signed in and leaving; failures are counted in `sign_in_attempts`."""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from app.errors import DatabaseNotReady
from app.services.passwords import HASHER, Hasher
from app.services.sign_in_attempts import (
    Attempt,
    SignInRefused,
    again,
    counted,
    folded_login,
    forgive,
    note,
    verified,
)
from app.store import sessions
from app.store.accounts import Account
from app.store.engine import Database
from sla.zone import local_date
from workflows.officer import Officer

_EXPIRED = "hôm nay tài khoản này không có vai trò nào còn hiệu lực; hãy hỏi người quản trị"


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """Who is signed in.

    Attributes:
        account: the id of the account; favourites hang on it.
        officer: with the roles of the day, own ones and those of colleagues they stand for.
        must_change: whether somebody else knows the password.
    """

    account: int
    login: str
    officer: Officer
    must_change: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedIn:
    """A session that has just begun; the token is the browser's secret and kept nowhere else."""

    token: str
    session: Session

    @property
    def officer(self) -> Officer:
        """Who signed in."""
        return self.session.officer


def sign_in(
    database: Database,
    login: str,
    password: str,
    *,
    address: str,
    now: datetime,
    hasher: Hasher = HASHER,
) -> SignedIn:
    """Begin a session.

    Args:
        database: where.
        login: as typed.
        password: as typed; it is neither kept nor logged.
        address: where the request came from; empty when that is unknown.
        now: this instant.
        hasher: how passwords are kept.

    Raises:
        SignInRefused: for a wrong password, an unknown, disabled or roleless account, or after too
            many failures; says when to try again, not whether the login exists.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """
    attempt = counted(database, Attempt(login=folded_login(login), address=address[:64], now=now))
    account = verified(database, attempt, password, hasher)
    token = secrets.token_urlsafe(32)
    session = again(lambda: _entered(database, attempt, account, token))
    if session is None:
        raise SignInRefused(_EXPIRED, "expired")
    return SignedIn(token=token, session=session)


def _entered(database: Database, attempt: Attempt, account: Account, token: str) -> Session | None:
    now = attempt.now
    with database.writing() as connection:
        forgive(connection, attempt)
        sessions.start_session(connection, token, account.id, account.nonce, now=now)
        found = sessions.found_session(connection, token, now=now, day=local_date(now))
        if found and found.officer.grants:
            note(connection, attempt, "ok")
            return _session(found)
        # Without a role, or disabled since its password was looked at.
        sessions.end_session(connection, token, "no_role", now=now)
        note(connection, attempt, "expired")
    return None


def signed_in(
    database: Database,
    token: str,
    *,
    now: datetime,
    day: date | None = None,
    click: bool = True,
) -> Session | None:
    """Who holds a token; None when the session has ended, or was never there. One query.

    Args:
        database: where.
        token: what the browser showed.
        now: this instant, for the limits of the session.
        day: the day whose roles hold; None for the local day of `now`.
        click: whether somebody asked; what a page asks by itself keeps no session alive.
    """
    with database.reading() as connection:
        found = sessions.found_session(connection, token, now=now, day=day or local_date(now))
    if found is None:
        return None
    if found.stale and click:
        # Only a note: a page that is read must not fail for it.
        with suppress(DatabaseNotReady), database.writing() as connection:
            sessions.touch_session(connection, token, now=now)
    return _session(found)


def sign_out(database: Database, token: str, *, now: datetime) -> None:
    """End one session; twice does no harm."""
    with database.writing() as connection:
        sessions.end_session(connection, token, "left", now=now)


def _session(found: sessions.Found) -> Session:
    return Session(
        account=found.account,
        login=found.officer.login,
        officer=found.officer,
        must_change=found.must_change,
    )
