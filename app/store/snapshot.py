"""One moment of the database, seen by several connections."""

from sqlalchemy import func, select, text

from app.store.engine import Connection
from app.store.event_log import EVENTS
from app.store.tables import RevisionRow, table_of

REVISION = table_of(RevisionRow)


def moment(connection: Connection) -> str:
    """What names the moment that a transaction sees, for as long as it lasts.

    On PostgreSQL that is the very snapshot. On SQLite, where nobody else writes while a writing
    transaction lasts, it tells how far the log and the setup have come.
    """
    if connection.dialect.name == "postgresql":
        return str(connection.execute(text("SELECT pg_export_snapshot()")).scalar_one())
    position = connection.scalar(select(func.max(EVENTS.c.position)))
    return f"{position}-{connection.scalar(select(REVISION.c.revision))}"


def see(connection: Connection, named: str) -> None:
    """Let a reading transaction that has asked nothing yet see that moment.

    Raises:
        LookupError: when it cannot be seen any more.
    """
    if connection.dialect.name == "postgresql":
        # The name is the server's own word: digits, letters A to F and dashes.
        connection.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{named}'")
    elif moment(connection) != named:
        raise LookupError(named)
