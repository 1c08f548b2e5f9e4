"""Tables somebody asked for and left: claimed by whoever has time, leased, made, looked at.

A lease is a number and an instant: when the instant has passed somebody else may take the table
under the next number, and whoever was too slow settles nothing any more.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, insert, or_, select, update

from app.store.engine import Connection
from app.store.files import Kept
from app.store.sealed import files_as_json, files_from_json
from app.store.sealed_tables import ReportJobRow
from app.store.tables import table_of

JOBS = table_of(ReportJobRow)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportJob:
    """A table that was asked for.

    Attributes:
        asked: the question, as JSON values.
        lease_no: what to settle it with.
        done: how many of its steps are done.
        files: what has been made of it, by format.
        error: why it could not be made.
        finished_at: None while it waits or is being made.
    """

    id: int
    key: str
    by: str
    made_at: datetime
    form: str
    asked: Mapping[str, Any]
    lease_no: int
    leased_until: datetime | None
    done: int
    files: Mapping[str, Kept]
    error: str | None
    finished_at: datetime | None


def add(connection: Connection, row: Mapping[str, Any]) -> int:
    """Keep a question, `row` by column; its number."""
    fresh = {"lease_no": 0, "done": 0, "files": "{}"}
    number: int = connection.execute(
        insert(JOBS).values({**fresh, **row}).returning(JOBS.c.id)
    ).scalar_one()
    return number


def one(connection: Connection, number: int) -> ReportJob | None:
    """A question by its number."""
    return _first(connection, JOBS.c.id == number)


def keyed(connection: Connection, key: str) -> ReportJob | None:
    """The question of a form."""
    return _first(connection, JOBS.c.key == key)


def of_people(connection: Connection, logins: Collection[str], *, most: int) -> list[ReportJob]:
    """What some people asked for, newest first."""
    theirs = select(JOBS).where(JOBS.c.by.in_(logins)).order_by(JOBS.c.id.desc()).limit(most)
    return [_job(row) for row in connection.execute(theirs)]


def lease(
    connection: Connection, *, now: datetime, until: datetime, only: int | None = None
) -> ReportJob | None:
    """Take the oldest question that nobody is at work on, for so long; None where there is none.

    With `only` that question or none.
    """
    free = or_(JOBS.c.leased_until.is_(None), JOBS.c.leased_until <= now)
    query = select(JOBS.c.id).where(JOBS.c.finished_at.is_(None), free).order_by(JOBS.c.id).limit(1)
    if only is not None:
        query = query.where(JOBS.c.id == only)
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    number = connection.scalar(query)
    if number is None:
        return None
    taken = update(JOBS).where(JOBS.c.id == number)
    connection.execute(taken.values(lease_no=JOBS.c.lease_no + 1, leased_until=until))
    return one(connection, number)


def step(connection: Connection, job: ReportJob, *, done: int) -> bool:
    """Note how far a table has come; False when the lease is lost."""
    return _settle(connection, job, done=done)


def finish(
    connection: Connection, job: ReportJob, files: Mapping[str, Kept], *, now: datetime
) -> bool:
    """The table is made; False when the lease is lost."""
    kept = json.dumps(files_as_json(files))
    return _settle(connection, job, files=kept, finished_at=now, leased_until=None)


def fail(connection: Connection, job: ReportJob, error: str, *, now: datetime) -> bool:
    """The table cannot be made."""
    return _settle(connection, job, error=error, finished_at=now, leased_until=None)


def forget(connection: Connection, *, before: datetime, limit: int) -> int:
    """Take away what was asked before an instant; how many."""
    old = select(JOBS.c.id).where(JOBS.c.made_at < before).order_by(JOBS.c.id).limit(limit)
    return connection.execute(delete(JOBS).where(JOBS.c.id.in_(old))).rowcount


def _settle(connection: Connection, job: ReportJob, **values: Any) -> bool:
    mine = and_(JOBS.c.id == job.id, JOBS.c.lease_no == job.lease_no, JOBS.c.finished_at.is_(None))
    return connection.execute(update(JOBS).where(mine).values(**values)).rowcount == 1


def _first(connection: Connection, which: ColumnElement[bool]) -> ReportJob | None:
    row = connection.execute(select(JOBS).where(which)).first()
    return None if row is None else _job(row)


def _job(row: Row[Any]) -> ReportJob:
    told = row._asdict()
    files = files_from_json(json.loads(told.pop("files")))
    return ReportJob(**{**told, "asked": json.loads(told["asked"]), "files": files})
