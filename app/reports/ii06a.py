"""Form II.06a (TT 01/2020/TT-VPCP): what became of the cases of an office in a period.

Each cell is one condition on the facts, so the number and the list behind it are the same question.
"""

from collections.abc import Mapping
from datetime import datetime

from app.reports.asked import Asked
from app.reports.cells import CELLS, FORM, IDENTITIES, cells_of, identities_of
from app.reports.conditions import (
    FACTS,
    Condition,
    conditions,
    known,
    touching,
)
from app.reports.period import Period
from app.reports.switches import CONTRACT, Switches
from app.reports.table import Cells, Table, TableRow, added
from app.reports.tallies import tallied
from app.store.engine import Connection
from app.store.scope import Scope
from app.store.setup import read_setup

__all__ = [
    "CELLS",
    "FACTS",
    "FORM",
    "IDENTITIES",
    "Condition",
    "cells_of",
    "conditions",
    "counted",
    "identities_of",
    "known",
    "report",
    "table",
    "touching",
]


def report(
    connection: Connection,
    scope: Scope,
    period: Period,
    *,
    as_known_at: datetime | None = None,
    now: datetime,
    switches: Switches = CONTRACT,
) -> Table:
    """The table out of the facts, in one aggregate: `table` without a question at hand."""
    asked = Asked(scope=scope, period=period, as_known_at=as_known_at, now=now, switches=switches)
    return table(connection, asked)


def table(connection: Connection, asked: Asked) -> Table:
    """The table out of the facts, in one aggregate; one row for each field, in their order."""
    names = cells_of(asked.switches)
    found = counted(connection, asked)
    empty = dict.fromkeys(names, 0)
    rows = tuple(
        TableRow(field=field.name, key=field.code, cells=found.get(field.code, empty))
        for field in read_setup(connection).fields.values()
    )
    return Table(
        form=FORM,
        scope=asked.scope,
        period=asked.period,
        as_known_at=asked.as_known_at,
        rows=rows,
        total=added((row.cells for row in rows), names),
        identities=identities_of(asked.switches),
        variant=asked.variant,
        switches=asked.switches,
    )


def counted(connection: Connection, asked: Asked) -> Mapping[str, Cells]:
    """The cells of each field that has a case, by its code."""
    return {key[0]: cells for key, cells in tallied(connection, asked, "field")}
