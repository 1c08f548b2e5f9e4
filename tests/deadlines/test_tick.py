"""The clock work: missed and near deadlines become events, once, dated at their own instant."""

import multiprocessing
from datetime import datetime

import pytest

from app.deadlines.tick import tick
from app.errors import BadInput
from app.services.record import record
from app.services.verify import verify
from app.store.engine import database, dispose_all
from app.store.event_log import load, stream
from sla.zone import VIETNAM
from tests.conformance.moment import NOW
from workflows import events as ev
from workflows.commands import ResumeCase

TOLD = ev.DeadlineMissed | ev.DeadlineWarned


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def rung(event):
    """What is told; the deadline itself has no name in the log."""
    return event.rung if isinstance(event, ev.DeadlineWarned) else ""


def told(url):
    """Every deadline event of the log as (case, type, rung, clock, step, run, due, when)."""
    with database(url).reading() as connection:
        return sorted(
            (log.code, type(e).__name__, rung(e), e.clock, e.step or "", e.run or 0, e.due_at, e.at)
            for log in stream(connection)
            for line in log.lines
            if isinstance(e := line.event, TOLD)
        )


def test_each_deadline_is_told_once_however_often_one_ticks(world_url):
    first = tick(database(world_url), until=NOW, now=NOW)
    assert first.missed > 100
    assert first.warned > 100
    assert first.failures == {}
    again = tick(database(world_url), until=NOW, now=NOW)
    assert (again.missed, again.warned) == (0, 0)
    keys = [line[:7] for line in told(world_url)]
    assert len(keys) == len(set(keys)) == first.missed + first.warned


def test_events_are_dated_at_the_due_instant_and_recorded_now(world_url):
    tick(database(world_url), until=NOW, now=NOW)
    with database(world_url).reading() as connection:
        lines = [line for log in stream(connection) for line in log.lines]
    missed = [line.event for line in lines if isinstance(line.event, ev.DeadlineMissed)]
    assert all(event.at == event.due_at for event in missed)
    assert {line.recorded_at for line in lines if isinstance(line.event, TOLD)} == {NOW}


def test_ticking_month_by_month_tells_the_same_as_once_at_the_end(world_url, tmp_path):
    months = [at(f"{2023 + m // 12}-{m % 12 + 1:02}-01") for m in range(30)]
    for month in months:
        tick(database(world_url), until=month, now=NOW)
    tick(database(world_url), until=NOW, now=NOW)
    by_month = told(world_url)
    assert by_month == sorted(by_month)
    with database(world_url).reading() as connection:
        cases = list(stream(connection))
    for log in cases:
        instants = [line.event.at for line in log.lines if isinstance(line.event, TOLD)]
        assert instants == sorted(instants)


def test_month_by_month_equals_all_at_once(sqlite_world_url, postgres_world_url):
    for month in (at("2023-06-01"), at("2023-09-01"), at("2024-02-01"), NOW):
        tick(database(sqlite_world_url), until=month, now=NOW)
    tick(database(postgres_world_url), until=NOW, now=NOW)
    assert told(sqlite_world_url) == told(postgres_world_url)


def test_nothing_is_told_before_its_instant(world_url):
    tick(database(world_url), until=at("2023-07-20T17:29"), now=NOW)
    case = "T.H1.X1-00016"
    due = [line for line in told(world_url) if line[0] == case and line[3] == "case"]
    assert [line[1] for line in due] == ["DeadlineWarned"]
    tick(database(world_url), until=at("2023-07-20T17:30"), now=NOW)
    due = [line for line in told(world_url) if line[0] == case and line[3] == "case"]
    assert [line[1] for line in due] == ["DeadlineMissed", "DeadlineWarned"]


def test_a_deadline_that_moved_is_told_anew(world_url):
    db = database(world_url)
    tick(db, until=NOW, now=NOW)
    before = told(world_url)
    with db.reading() as connection:
        logs = list(stream(connection))
    paused = next(
        log.code
        for log in logs
        if [type(line.event) for line in log.lines if not isinstance(line.event, TOLD)][-1]
        is ev.Paused
    )
    record(db, paused, ResumeCase(at=at("2026-11-20T09:00")), by="lan", now=NOW)
    tick(db, until=at("2026-11-21T07:59"), now=NOW)
    after = told(world_url)
    assert set(before) <= set(after)
    with db.reading() as connection:
        assert load(connection, paused).version >= 2


def test_the_future_is_not_told(world_url):
    with pytest.raises(BadInput, match="chưa đến"):
        tick(database(world_url), until=at("2027-01-01"), now=NOW)


def test_the_log_still_verifies_after_ticks(world_url):
    tick(database(world_url), until=NOW, now=NOW)
    assert verify(database(world_url), now=NOW).fault is None


def _ticking(url, found):
    result = tick(database(url), until=NOW, now=NOW)
    found.put((result.missed + result.warned, result.failures))
    dispose_all()


@pytest.mark.slow
def test_several_clock_works_at_once_tell_each_deadline_once(world_url):
    context = multiprocessing.get_context("spawn")
    found = context.Queue()
    workers = [context.Process(target=_ticking, args=(world_url, found)) for _ in range(3)]
    for worker in workers:
        worker.start()
    results = [found.get(timeout=120) for _ in workers]
    for worker in workers:
        worker.join(timeout=60)
    keys = [line[:7] for line in told(world_url)]
    assert sum(count for count, _ in results) == len(keys) == len(set(keys))
    assert all(failures == {} for _, failures in results)
    assert verify(database(world_url), now=NOW).fault is None
