"""Rows of another ladder, logs with holes, races without end: nobody else has to wait."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, insert, text

from app.deadlines import tick as ticking
from app.deadlines.telling import GAP
from app.deadlines.tick import STANDING, Ticked, tick
from app.services.rebuild import rebuild_all, renewed
from app.services.record import open_in, record, record_all
from app.services.verify import verify
from app.store.engine import Database
from app.store.event_log import load
from app.store.incidents import Failure, fail, how_many
from app.store.timer_sweep import TICK, TIMERS, swept
from tests.deadlines.test_incidents import guards_down
from tests.store import desk, workers
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY
from workflows import ladder
from workflows.commands import RecordFee, ResolveCase, StartStep
from workflows.events import DeadlineMissed, DeadlineWarned

NOW = MONDAY + 14 * DAY
DUE = MONDAY + 3 * DAY
TOLD = DeadlineMissed | DeadlineWarned
RUNGS = 4


def run(opened: Database, at=NOW) -> Ticked:
    return tick(opened, until=at, now=at)


def rungs(opened: Database, code: str) -> list[str]:
    with opened.reading() as connection:
        events = [line.event for line in load(connection, code).lines]
    return [getattr(one, "rung", "due") for one in events if isinstance(one, TOLD)]


@pytest.fixture
def edited(tmp_path, monkeypatch) -> Iterator[Path]:
    """A copy of the ladders that a test may change."""
    copy = tmp_path / "ladders.yaml"
    copy.write_bytes(ladder._FILE.read_bytes())
    monkeypatch.setattr(ladder, "_FILE", copy)
    yield copy
    monkeypatch.undo()
    _read_anew()


def _read_anew() -> None:
    ladder._rows.cache_clear()
    ladder.ladder_on.cache_clear()


def two_days_ahead(copy: Path) -> None:
    """The case's last warning comes two days ahead, under another name."""
    before = copy.read_text(encoding="utf-8")
    after = before.replace("code: day_1, name", "code: day_2, name")
    after = after.replace('before: "1 working_days"', 'before: "2 working_days"')
    copy.write_text(after.replace("instead_of: day_1", "instead_of: day_2"), encoding="utf-8")
    assert after != before
    _read_anew()


def test_a_case_with_timers_of_another_ladder_is_told_by_its_log(database_url, edited):
    opened = desk.loaded(database_url)
    codes = [desk.accepted(opened, MONDAY + number * MINUTE).code for number in range(3)]
    two_days_ahead(edited)

    # The old warning was set for the day after that of the new one; what is late is late.
    assert run(opened, MONDAY + 2 * DAY + HOUR).failures == {}
    assert [rungs(opened, code) for code in codes] == [["day_2"]] * 3
    assert verify(opened, now=NOW).fault is None

    assert run(opened).failures == {}
    assert [rungs(opened, code)[:2] for code in codes] == [["day_2", "due"]] * 3


def test_other_ladders_make_the_next_to_open_the_database_set_the_timers_anew(database_url, edited):
    opened = desk.loaded(database_url)
    assert not renewed(opened)
    code = desk.accepted(opened).code
    assert not renewed(opened)
    two_days_ahead(edited)

    assert renewed(opened)
    assert not renewed(opened)

    run(opened, MONDAY + DAY + HOUR)
    assert rungs(opened, code) == ["day_2"]


def test_the_timers_a_mended_case_gets_behind_the_mark_are_found(database_url):
    opened = desk.loaded(database_url)
    run(opened, MONDAY)
    code = desk.accepted(opened, MONDAY).code
    with opened.writing() as connection:
        changed = "UPDATE timers SET rung = 'nie' WHERE rung = 'day_1'"
        connection.execute(text(changed))
        connection.execute(text("DELETE FROM timers WHERE rung = 'due'"))

    run(opened, MONDAY + 2 * DAY + HOUR)

    assert rungs(opened, code) == ["day_1"]
    assert verify(opened, now=NOW).fault is None
    run(opened)
    assert len(rungs(opened, code)) == RUNGS


def test_while_somebody_sets_timers_a_case_with_wrong_ones_waits_for_the_next_tick(postgres_url):
    opened = desk.loaded(postgres_url)
    good, astray = desk.accepted(opened).code, desk.accepted(opened).code
    with opened.writing() as connection:
        wrong = "UPDATE timers SET rung = 'nie' WHERE rung = 'day_1' AND case_code = :code"
        connection.execute(text(wrong), {"code": astray})

    with opened.writing() as officer:
        open_in(officer, [desk.acceptance(NOW)], by="Lan", now=NOW)
        assert run(opened).failures == {}
        assert len(rungs(opened, good)) == RUNGS
        assert rungs(opened, astray) == []

    assert run(opened).failures == {}
    assert len(rungs(opened, astray)) == RUNGS
    assert verify(opened, now=NOW).fault is None


def test_an_incident_with_wrong_timers_ends_although_somebody_sets_timers(postgres_url):
    opened = desk.loaded(postgres_url)
    code = desk.accepted(opened).code
    with opened.writing() as connection:
        connection.execute(text("UPDATE timers SET rung = 'nie' WHERE rung = 'day_1'"))
        troubled(connection, [code], at=NOW - HOUR)

    with opened.writing() as officer:
        open_in(officer, [desk.acceptance(NOW)], by="Lan", now=NOW)
        assert run(opened).failures.keys() == {code}

    assert run(opened, NOW + HOUR).failures == {}
    assert len(rungs(opened, code)) == RUNGS


