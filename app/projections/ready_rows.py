"""The read rows of new cases, made ready by any process and written in one go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.projections.rows import TABLES, TIMERS, CaseRows
from app.store.engine import Connection
from app.store.ready import Ready, ready, write
from app.store.timer_sweep import lower


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadyRows:
    """Read rows of cases, ready for one kind of database.

    Attributes:
        parts: in the order of `TABLES`.
        first_timer: when the first of their timers fires.
    """

    parts: tuple[Ready, ...]
    first_timer: datetime | None


def ready_rows(cases: Sequence[CaseRows], dialect: str) -> ReadyRows:
    """The rows of cases that have none yet, for `postgresql` or `sqlite`."""
    rows = {table: [row for case in cases for row in case.rows[table]] for table in TABLES}
    return ReadyRows(
        parts=tuple(ready(rows[table], dialect) for table in TABLES),
        first_timer=min((row["fires_at"] for row in rows[TIMERS]), default=None),
    )


def insert_ready_rows(connection: Connection, made: Iterable[ReadyRows]) -> None:
    """Write them, table by table in the order in which everybody touches them."""
    some = list(made)
    for place, table in enumerate(TABLES):
        write(connection, table, [one.parts[place] for one in some])
        firsts = [one.first_timer for one in some if one.first_timer is not None]
        if table is TIMERS and firsts:
            lower(connection, min(firsts))
