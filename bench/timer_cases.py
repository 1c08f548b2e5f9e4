"""Cases whose deadlines come at once, and timers by the million: what the clock work is given.

The cases are real: decided by the rules, chained in the log, with read rows made by the
projections; only the transactions that would have written them one by one are left out. The timers
of `pretended` belong to no case: they only fill the table and its index.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import text

from app.deadlines.claims import Claimed
from app.deadlines.firing import fire
from app.projections.rows import CaseRows, case_rows
from app.projections.write import insert_new
from app.sample.ward import CALENDAR, DEFINITIONS
from app.services.deciding import decided, recorded
from app.services.packs import load_packs
from app.store.engine import Connection, Database, database
from app.store.event_log import CaseLog, extended, insert_rows, rows_of
from app.store.setup import Setup, read_setup
from bench.timer_people import WARDS, officers, pack, ward
from sla.zone import VIETNAM
from workflows.commands import AcceptCase, StartStep
from workflows.events import Applicant

# A Monday morning; a case of PROCEDURE that is accepted then is due on the same day.
START = datetime(2026, 8, 10, 8, tzinfo=VIETNAM)
NOW = datetime(2026, 11, 20, 9, tzinfo=VIETNAM)
PROCEDURE = "1.000894"
LASTING = "1.004884"  # five working days
BATCH = 1_000
MINUTE = timedelta(minutes=1)
MORNING = 180  # minutes in which cases are accepted


def prepared(opened: Database, folder: Path) -> None:
    """The province's setup and its officers, four and more at each ward."""
    offices = folder / "wards.yaml"
    offices.write_text(pack(), encoding="utf-8")
    load_packs(opened, [CALENDAR, *DEFINITIONS, offices])
    officers(opened, START)


def due_together(opened: Database, cases: int, at: datetime, tag: str) -> datetime:
    """Cases accepted at one instant, so that their timers fire together; says when the first do."""
    with opened.writing() as connection:
        setup = read_setup(connection)
        logs = (_log(setup, number, at, tag) for number in range(cases))
        first = NOW
        while batch := list(islice(logs, BATCH)):
            first = min(first, *_firing(_written(connection, setup, batch)))
    return first


def _written(connection: Connection, setup: Setup, logs: Sequence[CaseLog]) -> list[CaseRows]:
    insert_rows(connection, [row for log in logs for row in rows_of(_bare(log), log.lines)])
    made = [case_rows(log, setup) for log in logs]
    insert_new(connection, made)
    return made


def on_their_way(opened: Database, cases: int, at: datetime) -> None:
    """Cases accepted in the minutes of a morning, each with a running step."""
    with opened.writing() as connection:
        setup = read_setup(connection)
        logs = (
            _log(setup, number, at + number % MORNING * MINUTE, "R", procedure=LASTING)
            for number in range(cases)
        )
        while batch := list(islice(logs, BATCH)):
            _written(connection, setup, batch)


def fire_one(url: str, code: str, until: str) -> None:
    """What a job of a scheduler would do: let the timers of one case fire, in a transaction.

    Raises:
        RuntimeError: when the case could not be told.
    """
    when = datetime.fromisoformat(until)
    claimed = Claimed(heads={code: None}, tried=frozenset(), last=None)
    with database(url).writing() as connection:
        batch = fire(connection, claimed, until=when, now=when + timedelta(seconds=1))
    if batch.failures or not batch.told:
        raise RuntimeError(f"{code}: {batch.failures}")


def pretended(
    connection: Connection, many: int, first: datetime, step: timedelta, *, tag: str = "X"
) -> None:
    """Timers of no case, one every `step` from `first` on, in one statement."""
    query = """
        INSERT INTO timers (case_code, clock, step, run, rung, due_at, fires_at)
        SELECT :code || n, 'case', '', 0, 'due', instant, instant
        FROM (SELECT n, CAST(:first AS timestamptz) + n * CAST(:step AS interval) AS instant
              FROM generate_series(0, :many - 1) AS n) AS made
    """
    connection.execute(
        text(query), {"code": f"H99.{tag}-", "first": first, "step": step, "many": many}
    )


def _log(
    setup: Setup, number: int, at: datetime, tag: str, *, procedure: str = PROCEDURE
) -> CaseLog:
    agency = ward(number % WARDS)
    code = f"{agency}-{at:%y%m%d}-{tag}{number:06d}"
    who = Applicant(name="Nguyễn Văn Đo", phone=f"0900{number:06d}")
    accepted = AcceptCase(
        at=at, agency=agency, procedure=procedure, channel="direct", applicant=who
    )
    started = StartStep(at=at + MINUTE, step="appraise", assignee=f"appraise.{agency[-3:].lower()}")
    empty = CaseLog(code=code)
    case, events = decided(setup, empty, (accepted, started), now=started.at)
    lines = recorded(empty, case.agency, events, by="Lan", recorded_at=started.at)
    return extended(empty, lines)


def _bare(log: CaseLog) -> CaseLog:
    return CaseLog(code=log.code)


def _firing(made: Sequence[CaseRows]) -> Iterator[datetime]:
    for rows in made:
        yield from (
            row["fires_at"]
            for table in rows.rows
            if table.name == "timers"
            for row in rows.rows[table]
        )
