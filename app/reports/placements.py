"""Which case stands in which cells of a table: what its numbers were made of, kept in one piece."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.reports.asked import Asked
from app.reports.cells import cells_of
from app.reports.forms import Form
from app.reports.forms.form import PAGE
from app.reports.forms.levels import APART
from app.reports.forms.rollup import BY_OFFICE
from app.reports.members import placed
from app.reports.table import Table, TableRow
from app.store.engine import Connection
from app.store.setup import Setup, read_setup
from workflows.agency import Level

Spot = tuple[str, tuple[str, ...]]  # the key of a row, and its cells that count the case
RowOf = Callable[[str, str], str | None]  # by office and field; None for what no row holds


@dataclass(frozen=True, kw_only=True)
class Placements:
    """Each case of a table with the rows and cells that count it, by its code."""

    spots: Mapping[str, tuple[Spot, ...]]

    @cached_property
    def by_cell(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The cases of each cell that is not zero, by row and cell, in the order of their codes."""
        found: dict[tuple[str, str], list[str]] = {}
        for code in sorted(self.spots):
            for row, cells in self.spots[code]:
                for cell in cells:
                    found.setdefault((row, cell), []).append(code)
        return {place: tuple(codes) for place, codes in found.items()}

    def ids(self, row: str, cell: str) -> tuple[str, ...]:
        """The cases that a cell of a row counts."""
        return self.by_cell.get((row, cell), ())

    def rows(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Case, row and cells, by the codes of the cases."""
        for code in sorted(self.spots):
            for row, cells in self.spots[code]:
                yield code, row, cells

    def misfits(self, table: Table, names: Iterable[str]) -> Iterator[tuple[TableRow, str]]:
        """The rows and cells whose number is not that of the cases behind it."""
        lines = [row for row in table.rows if row.kind == "row"]
        for name in names:
            for row in lines:
                if row.cells.get(name, 0) != len(self.ids(row.key, name)):
                    yield row, name

    def as_json(self) -> dict[str, dict[str, list[str]]]:
        """By row, and by the cells that a case stands in together: the codes."""
        found: dict[str, dict[str, list[str]]] = {}
        for code, row, cells in self.rows():
            found.setdefault(row, {}).setdefault(" ".join(cells), []).append(code)
        return found


def from_json(kept: Mapping[str, Mapping[str, Iterable[str]]]) -> Placements:
    """What `as_json` made."""
    spots: dict[str, tuple[Spot, ...]] = {}
    for row, groups in kept.items():
        for cells, codes in groups.items():
            spot = (row, tuple(cells.split()))
            for code in codes:
                spots[code] = (*spots.get(code, ()), spot)
    return Placements(spots=spots)


def placements(connection: Connection, form: Form, asked: Asked, table: Table) -> Placements:
    """The cases of a table that was counted in the same transaction.

    Args:
        connection: a reading transaction.
        form: whose table it is.
        asked: what the table was asked.
        table: for the rows and cells of forms that do not count the facts of cases.
    """
    put = form.asked(asked)
    if not form.opens:
        return Placements(spots={})
    found = _of_facts(connection, form, put) if counts_facts(form, put) else None
    return _gathered(found or _of_cells(connection, form, put, table))


def counts_facts(form: Form, asked: Asked) -> bool:
    """Whether a form shows cells of II.06a, so that what it counts are facts of cases."""
    columns = form.layout(asked.variant, asked.switches).columns
    known = set(cells_of(asked.switches))
    return form.opens and {column.cell for column in columns} <= known


def levels_of(setup: Setup) -> Mapping[str, Level]:
    """The level of each office today, by code."""
    return {office.code: office.level for office in setup.agencies.values()}


def row_of(form: Form, asked: Asked, levels: Mapping[str, str]) -> RowOf:
    """What tells the row of a case: its field, or its office or section in a roll-up.

    Args:
        form: whose rows.
        asked: by field or by office.
        levels: of the offices by code, as they were when the table was counted.
    """
    sections: Mapping[str, str] = {
        level: section.code for section in form.sections for level in section.levels
    }
    by_office = asked.variant == BY_OFFICE

    def rolled(agency: str, field: str) -> str | None:
        section = sections.get(levels.get(agency, ""))
        if section is None:
            return None
        return agency if by_office else f"{section}{APART}{field}"

    return rolled if sections else lambda agency, field: field


def _of_facts(connection: Connection, form: Form, put: Asked) -> Iterator[tuple[str, Spot]]:
    row_for = row_of(form, put, levels_of(read_setup(connection)))
    for one in placed(connection, put):
        row = row_for(one.agency, one.field)
        if row is not None:
            yield one.case_code, (row, one.cells)


def _of_cells(
    connection: Connection, form: Form, put: Asked, table: Table
) -> Iterator[tuple[str, Spot]]:
    """The same by asking for what stands behind each number, as forms of few cases can afford."""
    columns = form.layout(put.variant, put.switches).columns
    names = [column.cell for column in columns if column.kind == "int"]
    for row in (row for row in table.rows if row.kind == "row"):
        found: dict[str, tuple[str, ...]] = {}
        for name in (name for name in names if row.cells.get(name)):
            for code in _behind(connection, form, put, (name, row.key)):
                found[code] = (*found.get(code, ()), name)
        yield from ((code, (row.key, cells)) for code, cells in found.items())


def _behind(
    connection: Connection, form: Form, put: Asked, place: tuple[str, str]
) -> Iterator[str]:
    cell, row = place
    after: str | None = None
    while True:
        page: Any = form.cases(connection, put, cell, row, after=after, limit=PAGE)
        yield from (one.case_code for one in page)
        if len(page) < PAGE:
            return
        after = page[-1].case_code


def _gathered(found: Iterable[tuple[str, Spot]]) -> Placements:
    spots: dict[str, tuple[Spot, ...]] = {}
    for code, spot in found:
        spots[code] = (*spots.get(code, ()), spot)
    return Placements(spots=spots)
