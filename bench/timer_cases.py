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

from app.projections.rows import CaseRows, case_rows
from app.projections.write import insert_new
from app.sample.ward import CALENDAR, DEFINITIONS
from app.services.deciding import decided, recorded
from app.services.packs import load_packs
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog, extended, insert_rows, rows_of
from app.store.setup import Setup, read_setup
from bench import province
from bench.client import officers
from sla.zone import VIETNAM
from workflows.commands import AcceptCase, StartStep
from workflows.events import Applicant

# A Monday morning; a case of PROCEDURE that is accepted then is due on Thursday or later.
START = datetime(2026, 8, 10, 8, tzinfo=VIETNAM)
NOW = datetime(2026, 11, 20, 9, tzinfo=VIETNAM)
PROCEDURE = "1.000894"
WARDS = 40
BATCH = 1_000
MINUTE = timedelta(minutes=1)


def prepared(database: Database, folder: Path) -> None:
    """The province's setup and its officers, four and more at each ward."""
    pack = folder / "province.yaml"
    pack.write_text(province.pack(WARDS), encoding="utf-8")
    load_packs(database, [CALENDAR, *DEFINITIONS, pack])
    officers(database, WARDS, START)


def due_together(database: Database, cases: int, at: datetime, tag: str) -> datetime:
    """Cases accepted at one instant, so that their timers fire together; says when the first do."""
    with database.writing() as connection:
        setup = read_setup(connection)
        logs = (_log(setup, number, at, tag) for number in range(cases))
        first = NOW
        while batch := list(islice(logs, BATCH)):
            insert_rows(
                connection, [row for log in batch for row in rows_of(_bare(log), log.lines)]
            )
            made = [case_rows(log, setup) for log in batch]
            insert_new(connection, made)
            first = min(first, *_firing(made))
    return first


def pretended(connection: Connection, many: int, first: datetime, step: timedelta) -> None:
    """Timers of no case, one every `step` from `first` on, in one statement."""
    query = """
        INSERT INTO timers (case_code, clock, step, run, rung, due_at, fires_at)
        SELECT 'H99.X-' || n, 'case', '', 0, 'due', instant, instant
        FROM (SELECT n, CAST(:first AS timestamptz) + n * CAST(:step AS interval) AS instant
              FROM generate_series(0, :many - 1) AS n) AS made
    """
    connection.execute(text(query), {"first": first, "step": step, "many": many})


def _log(setup: Setup, number: int, at: datetime, tag: str) -> CaseLog:
    agency = province.ward(number % WARDS)
    code = f"{agency}-{at:%y%m%d}-{tag}{number:06d}"
    who = Applicant(name="Nguyễn Văn Đo", phone=f"0900{number:06d}")
    accepted = AcceptCase(
        at=at, agency=agency, procedure=PROCEDURE, channel="direct", applicant=who
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
