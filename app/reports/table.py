"""A statutory table as values: cells by group and name, row identities, and its JSON form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.reports.period import Period
from app.store.scope import Scope
from sla.zone import local

Cells = Mapping[str, int]  # "received.online" -> 276


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRow:
    """One field (lĩnh vực), or the total."""

    field: str
    cells: Cells


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
        """Whether it does on these cells."""
        return cells[self.whole] == sum(cells[part] for part in self.parts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One report of one scope and period as known at an instant (None: as known now).

    Attributes:
        notices: what must stand beside the figures wherever they are shown.
    """

    form: str
    scope: Scope
    period: Period
    as_known_at: datetime | None
    rows: tuple[TableRow, ...]
    total: Cells
    identities: tuple[Identity, ...]
    notices: tuple[str, ...] = ()

    def checks(self) -> list[dict[str, Any]]:
        """Each identity with whether it holds on every row and the total."""
        broken = self.broken()
        return [
            {"identity": identity.words, "holds": identity not in broken}
            for identity in self.identities
        ]

    def broken(self) -> tuple[Identity, ...]:
        """The identities that fail on a row or the total."""
        lines = (*(row.cells for row in self.rows), self.total)
        return tuple(one for one in self.identities if not all(map(one.holds, lines)))

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
            "rows": [{"field": row.field, **_nested(row.cells)} for row in self.rows],
            "total": _nested(self.total),
            "checks": self.checks(),
        }


def added(rows: Iterator[Cells], names: tuple[str, ...]) -> dict[str, int]:
    """The sum of each cell over rows."""
    total = dict.fromkeys(names, 0)
    for cells in rows:
        for name in names:
            total[name] += cells[name]
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
