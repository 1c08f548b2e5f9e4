"""A statutory form: what its folder says, and the table, the layout and the cases it gives."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from typing import Protocol, cast

from app.errors import BadInput
from app.reports.asked import Asked
from app.reports.layout import Column, Layout
from app.reports.members import Member
from app.reports.switches import CONTRACT, Switches, choices_for
from app.reports.table import Identity, Table
from app.store.engine import Connection
from workflows.agency import Level

Members = tuple[Member, ...]
PAGE = 100  # cases


class Query(Protocol):
    """What the file query.py of a form offers; `cases` may be missing, then no cell opens."""

    def table(self, connection: Connection, asked: Asked) -> Table:
        """Count it."""

    def cases(
        self,
        connection: Connection,
        asked: Asked,
        cell: str,
        row: str | None,
        *,
        after: str | None,
        limit: int,
    ) -> Members:
        """What stands behind a cell of the row with that key; None for the total."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FormColumn:
    """A column, and the choices of counting by which it looks so (empty: by all)."""

    column: Column
    when: Mapping[str, str]

    def fits(self, switches: Switches) -> bool:
        """Whether it is the column for these choices."""
        return self.when.items() <= switches.as_json().items()


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """One way to print a form.

    Attributes:
        only: the cells it shows; empty for all that it is not `without`.
        field_head: the heading over the names of its rows, where that differs.
    """

    code: str
    name: str
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    field_head: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()

    def shows(self, one: FormColumn) -> bool:
        """Whether it has this column; one that a choice of counting asks for is never left out."""
        cell = one.column.cell
        return bool(one.when) or (cell in self.only if self.only else cell not in self.without)


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """The offices of some levels, under one heading."""

    code: str
    head: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """One statutory form.

    Attributes:
        number: as printed at its head.
        field_head: the heading over the names of its rows.
        purpose: what it is for, in the words of a desk; empty where its title says it.
        subtree: whether it always counts the offices below the one that is asked for.
        verified: whether it was held against the law's own print.
        source: the law, or the print it was taken from.
        sections: the parts of a roll-up.
        issued: by which text, as printed under its number; empty where nobody knows.
        counts_cases: whether the choices of counting cases bear on it.
        package: of its query.
    """

    code: str
    number: str
    title: str
    unit: str
    field_head: str
    total: str
    columns: tuple[FormColumn, ...]
    variants: tuple[Variant, ...]
    verified: bool
    source: str
    package: str
    identities: tuple[Identity, ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()
    purpose: str = ""
    subtree: bool = False
    issued: str = ""
    counts_cases: bool = True

    def variant(self, code: str = "") -> Variant:
        """The variant of that code; the first one for nothing.

        Raises:
            BadInput: where it has no such variant.
        """
        wanted = code or self.variants[0].code
        found = next((one for one in self.variants if one.code == wanted), None)
        if found is None:
            names = ", ".join(one.code for one in self.variants)
            raise BadInput(f"{self.code}: không có mẫu in “{code}”; có: {names}", field="variant")
        return found

    def layout(self, variant: str = "", switches: Switches = CONTRACT) -> Layout:
        """How it is printed.

        Raises:
            BadInput: as `variant`.
        """
        chosen = self.variant(variant)
        return Layout(
            form=self.code,
            number=self.number,
            title=chosen.title or self.title,
            field_head=chosen.field_head or self.field_head,
            unit=self.unit,
            total=self.total,
            columns=self._columns(chosen, switches),
            notes=(*self.notes, *chosen.notes),
            verified=self.verified,
            issued=self.issued,
            counts_cases=self.counts_cases,
        )

    def _columns(self, chosen: Variant, switches: Switches) -> tuple[Column, ...]:
        found: dict[str, Column] = {}
        for one in self.columns:
            if one.fits(switches) and chosen.shows(one):
                found.setdefault(one.column.cell, one.column)
        return tuple(found.values())

    def asked(self, asked: Asked) -> Asked:
        """The question as this form understands it: its variant, its offices, choices that bear.

        Raises:
            BadInput: as `variant`.
        """
        below = asked.scope.subtree or self.subtree
        scope = replace(asked.scope, subtree=below) if asked.scope.agency else asked.scope
        switches = asked.switches if self.counts_cases else CONTRACT
        variant = self.variant(asked.variant).code
        return replace(asked, scope=scope, variant=variant, switches=switches)

    def own_choices(self, connection: Connection, agency: str | None, day: date) -> Switches:
        """What an office counts by on a day; the choices do not bear on what counts no cases."""
        return choices_for(connection, agency, day) if self.counts_cases else CONTRACT

    def table(self, connection: Connection, asked: Asked) -> Table:
        """Count it.

        Raises:
            BadInput: as `variant`.
        """
        put = self.asked(asked)
        made = self._query().table(connection, put)
        usual = put.variant == self.variants[0].code
        return replace(
            made,
            identities=made.identities or self.identities,
            variant="" if usual else put.variant,
            switches=put.switches,
        )

    @property
    def opens(self) -> bool:
        """Whether the cases behind its cells can be listed."""
        return hasattr(self._query(), "cases")

    def cases(
        self,
        connection: Connection,
        asked: Asked,
        cell: str,
        row: str | None,
        *,
        after: str | None = None,
        limit: int = PAGE,
    ) -> Members:
        """What stands behind a cell, in the order of codes; behind that of the total for no row.

        Args:
            connection: a reading transaction.
            asked: what the table was asked.
            cell: its name.
            row: the key of its row; None for the total.
            after: the last code of the page before.
            limit: the most to give.

        Raises:
            BadInput: where its cells do not open, and as `variant`.
        """
        if not self.opens:
            raise BadInput(f"{self.code}: biểu này không có danh sách hồ sơ phía sau con số")
        put = self.asked(asked)
        return self._query().cases(connection, put, cell, row, after=after, limit=limit)

    def count(self, connection: Connection, asked: Asked, cell: str, row: str | None) -> int:
        """The number in a cell; a query that can count it alone (`count`) need not count the rest.

        Raises:
            BadInput: as `table`.
        """
        put, query = self.asked(asked), self._query()
        alone = getattr(query, "count", None)
        if alone is not None:
            return int(alone(connection, put, cell, row))
        return query.table(connection, put).number(cell, row)

    def _query(self) -> Query:
        # Only when it is needed: a query itself asks for its form.
        return cast("Query", import_module(f"{self.package}.query"))
