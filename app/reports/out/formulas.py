"""Sums of a table as spreadsheet formulas, written only where they come to the figure itself."""

from collections.abc import Callable, Sequence

from app.reports.out.heads import BEFORE
from app.reports.out.lines import Line
from app.reports.out.sheet import Sheet


class Sums:
    """The formulas of one sheet; `first` is the spreadsheet's own row of the first line, from 1."""

    def __init__(self, sheet: Sheet, first: int, *, letter: Callable[[int], str]) -> None:
        self._lines, self._first, self._columns = sheet.lines, first, sheet.columns
        places = {column.cell: at for at, column in enumerate(sheet.columns)}
        self._letters = [letter(at + BEFORE) for at in range(len(sheet.columns))]
        self._parts = [
            [places[cell] for cell in column.formula] if places.keys() >= {*column.formula} else []
            for column in sheet.columns
        ]
        self._sections = any(line.kind == "subtotal" for line in sheet.lines)

    def of(self, at: int, column: int) -> str | None:
        """The formula of a line and column, or nothing where the figure is counted."""
        line = self._lines[at]
        # Shares do not add up, even where one row makes it look so.
        if line.kind == "section" or self._columns[column].kind == "percent":
            return None
        if line.kind == "row":
            return self._across(at, column)
        return self._down(at, column) or self._across(at, column)

    def _across(self, at: int, column: int) -> str | None:
        """The sum of other columns: (3)=(4)+(5)+(6)."""
        parts, values = self._parts[column], self._lines[at].values
        if not parts or sum(values[part] or 0 for part in parts) != values[column]:
            return None
        return "=" + "+".join(f"{self._letters[part]}{self._first + at}" for part in parts)

    def _down(self, at: int, column: int) -> str | None:
        """The sum of the rows above: of its own section, or of the whole table."""
        start = self._start(at)
        above = self._lines[start:at]
        if not above or _sum(above, column) != self._lines[at].values[column]:
            return None
        letter = self._letters[column]
        cells = f"{letter}{self._first + start}:{letter}{self._first + at - 1}"
        # SUBTOTAL leaves out the subtotals that stand within what it adds up.
        return f"=SUBTOTAL(9,{cells})" if self._sections else f"=SUM({cells})"

    def _start(self, at: int) -> int:
        line = self._lines[at]
        if line.kind == "total":
            return 0
        start = at
        while start and _beside(self._lines[start - 1], line):
            start -= 1
        return start


def _beside(other: Line, line: Line) -> bool:
    return other.kind == "row" and other.section == line.section


def _sum(lines: Sequence[Line], column: int) -> int:
    return sum(line.values[column] or 0 for line in lines if line.kind == "row")
