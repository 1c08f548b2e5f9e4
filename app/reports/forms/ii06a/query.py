"""The figures of II.06a, and the cases behind each."""

from app.reports.asked import Asked
from app.reports.counting import count_of as count
from app.reports.ii06a import table
from app.reports.members import Member, members
from app.store.engine import Connection

__all__ = ["cases", "count", "table"]


def cases(
    connection: Connection,
    asked: Asked,
    cell: str,
    row: str | None,
    *,
    after: str | None,
    limit: int,
) -> tuple[Member, ...]:
    """The cases behind a cell of the field with that code; of the total for None."""
    return members(connection, asked, cell, row, after=after, limit=limit)
