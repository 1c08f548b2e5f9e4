"""Keeping the clock of a demonstration: one row, moved forward only."""

from datetime import datetime

from sqlalchemy import func, insert, select, update

from app.store.demo_tables import DemoClockRow
from app.store.engine import Connection
from app.store.tables import EventRow, table_of

DEMO_CLOCK = table_of(DemoClockRow)
_EVENTS = table_of(EventRow)


def offset(connection: Connection) -> int | None:
    """Seconds the demonstration's clock is ahead of the wall's; None where there is none."""
    return connection.scalar(select(DEMO_CLOCK.c.offset_seconds))


def begin(connection: Connection, seconds: int, *, by: str | None, wall: datetime) -> None:
    """Set the clock of a new demonstration; in a writing transaction that found none."""
    connection.execute(
        insert(DEMO_CLOCK).values(id=1, offset_seconds=seconds, moved_at=wall, moved_by=by)
    )


def advance(connection: Connection, seconds: int, *, by: str | None, wall: datetime) -> bool:
    """Move the clock to a larger offset; False where there is none, or it stands there or later.

    One statement, so that of two movers at once the later one is refused and not taken back.
    """
    moved = connection.execute(
        update(DEMO_CLOCK)
        .where(DEMO_CLOCK.c.offset_seconds < seconds)
        .values(offset_seconds=seconds, moved_at=wall, moved_by=by)
    )
    return moved.rowcount == 1


def last_recorded(connection: Connection) -> datetime | None:
    """When the latest event of the log was entered; None for an empty log."""
    found: datetime | None = connection.scalar(select(func.max(_EVENTS.c.recorded_at)))
    return found
