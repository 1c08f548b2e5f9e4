"""Rebuilding while others work: readers see the old rows, writers wait, nothing is lost."""

import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from app.projections.rebuild import rebuild
from app.projections.rows import CASES, FACTS, TIMERS, case_rows
from app.projections.write import project
from app.services.record import record
from app.store.engine import Database
from app.store.event_log import CaseLog, append, insert_rows, load, rows_of, stream
from app.store.setup import read_setup
from tests.store import desk, workers
from tests.store.desk import DAY, HOUR, MONDAY
from workflows.commands import PauseCase
from workflows.events import Accepted, Paused
from workflows.log import Recorded

PAUSE = PauseCase(at=MONDAY + HOUR, reason="other")
PAUSED = Recorded(
    version=2,
    event=Paused(at=MONDAY + HOUR, reason="other"),
    recorded_at=MONDAY + HOUR,
    by="Minh",
    agency="H32.PL",
)
ACCEPTED = Recorded(
    version=1,
    event=Accepted(
        at=MONDAY,
        agency="H32.PL",
        procedure="1.000894",
        channel="direct",
        applicant=desk.TU,
        due_at=MONDAY + 3 * DAY,
        procedure_version=1,
        calendar="default@1",
    ),
    recorded_at=MONDAY,
    by="Lan",
    agency="H32.PL",
)


def sound(opened: Database) -> bool:
    """Whether the read tables are what the log makes."""
    with opened.reading() as connection:
        setup = read_setup(connection)
        made = [desk.wanted(case_rows(log, setup)) for log in stream(connection)]
        held = desk.held(connection)
        return all(
            rows == [row for each in made for row in each[name]] for name, rows in held.items()
        )


def test_a_rebuild_brings_back_what_was_lost_and_takes_away_what_was_added(database_url):
    opened = desk.loaded(database_url)
    codes = [desk.accepted(opened).code for _ in range(3)]
    with opened.writing() as connection:
        connection.execute(CASES.delete().where(CASES.c.code == codes[0]))
        connection.execute(FACTS.update().values(verdict="late"))
        connection.execute(TIMERS.update().values(case_code="lạ", step=TIMERS.c.case_code))
    assert not sound(opened)

    batches: list[int] = []
    with opened.writing() as connection:
        assert rebuild(connection, batches.append) == 3

    assert batches == [3]
    assert sound(opened)


def test_an_empty_log_is_rebuilt_to_nothing(database_url):
    with desk.loaded(database_url).writing() as connection:
        assert rebuild(connection) == 0


def test_a_rebuild_that_is_broken_off_leaves_the_old_rows(database_url):
    opened = desk.loaded(database_url)
    desk.accepted(opened)

    def stop(cases: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), opened.writing() as connection:
        rebuild(connection, stop)

    assert sound(opened)


@contextmanager
def stopped_half_way(opened: Database) -> Iterator[None]:
    """A rebuild that has read the log and written everything, but not committed yet."""
    half, go_on = threading.Event(), threading.Event()

    def pause(cases: int) -> None:
        half.set()
        go_on.wait(workers.PATIENCE)

    def work() -> None:
        with opened.writing() as connection:
            rebuild(connection, pause)

    rebuilding = threading.Thread(target=work)
    rebuilding.start()
    assert half.wait(workers.PATIENCE)
    try:
        yield
    finally:
        go_on.set()
        rebuilding.join(workers.PATIENCE)


def test_who_records_during_a_rebuild_waits_and_is_not_lost(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    done = threading.Event()

    def work() -> None:
        record(opened, code, PAUSE, by="Minh", now=MONDAY + HOUR)
        desk.accepted(opened)
        done.set()

    officer = threading.Thread(target=work)
    with stopped_half_way(opened):
        officer.start()
        assert not done.wait(0.3)
        # Whoever only looks does not wait, and sees everything.
        with opened.reading() as connection:
            assert connection.scalar(select(func.count()).select_from(CASES)) == 1
    officer.join(workers.PATIENCE)

    assert done.is_set()
    with opened.reading() as connection:
        assert load(connection, code).version == 2
        assert connection.scalar(select(func.count()).select_from(CASES)) == 2
    assert sound(opened)


def test_what_is_being_recorded_when_a_rebuild_begins_is_waited_for(postgres_url):
    opened = desk.loaded(postgres_url)
    code = desk.accepted(opened).code
    rebuilding = threading.Thread(target=workers.rebuild_often, args=(postgres_url, 1))

    with opened.writing() as connection:
        log = load(connection, code)
        grown = append(connection, log, [PAUSED])
        project(connection, log, grown, read_setup(connection))
        rebuilding.start()
        rebuilding.join(0.3)
        assert rebuilding.is_alive()
    rebuilding.join(workers.PATIENCE)

    with opened.reading() as connection:
        assert connection.scalar(select(CASES.c.version)) == 2
    assert sound(opened)


def test_who_has_written_events_but_no_rows_yet_writes_them_on_the_rebuilt_tables(postgres_url):
    opened = desk.loaded(postgres_url)
    code = desk.accepted(opened).code

    with opened.writing() as connection:
        log = load(connection, code)
        grown = append(connection, log, [PAUSED])
        # The event cannot be seen yet, so the rebuild makes the rows of the case without it.
        assert workers.rebuild_often(postgres_url, 1) == [1]
        project(connection, log, grown, read_setup(connection))

    with opened.reading() as connection:
        assert connection.scalar(select(CASES.c.version)) == 2
    assert sound(opened)


@pytest.mark.slow
def test_officers_may_work_while_the_tables_are_rebuilt_again_and_again(database_url):
    opened = desk.loaded(database_url)

    rebuilt, *_ = workers.side_by_side(
        [
            (workers.rebuild_often, database_url, 20),
            (workers.open_cases, database_url, "H32.PL", 60, 7),
            (workers.open_cases, database_url, "H32.BD", 60, 7),
        ]
    )

    assert rebuilt == sorted(rebuilt)
    with opened.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(CASES)) == 120
    assert sound(opened)


@pytest.mark.slow
def test_a_rebuild_holds_a_few_hundred_cases_at_a_time(database_url):
    opened = desk.loaded(database_url)
    with opened.writing() as connection:
        logs = [rows_of(CaseLog(code=f"{n:05d}"), [ACCEPTED]) for n in range(4_000)]
        insert_rows(connection, [row for rows in logs for row in rows])

    with opened.writing() as connection:
        tracemalloc.start()
        assert rebuild(connection) == 4_000
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    # The rows of all cases at once would take several times as much.
    assert peak < 9_000_000
