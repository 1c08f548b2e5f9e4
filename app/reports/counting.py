"""How many cases a cell of II.06a counts: its predicate alone, without the rest of the table."""

from sqlalchemy import func, select

from app.errors import BadInput
from app.reports.asked import Asked
from app.reports.cells import cells_of
from app.reports.conditions import FACTS, conditions_of, relevant
from app.reports.members import row_of
from app.store.engine import Connection


def count_of(connection: Connection, asked: Asked, cell: str, field: str | None) -> int:
    """The number in a cell of the field's row; of the total for None.

    Raises:
        BadInput: for a cell or a row that the table does not have.
    """
    names = cells_of(asked.switches)
    if cell not in names:
        raise BadInput(f"Ô: {cell}: biểu không có ô này; có: {', '.join(names)}", field="cell")
    wanted = *relevant(asked), conditions_of(asked)[cell], *row_of(connection, field)
    return connection.scalar(select(func.count()).select_from(FACTS).where(*wanted)) or 0
