"""A table as text: separated by semicolon, comma or tab, in the encodings of Vietnamese offices."""

import csv
from collections import Counter
from collections.abc import Sequence

from app.reports.checking.grids import Cell, File, Grid
from app.reports.checking.limits import Limits
from app.reports.checking.walk import unusable
from app.reports.checking.words import tidy

# In this order where two fit equally well: a Vietnamese Excel writes semicolons.
SEPARATORS = (";", "\t", ",")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE = 200


def read_csv(content: bytes, limits: Limits) -> File:
    """Read it as one grid.

    Raises:
        BadInput: for what is no text, or a text too large for a table.
    """
    lines = decoded(content).splitlines(keepends=True)
    separator, lines = _separator(lines)
    rows = _rows(lines, separator)
    if len(rows) > limits.rows or any(len(row) > limits.columns for row in rows):
        raise unusable(f"bảng lớn hơn {limits.rows} dòng hoặc {limits.columns} cột")
    if sum(map(len, rows)) > limits.cells:
        raise unusable(f"tệp có hơn {limits.cells} ô")
    cells = tuple(tuple(Cell(text=tidy(text[: limits.text])) for text in row) for row in rows)
    text = "\n".join(" ".join(cell.text for cell in row if cell.text) for row in cells)
    return File(kind="csv", grids=(Grid(name="", rows=cells),), text=text)


def decoded(content: bytes) -> str:
    """The text of a file: by its mark, as UTF-8, or as Windows-1258.

    Raises:
        BadInput: for what is no text in any of them.
    """
    try:
        return _decoded(content)
    except UnicodeDecodeError:
        raise unusable(
            "tệp không phải CSV, XLSX hay DOCX, hoặc chữ không đúng bảng mã "
            "(UTF-8, UTF-16, Windows-1258)"
        ) from None


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding)
    if b"\0" in content:
        return content.decode(_wide(content))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1258")


def _wide(content: bytes) -> str:
    """UTF-16 without its mark: every other byte of a table of figures is zero."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    if max(even, odd) * 4 < len(content):
        content.decode("ascii", errors="strict")
        raise unusable("tệp không phải CSV, XLSX hay DOCX")
    return "utf-16-be" if even > odd else "utf-16-le"


def _separator(lines: list[str]) -> tuple[str, list[str]]:
    first = lines[0].strip().lower() if lines else ""
    if first.startswith("sep=") and len(first) == len("sep=;"):
        return first[-1], lines[1:]
    fits = {mark: _fit(lines[:_SAMPLE], mark) for mark in SEPARATORS}
    return max(SEPARATORS, key=lambda mark: fits[mark]), lines


def _fit(lines: Sequence[str], separator: str) -> tuple[int, int]:
    """How many lines share the commonest number of columns, and that number."""
    widths = Counter(len(row) for row in _rows(lines, separator) if len(row) > 1)
    width, lines_of_it = max(widths.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    return lines_of_it, width


def _rows(lines: Sequence[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        raise unusable("tệp không phải CSV: một ô quá dài hoặc có ký tự lạ") from None
