"""A table as a workbook: stored values, merged heads; nothing is calculated, run or fetched."""

import datetime
import warnings
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple

from app.reports.checking.grids import EMPTY, Cell, File, Grid, Span
from app.reports.checking.limits import Limits
from app.reports.checking.package import Package
from app.reports.checking.walk import SheetFacts, merged_areas, unusable
from app.reports.checking.words import tidy, told

_LINKED = "Tệp có liên kết tới tệp hoặc nguồn khác; chỉ đọc số đã lưu trong tệp."
_PLACES = 6  # digits behind the point that a stored number keeps


def read_xlsx(content: bytes, package: Package, limits: Limits) -> File:
    """Read every sheet.

    Raises:
        BadInput: for a formula without a stored value, or more than a table may have.
    """
    with warnings.catch_warnings():
        # What openpyxl cannot keep (styles, extensions) is nothing we read.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        if len(book.worksheets) > limits.sheets:
            raise unusable(f"tệp có hơn {limits.sheets} trang tính")
        sheets = [(sheet, _facts(sheet, package, limits)) for sheet in book.worksheets]
        _judge(sheets, limits)
        grids = tuple(_grid(sheet, facts, limits) for sheet, facts in sheets)
    return _file(grids, package)


def _file(grids: tuple[Grid, ...], package: Package) -> File:
    lines = (cell.text for grid in grids for row in grid.rows for cell in row if cell.text)
    remarks = (_LINKED,) if package.outside else ()
    return File(kind="xlsx", grids=grids, text="\n".join(lines), remarks=remarks)


def _grid(sheet: Any, facts: SheetFacts, limits: Limits) -> Grid:
    # The size that the sheet itself tells may be made up; lines are read as they are written.
    sheet.reset_dimensions()
    lines = tuple(_lines(sheet, facts, limits)) if facts.bottom else ()
    spans = tuple(sorted(_spans(facts, limits), key=lambda span: span.top))
    return Grid(name=f"trang “{told(sheet.title)}”", rows=lines, spans=spans)


def _facts(sheet: Any, package: Package, limits: Limits) -> SheetFacts:
    part = str(sheet._worksheet_path).lstrip("/")
    facts, title = package.facts.get(part, SheetFacts()), sheet.title
    if facts.unsaved:
        raise unusable(
            f"trang “{told(title)}”, ô {told(facts.unsaved)}: có công thức nhưng tệp không lưu "
            "kết quả; hãy mở bằng Excel hoặc LibreOffice rồi lưu lại"
        )
    if facts.bottom > limits.rows or facts.right > limits.columns:
        raise unusable(
            f"trang “{told(title)}” lớn hơn {limits.rows} dòng hoặc {limits.columns} cột"
        )
    return facts


def _judge(sheets: Sequence[tuple[Any, SheetFacts]], limits: Limits) -> None:
    """What is read is a rectangle: one cell far down costs as many as all above it."""
    written = sum(facts.cells for _, facts in sheets)
    if max(written, sum(facts.bottom * facts.right for _, facts in sheets)) > limits.cells:
        raise unusable(f"tệp có hơn {limits.cells} ô")


def _lines(sheet: Any, facts: SheetFacts, limits: Limits) -> Iterator[tuple[Cell, ...]]:
    read = sheet.iter_rows(max_row=facts.bottom, max_col=facts.right)
    for line in read:
        cells = [_cell(each, limits) for each in line]
        while cells and not cells[-1].text:
            cells.pop()
        yield tuple(cells)


def _cell(cell: Any, limits: Limits) -> Cell:
    value = cell.value
    if value is None:
        return EMPTY
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Cell(text=tidy(_shown(value)[: limits.text]))
    number = _rounded(value)
    if number is None:
        return Cell(text=str(value))
    if "%" in str(cell.number_format):
        number *= 100
        return Cell(text=f"{_vietnamese(number)}%", number=number, percent=True)
    return Cell(text=_vietnamese(number), number=number)


def _shown(value: object) -> str:
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value:%d/%m/%Y}"
    return str(value)


def _rounded(value: float) -> Decimal | None:
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) >= 10**15:
        return None
    return round(number, _PLACES).normalize() + 0


def _vietnamese(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")


def _spans(facts: SheetFacts, limits: Limits) -> Iterator[Span]:
    for first, last in merged_areas(facts):
        corners = _corners((first, last))
        if corners and corners[2] < limits.rows and corners[3] < limits.columns:
            top, left, bottom, right = corners
            yield Span(top=top, left=left, bottom=bottom, right=right)


def _corners(area: Sequence[str]) -> tuple[int, int, int, int] | None:
    try:
        (top, left), (bottom, right) = map(coordinate_to_tuple, area)
    except ValueError:
        return None
    return top - 1, left - 1, bottom - 1, right - 1
