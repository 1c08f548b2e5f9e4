"""A table as an XLSX sheet: real merged heads, and sums that are formulas with their values."""

import io
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from app.reports.layout import Column, Layout
from app.reports.out.digest import dated
from app.reports.out.formulas import Sums
from app.reports.out.heads import BEFORE
from app.reports.out.lines import Line
from app.reports.out.office import Office
from app.reports.out.sheet import Sheet, sheet_of
from app.reports.out.xlsx_frame import LINE, Frame, foot, formats, head, lines_in, paper
from app.reports.printed import number_lines
from app.reports.table import Table
from sla.zone import local

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NAMELESS = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))  # what no sheet may be called


def write(table: Table, layout: Layout, office: Office) -> bytes:
    """The form on a sheet that is ready to be printed."""
    out, sheet = io.BytesIO(), sheet_of(table, layout, office)
    with Workbook(out, _OPTIONS) as book:
        book.set_properties(_about(sheet, local(dated(table))))
        page = book.add_worksheet(sheet.name.translate(_NAMELESS)[:31].strip() or "Biểu")
        frame = Frame(page=page, sheet=sheet, formats=formats(book))
        again, top = head(frame)
        first = _heads(frame, top)
        _lines(frame, first)
        paper(frame, again, first)
        foot(frame, first + len(sheet.lines) + 1)
    return out.getvalue()


def _about(sheet: Sheet, at: datetime) -> dict[str, Any]:
    return {
        "title": f"{sheet.left[0]} – {sheet.title[0]}"[:255],
        "author": sheet.right[0][1][:255],
        "comments": sheet.origin[-1],
        "created": at.replace(tzinfo=None, microsecond=0),
    }


def _heads(frame: Frame, top: int) -> int:
    """The headings and the numbers of the columns; the row below them."""
    sheet = frame.sheet
    for one in sheet.heads:
        last = (top + one.row + one.rows - 1, one.column + one.columns - 1)
        frame.box((top + one.row, one.column), last, one.text, "head")
    for at, lines in enumerate(_high(frame)):
        frame.page.set_row(top + at, LINE * lines + 3)
    at = top + sheet.depth
    for column, text in enumerate(("(1)", "(2)")):
        frame.page.write_string(at, column, text, frame.formats["number"])
    for column, each in enumerate(sheet.columns, start=BEFORE):
        text = "\n".join(number_lines(each.number))
        frame.page.write_string(at, column, text, frame.formats["number"])
    frame.page.set_row(at, 24)
    return at + 1


def _high(frame: Frame) -> list[int]:
    """How many lines each row of headings needs; joined cells do not grow by themselves."""
    lines = [1] * frame.sheet.depth
    for one in sorted(frame.sheet.heads, key=lambda head: head.rows):
        last = one.row + one.rows
        needed = lines_in(one.text, frame.width(one.column, one.column + one.columns - 1))
        lines[last - 1] += max(0, needed - sum(lines[one.row : last]))
    return lines


def _lines(frame: Frame, first: int) -> None:
    sums = Sums(frame.sheet, first + 1, letter=xl_col_to_name)
    for at, line in enumerate(frame.sheet.lines):
        row, style = first + at, "" if line.kind == "row" else "-bold"
        frame.page.write_string(row, 0, line.number, frame.formats[f"stt{style}"])
        frame.page.write_string(row, 1, line.name, frame.formats[f"name{style}"])
        for column, each in enumerate(frame.sheet.columns):
            place = (row, column + BEFORE, frame.formats[f"{each.kind}{style}"])
            _figure(frame.page, place, _amount(line, column, each), sums.of(at, column))
    _calmed(frame, first)


def _amount(line: Line, at: int, column: Column) -> float | None:
    value = line.values[at]
    return value if value is None or column.kind == "int" else value / 10_000


def _figure(
    page: Any, place: tuple[int, int, Any], amount: float | None, formula: str | None
) -> None:
    """A figure as what it is: counted, the sum of others, or blank."""
    if amount is None:
        page.write_blank(*place[:2], None, place[2])
    elif formula:
        page.write_formula(*place[:2], formula, place[2], amount)
    else:
        page.write_number(*place[:2], amount, place[2])


def _calmed(frame: Frame, first: int) -> None:
    """Noughts in grey, also those that come out of a formula later."""
    corner = (first, BEFORE, first + len(frame.sheet.lines) - 1, frame.last)
    calm = {"type": "formula", "criteria": _nought(first), "format": frame.formats["calm"]}
    frame.page.conditional_format(*corner, calm)


def _nought(first: int) -> str:
    """Whether the first figure is nought; the others are meant relatively to it."""
    cell = f"{xl_col_to_name(BEFORE)}{first + 1}"
    return f"=AND(ISNUMBER({cell}),{cell}=0)"
