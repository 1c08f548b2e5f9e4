"""The heads of a table as boxes over a grid, so that each writer only has to join cells."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from app.reports.layout import Column, Layout
from app.reports.printed import shown

NUMBER = "STT"
BEFORE = 2  # columns that stand before the figures: the running number and the name


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """One heading: its first row and column from nought, and how many of each it covers."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


def depth_of(layout: Layout) -> int:
    """How many rows the heads have."""
    return 1 + max((len(column.groups) for column in layout.columns), default=0)


def heads_of(layout: Layout) -> tuple[Head, ...]:
    """Every heading with its place, row by row from the left."""
    depth = depth_of(layout)
    names = (NUMBER, shown(layout.field_head))
    sides = (Head(text=text, row=0, column=at, rows=depth) for at, text in enumerate(names))
    found = (*sides, *_groups(layout.columns, depth), *_own(layout.columns, depth))
    return tuple(sorted(found, key=lambda head: (head.row, head.column)))


def _own(columns: tuple[Column, ...], depth: int) -> Iterator[Head]:
    """Each column's own heading reaches down to the figures."""
    for at, column in enumerate(columns, start=BEFORE):
        row = len(column.groups)
        yield Head(text=shown(column.head), row=row, column=at, rows=depth - row)


def _groups(columns: tuple[Column, ...], depth: int) -> Iterator[Head]:
    """Neighbours below the same headings share the lowest of them."""
    for row in range(depth - 1):
        placed = enumerate(columns, start=BEFORE)
        for groups, members in groupby(placed, key=lambda pair: pair[1].groups[: row + 1]):
            places = [at for at, _ in members]
            if len(groups) > row:
                text = shown(groups[row].head)
                yield Head(text=text, row=row, column=places[0], columns=len(places))
