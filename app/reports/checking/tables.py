"""A table that was found in a file: its columns, its lines, and how each is called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.reports.checking.grids import Kind
from app.reports.checking.numbers import Figure
from app.reports.checking.words import plain, told

RowKind = Literal["row", "detail", "section", "subtotal", "total"]
ColumnKind = Literal["count", "percent", "text"]
_ALPHABET = 26


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of figures.

    Attributes:
        at: its place in the grid, from 0.
        heads: what stands above it, from the top.
        number: the printed one, or None.
        formula: the numbers it is the sum of, as printed.
        share: the numbers of the part and the whole it is the percentage of, as printed.
        odd: what is wrong with the printed formula.
        cell: what it counts, where that was recognised.
        kind: what it holds.
    """

    at: int
    heads: tuple[str, ...] = ()
    number: int | None = None
    formula: tuple[int, ...] = ()
    share: tuple[int, int] | None = None
    odd: str = ""
    cell: str = ""
    kind: ColumnKind = "count"

    @property
    def mark(self) -> str:
        """Its name inside a formula: (3), or “Dừng tính”."""
        return f"({self.number})" if self.number is not None else f"“{self.head}”"

    @property
    def head(self) -> str:
        """The lowest heading over it, or its place."""
        return told(self.heads[-1]) if self.heads else letters(self.at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A line.

    Attributes:
        at: its place in the grid, from 0.
        order: its place among the lines with figures, from 1.
        label: what stands in the column of names.
        stt: what stands in the column of running numbers.
        figures: by place of the column.
    """

    at: int
    order: int
    label: str
    stt: str
    kind: RowKind
    figures: Mapping[int, Figure] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name in a complaint."""
        if self.kind == "total":
            return f"dòng {told(self.label) or 'tổng'}"
        if self.kind in ("section", "subtotal"):
            return f"mục {told(self.stt)} ({told(self.label)})" if self.stt else told(self.label)
        return f"dòng {self.order} ({told(self.label)})" if self.label else f"dòng {self.order}"

    @property
    def key(self) -> str:
        """Its label as it is compared with those of other tables."""
        return "" if self.kind == "total" else plain(self.label).removeprefix("linh vuc ")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sheet:
    """One table.

    Attributes:
        name: as a complaint calls it; empty where the file has only one.
        kind: of the file.
        form: the official number of its form, or nothing.
        rows: the lines with figures, and headings of sections.
        above: what stands over it.
    """

    name: str
    kind: Kind
    form: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    above: str = ""

    def counts(self) -> Iterator[Column]:
        """The columns that can be added up."""
        return (column for column in self.columns if column.kind == "count")

    def by_cell(self) -> Mapping[str, Column]:
        """The columns whose meaning is known."""
        return {column.cell: column for column in self.columns if column.cell}

    def by_number(self) -> Mapping[int, Column]:
        """The columns with a printed number."""
        return {column.number: column for column in self.columns if column.number is not None}

    def figured(self) -> Iterator[Row]:
        """The lines that have figures."""
        return (row for row in self.rows if row.figures)

    @property
    def total(self) -> Row | None:
        """The line of totals."""
        return next((row for row in self.rows if row.kind == "total"), None)

    def address(self, row: Row, column: Column) -> str:
        """Where a cell stands in the file itself."""
        if self.kind == "xlsx":
            return f"ô {letters(column.at)}{row.at + 1}"
        return f"dòng {row.at + 1} của tệp" if self.kind == "csv" else ""


def letters(at: int) -> str:
    """A column as spreadsheets call it: 0 is A, 26 is AA."""
    text, left = "", at + 1
    while left:
        left, digit = divmod(left - 1, _ALPHABET)
        text = chr(ord("A") + digit) + text
    return text
