"""A case that cannot be told is set aside with the reason; the others are told all the same."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from app.deadlines import tick as ticking
from app.deadlines.tick import Ticked, tick
from app.errors import CaseChangedMeanwhile
from app.services.verify import verify
from app.store.engine import Connection, Database
from app.store.event_log import stream
from app.store.read_tables import TimerRow
from app.store.tables import CalendarRow, ProcedureRow, RevisionRow, table_of
from tests.store import desk
from tests.store.desk import DAY, HOUR, MONDAY
from workflows.events import DeadlineMissed, DeadlineWarned

TIMERS, CALENDARS, PROCEDURES, REVISION = map(
    table_of, (TimerRow, CalendarRow, ProcedureRow, RevisionRow)
)
NOW = MONDAY + 14 * DAY
# What a case that nobody touches comes to by then: a day before, late, later still, no movement.
RUNGS = 4
OTHER_CALENDAR = desk.CALENDAR.replace("calendars:\n", "").replace("code: default", "code: other")
WARD = desk.OFFICES.replace(
    "H32.BD, name: Phường Bình Dương, level: commune, parent: H32, calendar: default",
    "H32.BD, name: Phường Bình Dương, level: commune, parent: H32, calendar: other",
)
TWO_CALENDARS = desk.CALENDAR + OTHER_CALENDAR + WARD + desk.PROCEDURES


def stray(code: str, due_at: datetime) -> dict[str, Any]:
    """A row of the timers table that no log asks for."""
    instants = {"due_at": due_at, "fires_at": due_at}
    return {"case_code": code, "clock": "case", "step": "", "run": 0, "rung": "due", **instants}


def with_strays(opened: Database, *rows: dict[str, Any]) -> None:
    with opened.writing() as connection:
        connection.execute(insert(TIMERS), rows)


def told(opened: Database) -> dict[str, int]:
    """How many deadline events each case has; those without are left out."""
    with opened.reading() as connection:
        counts = {
            log.code: sum(isinstance(e.event, DeadlineMissed | DeadlineWarned) for e in log.lines)
            for log in stream(connection)
        }
    return {code: count for code, count in counts.items() if count}


def run(opened: Database) -> Ticked:
    return tick(opened, until=NOW, now=NOW)


@pytest.mark.parametrize("days", [0, 12, 13])
def test_a_timer_too_many_silences_nothing_and_is_taken_away(database_url, days):
    opened = desk.loaded(database_url)
    good, other = desk.accepted(opened).code, desk.accepted(opened).code
    with_strays(opened, stray(other, MONDAY + days * DAY + HOUR))

    result = run(opened)

    assert result.failures == {}
    assert told(opened) == {good: RUNGS, other: RUNGS}
    assert (result.missed, result.warned) == (2, 2 * (RUNGS - 1))
    assert verify(opened, now=NOW).fault is None


def test_a_timer_of_a_case_nobody_knows_is_taken_away(database_url):
    opened = desk.loaded(database_url)
    good = desk.accepted(opened).code
    with_strays(opened, stray("H32-MA", MONDAY + HOUR))

    result = run(opened)

    assert result.failures == {}
    assert told(opened) == {good: RUNGS}
    assert verify(opened, now=NOW).fault is None


def test_a_case_of_a_procedure_that_is_gone_is_set_aside(database_url):
    opened = desk.loaded(database_url)
    lost = desk.opened_case(opened, desk.acceptance(procedure="1.000656")).code
    good = desk.accepted(opened).code
    with opened.writing() as connection:
        connection.execute(delete(PROCEDURES).where(PROCEDURES.c.code == "1.000656"))
        connection.execute(update(REVISION).values(revision=REVISION.c.revision + 1))

    result = run(opened)

    assert result.failures == {lost: "thủ tục 1.000656 chưa có phiên bản 1"}
    assert told(opened) == {good: RUNGS}


def test_a_case_whose_calendar_does_not_reach_so_far_is_set_aside(database_url):
    opened = desk.loaded(database_url, TWO_CALENDARS)
    beyond = desk.opened_case(opened, desk.acceptance(agency="H32.BD")).code
    good = desk.accepted(opened).code
    _shorten(opened, "other")

    result = run(opened)

    assert result.failures.keys() == {beyond}
    assert "lịch chỉ phủ các năm 2025–2025" in result.failures[beyond]
    assert told(opened) == {good: RUNGS}


def _shorten(opened: Database, code: str) -> None:
    mine = CALENDARS.c.code == code
    with opened.writing() as connection:
        content = json.loads(
            connection.execute(select(CALENDARS.c.content).where(mine)).scalar_one()
        )
        shorter = json.dumps({**content, "covers": [2025, 2025]})
        connection.execute(update(CALENDARS).where(mine).values(content=shorter))
        connection.execute(update(REVISION).values(revision=REVISION.c.revision + 1))


def test_one_timer_at_a_time_comes_to_the_same(database_url, monkeypatch):
    monkeypatch.setattr(ticking, "SIZES", (1, 1))
    opened = desk.loaded(database_url)
    good = [desk.accepted(opened, MONDAY + number * HOUR).code for number in range(3)]
    steps = [MONDAY + timedelta(minutes=number) for number in range(0, 600, 60)]
    with_strays(opened, *(stray(f"MA-{number % 2}", at) for number, at in enumerate(steps)))

    result = run(opened)

    assert result.failures == {}
    assert told(opened) == dict.fromkeys(good, RUNGS)
    assert (result.missed, result.warned) == (3, 3 * (RUNGS - 1))
    assert run(opened) == Ticked()
    assert verify(opened, now=NOW).fault is None


def test_more_stray_cases_than_a_statement_has_room_for(sqlite_url):
    # SQLite takes 32 766 bound values in one statement.
    opened = desk.loaded(sqlite_url)
    good = desk.accepted(opened).code
    with_strays(opened, *(stray(f"MA-{number:05}", MONDAY) for number in range(33_000)))

    assert run(opened).failures == {}

    assert told(opened) == {good: RUNGS}
    assert verify(opened, now=NOW).fault is None


class Contested(Database):
    """A database in which others are first a number of times."""

    def __init__(self, url: str, losses: int) -> None:
        super().__init__(url)
        self.losses = losses

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is lost after the work is done, while losses are left."""
        with super().writing() as connection:
            yield connection
            if self.losses:
                self.losses -= 1
                raise CaseChangedMeanwhile("A")


def test_a_lost_race_is_run_again_with_fewer_and_nothing_is_counted_twice(sqlite_url):
    opened = desk.loaded(sqlite_url)
    codes = [desk.accepted(opened).code for _ in range(5)]

    result = run(Contested(sqlite_url, len(ticking.SIZES) - 1))

    assert (result.missed, result.warned) == (5, 5 * (RUNGS - 1))
    assert told(opened) == dict.fromkeys(codes, RUNGS)
    assert verify(opened, now=NOW).fault is None


def test_a_race_lost_again_and_again_is_given_up(sqlite_url):
    opened = desk.loaded(sqlite_url)
    desk.accepted(opened)

    with pytest.raises(CaseChangedMeanwhile):
        run(Contested(sqlite_url, len(ticking.SIZES)))

    assert told(opened) == {}
