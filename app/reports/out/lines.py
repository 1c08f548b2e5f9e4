"""The lines below the heads, numbered as the forms do: from one again under each section."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.reports.layout import Layout
from app.reports.printed import shown
from app.reports.table import Cells, Table, TableRow

LineKind = Literal["section", "row", "subtotal", "total"]
# "A. CẤP HUYỆN", "II. …": the letter stands in the column of running numbers.
_LETTERED = re.compile(r"([A-ZĐ]|[IVX]+)\. +(.+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One printed line; `values` has a place for each column, None where it is blank."""

    kind: LineKind
    number: str
    name: str
    values: tuple[int | None, ...]
    section: str = ""


def lines_of(table: Table, layout: Layout) -> tuple[Line, ...]:
    """Headings, rows, subtotals and, last, the total."""
    total = _line("total", "", layout.total, table.total, layout)
    return (*_numbered(table, layout), total)


def _numbered(table: Table, layout: Layout) -> Iterator[Line]:
    at, section = 0, ""
    for row in table.rows:
        if row.kind == "section" or row.section != section:
            at, section = 0, row.section
        if row.kind == "row":
            at += 1
            yield _line("row", str(at), row.field, row.cells, layout, section=section)
        else:
            yield _heading(row, layout)


def _heading(row: TableRow, layout: Layout) -> Line:
    lettered = _LETTERED.fullmatch(row.field) if row.kind == "section" else None
    letter, name = lettered.groups() if lettered else ("", row.field)
    return _line(row.kind, letter, name, row.cells, layout, section=row.section)


def _line(
    kind: LineKind, number: str, name: str, cells: Cells, layout: Layout, *, section: str = ""
) -> Line:
    values = tuple(cells.get(column.cell) for column in layout.columns)
    return Line(kind=kind, number=number, name=shown(name), values=values, section=section)
