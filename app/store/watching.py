"""Two figures for whoever watches the program: how much is recorded, and what waits to be told."""

from datetime import datetime

from sqlalchemy import func, select

from app.store.engine import Connection
from app.store.read_tables import TimerRow
from app.store.tables import EventRow, table_of

_EVENTS, _TIMERS = table_of(EventRow), table_of(TimerRow)


def last_position(connection: Connection) -> int:
    """The place of the log's latest event: how many there are, but for those that were undone."""
    return connection.scalar(select(func.max(_EVENTS.c.position))) or 0


def oldest_timer(connection: Connection) -> datetime | None:
    """When the earliest timer that nobody has taken yet fires; None when none is set."""
    found: datetime | None = connection.scalar(select(func.min(_TIMERS.c.fires_at)))
    return found
