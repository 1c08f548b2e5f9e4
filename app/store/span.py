"""How far the log reaches in time."""

from datetime import date

from sqlalchemy import func, select

from app.store.engine import Connection
from app.store.tables import EventRow, table_of
from sla.zone import local_date

EVENTS = table_of(EventRow)


def first_and_last_day(connection: Connection) -> tuple[date, date] | None:
    """The local days of the earliest and latest event; None for an empty log."""
    query = select(func.min(EVENTS.c.at), func.max(EVENTS.c.at))
    first, last = connection.execute(query).one()
    return None if first is None else (local_date(first), local_date(last))
