"""Keeping what offices chose about the counting of their reports."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping, and_, insert, select, update

from app.store.engine import Connection
from app.store.report_tables import ReportChoiceRow
from app.store.tables import table_of
from workflows.reporting import Reporting

CHOSEN = table_of(ReportChoiceRow)


def save_choices(connection: Connection, choices: Sequence[Reporting]) -> tuple[int, int, int]:
    """Write choices as they stand in a pack: how many were new, changed, known."""
    rows = [asdict(choice) for choice in choices]
    known = {_key(row): dict(row) for row in connection.execute(select(CHOSEN)).mappings()}
    new = [row for row in rows if _key(row) not in known]
    changed = [row for row in rows if known.get(_key(row), row) != row]
    for row in new:
        connection.execute(insert(CHOSEN), row)
    for row in changed:
        agency, since = _key(row)
        same = and_(CHOSEN.c.agency == agency, CHOSEN.c.valid_from == since)
        connection.execute(update(CHOSEN).where(same).values(row))
    return len(new), len(changed), len(rows) - len(new) - len(changed)


def _key(row: RowMapping | dict[str, Any]) -> tuple[object, object]:
    return row["agency"], row["valid_from"]
