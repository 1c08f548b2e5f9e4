"""Where much is due several sweep at once: the same comes of it, and what one leaves is found."""

import threading

import pytest
from sqlalchemy import event

from app.deadlines import tick as ticking
from app.deadlines.tick import tick
from app.services.verify import verify
from app.store.event_log import stream
from tests.store import desk
from tests.store.desk import DAY, MINUTE, MONDAY
from workflows.events import DeadlineMissed, DeadlineWarned

NOW = MONDAY + 14 * DAY
CASES = 24
TOLD = DeadlineMissed | DeadlineWarned


def filled(url, cases=CASES):
    opened = desk.loaded(url)
    for number in range(cases):
        desk.accepted(opened, MONDAY + number * MINUTE)
    return opened


def told(opened):
    """What came of each case, and by how many threads was it told."""
    with opened.reading() as connection:
        return {
            log.code: [line.event for line in log.lines if isinstance(line.event, TOLD)]
            for log in stream(connection)
        }


def small_batches(monkeypatch):
    monkeypatch.setattr(ticking, "SIZES", (3, 1, 1, 1))


def threads_of(opened):
    """The threads that write into the log from now on."""
    names = set()

    def note(*call):
        if "case_events" in call[2] and call[2].startswith("INSERT"):
            names.add(threading.current_thread().name)

    event.listen(opened.engine, "before_cursor_execute", note)
    return names


def test_several_at_once_tell_each_rung_once_and_in_order(postgres_url, monkeypatch):
    small_batches(monkeypatch)
    opened = filled(postgres_url)
    names = threads_of(opened)

    done = tick(opened, until=NOW, now=NOW)

    found = told(opened)
    assert (done.missed + done.warned, done.failures) == (4 * CASES, {})
    assert all(len(events) == 4 for events in found.values())
    assert all(events == sorted(events, key=lambda one: one.at) for events in found.values())
    assert len(names) == 1 + ticking.SIDE_BY_SIDE
    assert verify(opened, now=NOW).fault is None
    again = tick(opened, until=NOW, now=NOW)
    assert again.missed + again.warned == 0


def test_the_events_are_those_of_one_sweep(sqlite_url, postgres_url, monkeypatch):
    one, other = filled(sqlite_url), filled(postgres_url)
    tick(one, until=NOW, now=NOW)
    small_batches(monkeypatch)
    tick(other, until=NOW, now=NOW)
    assert list(told(one).values()) == list(told(other).values())


def test_what_a_sweep_that_failed_has_left_is_told_by_the_next_tick(postgres_url, monkeypatch):
    small_batches(monkeypatch)
    opened = filled(postgres_url)
    real, calls = vars(ticking)["fire"], []

    def failing(*arguments, **more):
        calls.append(threading.current_thread().name)
        if len(calls) == 3:
            raise KeyError("hỏng")
        return real(*arguments, **more)

    monkeypatch.setattr(ticking, "fire", failing)
    with pytest.raises(KeyError):
        tick(opened, until=NOW, now=NOW)
    monkeypatch.setattr(ticking, "fire", real)
    before = sum(map(len, told(opened).values()))

    done = tick(opened, until=NOW, now=NOW)

    assert before + done.missed + done.warned == 4 * CASES
    assert all(len(events) == 4 for events in told(opened).values())


def test_who_has_to_end_ends_with_the_batches_that_were_begun(postgres_url, monkeypatch):
    small_batches(monkeypatch)
    opened = filled(postgres_url)
    asked = []

    def ending():
        asked.append(1)
        return len(asked) > 2

    tick(opened, until=NOW, now=NOW, ending=ending)

    told_so_far = sum(map(len, told(opened).values()))
    assert 0 < told_so_far < 4 * CASES
    done = tick(opened, until=NOW, now=NOW)
    assert told_so_far + done.missed + done.warned == 4 * CASES


def statements(opened, until):
    asked = []

    def note(*call):
        asked.append(call[2])

    event.listen(opened.engine, "before_cursor_execute", note)
    try:
        done = tick(opened, until=until, now=until + MINUTE)
    finally:
        event.remove(opened.engine, "before_cursor_execute", note)
    return len(asked), done.missed + done.warned


def test_more_cases_in_a_batch_take_no_more_statements(postgres_url):
    opened = filled(postgres_url, 8)
    few = statements(opened, NOW)
    for number in range(40):
        desk.accepted(opened, NOW + DAY + number * MINUTE)
    many = statements(opened, NOW + 14 * DAY)
    assert (few[1], many[1]) == (32, 160)
    assert many[0] <= few[0]
