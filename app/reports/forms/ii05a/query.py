"""The figures of II.05a, a line for each field, and the petitions behind each."""

from sqlalchemy import ColumnElement, func, true

from app.reports.asked import Asked
from app.reports.forms.ii05a.counting import CELLS, NOTHING, counted
from app.reports.forms.ii05a.members import petitions_behind
from app.reports.members import Member, no_such_row
from app.reports.table import Table, TableRow, added
from app.store.engine import Connection
from app.store.petitions import PETITIONS
from app.store.setup import read_setup

FORM = "II.05a"
NO_FIELD = "Không thuộc lĩnh vực nào"


def table(connection: Connection, asked: Asked) -> Table:
    """The table in one aggregate; petitions of no field stand last, where there are any."""
    found = counted(connection, asked, PETITIONS.c.field)
    fields = read_setup(connection).fields.values()
    rows = [
        TableRow(field=field.name, key=field.code, cells=found.get(field.code, NOTHING))
        for field in fields
    ]
    if "" in found:
        rows.append(TableRow(field=NO_FIELD, cells=found[""]))
    return Table(
        form=FORM,
        scope=asked.scope,
        period=asked.period,
        as_known_at=asked.as_known_at,
        rows=tuple(rows),
        total=added((row.cells for row in rows), CELLS),
        identities=(),
    )


def cases(
    connection: Connection,
    asked: Asked,
    cell: str,
    row: str | None,
    *,
    after: str | None,
    limit: int,
) -> tuple[Member, ...]:
    """The petitions behind a cell of the field with that code; of the total for None.

    Raises:
        BadInput: for a cell or a row the table does not have.
    """
    narrowed: ColumnElement[bool] = true()
    if row is not None:
        if row and row not in read_setup(connection).fields:
            raise no_such_row(row)
        narrowed = func.coalesce(PETITIONS.c.field, "") == row
    return petitions_behind(connection, asked, cell, narrowed, after=after, limit=limit)
