"""A table as CSV that a spreadsheet opens as it is: one head row, texts that stay texts."""

import csv
import io
from collections.abc import Iterator, Sequence

from app.reports.layout import Column, Layout
from app.reports.out.heads import BEFORE, NUMBER
from app.reports.out.lines import lines_of
from app.reports.out.office import Office
from app.reports.out.sheet import UNVERIFIED
from app.reports.printed import figure
from app.reports.switches import CONTRACT
from app.reports.table import Table

# What a spreadsheet would take for a formula when a text begins with it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(table: Table, layout: Layout, office: Office) -> bytes:
    """Full headings, then the lines and what must stand beside them; Excel reads it as UTF-8."""
    return plain(table, layout)


def plain(table: Table, layout: Layout) -> bytes:
    """The same without an office, which it does not name."""
    out = io.StringIO()
    csv.writer(out).writerows(_lines(table, layout))
    return out.getvalue().encode("utf-8-sig")


def _lines(table: Table, layout: Layout) -> Iterator[Sequence[object]]:
    heads = [NUMBER, layout.field_head, *(column.full_head for column in layout.columns)]
    yield heads
    for line in lines_of(table, layout):
        values = map(_figure, line.values, layout.columns)
        yield [line.number, harmless(line.name), *values]
    for notice in _beside(table, layout):
        # As wide as the other lines, for programs that want a rectangle.
        yield ["", harmless(notice), *[""] * (len(heads) - BEFORE)]


def _figure(value: int | None, column: Column) -> str:
    """Counts without dots, which a spreadsheet may take for decimal points; shares as printed."""
    if value is None or column.kind == "percent":
        return figure(value, column)
    return str(value)


def _beside(table: Table, layout: Layout) -> Iterator[str]:
    yield from table.notices
    yield from layout.notes
    if not layout.verified:
        yield UNVERIFIED
    # The usual way of counting goes without saying: the contract's file stays to the byte.
    if layout.counts_cases and table.switches != CONTRACT:
        yield from table.switches.footer()


def harmless(text: str) -> str:
    """A text no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
