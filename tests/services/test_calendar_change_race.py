"""A change of calendars under race and crash: every case is adjusted once, nothing is lost."""

import signal

import pytest

from app.services.calendar_change import begin, progress_of, to_the_end, unfinished
from tests.services import adjusting
from tests.services import calendars as cal
from tests.services.calendars import ORDER, SATURDAY
from tests.services.hands import HUNG, press
from tests.services.pressing import killed
from tests.sla.builders import at
from tests.store import workers
from workflows.events import FeePaid

NEW_DUE = at("Tue 2023-06-20 16:00")


@pytest.fixture
def opened(database_url):
    return cal.ward(database_url)


def moved_once(opened, code):
    (event,) = cal.adjusted(opened, code)
    return event.new_due_at == cal.row_of(opened, code)["due_at"] == NEW_DUE


@pytest.mark.slow
def test_officers_record_while_two_processes_adjust(opened):
    codes = [cal.case(opened) for _ in range(40)]
    cal.change(opened)
    number = begin(opened, press(HUNG, SATURDAY), ORDER)
    url = opened.url

    results = workers.side_by_side(
        [
            (adjusting.adjust, url, number),
            (adjusting.adjust, url, number),
            (adjusting.pay, url, codes),
        ]
    )

    paid = results[2]["paid"]
    done = progress_of(opened, number)
    assert (done.results, done.waiting) == ({"moved": 40}, 0)
    assert all(moved_once(opened, code) for code in codes)
    fees = [
        line
        for code in codes
        for line in cal.log_of(opened, code).lines
        if isinstance(line.event, FeePaid)
    ]
    assert len(fees) == paid


@pytest.mark.slow
def test_who_was_killed_in_the_middle_is_finished_by_whoever_comes_next(opened, tmp_path):
    codes = [cal.case(opened) for _ in range(30)]
    cal.change(opened)

    died_of = killed(adjusting.decide_and_die, opened.url, sign=tmp_path / "sign")
    assert died_of == -signal.SIGKILL
    (number,) = unfinished(opened)
    assert progress_of(opened, number).results == {"moved": 20}

    done = to_the_end(opened, number, clock=lambda: SATURDAY)

    assert (done.results, done.waiting, unfinished(opened)) == ({"moved": 30}, 0, [])
    assert all(moved_once(opened, code) for code in codes)
