"""What became of the messages that told a citizen one thing, channel by channel."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.store.engine import Connection
from app.store.outbox import OUTBOX, State


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A message without what it says and to whom.

    Attributes:
        error: why the latest try failed, without anybody's data.
    """

    key: str
    channel: str
    state: State
    at: datetime
    not_before: datetime
    attempts: int
    sent_at: datetime | None
    error: str | None


_NAMES = ("key", "channel", "state", "at", "not_before", "attempts", "sent_at", "error")


def told(connection: Connection, keys: Collection[str]) -> dict[str, Told]:
    """The messages of some keys that were put into the outbox, by key."""
    query = select(*(OUTBOX.c[name] for name in _NAMES)).where(OUTBOX.c.key.in_(sorted(keys)))
    return {row.key: Told(**row._mapping) for row in connection.execute(query)}
