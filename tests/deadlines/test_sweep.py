"""The mark behind which no timer is looked for: nobody's timer may be lost behind it."""

import threading
import time
from contextlib import suppress
from datetime import datetime

from sqlalchemy import insert, text

from app.deadlines.tick import tick
from app.errors import CaseChangedMeanwhile
from app.services.rebuild import rebuild_all
from app.services.record import open_case, open_in, record
from app.services.verify import verify
from app.store.engine import Database
from app.store.event_log import load
from app.store.timer_sweep import LOCK, TIMERS, advance, behind, lower, swept
from app.store.watching import oldest_timer
from tests.store import desk
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY
from tests.store.workers import PATIENCE
from workflows.commands import PauseCase, RecordFee, ResumeCase
from workflows.events import DeadlineMissed, DeadlineWarned

NOW = MONDAY + 14 * DAY
ALL = 4  # a day before, late, later still, no movement


def run(opened: Database, until: datetime = NOW) -> int:
    result = tick(opened, until=until, now=NOW)
    assert result.failures == {}
    return result.missed + result.warned


def mark(opened: Database) -> datetime | None:
    with opened.reading() as connection:
        return swept(connection)


def told(opened: Database, code: str) -> int:
    with opened.reading() as connection:
        lines = load(connection, code).lines
    return sum(isinstance(line.event, DeadlineMissed | DeadlineWarned) for line in lines)


def test_the_mark_follows_the_earliest_timer_that_is_left(postgres_url):
    opened = desk.loaded(postgres_url)
    desk.accepted(opened)
    assert mark(opened) is None

    first = MONDAY + 2 * DAY
    assert run(opened, until=first) == 1
    assert mark(opened) == first
    assert run(opened) == ALL - 1
    assert mark(opened) == NOW


def test_the_mark_is_left_where_it_is_while_little_would_be_gained(postgres_url):
    opened = desk.loaded(postgres_url)
    run(opened, until=NOW - 2 * MINUTE)
    assert mark(opened) == NOW - 2 * MINUTE
    run(opened, until=NOW - MINUTE - MINUTE / 60)
    assert mark(opened) == NOW - 2 * MINUTE
    run(opened, until=NOW)
    assert mark(opened) == NOW


def test_a_case_recorded_late_is_found_behind_the_mark(database_url):
    opened = desk.loaded(database_url)
    run(opened)

    late = open_case(opened, desk.acceptance(MONDAY), by="Lan", now=NOW).code

    assert run(opened) == ALL
    assert told(opened, late) == ALL
    assert verify(opened, now=NOW).fault is None


def test_a_deadline_that_moves_behind_the_mark_is_found(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    pause = PauseCase(at=MONDAY + HOUR, reason="other")
    record(opened, code, pause, by="Lan", now=MONDAY + HOUR)
    run(opened)
    # Only now somebody notes that it had gone on a week ago.
    record(opened, code, ResumeCase(at=MONDAY + 7 * DAY), by="Lan", now=NOW)

    assert run(opened) >= 2
    assert verify(opened, now=NOW).fault is None


def test_an_old_timer_not_committed_yet_keeps_the_mark_from_passing_it(postgres_url):
    opened = desk.loaded(postgres_url)
    good = desk.accepted(opened).code

    with opened.writing() as officer:
        late = open_in(officer, [desk.acceptance(MONDAY)], by="Lan", now=NOW).code
        assert run(opened) == ALL  # the other case, while this one is not there yet
        assert mark(opened) is None
    assert told(opened, good) == ALL

    assert run(opened) == ALL
    assert told(opened, late) == ALL
    assert mark(opened) == NOW


def test_whoever_sets_an_old_timer_while_the_mark_moves_waits_and_lowers_it(postgres_url):
    opened = desk.loaded(postgres_url)
    found: list[str] = []

    def officer() -> None:
        found.append(open_case(opened, desk.acceptance(MONDAY), by="Lan", now=NOW).code)

    with opened.writing() as sweeping:
        assert advance(sweeping, NOW, fired=True)
        recording = threading.Thread(target=officer)
        recording.start()
        _until_somebody_waits(opened)
        assert found == []
    recording.join(PATIENCE)

    lowered = mark(opened)
    assert lowered is not None
    assert lowered < MONDAY + 3 * DAY
    assert run(opened) == ALL
    assert told(opened, found[0]) == ALL
    assert verify(opened, now=NOW).fault is None


def _until_somebody_waits(opened: Database) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    for _ in range(600):
        with opened.reading() as connection:
            if connection.scalar(waiting):
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody waits for lock {LOCK}")


def test_two_officers_who_set_old_timers_at_once_do_not_wait_for_each_other(postgres_url):
    opened = desk.loaded(postgres_url)
    run(opened)

    with opened.writing() as one, opened.writing() as other:
        lower(one, MONDAY + HOUR)
        lower(other, MONDAY)
    assert mark(opened) == MONDAY

    with opened.writing() as connection:
        lower(connection, MONDAY + DAY)
    assert mark(opened) == MONDAY


def test_what_was_undone_lowers_nothing(postgres_url):
    opened = desk.loaded(postgres_url)
    run(opened)

    with suppress(CaseChangedMeanwhile), opened.writing() as connection:
        lower(connection, MONDAY)
        assert swept(connection) == MONDAY
        raise CaseChangedMeanwhile("H32.PL-240304-0001")

    assert mark(opened) == NOW


def test_a_timer_lost_behind_the_mark_is_a_fault_that_rebuild_mends(postgres_url):
    opened = desk.loaded(postgres_url)
    code = open_case(opened, desk.acceptance(MONDAY), by="Lan", now=NOW).code
    with opened.writing() as connection:
        connection.execute(text("INSERT INTO timer_sweeps (since) VALUES (:at)"), {"at": NOW})
    assert run(opened) == 0

    fault = verify(opened, now=NOW).fault
    assert fault is not None
    assert f"{ALL} mốc" in fault.words
    rebuild_all(opened, lambda done: None)

    assert verify(opened, now=NOW).fault is None
    assert run(opened) == ALL
    assert told(opened, code) == ALL


def test_the_oldest_timer_is_the_one_the_sweep_will_come_to(database_url):
    opened = desk.loaded(database_url)
    with opened.reading() as connection:
        assert oldest_timer(connection) is None
    desk.accepted(opened)
    with opened.reading() as connection:
        assert oldest_timer(connection) == MONDAY + 2 * DAY
    stray = {"case_code": "MA", "clock": "case", "step": "", "run": 0, "rung": "due"}
    with opened.writing() as connection:
        connection.execute(insert(TIMERS).values(**stray, due_at=MONDAY, fires_at=MONDAY))
        assert oldest_timer(connection) == MONDAY

    tick(opened, until=MONDAY + HOUR, now=MONDAY + HOUR)

    with opened.reading() as connection:
        # What waits for its next try is an incident and no timer that nobody takes.
        assert oldest_timer(connection) == MONDAY + 2 * DAY
        assert behind(connection) == 0


def test_a_recording_that_moves_no_timer_leaves_the_mark_alone(postgres_url):
    opened = desk.loaded(postgres_url)
    code = desk.accepted(opened).code
    run(opened)

    with opened.writing() as sweeping:
        assert not advance(sweeping, NOW, fired=True)
        fee = RecordFee(at=MONDAY + HOUR, amount=8_000, method="cash")
        record(opened, code, fee, by="Lan", now=NOW)
    assert mark(opened) == NOW
