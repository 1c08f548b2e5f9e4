"""The alerts: one row for each rung of each clock and deadline, written once whoever comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from app.store.bulk import insert_new
from app.store.engine import Connection
from app.store.notice_tables import AlertRow
from app.store.tables import table_of

ALERTS = table_of(AlertRow)
_KEY = (
    ALERTS.c.case_code,
    ALERTS.c.clock,
    ALERTS.c.step,
    ALERTS.c.run,
    ALERTS.c.due_at,
    ALERTS.c.rung,
)
_NAMES = tuple(column.name for column in _KEY)


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertKey:
    """What makes an alert the same alert; a deadline that moved makes it another one."""

    case_code: str
    clock: str
    step: str
    run: int
    due_at: datetime
    rung: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """An alert to be written.

    Attributes:
        agency: the office where the case lies.
        at: the instant the clock reached the rung.
    """

    key: AlertKey
    agency: str
    level: str
    at: datetime


def insert_alerts(
    connection: Connection, alerts: Sequence[Alert], *, now: datetime
) -> dict[AlertKey, int]:
    """Write those alerts that were never written before; their ids by key."""
    if not alerts:
        return {}
    # In the order of their keys, so that two writers of the same ones never wait for each other.
    rows = sorted((_row(alert, now) for alert in alerts), key=_place)
    written = insert_new(connection, ALERTS, rows, (ALERTS.c.id, *_KEY))
    return {_key(row): row.id for row in written}


def _row(alert: Alert, now: datetime) -> dict[str, Any]:
    told = {"agency": alert.agency, "level": alert.level, "at": alert.at, "recorded_at": now}
    return {**{name: getattr(alert.key, name) for name in _NAMES}, **told}


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    return (row["at"], *(row[name] for name in _NAMES))


def _key(row: Row[Any]) -> AlertKey:
    return AlertKey(
        case_code=row.case_code,
        clock=row.clock,
        step=row.step,
        run=row.run,
        due_at=row.due_at,
        rung=row.rung,
    )
