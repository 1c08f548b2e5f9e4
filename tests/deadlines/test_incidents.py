"""A case that cannot be told becomes an incident: it waits, is tried again, and heals."""

from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlalchemy import select, text

from app.deadlines.tick import Ticked, tick
from app.services.verify import verify
from app.store.engine import Database
from app.store.event_log import stream
from app.store.incidents import (
    INCIDENTS,
    LONGEST,
    Incident,
    forget_incidents,
    how_many,
    pause,
    try_now,
)
from app.store.timer_sweep import TICK
from tests.store import desk
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY
from workflows.events import DeadlineMissed, DeadlineWarned

NOW = MONDAY + 14 * DAY

# A database that will not take one case's events: a true error of each of them.
REFUSING = {
    "sqlite": [
        """CREATE TRIGGER poison BEFORE INSERT ON case_events WHEN NEW.case_code = '{code}'
           BEGIN SELECT RAISE(ABORT, 'bà Tư 012345678901'); END"""
    ],
    "postgresql": [
        """CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'bà Tư 012345678901'; END $$""",
        """CREATE TRIGGER poison BEFORE INSERT ON case_events FOR EACH ROW
           WHEN (NEW.case_code = '{code}') EXECUTE FUNCTION poison()""",
    ],
}
HEALED = {"sqlite": "DROP TRIGGER poison", "postgresql": "DROP TRIGGER poison ON case_events"}


def poisoned(opened: Database, code: str) -> None:
    with opened.writing() as connection:
        for statement in REFUSING[connection.dialect.name]:
            connection.execute(text(statement.format(code=code)))


def healed(opened: Database) -> None:
    with opened.writing() as connection:
        connection.execute(text(HEALED[connection.dialect.name]))


def told(opened: Database) -> dict[str, int]:
    with opened.reading() as connection:
        return {
            log.code: sum(isinstance(e.event, DeadlineMissed | DeadlineWarned) for e in log.lines)
            for log in stream(connection)
        }


def incidents(opened: Database) -> list[Incident]:
    with opened.reading() as connection:
        query = select(INCIDENTS).where(INCIDENTS.c.job == TICK, INCIDENTS.c.solved_at.is_(None))
        return [Incident(**row._mapping) for row in connection.execute(query)]


def run(opened: Database, now: datetime = NOW) -> Ticked:
    return tick(opened, until=now, now=now)


def three(opened: Database) -> list[str]:
    return [desk.accepted(opened, MONDAY + number * HOUR).code for number in range(3)]


def test_a_case_the_database_will_not_take_leaves_the_others_of_the_batch_told(database_url):
    opened = desk.loaded(database_url)
    first, spoilt, last = three(opened)
    poisoned(opened, spoilt)

    result = run(opened)

    assert told(opened) == {first: 4, spoilt: 0, last: 4}
    assert (result.missed, result.warned) == (2, 6)
    assert result.failures.keys() == {spoilt}
    (incident,) = incidents(opened)
    assert (incident.case_code, incident.count, incident.solved_at) == (spoilt, 1, None)
    assert (incident.first_at, incident.next_try_at) == (NOW, NOW + MINUTE)
    assert verify(opened, now=NOW).fault is None


def test_an_incident_repeats_nothing_a_citizen_said(database_url):
    opened = desk.loaded(database_url)
    code = three(opened)[0]
    poisoned(opened, code)

    run(opened)

    (incident,) = incidents(opened)
    assert incident.error.startswith("lỗi của chương trình (")
    assert "Tư" not in incident.error
    assert "012345678901" not in incident.error
    assert len(incident.digest) == 16


def test_a_case_whose_log_cannot_be_read_is_set_aside_as_well(database_url):
    opened = desk.loaded(database_url)
    first, spoilt, last = three(opened)
    with guards_down(opened) as connection:
        change = "UPDATE case_events SET type = 'unheard_of' WHERE case_code = :code"
        connection.execute(text(change), {"code": spoilt})

    result = run(opened)

    assert result.failures.keys() == {spoilt}
    assert (result.missed, result.warned) == (2, 6)
    assert [incident.case_code for incident in incidents(opened)] == [spoilt]
    assert first != last


@contextmanager
def guards_down(opened):
    """A transaction that may change the log, as somebody with all rights might."""
    triggers = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass)",
    }
    with opened.writing() as connection:
        kind = connection.dialect.name
        for name in connection.scalars(text(triggers[kind]), {"table": "case_events"}).all():
            if not name.startswith("RI_"):
                where = " ON case_events" if kind == "postgresql" else ""
                connection.execute(text(f'DROP TRIGGER "{name}"{where}'))
        yield connection


