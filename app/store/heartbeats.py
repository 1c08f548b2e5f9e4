"""Beats: when each job of each scheduler last ran, so that silence can be noticed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select

from app.store.clock_tables import HeartbeatRow
from app.store.engine import Connection, dialect_of
from app.store.tables import table_of

BEATS = table_of(HeartbeatRow)


@dataclass(frozen=True, kw_only=True, slots=True)
class Beat:
    """The latest run of a job by one worker.

    Attributes:
        worker: the machine and the process.
        at: when it ended, by the wall clock.
        took: seconds.
        result: what it said, without anybody's data.
        runs: how many there were.
    """

    job: str
    worker: str
    at: datetime
    took: float
    result: str
    runs: int


def beat(
    connection: Connection, *, job: str, worker: str, at: datetime, took: float, result: str
) -> None:
    """Note a run; it takes the place of the worker's run before."""
    latest = {"at": at, "took": took, "result": result}
    noted = dialect_of(connection).insert(BEATS).values(job=job, worker=worker, runs=1, **latest)
    again = noted.on_conflict_do_update(
        index_elements=[BEATS.c.job, BEATS.c.worker], set_={**latest, "runs": BEATS.c.runs + 1}
    )
    connection.execute(again)


def beats(connection: Connection) -> list[Beat]:
    """Every worker's latest run of every job."""
    rows = connection.execute(select(BEATS).order_by(BEATS.c.job, BEATS.c.worker))
    return [Beat(**row._mapping) for row in rows]


def forget_beats(connection: Connection, before: datetime, *, after: datetime) -> int:
    """Remove those of workers silent since `before`, and those dated later than `after`.

    A clock that was ahead once leaves beats that would be the latest for as long as it was ahead.
    """
    gone = or_(BEATS.c.at < before, BEATS.c.at > after)
    return connection.execute(delete(BEATS).where(gone)).rowcount
