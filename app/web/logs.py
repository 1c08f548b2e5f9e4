"""One JSON line on standard error for each request and each fault, without anybody's data.

A line names the route, never the address: addresses hold codes of cases and words searched for. A
fault names its kind and where it happened, never its message: that of a database or of Python
repeats the value it stumbled over.
"""

import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterator, MutableMapping
from time import perf_counter
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, Response, current_app, g, request

from app import clock

NAME = "motcua_log"
# Only what a proxy makes by chance; a telephone or identity number has other forms.
_REQUEST_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CODES = ("sqlstate", "sqlite_errorname")

Line = MutableMapping[str, Any]


class _Stderr:
    """Writes each line in one piece to where standard error is now."""

    def msg(self, line: str) -> None:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    debug = info = warning = error = critical = exception = msg


def bind(app: Flask, level: str, statements: Callable[[], int]) -> None:
    """Log the requests of an application.

    Args:
        app: must not have been asked yet.
        level: the least grave line that is written.
        statements: how many statements a request has sent so far.
    """
    app.extensions[NAME] = structlog.wrap_logger(
        _Stderr(),
        processors=[
            structlog.processors.add_log_level,
            _stamped,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
    )
    app.before_request(_begin)

    @app.after_request
    def told(response: Response) -> Response:
        _log().info("request", **_whence(), status=response.status_code, ms=_ms(), sql=statements())
        response.headers["X-Request-Id"] = g.get("request_id", "")
        return response


def fault(error: BaseException) -> None:
    """Log something that should not have happened, while a request is being answered."""
    _log().error("fault", **_whence(), causes=list(described(error)))


def described(error: BaseException | None) -> Iterator[dict[str, Any]]:
    """An error and what it came from: kinds, places and a database's code; no message."""
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        line: dict[str, Any] = {
            "kind": type(error).__name__,
            "trace": [f"{f.filename}:{f.lineno} {f.name}" for f in frames],
        }
        if code := _code(error):
            line["code"] = code
        yield line
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _code(error: BaseException) -> str | None:
    return next((code for name in _CODES if (code := getattr(error, name, None))), None)


def _begin() -> None:
    g.started = perf_counter()
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _REQUEST_ID.fullmatch(given) else uuid4().hex


def _whence() -> dict[str, Any]:
    return {"id": g.get("request_id"), "method": request.method, "endpoint": request.endpoint}


def _ms() -> float:
    started: float = g.get("started", perf_counter())
    return round((perf_counter() - started) * 1000, 1)


def _log() -> Any:
    return current_app.extensions[NAME]


def _stamped(_logger: object, _name: str, line: Line) -> Line:
    return {"at": clock.now().isoformat(timespec="milliseconds"), **line}
