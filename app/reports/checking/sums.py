"""The sums that must hold in a table, as equations between its cells."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.reports.checking.known import balances, known_form, usual_sums
from app.reports.checking.numbers import Figure
from app.reports.checking.tables import Column, Row, Sheet

Spot = tuple[int, int]  # a cell: line and column of the grid, from 0
SumKind = Literal["row", "balance", "column"]
_BLANK = Figure(meaning="blank", text="")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sum:
    """`whole` = the `parts` added up.

    Attributes:
        row: the line of the whole.
        column: its column.
        parts: the other cells.
        text: the rule in words.
    """

    kind: SumKind
    row: Row
    column: Column
    parts: tuple[Spot, ...]
    text: str

    @property
    def whole(self) -> Spot:
        """The cell of the whole."""
        return self.row.at, self.column.at

    def spots(self) -> tuple[Spot, ...]:
        """All its cells."""
        return (self.whole, *self.parts)


class Cells:
    """The figures of a table by cell."""

    def __init__(self, sheet: Sheet) -> None:
        self._figures = {
            (row.at, at): figure for row in sheet.figured() for at, figure in row.figures.items()
        }

    def figure(self, spot: Spot) -> Figure:
        """What stands in a cell."""
        return self._figures.get(spot, _BLANK)

    def amount(self, spot: Spot) -> int:
        """Its count, 0 for nothing."""
        return self.figure(spot).amount

    def blank(self, spot: Spot) -> bool:
        """Whether nothing stands there."""
        return self.figure(spot).meaning == "blank"

    def added(self, one: Sum) -> int:
        """The parts of a sum together."""
        return sum(map(self.amount, one.parts))

    def short(self, one: Sum) -> int:
        """By how much the parts fall short of the whole."""
        return self.amount(one.whole) - self.added(one)

    def readable(self, one: Sum) -> bool:
        """Whether each cell of a sum holds a count or nothing."""
        return all(self.figure(spot).meaning in ("count", "blank") for spot in one.spots())

    def holds(self, one: Sum) -> bool:
        """Whether a sum does, or cannot be judged."""
        return not self.readable(one) or not self.short(one)


def sums_of(sheet: Sheet, cells: Cells) -> list[Sum]:
    """Every sum of a table, where it could be one of several the one that fits it best."""
    choices = [*_row_choices(sheet), *_balance_choice(sheet), *_column_choices(sheet)]
    return [one for choice in choices for one in _best(choice, cells)]


def _best(choice: Sequence[list[Sum]], cells: Cells) -> list[Sum]:
    return min(choice, key=lambda sums: sum(not cells.holds(one) for one in sums), default=[])


def _row_choices(sheet: Sheet) -> Iterator[list[list[Sum]]]:
    for whole in sheet.counts():
        found: dict[frozenset[int], list[Sum]] = {}
        for parts in _formulas(sheet, whole):
            places = frozenset(part.at for part in parts)
            if parts and whole.at not in places:
                found.setdefault(places, _along(sheet, "row", whole, parts))
        if found:
            yield list(found.values())


def _formulas(sheet: Sheet, whole: Column) -> Iterator[list[Column]]:
    """What a column may be the sum of: as printed, as the form says, as is usual."""
    numbers, named = sheet.by_number(), sheet.by_cell()
    formulas = [whole.formula]
    if sheet.form and whole.cell and whole.number is not None:
        known = known_form(sheet.form)
        if known.cells.get(whole.number) == whole.cell:
            formulas.append(known.formulas.get(whole.number, ()))
    for formula in formulas:
        if formula and set(formula) <= set(numbers):
            yield [numbers[number] for number in formula]
    for cell, choices in usual_sums():
        yield from (
            [named[part] for part in parts]
            for parts in choices
            if cell == whole.cell and set(parts) <= set(named)
        )


def _balance_choice(sheet: Sheet) -> Iterator[list[list[Sum]]]:
    named = sheet.by_cell()
    cell, fitting = balances(named)
    if fitting:
        yield [
            _along(sheet, "balance", named[cell], [named[part] for part in parts])
            for parts in fitting
        ]


def _along(sheet: Sheet, kind: SumKind, whole: Column, parts: Sequence[Column]) -> list[Sum]:
    """The same sum on every line."""
    text = f"{whole.mark} = {' + '.join(part.mark for part in parts)}"
    return [
        Sum(
            kind=kind,
            row=row,
            column=whole,
            parts=tuple((row.at, part.at) for part in parts),
            text=text,
        )
        for row in sheet.figured()
    ]


def _column_choices(sheet: Sheet) -> Iterator[list[list[Sum]]]:
    """Subtotals and the total, of lines only or with their details; one choice for all columns."""
    groups = _groups(sheet)
    for whole, lines, details in groups:
        wide = _down(sheet, whole, sorted([*lines, *details], key=lambda row: row.at))
        yield [_down(sheet, whole, lines), wide] if details and lines else [wide]


def _down(sheet: Sheet, whole: Row, lines: Sequence[Row]) -> list[Sum]:
    return [
        Sum(
            kind="column",
            row=whole,
            column=column,
            parts=tuple((row.at, column.at) for row in lines),
            text=f"tổng cột {column.mark} = cộng {_named(lines)}",
        )
        for column in sheet.counts()
        if lines and column.at in whole.figures
    ]


def _named(lines: Sequence[Row]) -> str:
    if all(row.kind in ("section", "subtotal") for row in lines):
        return f"{len(lines)} phần"
    return f"{len(lines)} dòng"


def _groups(sheet: Sheet) -> Iterator[tuple[Row, list[Row], list[Row]]]:
    """Each line that adds up others, with those lines and their details."""
    loose: list[Row] = []  # what the total adds up
    group: list[Row] = []  # lines since the last heading or subtotal
    head: Row | None = None
    for row in sheet.rows:
        if row.kind == "section":
            yield from _closed(head, group)
            loose += [] if head else _plain(group)
            group, head = [], row if row.figures else None
            loose += [row] if row.figures else []
        elif row.kind == "subtotal":
            yield row, _plain(group), _details(group)
            loose += [] if head else [row]
            group, head = [], None
        elif row.kind != "total":
            group.append(row)
    yield from _closed(head, group)
    if sheet.total is not None:
        rest = [] if head else group
        yield sheet.total, [*loose, *_plain(rest)], _details(rest)


def _closed(head: Row | None, group: Sequence[Row]) -> Iterator[tuple[Row, list[Row], list[Row]]]:
    if head is not None and group:
        yield head, _plain(group), _details(group)


def _plain(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.kind == "row"]


def _details(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.kind == "detail"]
