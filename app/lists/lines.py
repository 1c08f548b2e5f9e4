"""What one line of a list shows, and reading such lines."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
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


SHOWN = tuple(one.name for one in fields(ListRow) if one.name != "steps")
_OF_STEP = tuple(one.name for one in fields(RunningStep))


def columns_of(rows: Subquery) -> list[Any]:
    """The columns of a line."""
    return [rows.c[name] for name in SHOWN]


def lines_from(connection: Connection, found: Sequence[Any]) -> tuple[ListRow, ...]:
    """The lines of rows of `columns_of`, with the running steps of them all (one query)."""
    # By place and not by name: a row takes longer to find a name than to give all its values.
    steps = _running(connection, [row[0] for row in found])
    return tuple(
        ListRow(**dict(zip(SHOWN, row, strict=True)), steps=tuple(steps.get(row[0], ())))
        for row in found
    )


def _running(connection: Connection, codes: Sequence[str]) -> dict[str, list[RunningStep]]:
    found: dict[str, list[RunningStep]] = {}
    if codes:
        for code, *values in connection.execute(_of_cases(), {"codes": codes}):
            step = RunningStep(**dict(zip(_OF_STEP, values, strict=True)))
            found.setdefault(code, []).append(step)
    return found


@cache
def _of_cases() -> Select[Any]:
    """The statement for every page of lines: made once, since each page asks it."""
    columns = [STEPS.c.case_code, *(STEPS.c[name] for name in _OF_STEP)]
    among = STEPS.c.case_code.in_(bindparam("codes", expanding=True))
    running = select(*columns).where(among, STEPS.c.ended_at.is_(None))
    return running.order_by(STEPS.c.case_code, STEPS.c.started_at)