def test_the_next_try_comes_later_each_time_and_a_healed_case_is_told_in_full(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    poisoned(opened, code)

    now, tries = NOW, []
    for _ in range(4):
        run(opened, now)
        (incident,) = incidents(opened)
        tries.append((incident.count, incident.next_try_at - now))
        # A moment before its time nobody touches it, and it is still said to be in the way.
        early = run(opened, incident.next_try_at - MINUTE / 60)
        assert early.failures == {code: incident.error}
        assert incidents(opened) == [incident]
        now = incident.next_try_at
    assert tries == [(1, MINUTE), (2, 2 * MINUTE), (3, 4 * MINUTE), (4, 8 * MINUTE)]

    healed(opened)
    result = run(opened, now)

    assert (result.missed, result.warned, result.failures) == (1, 3, {})
    assert incidents(opened) == []
    with opened.reading() as connection:
        solved = connection.execute(text("SELECT count(*) FROM incidents WHERE count = 4"))
        assert solved.scalar_one() == 1
    assert verify(opened, now=now).fault is None


def test_pauses_double_up_to_a_day():
    assert [pause(count) for count in (1, 2, 3, 10, 11, 12, 400)] == [
        1, 2, 4, 512, 1024, LONGEST, LONGEST,
    ]  # fmt: skip
    assert LONGEST == 24 * 60


def test_a_case_that_fails_again_after_it_was_well_begins_anew(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    poisoned(opened, code)
    early = MONDAY + 3 * DAY
    run(opened, early)
    run(opened, early + HOUR)
    healed(opened)
    run(opened, early + 2 * HOUR)
    assert incidents(opened) == []
    with opened.writing() as connection:
        statements = REFUSING[connection.dialect.name]
        connection.execute(text(statements[-1].format(code=code)))

    run(opened)

    (incident,) = incidents(opened)
    assert (incident.count, incident.first_at) == (1, NOW)


def test_the_admin_may_let_a_case_be_tried_at_once(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    poisoned(opened, code)
    run(opened)
    healed(opened)
    soon = NOW + MINUTE / 2

    with opened.writing() as connection:
        assert try_now(connection, code, job=TICK, now=soon)
        assert not try_now(connection, "H32-khác", job=TICK, now=soon)

    assert run(opened, soon).failures == {}
    assert told(opened) == {code: 4}


def test_an_incident_whose_timers_are_gone_is_solved_at_its_next_try(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    poisoned(opened, code)
    assert run(opened).failures.keys() == {code}
    with opened.writing() as connection:
        connection.execute(text("DELETE FROM timers"))
    healed(opened)

    result = run(opened, NOW + MINUTE)

    assert result.failures == {}
    assert told(opened) == {code: 4}


def test_timers_that_come_later_to_a_healed_case_are_found_by_the_sweep(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    poisoned(opened, code)
    after_the_first = MONDAY + 2 * DAY + HOUR
    assert run(opened, after_the_first).failures.keys() == {code}
    # The sweep goes on without it, past its later timers.
    run(opened, NOW)
    healed(opened)
    # Whoever ticks up to an earlier instant heals the case but leaves what comes after that.
    tick(opened, until=after_the_first, now=NOW + HOUR)
    assert told(opened) == {code: 1}
    assert incidents(opened) == []

    assert run(opened, NOW + HOUR).failures == {}
    assert told(opened) == {code: 4}


def test_solved_incidents_are_counted_no_more_and_forgotten_in_time(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    poisoned(opened, code)
    run(opened)
    with opened.reading() as connection:
        assert how_many(connection) == 1
    healed(opened)
    run(opened, NOW + HOUR)
    with opened.writing() as connection:
        assert how_many(connection) == 0
        assert forget_incidents(connection, before=NOW + HOUR) == 0
        assert forget_incidents(connection, before=NOW + 2 * HOUR) == 1


@pytest.mark.parametrize("others", [0, 250])
def test_a_poisoned_case_costs_no_other_whatever_the_batch(sqlite_url, others):
    opened = desk.loaded(sqlite_url)
    spoilt = desk.accepted(opened).code
    good = [desk.accepted(opened, MONDAY + MINUTE).code for _ in range(others)]
    poisoned(opened, spoilt)

    result = run(opened)

    assert result.failures.keys() == {spoilt}
    assert told(opened) == {spoilt: 0, **dict.fromkeys(good, 4)}
