"""Reading a case's log to write its next lines: what every step asks for comes in one statement."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, false, func, select

from app.store.engine import Connection
from app.store.event_log import EVENTS, READ, CaseLog, load, log_of
from app.store.setup import REVISION, REVISION_SEEN
from app.store.timer_sweep import LOCK

# An option of a connection whose transaction keeps the mark of the timers where it is.
MARK_HELD = "motcua_mark_held"


def load_to_write(connection: Connection, code: str) -> CaseLog:
    """All a case's lines, and the revision of the setup that `read_setup` asks for next.

    In a writing transaction of PostgreSQL the lock that setting timers takes is taken here if it
    is free; whoever sets none waits for nobody.
    """
    if connection.get_execution_options().get("motcua_writes") is not True:
        return load(connection, code)
    rows = connection.execute(_query(connection.dialect.name), {"code": code}).all()
    if rows:
        connection.execution_options(**{REVISION_SEEN: rows[0].revision})
    # What a savepoint has locked is free again when it is given up.
    if rows and rows[0].held and not connection.in_nested_transaction():
        connection.execution_options(**{MARK_HELD: True})
    return log_of(code, rows)


def hold_mark(connection: Connection) -> None:
    """Keep the mark of the timers where it is until the transaction ends; only on PostgreSQL."""
    if not connection.get_execution_options().get(MARK_HELD):
        connection.execute(_LOCKED)


_LOCKED = select(func.pg_advisory_xact_lock_shared(LOCK))


@cache
def _query(dialect: str) -> Select[Any]:
    revision = select(REVISION.c.revision).scalar_subquery().label("revision")
    held: ColumnElement[Any] = false()
    if dialect == "postgresql":
        # Asked once whatever the number of lines: nothing in it is of the line.
        held = select(func.pg_try_advisory_xact_lock_shared(LOCK)).scalar_subquery()
    lines = select(*READ, revision, held.label("held")).where(
        EVENTS.c.case_code == bindparam("code")
    )
    return lines.order_by(EVENTS.c.version)
