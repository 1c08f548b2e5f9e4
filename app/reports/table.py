"""A statutory table as values: cells by group and name, row identities, and its JSON form."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from app.reports.period import Period
from app.reports.switches import CONTRACT, Switches
from app.store.scope import Scope
from sla.zone import local

Cells = Mapping[str, int]  # "received.online" -> 276; a cell that is not in it stays blank
RowKind = Literal["row", "section", "subtotal"]


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRow:
    """One line: mostly of a field (lĩnh vực), else of an office, a heading or its subtotal.

    Attributes:
        field: what stands in the column of names.
        cells: whole numbers; a share is told in hundredths of a percent (8757 is 87,57%).
        key: the code of what the line counts: of a field or an office, of a section for its heading
            and subtotal.
        section: the heading it stands under; empty in a table without sections.
        kind: a heading has no cells, and a subtotal adds up the rows of its section.
    """

    field: str
    cells: Cells
    key: str = ""
    section: str = ""
    kind: RowKind = "row"


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """A sum that must hold on every row: `whole` = the `parts` added up.

    Attributes:
        words: its name in JSON.
        text: the same by the printed column numbers, for people.
    """

    words: str
    text: str
    whole: str
    parts: tuple[str, ...]

    def holds(self, cells: Cells) -> bool:
        """Whether it does on these cells; blank ones count as nothing."""
        return cells.get(self.whole, 0) == sum(cells.get(part, 0) for part in self.parts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One report of one scope and period as known at an instant (None: as known now).

    Attributes:
        notices: what must stand beside the figures wherever they are shown.
        variant: of the form's layout; empty for the usual one.
        switches: the choices it was counted by.
        made_at: when it was counted.
        known_position: of the last event in the log then.
    """

    form: str
    scope: Scope
    period: Period
    as_known_at: datetime | None
    rows: tuple[TableRow, ...]
    total: Cells
    identities: tuple[Identity, ...]
    notices: tuple[str, ...] = ()
    variant: str = ""
    switches: Switches = CONTRACT
    made_at: datetime | None = None
    known_position: int | None = None

    def checks(self) -> list[dict[str, Any]]:
        """Each identity with whether it holds on every row and the total."""
        broken = self.broken()
        return [
            {"identity": identity.words, "holds": identity not in broken}
            for identity in self.identities
        ]

    def broken(self) -> tuple[Identity, ...]:
        """The identities that fail on a row or the total."""
        lines = (*(row.cells for row in self.rows if row.kind != "section"), self.total)
        return tuple(one for one in self.identities if not all(map(one.holds, lines)))

    def not_adding_up(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the cells whose subtotals or total are not the sum of the rows above them."""
        return tuple(name for name in names if not self._adds_up(name))

    def number(self, cell: str, row: str | None) -> int:
        """What stands in a cell of the row with that key, or of its section; of the total for None.

        A row the table does not have counts nothing.
        """
        if row is None:
            return self.total.get(cell, 0)
        found = (one.cells for one in self.rows if one.key == row and one.kind != "section")
        return next(found, {}).get(cell, 0)

    def _adds_up(self, name: str) -> bool:
        rows = [row for row in self.rows if row.kind == "row"]
        parts = (row for row in self.rows if row.kind == "subtotal")
        whole = sum(row.cells.get(name, 0) for row in rows)
        return whole == self.total.get(name, 0) and all(
            part.cells.get(name, 0)
            == sum(row.cells.get(name, 0) for row in rows if row.section == part.section)
            for part in parts
        )

    def as_json(self) -> dict[str, Any]:
        """The document of contract 4."""
        known = self.as_known_at
        return {
            **({"notice": "\n".join(self.notices)} if self.notices else {}),
            "form": self.form,
            "agency": self.scope.agency,
            "subtree": self.scope.subtree,
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "as_known_at": local(known).isoformat() if known else None,
            **self._choices(),
            "rows": [_line(row) for row in self.rows],
            "total": _nested(self.total),
            "checks": self.checks(),
        }

    def _choices(self) -> dict[str, Any]:
        """What differs from the usual, so that the usual table stays the contract's document."""
        asked: dict[str, Any] = {"variant": self.variant} if self.variant else {}
        if self.switches != CONTRACT:
            asked["switches"] = self.switches.as_json()
        return asked


def _line(row: TableRow) -> dict[str, Any]:
    place = {"key": row.key, "section": row.section, "kind": row.kind} if row.section else {}
    return {"field": row.field, **place, **_nested(row.cells)}


def added(rows: Iterator[Cells], names: tuple[str, ...]) -> dict[str, int]:
    """The sum of each cell over rows; a blank one adds nothing."""
    total = dict.fromkeys(names, 0)
    for cells in rows:
        for name in names:
            total[name] += cells.get(name, 0)
    return total


def _nested(cells: Cells) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for name, value in cells.items():
        group, dot, inner = name.partition(".")
        if dot:
            nested.setdefault(group, {})[inner] = value
        else:
            nested[group] = value
    return nested
