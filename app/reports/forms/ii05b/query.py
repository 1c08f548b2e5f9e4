"""The figures of II.05b, a line for each office in the section of its level."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, true

from app.reports.asked import Asked
from app.reports.forms import form_of
from app.reports.forms.form import Section
from app.reports.forms.ii05a.counting import CELLS, NOTHING, counted
from app.reports.forms.ii05a.members import petitions_behind
from app.reports.forms.levels import APART, of_levels, stood
from app.reports.members import Member
from app.reports.table import Cells, Table, TableRow, added
from app.store.engine import Connection
from app.store.offices import offices_of
from app.store.petitions import PETITIONS
from app.store.setup import read_setup
from workflows.agency import Agency

FORM = "II.05b"
_LETTERS = "ABCDEFGH"


def table(connection: Connection, asked: Asked) -> Table:
    """The table in one aggregate: offices that were there in the period, or have something."""
    found = counted(connection, asked, PETITIONS.c.agency)
    setup = read_setup(connection)
    codes = offices_of(connection, asked.scope) or sorted(setup.agencies)
    offices = [setup.agencies[code] for code in codes]
    days = asked.period.first, asked.period.last
    shown = [one for one in offices if one.code in found or stood(one, *days)]
    present = [one for one in form_of(FORM).sections if _of(one, shown)]
    rows = [
        row
        for letter, section in zip(_LETTERS, present, strict=False)
        for row in _section(letter, section, _of(section, shown), found)
    ]
    return Table(
        form=FORM,
        scope=asked.scope,
        period=asked.period,
        as_known_at=asked.as_known_at,
        rows=tuple(rows),
        total=added((row.cells for row in rows if row.kind == "row"), CELLS),
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
    """The petitions behind a cell of an office, of a section, or of the total (None).

    Raises:
        BadInput: for a cell or a line the table does not have.
    """
    narrowed = _narrowed(connection, asked, row)
    return petitions_behind(connection, asked, cell, narrowed, after=after, limit=limit)


def _narrowed(connection: Connection, asked: Asked, row: str | None) -> ColumnElement[bool]:
    if row is None:
        return true()
    levels = {f"{one.code}{APART}": one.levels for one in form_of(FORM).sections}
    every = tuple(level for found in levels.values() for level in found)
    offices = of_levels(connection, asked.scope, levels.get(row, every))
    if row in levels:
        return offices.restrict(PETITIONS.c.agency)
    return offices.just(row).restrict(PETITIONS.c.agency)


def _of(section: Section, offices: Sequence[Agency]) -> list[Agency]:
    return [one for one in offices if one.level in section.levels]


def _section(
    letter: str, section: Section, offices: Sequence[Agency], found: Mapping[str, Cells]
) -> Iterator[TableRow]:
    head, code = f"{letter}. {section.head}", f"{section.code}{APART}"
    rows = [
        TableRow(field=one.name, key=one.code, section=head, cells=found.get(one.code, NOTHING))
        for one in offices
    ]
    yield TableRow(field=head, cells={}, key=code, section=head, kind="section")
    yield from rows
    yield TableRow(
        field=f"Cộng phần {letter}",
        cells=added((row.cells for row in rows), CELLS),
        key=code,
        section=head,
        kind="subtotal",
    )
