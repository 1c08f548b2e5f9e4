"""Taking due timers so that no other process takes them at the same time."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from app.store.engine import Connection
from app.store.read_tables import TimerRow
from workflows.timers import Timer

TIMERS = TimerRow.__table__


def claim(
    connection: Connection, until: datetime, limit: int, *, leave_out: Collection[str]
) -> list[tuple[str, Timer]]:
    """The earliest due timers with their cases, locked until the transaction ends.

    On PostgreSQL rows that another process holds are passed over; on SQLite the writing
    transaction is alone anyway.

    Args:
        connection: a writing transaction.
        until: timers that fire later stay.
        limit: how many at most.
        leave_out: cases that failed before in this run.
    """
    query = (
        select(TIMERS)
        .where(TIMERS.c.fires_at <= until, TIMERS.c.case_code.not_in(leave_out))
        .order_by(
            TIMERS.c.fires_at, TIMERS.c.case_code, TIMERS.c.clock, TIMERS.c.step, TIMERS.c.run,
            TIMERS.c.kind,
        )
        .limit(limit)
    )  # fmt: skip
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    return [
        (
            row.case_code,
            Timer(
                clock=row.clock,
                step=row.step or None,
                run=row.run or None,
                kind=row.kind,
                due_at=row.due_at,
                fires_at=row.fires_at,
            ),
        )
        for row in connection.execute(query)
    ]
