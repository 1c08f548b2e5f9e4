"""Nearness: from when a deadline is near, and what is left of it."""

from datetime import timedelta

import pytest

from sla.clock import Clock, Pause
from sla.law import law_on
from sla.limits import TimeLimit
from sla.spec import CalendarGap
from sla.zone import local_date
from tests.sla.builders import OFFICE, at
from workflows.nearness import last_day_from, left_of, near_from

MONDAY = at("Mon 2023-06-12 08:00")
HOUR = timedelta(hours=1)


def clock(limit, *pauses, start=MONDAY):
    law = law_on(local_date(start))
    return Clock(calendar=OFFICE, law=law, limit=TimeLimit.parse(limit), start=start, pauses=pauses)


def test_a_deadline_is_near_when_three_quarters_are_used():
    assert near_from(clock("8 working_hours"), "case") == at("Mon 2023-06-12 16:00")


def test_the_last_day_of_a_long_limit_begins_a_working_day_before_the_deadline():
    long = clock("20 working_days")

    assert last_day_from(long) == at("Fri 2023-07-07 08:00")
    assert long.due() == at("Mon 2023-07-10 08:00")
    assert near_from(long, "case") < last_day_from(long)


def test_the_last_day_begins_a_working_day_before_though_that_is_before_it_is_near():
    three = clock("3 working_days")

    assert last_day_from(three) == at("Wed 2023-06-14 08:00")
    assert three.due() == at("Thu 2023-06-15 08:00")


@pytest.mark.parametrize("limit", ["1 working_days", "8 working_hours", "same_day"])
def test_the_last_day_of_a_short_limit_begins_when_it_is_near(limit):
    short = clock(limit)

    assert last_day_from(short) == near_from(short, "case")


def test_pauses_do_not_bring_the_last_day_nearer():
    paused = clock("20 working_days", Pause(at("Tue 2023-07-04 08:00"), at("Thu 2023-07-06 08:00")))

    assert paused.due() == at("Wed 2023-07-12 08:00")
    assert last_day_from(paused) == at("Tue 2023-07-11 08:00")


def test_a_deadline_at_the_start_has_no_time_before_it():
    at_once = Clock(
        calendar=OFFICE, law=law_on(local_date(MONDAY)), limit=None, start=MONDAY, promise=MONDAY
    )

    assert last_day_from(at_once) == MONDAY


def read(due, now, **more):
    return left_of("case", at(due), OFFICE, now=at(now), **more)


def test_what_is_left_is_working_time():
    left = read("Tue 2023-06-13 10:00", "Mon 2023-06-12 16:30")

    assert (left.left, left.late) == (3.5 * HOUR, False)
    assert left.in_words() == "còn 3 giờ 30 phút"


@pytest.mark.parametrize(
    ("due", "now", "words"),
    [
        ("Mon 2023-06-12 08:00", "Mon 2023-06-12 08:20", "quá 20 phút"),
        ("Mon 2023-06-12 08:00", "Wed 2023-06-14 09:00", "quá 2 ngày 1 giờ"),
        ("Wed 2023-06-14 08:00", "Mon 2023-06-12 08:00", "còn 2 ngày"),
        ("Mon 2023-06-12 08:00", "Mon 2023-06-12 08:00", "còn 0 phút"),
        ("Fri 2023-06-16 17:30", "Sat 2023-06-17 09:00", "quá 0 phút"),
    ],
)
def test_what_is_left_in_words(due, now, words):
    assert read(due, now).in_words() == words


def test_while_paused_it_is_what_was_left_at_the_pause():
    since = at("Mon 2023-06-12 09:00")

    left = read("Mon 2023-06-12 10:00", "Fri 2023-06-16 10:00", paused_since=since)

    assert (left.left, left.late) == (HOUR, False)


def test_what_lies_beyond_the_calendar_is_not_guessed():
    with pytest.raises(CalendarGap):
        read("Mon 2023-06-12 10:00", "Mon 2095-06-13 10:00")
