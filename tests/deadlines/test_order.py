"""The events of a case stand in the order of their instants, whoever claims what and when."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlalchemy import event, text

from app.deadlines import tick as ticking
from app.deadlines.claims import claim
from app.deadlines.firing import fire
from app.deadlines.tick import tick
from app.services.record import record_all
from app.services.verify import verify
from app.store.engine import Database, database, dispose_all
from app.store.event_log import load, stream
from sla.zone import VIETNAM
from tests.conformance.moment import NOW as WORLDS_NOW
from tests.store import desk, workers
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY
from workflows.events import DeadlineMissed, DeadlineWarned

NOW = MONDAY + 14 * DAY
TOLD = DeadlineMissed | DeadlineWarned


def told(opened: Database, code: str) -> list[datetime]:
    """When each deadline event of a case is dated, in the order of the log."""
    with opened.reading() as connection:
        return [
            line.event.at for line in load(connection, code).lines if isinstance(line.event, TOLD)
        ]


def run(opened: Database, until: datetime = NOW) -> int:
    result = tick(opened, until=until, now=NOW)
    assert result.failures == {}
    return result.missed + result.warned


@contextmanager
def held(opened: Database, code: str) -> Iterator[None]:
    """Another process has claimed the case and is killed before it has written anything."""
    with opened.engine.connect() as other:
        found = claim(other, NOW, now=NOW, limit=1, after=None)
        assert list(found.heads) == [code]
        yield
        other.rollback()


def test_no_later_timer_of_a_case_overtakes_the_one_another_process_holds(postgres_url):
    opened = desk.loaded(postgres_url)
    taken = desk.accepted(opened).code
    free = desk.accepted(opened, MONDAY + HOUR).code

    with held(opened, taken):
        assert run(opened) == 4
        assert told(opened, taken) == []
        assert len(told(opened, free)) == 4

    assert run(opened) == 4
    assert told(opened, taken) == sorted(told(opened, taken))


def test_a_timer_an_officer_is_just_taking_away_is_passed_over_with_its_case(postgres_url):
    opened = desk.loaded(postgres_url)
    code = desk.accepted(opened).code

    with opened.engine.connect() as officer:
        officer.execute(text("DELETE FROM timers WHERE rung = 'day_1'"))
        assert run(opened) == 0
        officer.rollback()
    assert run(opened) == 4
    assert told(opened, code) == sorted(told(opened, code))


def test_a_claim_that_is_out_of_date_when_it_writes_writes_nothing(postgres_url):
    opened = desk.loaded(postgres_url)
    code = desk.accepted(opened).code
    with opened.writing() as late:
        claimed = claim(late, NOW, now=NOW, limit=9, after=None)
        record_in_another(opened, code)
        # The log is read after the claim, so what was recorded meanwhile is known.
        batch = fire(late, claimed, until=NOW, now=NOW)
        assert batch.failures == []
    assert told(opened, code) == sorted(told(opened, code))
    assert verify(opened, now=NOW).fault is None


def record_in_another(opened: Database, code: str) -> None:
    pressed = threading.Thread(
        target=record_all, args=(opened, code, [workers.FEE]), kwargs={"by": "Minh", "now": NOW}
    )
    pressed.start()
    pressed.join(workers.PATIENCE)
    assert not pressed.is_alive()


@contextmanager
def before_the_first_event(opened: Database, act: Callable[[], None]) -> Iterator[list[str]]:
    """Let something happen just before the next event is written; says when it has."""
    done: list[str] = []

    def look(_connection, _cursor, statement, *_rest):
        if statement.startswith("INSERT INTO case_events") and not done:
            done.append(statement)
            act()

    event.listen(opened.engine, "before_cursor_execute", look)
    try:
        yield done
    finally:
        event.remove(opened.engine, "before_cursor_execute", look)


def test_whoever_records_between_reading_and_writing_makes_the_batch_begin_again(postgres_url):
    opened = desk.loaded(postgres_url)
    codes = [desk.accepted(opened, MONDAY + number * MINUTE).code for number in range(3)]

    with before_the_first_event(opened, lambda: record_in_another(opened, codes[1])) as done:
        assert run(opened) == 12

    assert done
    for code in codes:
        assert told(opened, code) == sorted(told(opened, code))
    assert verify(opened, now=NOW).fault is None


def _ticking(url: str, sizes: tuple[int, ...]) -> int:
    ticking.SIZES = sizes
    events = 0
    for year in (2023, 2024, 2026):
        until = datetime(year, 7, 1, tzinfo=VIETNAM)
        result = tick(database(url), until=until, now=WORLDS_NOW)
        assert result.failures == {}
        events += result.missed + result.warned
    dispose_all()
    return events


@pytest.mark.slow
def test_four_processes_keep_the_order_within_every_case(world_url):
    small = (40, 10, 3, *[1] * 9)

    done = workers.together(_ticking, [(world_url, small)] * 4)

    keys = []
    with database(world_url).reading() as connection:
        for log in stream(connection):
            events = [line.event for line in log.lines if isinstance(line.event, TOLD)]
            assert [one.at for one in events] == sorted(one.at for one in events)
            keys += [(log.code, repr(one)) for one in events]
    assert len(keys) == len(set(keys)) == sum(done) > 1000
    assert verify(database(world_url), now=WORLDS_NOW).fault is None
    assert run_world(world_url) == 0


def run_world(url: str) -> int:
    result = tick(database(url), until=WORLDS_NOW, now=WORLDS_NOW)
    return result.missed + result.warned
