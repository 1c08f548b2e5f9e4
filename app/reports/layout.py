"""How a form is laid out: its heads and the cell under each, for every writer alike."""

from dataclasses import dataclass
from typing import Literal

CellKind = Literal["int", "percent"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """A heading over several columns; `short` for the terminal, where it differs."""

    head: str
    short: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column of figures.

    Attributes:
        cell: the name of the cell under it.
        head: its own heading.
        groups: the headings above it, from the top.
        number: the printed column number with its formula, or nothing.
        short: its heading on the terminal, where that differs.
        kind: whole numbers, or shares in hundredths of a percent.
        formula: the cells of its row that it is the sum of; empty where it is counted.
    """

    cell: str
    head: str
    groups: tuple[Group, ...] = ()
    number: str = ""
    short: str = ""
    kind: CellKind = "int"
    formula: tuple[str, ...] = ()

    @property
    def full_head(self) -> str:
        """All headings from the top, as one line."""
        return " – ".join((*(group.head for group in self.groups), self.head))


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """A form: its number, title and columns behind STT and the names of the rows.

    Attributes:
        field_head: the heading over the names of the rows.
        total: the name of the last row.
        notes: what is printed under the table, by the form and the way it is counted.
        verified: whether it was held against the law's own print.
        issued: by which text, as printed under its number; empty where nobody knows.
        counts_cases: whether the choices of counting cases bear on it, and stand under it.
    """

    form: str
    number: str
    title: str
    field_head: str
    unit: str
    total: str
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()
    verified: bool = True
    issued: str = ""
    counts_cases: bool = True

    def head_of(self, cell: str) -> str:
        """The full heading over a cell."""
        return next(column.full_head for column in self.columns if column.cell == cell)
