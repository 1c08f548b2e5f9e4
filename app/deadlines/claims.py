"""Taking due timers so that no other process takes them at the same time."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, literal, select, tuple_

from app.store.engine import Connection
from app.store.read_tables import TimerRow
from app.store.tables import table_of
from workflows.timers import Timer

TIMERS = table_of(TimerRow)
# The order in which they are told; with all of the primary key in it no two stand level.
ORDER = (
    TIMERS.c.fires_at,
    TIMERS.c.case_code,
    TIMERS.c.clock,
    TIMERS.c.step,
    TIMERS.c.run,
    TIMERS.c.kind,
    TIMERS.c.due_at,
)

Due = tuple[str, Timer]


def claim(connection: Connection, until: datetime, limit: int, *, after: Due | None) -> list[Due]:
    """The earliest due timers with their cases, locked until the transaction ends.

    On PostgreSQL rows that another process holds are passed over; on SQLite the writing
    transaction is alone anyway.

    Args:
        connection: a writing transaction.
        until: timers that fire later stay.
        limit: how many at most.
        after: the last one claimed before in this run; those up to it are not looked at again.
    """
    query = select(TIMERS).where(TIMERS.c.fires_at <= until).order_by(*ORDER).limit(limit)
    if after is not None:
        query = query.where(_behind(*after))
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    return [_due(row) for row in connection.execute(query)]


def _behind(code: str, timer: Timer) -> ColumnElement[bool]:
    place = (
        timer.fires_at,
        code,
        timer.clock,
        timer.step or "",
        timer.run or 0,
        timer.kind,
        timer.due_at,
    )
    values = (literal(value, column.type) for value, column in zip(place, ORDER, strict=True))
    return tuple_(*ORDER) > tuple_(*values)


def _due(row: Row[Any]) -> Due:
    timer = Timer(
        clock=row.clock,
        step=row.step or None,
        run=row.run or None,
        kind=row.kind,
        due_at=row.due_at,
        fires_at=row.fires_at,
    )
    return row.case_code, timer
