"""What one line of a list shows, and reading such lines."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.sql import Subquery

from app.store.engine import Connection
from app.store.visible import STEPS


@dataclass(frozen=True, kw_only=True, slots=True)
class RunningStep:
    """A step somebody works on, or should."""

    step: str
    run: int
    agency: str
    role: str | None
    assignee: str | None
    sent_back: str | None
    started_at: datetime
    due_at: datetime | None
    warn_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ListRow:
    """One case in a list; the meaning of the columns stands at `CaseRow`."""

    code: str
    agency: str
    procedure: str
    procedure_version: int | None
    calendar: str | None
    field: str
    channel: str
    state: str
    training: bool
    applicant: str
    result_channel: str | None
    fee_due: int | None
    fee_paid: int
    arrived_at: datetime
    intake_due_at: datetime | None
    accepted_at: datetime | None
    due_at: datetime | None
    warn_at: datetime | None
    step_due_at: datetime | None
    paused_since: datetime | None
    waits_for: str | None
    waits_since: datetime | None
    waits_until: datetime | None
    apologised_at: datetime | None
    apology_drafted_at: datetime | None
    apology_signed_at: datetime | None
    apology_new_due_at: datetime | None
    apology_published_at: datetime | None
    closed_at: datetime | None
    verdict: str | None
    settled_at: datetime | None
    version: int
    steps: tuple[RunningStep, ...] = ()


_COLUMNS = [one.name for one in fields(ListRow) if one.name != "steps"]
_OF_STEP = [one.name for one in fields(RunningStep)]


def columns_of(rows: Subquery) -> list[Any]:
    """The columns of a line."""
    return [rows.c[name] for name in _COLUMNS]


def lines_from(connection: Connection, found: Sequence[Any]) -> tuple[ListRow, ...]:
    """The lines of found rows, with the running steps of them all (one query)."""
    steps = _running(connection, [row.code for row in found])
    return tuple(
        ListRow(
            **{name: getattr(row, name) for name in _COLUMNS},
            steps=tuple(steps.get(row.code, ())),
        )
        for row in found
    )


def _running(connection: Connection, codes: Sequence[str]) -> dict[str, list[RunningStep]]:
    found: dict[str, list[RunningStep]] = {}
    if not codes:
        return found
    columns = [STEPS.c.case_code, *(STEPS.c[name] for name in _OF_STEP)]
    running = (STEPS.c.case_code.in_(codes), STEPS.c.ended_at.is_(None))
    query = select(*columns).where(*running).order_by(STEPS.c.case_code, STEPS.c.started_at)
    for row in connection.execute(query).mappings():
        step = RunningStep(**{name: row[name] for name in _OF_STEP})
        found.setdefault(row["case_code"], []).append(step)
    return found
