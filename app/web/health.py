"""`/healthz` and `/metrics`: for programs that watch, without anybody's data."""

import hmac
from ipaddress import ip_address

from flask import Blueprint, Response, abort, jsonify, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from app import clock
from app.deadlines.jobs import turns
from app.services.health import figures, health
from app.web import metrics
from app.web.access import public
from app.web.installed import installed
from app.web.moment import db, is_demo, now
from app.web.static_files import asset

pages = Blueprint("health", __name__)
_FORWARDED = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")


@pages.get("/healthz")
@public
def healthz() -> tuple[Response, int]:
    """Whether the program can work and its deadlines are told: 200, or 503 with what is wrong."""
    state = health(db(), wall=clock.now(), demo=is_demo(), seconds=turns())
    return jsonify(state.as_json()), 200 if state.well else 503


@pages.get("/favicon.ico")
@public
def favicon() -> BaseResponse:
    """Where browsers look for a sign without having read a page, as beside an opened PDF."""
    return redirect(asset("icon.svg"), 301)


@pages.get("/metrics")
@public
def figures_for_prometheus() -> Response:
    """The figures for whoever shows the token; without one configured, for this machine alone.

    For everybody else there is no such page.
    The oldest timer is reckoned by the clock the deadlines are told by.
    """
    token = installed().config.metrics_token
    if not (_from_here() if token is None else _shows(token)):
        abort(404)
    return Response(
        metrics.text(figures(db(), now=now(), wall=clock.now())),
        content_type="text/plain; version=0.0.4; charset=utf-8",
    )


def _from_here() -> bool:
    """Whether the caller sits on this machine; what a proxy passes on comes from elsewhere."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _shows(token: str) -> bool:
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return hmac.compare_digest(shown.encode(), token.encode())
