"""Which offices had their morning told on a day: a row each, and whoever puts it there tells it."""

from datetime import date, datetime

from sqlalchemy import delete, func, select

from app.store.engine import Connection, dialect_of
from app.store.explanation_tables import MorningRow
from app.store.tables import table_of

MORNINGS = table_of(MorningRow)


def told_on(connection: Connection, day: date) -> frozenset[str]:
    """The offices whose morning of a day was told."""
    query = select(MORNINGS.c.agency).where(MORNINGS.c.day == day)
    return frozenset(connection.scalars(query))


def last_told(connection: Connection, agency: str) -> datetime | None:
    """Until when the bells were read for an office's latest morning; None before its first."""
    query = select(func.max(MORNINGS.c.at)).where(MORNINGS.c.agency == agency)
    found: datetime | None = connection.scalar(query)
    return found


def claim_morning(connection: Connection, agency: str, day: date, *, at: datetime) -> bool:
    """Take a morning to tell it in this transaction; False where another has told it.

    On PostgreSQL whoever comes second waits for the end of the first one's transaction. The rows
    of the mornings before go: nobody asks for them any more.
    """
    row = dialect_of(connection).insert(MORNINGS).values(agency=agency, day=day, at=at)
    taken = connection.scalars(row.on_conflict_do_nothing().returning(MORNINGS.c.agency)).all()
    if taken:
        connection.execute(
            delete(MORNINGS).where(MORNINGS.c.agency == agency, MORNINGS.c.day < day)
        )
    return bool(taken)
