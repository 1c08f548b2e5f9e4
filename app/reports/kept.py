"""A table as it is kept: every value of it as JSON, and back, so that it never has to be recounted.

The document of contract 4 is for other programs and leaves out the keys of the rows.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from app.reports.period import Period
from app.reports.switches import parsed
from app.reports.table import Identity, Table, TableRow
from app.store.scope import Scope
from sla.zone import parse_instant
from workflows.codec import instant_text


def as_kept(table: Table) -> dict[str, Any]:
    """The table as JSON values."""
    return {
        "form": table.form,
        "variant": table.variant,
        "agency": table.scope.agency,
        "subtree": table.scope.subtree,
        "first": table.period.first.isoformat(),
        "last": table.period.last.isoformat(),
        "as_known_at": _text(table.as_known_at),
        "made_at": _text(table.made_at),
        "known_position": table.known_position,
        "switches": table.switches.as_json(),
        "rows": [asdict(row) | {"cells": dict(row.cells)} for row in table.rows],
        "total": dict(table.total),
        "identities": [asdict(one) for one in table.identities],
        "notices": list(table.notices),
    }


def from_kept(kept: Mapping[str, Any]) -> Table:
    """What `as_kept` made."""
    return Table(
        form=kept["form"],
        scope=Scope(agency=kept["agency"], subtree=kept["subtree"]),
        period=Period(
            first=date.fromisoformat(kept["first"]), last=date.fromisoformat(kept["last"])
        ),
        as_known_at=_instant(kept["as_known_at"]),
        rows=tuple(TableRow(**row) for row in kept["rows"]),
        total=kept["total"],
        identities=tuple(
            Identity(**{**one, "parts": tuple(one["parts"])}) for one in kept["identities"]
        ),
        notices=tuple(kept["notices"]),
        variant=kept["variant"],
        switches=parsed(kept["switches"]),
        made_at=_instant(kept["made_at"]),
        known_position=kept["known_position"],
    )


def _text(instant: datetime | None) -> str | None:
    return instant_text(instant) if instant else None


def _instant(text: str | None) -> datetime | None:
    return parse_instant(text) if text else None
