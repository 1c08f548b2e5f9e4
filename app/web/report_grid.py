"""A table as the page draws it: heads over a grid, lines as they are printed, numbers that open."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from app.reports.layout import Column, Layout
from app.reports.out.heads import Head, heads_of
from app.reports.out.lines import Line, LineKind, lines_of
from app.reports.printed import figure, number_lines
from app.reports.table import Table

Opening = Callable[[str, str | None], str]  # a cell and the key of its row to an address


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn by the program itself, so that its marks are not escaped.

    Important: whatever text stands in it was escaped where it was drawn (`app.reports.charts`).
    """

    svg: str

    def __html__(self) -> str:
        """What a template puts on the page."""
        return self.svg


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """One cell; `href` is empty where nothing opens behind it."""

    text: str
    href: str = ""
    zero: bool = False
    late: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class GridLine:
    """One printed line with its cells."""

    kind: LineKind
    number: str
    name: str
    numbers: tuple[Number, ...]

    @property
    def idle(self) -> bool:
        """Whether it is a row in which everything is nothing."""
        return self.kind == "row" and all(one.zero or not one.text for one in self.numbers)


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A table to be drawn.

    Attributes:
        heads: row by row from the top.
        marks: the printed number of each column, in lines.
        names: the full heading of each column, for who hears the table.
    """

    heads: tuple[tuple[Head, ...], ...]
    marks: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    lines: tuple[GridLine, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is counted at all."""
        return all(one.zero or not one.text for one in self.lines[-1].numbers)


def grid_of(table: Table, layout: Layout, opening: Opening | None = None) -> Grid:
    """The grid of a table; without `opening` no number leads anywhere."""
    keys = (*((row.key, row.kind) for row in table.rows), (None, "total"))
    lines = lines_of(table, layout)
    drawn = (_line(line, key, layout, opening) for line, (key, _) in zip(lines, keys, strict=True))
    return Grid(
        heads=tuple(tuple(row) for _, row in groupby(heads_of(layout), key=lambda one: one.row)),
        marks=tuple(number_lines(column.number) for column in layout.columns),
        names=tuple(column.full_head for column in layout.columns),
        lines=tuple(drawn),
    )


def behind(base: str) -> Opening:
    """How the numbers of a page open, given the address of the cases without cell and row."""
    joint = "&" if "?" in base else "?"

    def opening(cell: str, row: str | None) -> str:
        line = "" if row is None else f"&row={quote(row, safe='')}"
        return f"{base}{joint}cell={quote(cell, safe='')}{line}"

    return opening


def _line(line: Line, key: str | None, layout: Layout, opening: Opening | None) -> GridLine:
    numbers = () if line.kind == "section" else tuple(_numbers(line, key, layout, opening))
    return GridLine(kind=line.kind, number=line.number, name=line.name, numbers=numbers)


def _numbers(
    line: Line, key: str | None, layout: Layout, opening: Opening | None
) -> Iterator[Number]:
    for column, value in zip(layout.columns, line.values, strict=True):
        yield _number(value, column, key, opening)


def _number(value: int | None, column: Column, key: str | None, opening: Opening | None) -> Number:
    opens = opening is not None and bool(value) and column.kind == "int"
    return Number(
        text=figure(value, column),
        href=opening(column.cell, key) if opens and opening else "",
        zero=value == 0,
        late=bool(value) and column.cell.endswith(".late"),
    )
