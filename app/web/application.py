"""The Flask application of the desk: what stands around every request."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from app.store.counting import counted
from app.web.logs import fault
from app.web.moment import db
from config import ROOT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_TALLY = "motcua.tally"
# What officers open all day and is made in a moment: who asks, the page and what stands around it
# are read in one transaction. Not what draws letters or tables: a snapshot held for long keeps the
# database from tidying up.
_OF_ONE_MOMENT = frozenset(
    {
        "inbox.home",
        "inbox.show",
        "inbox.search",
        "cases.show",
        "acts.form",
        "acts.do",
        "notices.ring",
    }
)


class Application(Flask):
    """Flask that counts statements, believes only its own proxies and logs faults without data."""

    def __init__(self, *, trusted_proxies: int) -> None:
        super().__init__(
            "motcua",
            root_path=str(ROOT),
            template_folder=str(ROOT / "templates"),
            static_folder=str(ROOT / "app" / "web" / "static"),
            static_url_path="/static",
        )
        self._inner: Callable[..., Iterable[bytes]] = super().wsgi_app
        if trusted_proxies:
            self._inner = ProxyFix(self._inner, x_for=trusted_proxies, x_proto=trusted_proxies)

    def wsgi_app(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        with counted() as tally:
            environ[_TALLY] = tally
            return self._inner(environ, start_response)

    def full_dispatch_request(self) -> Response:
        """Answer a request whose route is known, the errors on the way included."""
        if request.endpoint not in _OF_ONE_MOMENT:
            return super().full_dispatch_request()
        with db().one_moment():
            return super().full_dispatch_request()

    def log_exception(self, exc_info: Any) -> None:
        """Say where a fault of ours is; Flask's own line would name the address."""
        fault(exc_info[1])


def statements() -> int:
    """How many statements this request has sent to the database so far."""
    tally = request.environ.get(_TALLY)
    return len(tally.statements) if tally else 0


def request_id() -> str:
    """The name of this request in the log; it says nothing about anybody."""
    found: str = g.get("request_id", "")
    return found
