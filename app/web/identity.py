"""Who is asking: flask-login over sessions that the database can end."""

from dataclasses import dataclass

from flask import request, session
from flask_login import LoginManager, current_user, login_user, logout_user

from app import clock
from app.services.signing_in import Session, sign_out, signed_in
from app.web.moment import db, now
from sla.zone import local_date
from workflows.officer import Officer

# What pages ask by themselves with nobody before them: it keeps no session alive.
_UNATTENDED = frozenset({"notices.ring", "report_jobs.progress"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """The signed-in person of a request, as flask-login wants to know them."""

    token: str
    session: Session
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """What flask-login keeps in the signed cookie: the session's secret, never the login."""
        return self.token


def bind(manager: LoginManager) -> None:
    """Teach flask-login to find the caller; the look-up costs one query a request."""
    manager.session_protection = None  # Addresses change behind a ward's router.
    manager.user_loader(_found)


def _found(token: str) -> Caller | None:
    # Sessions live by the wall clock; a demonstration's clock only says which roles hold today.
    day, click = local_date(now()), request.endpoint not in _UNATTENDED
    known = signed_in(db(), token, now=clock.now(), day=day, click=click)
    return Caller(token=token, session=known) if known else None


def officer_or_none() -> Officer | None:
    """The officer of this request with the roles of today; None when nobody signed in."""
    return current_user.session.officer if current_user.is_authenticated else None


def officer() -> Officer:
    """The officer of a request that needs one.

    Raises:
        LookupError: when nobody is signed in, which the gate does not let through.
    """
    found = officer_or_none()
    if found is None:
        raise LookupError("nobody is signed in")
    return found


def must_change_password() -> bool:
    """Whether the caller holds a password that somebody else has given them."""
    return bool(current_user.is_authenticated and current_user.session.must_change)


def enter(token: str) -> None:
    """Begin the browser's session with a token just made; what it held before is forgotten."""
    session.clear()
    session.permanent = True
    known = _found(token)
    if known is not None:
        login_user(known, remember=False)


def leave() -> None:
    """End the session in the database and in the browser."""
    if current_user.is_authenticated:
        sign_out(db(), current_user.token, now=clock.now())
    logout_user()
    session.clear()
