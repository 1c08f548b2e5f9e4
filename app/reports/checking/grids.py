"""What a reader hands on: the cells of a file as a rectangle, whatever the file was."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["csv", "xlsx", "docx"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: what a person reads in it.
        number: what a spreadsheet holds as a number; 98.8 for 98,8%.
        percent: whether the spreadsheet shows that number as a percentage.
    """

    text: str = ""
    number: Decimal | None = None
    percent: bool = False


EMPTY = Cell()


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Merged cells, from the first to the last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A sheet, a table of a document, or a whole CSV file.

    Attributes:
        name: as a complaint calls it; empty where there is only one.
        rows: its lines; a merged area has its content in the first cell only.
        spans: the merged areas, from the top.
        before: the text that stands above a table of a document.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    spans: tuple[Span, ...] = ()
    before: str = ""

    @property
    def width(self) -> int:
        """How many columns the longest line has."""
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """A cell, an empty one where the line ends before it."""
        line = self.rows[row]
        return line[column] if column < len(line) else EMPTY

    def spans_in(self, top: int, bottom: int) -> Sequence[Span]:
        """The merged areas that begin in these lines, the last one not included."""
        first, behind = (
            bisect_left(self.spans, line, key=lambda span: span.top) for line in (top, bottom)
        )
        return self.spans[first:behind]

    def filled(self, row: int) -> Iterator[int]:
        """The columns of a line that have something in them."""
        return (at for at, cell in enumerate(self.rows[row]) if cell.text)


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """All that was read of a file.

    Attributes:
        kind: what it is.
        grids: its sheets or tables.
        text: all text outside and inside of them, for periods and numbers of forms.
        outside: the paragraphs around the tables of a document.
        remarks: what the reader had to leave aside, one sentence each.
    """

    kind: Kind
    grids: tuple[Grid, ...]
    text: str
    outside: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
