"""Whether the program can work: for `/healthz`."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.errors import MotcuaError
from app.store.engine import Database
from app.store.schema import head, revision


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """What a watcher needs to know."""

    well: bool
    schema: str | None
    at: datetime

    def as_json(self) -> dict[str, Any]:
        """For the answer of the page."""
        return {**asdict(self), "at": self.at.isoformat()}


def health(database: Database, *, now: datetime) -> Health:
    """Ask the database where its schema stands."""
    try:
        with database.reading() as connection:
            found = revision(connection)
    except MotcuaError:
        found = None
    return Health(well=found == head(), schema=found, at=now)
