"""Who may open a route: every view declares it, and a view that does not is never answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app.web.identity import must_change_password, officer_or_none
from workflows.agency import Role
from workflows.officer import Officer

View = TypeVar("View", bound=Callable[..., Any])

# Everybody who works on cases; the admin of the installation sees none of them.
CASE_ROLES = frozenset(Role) - {Role.ADMIN}
# Those who record; supervisors and auditors only read.
DESK_ROLES = CASE_ROLES - {Role.SUPERVISOR, Role.AUDITOR}


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """What a route asks of its caller: nothing, a session, or one of some roles anywhere.

    Which cases somebody sees is never decided here but by `app.store.visible`.
    """

    public: bool = False
    roles: frozenset[Role] | None = None

    def allows(self, officer: Officer | None) -> bool:
        """Whether an officer (None: nobody signed in) may open the route."""
        if self.public:
            return True
        if officer is None:
            return False
        return self.roles is None or any(grant.role in self.roles for grant in officer.grants)


_DECLARED: dict[str, Access] = {}


def _key(view: Callable[..., Any]) -> str:
    return f"{view.__module__}.{view.__qualname__}"


def _declare(access: Access) -> Callable[[View], View]:
    def keep(view: View) -> View:
        _DECLARED[_key(view)] = access
        return view

    return keep


def public(view: View) -> View:
    """Anybody may open it, signed in or not."""
    return _declare(Access(public=True))(view)


def signed_in(view: View) -> View:
    """Anybody with a session."""
    return _declare(Access())(view)


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Whoever holds one of these roles at any office today."""
    return _declare(Access(roles=frozenset(roles)))


def access_of(view: Callable[..., Any]) -> Access | None:
    """What a view declared; None for one that says nothing."""
    return _DECLARED.get(_key(view))


def guard(app: Flask) -> None:
    """Ask the declaration before every request of an application."""
    app.before_request(_gate)


def _gate() -> Response | None:
    if request.endpoint is None or request.endpoint == "static":
        return None  # An unknown address; the files of the pages are public.
    access = access_of(current_app.view_functions[request.endpoint])
    if access is None:
        abort(500, f"route {request.endpoint} declares no access")
    if access.public:
        return None
    officer = officer_or_none()
    if officer is None:
        return _to_sign_in()
    if must_change_password() and request.endpoint not in {"session.password", "session.leave"}:
        return redirect(url_for("session.password"))
    if not access.allows(officer):
        abort(403)
    return None


def _to_sign_in() -> Response:
    if "HX-Request" in request.headers:
        # A fragment cannot show the sign-in page in its place; the whole page must go there.
        answer = Response(status=401)
        answer.headers["HX-Redirect"] = url_for("session.enter")
        return answer
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("session.enter", next=back))
