"""A table as JSON and as CSV."""

import csv
import io
import json

from app.reports.layout import Layout
from app.reports.table import Table

# What a spreadsheet would take for a formula when a text begins with it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(table: Table, layout: Layout) -> bytes:
    """The document of contract 4."""
    return (json.dumps(table.as_json(), ensure_ascii=False, indent=2) + "\n").encode()


def as_csv(table: Table, layout: Layout) -> bytes:
    """One head row with full headings, then fields, total, notices; Excel reads it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["STT", layout.field_head, *(c.full_head for c in layout.columns)])
    for number, row in enumerate(table.rows, start=1):
        cells = [row.cells[column.cell] for column in layout.columns]
        writer.writerow([number, _harmless(row.field), *cells])
    writer.writerow(["", layout.total, *(table.total[c.cell] for c in layout.columns)])
    for notice in table.notices:
        # As wide as the other lines, for programs that want a rectangle.
        writer.writerow(["", _harmless(notice), *("" for _ in layout.columns)])
    return out.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
