"""Which tables are made at the cut-off of a period, for whom, and which cut-offs have been told."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from app.store.engine import Connection, dialect_of
from app.store.sealed_tables import ReportCutOffRow, ReportScheduleRow
from app.store.tables import table_of
from workflows.agency import Role

SCHEDULES, CUT_OFFS = table_of(ReportScheduleRow), table_of(ReportCutOffRow)


@dataclass(frozen=True, kw_only=True, slots=True)
class NewSchedule:
    """A table that is to be made whenever a period of a kind has ended.

    Attributes:
        variant: of the form's layout; empty for the usual one.
        kind: of period, as `app.reports.periods` calls it.
        roles: who at the office is told.
        mails: further addresses.
    """

    form: str
    agency: str
    kind: str
    variant: str = ""
    subtree: bool = False
    roles: tuple[Role, ...] = (Role.SUPERVISOR, Role.LEADER)
    mails: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """A schedule with its number; `ended_at` is None while it holds."""

    id: int
    what: NewSchedule
    made_by: str
    made_at: datetime
    ended_at: datetime | None


def add(connection: Connection, new: NewSchedule, *, by: str, at: datetime) -> int:
    """Keep a schedule; its number."""
    row = {
        "form": new.form,
        "variant": new.variant,
        "agency": new.agency,
        "subtree": new.subtree,
        "kind": new.kind,
        "roles": json.dumps([role.value for role in new.roles]),
        "mails": json.dumps(new.mails),
        "made_by": by,
        "made_at": at,
    }
    number: int = connection.execute(
        insert(SCHEDULES).values(row).returning(SCHEDULES.c.id)
    ).scalar_one()
    return number


def end(connection: Connection, number: int, *, at: datetime) -> bool:
    """End a schedule; False for one that was ended before."""
    mine = update(SCHEDULES).where(SCHEDULES.c.id == number, SCHEDULES.c.ended_at.is_(None))
    return connection.execute(mine.values(ended_at=at)).rowcount == 1


def schedules(
    connection: Connection, agencies: Sequence[str] | None = None
) -> tuple[Schedule, ...]:
    """The schedules that hold, of some offices or of all (None), oldest first."""
    query = select(SCHEDULES).where(SCHEDULES.c.ended_at.is_(None)).order_by(SCHEDULES.c.id)
    if agencies is not None:
        query = query.where(SCHEDULES.c.agency.in_(agencies))
    return tuple(_schedule(row) for row in connection.execute(query))


def told_until(connection: Connection, schedule: int) -> date | None:
    """The last day of the latest period that a schedule has told of."""
    query = select(CUT_OFFS.c.last).where(CUT_OFFS.c.schedule == schedule)
    found: date | None = connection.scalar(query.order_by(CUT_OFFS.c.last.desc()).limit(1))
    return found


def claim_cut_off(connection: Connection, schedule: int, last: date, *, at: datetime) -> bool:
    """Take a cut-off to tell it in this transaction; False where another has told it.

    On PostgreSQL whoever comes second waits for the end of the first one's transaction.
    """
    row = dialect_of(connection).insert(CUT_OFFS).values(schedule=schedule, last=last, at=at)
    taken = row.on_conflict_do_nothing().returning(CUT_OFFS.c.schedule)
    return connection.execute(taken).first() is not None


def _schedule(row: Row[Any]) -> Schedule:
    what = NewSchedule(
        form=row.form,
        agency=row.agency,
        kind=row.kind,
        variant=row.variant,
        subtree=row.subtree,
        roles=tuple(Role(role) for role in json.loads(row.roles)),
        mails=tuple(json.loads(row.mails)),
    )
    return Schedule(
        id=row.id, what=what, made_by=row.made_by, made_at=row.made_at, ended_at=row.ended_at
    )
