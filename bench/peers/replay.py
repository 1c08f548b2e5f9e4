"""Aggregates of `eventsourcing`, replayed out of PostgreSQL and out of plain memory.

Each aggregate stands for a case and has as many events; an event does to it what ours does to a
case at the least: the state, where it stands, when that was. Nothing else is made of it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import make_url

FIRST = datetime(2025, 1, 6, 1, tzinfo=UTC)
BATCH = 100  # aggregates saved in one transaction

# Replays every aggregate once; returns the number of events that were replayed.
Replay = Callable[[], int]


@contextmanager
def replaying(address: str | None, lengths: Sequence[int]) -> Iterator[Replay]:
    """Save aggregates with so many events each, and give what loads them all.

    Args:
        address: of an empty PostgreSQL database; None for plain memory.
        lengths: how many events each has, at least one.
    """
    from eventsourcing.application import Application

    kind = _kind()

    def filed(number: int, length: int) -> Any:
        one = kind(agency=f"H99.W{number % 20:02d}", procedure="1.001193", at=FIRST)
        for move in range(1, length):
            state = "processing" if move < length - 1 else "resolved"
            one.move(state=state, step=f"step-{move % 4}", at=FIRST + timedelta(minutes=10 * move))
        return one

    if address is not None:
        # Asked by name, so that it is said when its own needs (psycopg_pool) are missing.
        import_module("eventsourcing.postgres")
    application = Application(env=_environment(address))
    codes = []
    for begin in range(0, len(lengths), BATCH):
        some = [filed(begin + n, length) for n, length in enumerate(lengths[begin : begin + BATCH])]
        application.save(*some)
        codes += [one.id for one in some]

    def replay() -> int:
        return sum(application.repository.get(code).moves for code in codes)

    try:
        yield replay
    finally:
        application.close()


@cache
def _kind() -> Any:
    """Make the class once: the library knows each by its name."""
    from eventsourcing.domain import Aggregate, event

    class Filed(Aggregate):
        @event("Accepted")
        def __init__(self, agency: str, procedure: str, at: datetime) -> None:
            self.agency, self.procedure, self.accepted_at = agency, procedure, at
            self.state, self.moves = "received", 1
            self.last_at = at

        @event("Moved")
        def move(self, state: str, step: str, at: datetime) -> None:
            self.state, self.step, self.last_at = state, step, at
            self.moves += 1

    return Filed


def _environment(address: str | None) -> Mapping[str, str]:
    if address is None:
        return {"PERSISTENCE_MODULE": "eventsourcing.popo"}
    url = make_url(address)
    host = url.query.get("host", url.host or "")
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": url.database or "",
        "POSTGRES_HOST": host if isinstance(host, str) else host[0],
        "POSTGRES_PORT": str(url.query.get("port", url.port or 5432)),
        "POSTGRES_USER": url.username or "",
        "POSTGRES_PASSWORD": url.password or "",
    }
