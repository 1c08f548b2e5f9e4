"""Whether the program can work, and what a watcher asks of it: for `/healthz` and `/metrics`."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.errors import MotcuaError
from app.store.engine import Database
from app.store.schema import head, revision
from app.store.watching import last_position, oldest_timer


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """What a watcher needs to know."""

    well: bool
    schema: str | None
    at: datetime

    def as_json(self) -> dict[str, Any]:
        """For the answer of the page."""
        return {**asdict(self), "at": self.at.isoformat()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """What the database tells a watcher.

    Attributes:
        events: how many events were recorded, by every way in.
        timer_seconds: for how long the oldest due timer has been waiting to be told; 0 for none.
    """

    events: int
    timer_seconds: float


def health(database: Database, *, now: datetime) -> Health:
    """Ask the database where its schema stands."""
    try:
        with database.reading() as connection:
            found = revision(connection)
    except MotcuaError:
        found = None
    return Health(well=found == head(), schema=found, at=now)


def figures(database: Database, *, now: datetime) -> Figures:
    """Ask the database for its figures.

    Raises:
        DatabaseNotReady: when it is out of reach.
    """
    with database.reading() as connection:
        events, fires = last_position(connection), oldest_timer(connection)
    waited = (now - fires).total_seconds() if fires else 0.0
    return Figures(events=events, timer_seconds=max(waited, 0.0))
