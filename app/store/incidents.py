"""Incidents: cases a job could not deal with, when it tries again, and when it went through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, select, update

from app.store.clock_tables import IncidentRow
from app.store.engine import Connection, dialect_of
from app.store.tables import table_of
from sla.zone import later

INCIDENTS = table_of(IncidentRow)
LONGEST = 24 * 60  # minutes between two tries
_UNSOLVED = INCIDENTS.c.solved_at.is_(None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """What went wrong with a case.

    Attributes:
        error: one sentence without anybody's data.
        digest: of the places the error came through.
    """

    case_code: str
    error: str
    digest: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Incident:
    """A case that a job could not deal with, `count` times in a row; `solved_at` when it could."""

    case_code: str
    job: str
    error: str
    digest: str
    count: int
    first_at: datetime
    last_at: datetime
    next_try_at: datetime
    solved_at: datetime | None


def fail(connection: Connection, failures: Sequence[Failure], *, job: str, now: datetime) -> None:
    """Note failures: each is tried again after a minute, then two, four and so on up to a day."""
    if not failures:
        return
    known = _known(connection, [failure.case_code for failure in failures], job)
    rows = [_row(failure, known.get(failure.case_code), job, now) for failure in failures]
    noted = dialect_of(connection).insert(INCIDENTS)
    others = {column.name: noted.excluded[column.name] for column in INCIDENTS.columns}
    keys = [INCIDENTS.c.case_code, INCIDENTS.c.job]
    connection.execute(noted.on_conflict_do_update(index_elements=keys, set_=others), rows)


def solve(connection: Connection, codes: Sequence[str], *, job: str, now: datetime) -> list[str]:
    """Note that cases went through; returns those of them that had an incident."""
    if not codes:
        return []
    mine = and_(INCIDENTS.c.case_code.in_(codes), INCIDENTS.c.job == job, _UNSOLVED)
    solved = update(INCIDENTS).where(mine).values(solved_at=now)
    return list(connection.scalars(solved.returning(INCIDENTS.c.case_code)))


def to_try(connection: Connection, *, job: str, now: datetime, limit: int) -> list[str]:
    """Cases whose next try has come, locked until the transaction ends; others' are passed over."""
    query = select(INCIDENTS.c.case_code).where(_of(job), INCIDENTS.c.next_try_at <= now)
    query = query.order_by(INCIDENTS.c.next_try_at, INCIDENTS.c.case_code).limit(limit)
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    return list(connection.scalars(query))


def errors(connection: Connection, *, job: str, limit: int) -> dict[str, str]:
    """The sentences of some incidents of a job by case, those that are tried next."""
    query = select(INCIDENTS.c.case_code, INCIDENTS.c.error).where(_of(job))
    query = query.order_by(INCIDENTS.c.next_try_at).limit(limit)
    return {row.case_code: row.error for row in connection.execute(query)}


def how_many(connection: Connection, *, job: str | None = None) -> int:
    """How many incidents stand; of one job or of all."""
    query = select(func.count()).select_from(INCIDENTS).where(_of(job))
    return connection.scalar(query) or 0


def try_now(connection: Connection, code: str, *, job: str, now: datetime) -> bool:
    """Let a job try a case at once, as after a mended setup; False where no incident stands."""
    mine = and_(INCIDENTS.c.case_code == code, _of(job))
    asked = connection.execute(update(INCIDENTS).where(mine).values(next_try_at=now))
    return asked.rowcount == 1


def try_all(connection: Connection, *, job: str) -> None:
    """Let a job try at once every case it could not deal with, as after a rebuild."""
    # The instant of the last try has come, whatever the clock.
    connection.execute(update(INCIDENTS).where(_of(job)).values(next_try_at=INCIDENTS.c.last_at))


def forget_incidents(connection: Connection, before: datetime) -> int:
    """Remove those solved before an instant; returns how many."""
    return connection.execute(delete(INCIDENTS).where(INCIDENTS.c.solved_at < before)).rowcount


def _of(job: str | None) -> ColumnElement[bool]:
    return _UNSOLVED if job is None else and_(_UNSOLVED, INCIDENTS.c.job == job)


def _known(connection: Connection, codes: Sequence[str], job: str) -> dict[str, Any]:
    query = select(INCIDENTS).where(INCIDENTS.c.case_code.in_(codes), _of(job))
    return {row.case_code: row for row in connection.execute(query)}


def _row(failure: Failure, before: Any, job: str, now: datetime) -> dict[str, Any]:
    count = before.count + 1 if before else 1
    return {
        "case_code": failure.case_code,
        "job": job,
        "error": failure.error,
        "digest": failure.digest,
        "count": count,
        "first_at": before.first_at if before else now,
        "last_at": now,
        "next_try_at": later(now, minutes=pause(count)),
        "solved_at": None,
    }


def pause(count: int) -> int:
    """Minutes until the next try after so many failures in a row."""
    return LONGEST if count > 11 else min(2 ** (count - 1), LONGEST)