def troubled(connection, codes, *, at) -> None:
    failures = [Failure(case_code=code, error="lỗi", digest="") for code in codes]
    fail(connection, failures, job=TICK, now=at)


def test_a_log_with_a_hole_is_its_own_case_s_failure(database_url):
    opened = desk.loaded(database_url)
    codes = [desk.accepted(opened, MONDAY + number * MINUTE).code for number in range(5)]
    for hours in (1, 2):
        fee = RecordFee(at=MONDAY + hours * HOUR, amount=hours, method="cash")
        record(opened, codes[2], fee, by="Lan", now=fee.at)
    with guards_down(opened) as connection:
        hole = "DELETE FROM case_events WHERE case_code = :code AND version = 2"
        connection.execute(text(hole), {"code": codes[2]})

    result = run(opened)

    assert result.failures == {codes[2]: GAP}
    assert [len(rungs(opened, code)) for code in codes if code != codes[2]] == [RUNGS] * 4


@contextmanager
def always_first(opened: Database, code: str) -> Iterator[None]:
    """Somebody records on a case whenever the clock work is about to write on it."""
    busy = threading.local()

    def officer() -> None:
        busy.mine = True
        record_all(opened, code, [workers.FEE], by="Minh", now=NOW)

    def look(_connection, _cursor, statement, parameters, *_rest) -> None:
        mine = getattr(busy, "mine", False)
        if statement.startswith("INSERT INTO case_events") and not mine and code in str(parameters):
            pressed = threading.Thread(target=officer)
            pressed.start()
            pressed.join(workers.PATIENCE)

    event.listen(opened.engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(opened.engine, "before_cursor_execute", look)


def test_a_case_on_which_others_are_always_first_keeps_nobody_waiting(postgres_url, monkeypatch):
    monkeypatch.setattr(ticking, "SIZES", (200, 1, 1))
    opened = desk.loaded(postgres_url)
    first, busy, last = (
        desk.accepted(opened, MONDAY + number * MINUTE).code for number in range(3)
    )

    with always_first(opened, busy):
        result = run(opened)

    assert result.failures.keys() == {busy}
    assert [len(rungs(opened, code)) for code in (first, busy, last)] == [RUNGS, 0, RUNGS]
    assert run(opened, NOW + HOUR).failures == {}
    assert len(rungs(opened, busy)) == RUNGS
    assert verify(opened, now=NOW + HOUR).fault is None


@pytest.mark.parametrize("asked", [True, False])
def test_a_tick_at_the_very_instant_of_a_deadline_changes_nothing(database_url, asked):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    if asked:
        run(opened, DUE)
    begun = StartStep(at=DUE, step="appraise", assignee="minh")
    done = ResolveCase(at=DUE, outcome="granted")
    record_all(opened, code, [begun, done], by="Minh", now=DUE)

    run(opened)

    assert rungs(opened, code) == ["day_1"]


def test_what_lies_at_an_until_that_is_over_fires(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code

    tick(opened, until=DUE, now=DUE)
    assert rungs(opened, code) == ["day_1"]
    assert tick(opened, until=DUE, now=DUE + MINUTE).missed == 1

    assert rungs(opened, code) == ["day_1", "due"]


def test_a_rebuild_lets_cases_with_incidents_be_tried_at_once(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    with opened.writing() as connection:
        for _ in range(8):
            troubled(connection, [code], at=NOW)
    assert run(opened, NOW + MINUTE).failures.keys() == {code}

    rebuild_all(opened, lambda done: None)

    assert run(opened, NOW + MINUTE).failures == {}
    assert len(rungs(opened, code)) == RUNGS


def test_of_many_incidents_some_are_told_and_all_are_counted(database_url):
    opened = desk.loaded(database_url)
    many = [f"MA-{number:04}" for number in range(STANDING + 50)]
    spoilt = desk.accepted(opened).code
    with opened.writing() as connection:
        for _ in range(12):
            troubled(connection, many, at=NOW)
    with guards_down(opened) as connection:
        connection.execute(text("UPDATE case_events SET type = 'unheard_of'"))

    result = run(opened)

    assert spoilt in result.failures
    assert STANDING <= len(result.failures) <= STANDING + 1
    assert result.incidents == len(many) + 1
    with opened.reading() as connection:
        assert how_many(connection, job=TICK) == result.incidents


def test_a_quiet_tick_does_not_walk_over_timers_of_cases_with_incidents(database_url):
    opened = desk.loaded(database_url)
    many = [f"MA-{number:04}" for number in range(50)]
    old = {"clock": "case", "step": "", "run": 0, "rung": "due", "due_at": MONDAY}
    rows = [{"case_code": code, **old, "fires_at": MONDAY} for code in many]
    with opened.writing() as connection:
        connection.execute(insert(TIMERS), rows)
        for _ in range(12):
            troubled(connection, many, at=NOW)

    run(opened)

    with opened.reading() as connection:
        assert swept(connection) == NOW
