"""Figures for whoever watches the program: how much is recorded, and what waits to be told."""

from datetime import datetime

from sqlalchemy import func, select

from app.store.channels import CHANNELS
from app.store.engine import Connection
from app.store.incidents import INCIDENTS
from app.store.outbox import DEAD, OUTBOX, WAITING
from app.store.tables import EventRow, table_of
from app.store.timer_sweep import earliest, swept

_EVENTS = table_of(EventRow)
# What asks for somebody's care; what is sent would be counted for long and tells nothing.
_UNSENT = (WAITING, DEAD)


def last_position(connection: Connection) -> int:
    """The place of the log's latest event: how many there are, but for those that were undone."""
    return connection.scalar(select(func.max(_EVENTS.c.position))) or 0


def oldest_timer(connection: Connection) -> datetime | None:
    """When the earliest timer fires that the clock work will come to; None when none is set.

    Those of cases with an incident do not count: they wait for their next try.
    """
    return connection.scalar(earliest(swept(connection)))


def oldest_incident(connection: Connection) -> datetime | None:
    """When the first incident began of those that stand; None without any."""
    standing = INCIDENTS.c.solved_at.is_(None)
    first: datetime | None = connection.scalar(
        select(func.min(INCIDENTS.c.first_at)).where(standing)
    )
    return first


def unsent(connection: Connection) -> dict[tuple[str, str], int]:
    """How many messages wait and how many were given up, by channel and state."""
    channels = connection.scalars(select(CHANNELS.c.name)).all()
    counts: dict[tuple[str, str], int] = {
        (channel, state): 0 for channel in channels for state in _UNSENT
    }
    what = (OUTBOX.c.channel, OUTBOX.c.state)
    query = select(*what, func.count()).where(OUTBOX.c.state.in_(_UNSENT)).group_by(*what)
    for channel, state, count in connection.execute(query):
        counts[channel, state] = count
    return counts
