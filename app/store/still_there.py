"""Whether a pooled connection's server is still there, found out without asking it.

A server that goes says so, and its side of the line is closed: then there is something to read on a
connection that nobody has asked anything. Only where that is so, or where a connection has been
idle for long enough for something between the two to have forgotten it, is the server asked, which
costs as much as a small statement does.
"""

import select
from time import monotonic
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

IDLE = 10.0  # seconds after which the server is asked anyway
_USED = "motcua_used"


def watch(engine: Engine) -> None:
    """Take another connection, before anything is done with it, when a server has gone."""

    def back(_connection: Any, record: Any) -> None:
        record.info[_USED] = monotonic()

    def out(connection: Any, record: Any, _proxy: Any) -> None:
        idle = monotonic() - record.info.setdefault(_USED, monotonic())
        if (idle > IDLE or _has_news(connection)) and not _answers(engine, connection):
            raise DisconnectionError

    event.listen(engine, "checkin", back)
    event.listen(engine, "checkout", out)


def _has_news(connection: Any) -> bool:
    if connection.closed:
        return True
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


def _answers(engine: Engine, connection: Any) -> bool:
    driver = engine.dialect.loaded_dbapi
    try:
        return bool(engine.dialect.do_ping(connection))
    except driver.Error:
        return False
