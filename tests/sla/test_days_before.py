"""Working days counted backwards: when somebody must be told so many days ahead."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.calendar import WorkingCalendar
from sla.limits import TimeLimit
from sla.spec import CalendarGap
from tests.sla.builders import FULL, MORNING, OFFICE, at, calendar
from tests.sla.strategies import JUNE, LAW, SPAN, specs

INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("due", "days", "told"),
    [
        ("Tue 2023-06-20 09:10", 1, "Mon 2023-06-19 09:10"),
        ("Tue 2023-06-20 09:10", 3, "Thu 2023-06-15 09:10"),
        ("Tue 2023-06-20 09:10", 0, "Tue 2023-06-20 09:10"),
        ("Tue 2023-06-20 17:30", 1, "Mon 2023-06-19 17:30"),
        ("Tue 2023-06-20 07:30", 1, "Mon 2023-06-19 07:30"),
        # A promise in the lunch, before and after hours, and on a rest day.
        ("Tue 2023-06-20 12:00", 1, "Mon 2023-06-19 11:30"),
        ("Tue 2023-06-20 06:00", 1, "Fri 2023-06-16 17:30"),
        ("Tue 2023-06-20 20:00", 1, "Mon 2023-06-19 17:30"),
        ("Sun 2023-06-18 10:00", 1, "Thu 2023-06-15 17:30"),
        # Over a holiday and a Saturday that was worked in exchange.
        ("Thu 2023-05-04 09:00", 1, "Fri 2023-04-28 09:00"),
        ("Mon 2024-05-06 08:00", 2, "Fri 2024-05-03 08:00"),
    ],
)
def test_days_are_counted_back_to_the_same_time(due, days, told):
    assert OFFICE.days_before(at(due), days) == at(told)


def test_the_hours_of_the_day_that_is_reached_bind_and_not_those_of_the_last_one():
    wednesday_short = calendar(week=(FULL, FULL, MORNING, FULL, FULL, (), ()))
    due = at("Wed 2023-06-21 15:00")

    assert wednesday_short.days_before(due, 1) == at("Tue 2023-06-20 15:00")
    assert wednesday_short.days_before(at("Thu 2023-06-22 15:00"), 1) == at("Wed 2023-06-21 11:30")


def test_nothing_is_guessed_before_the_first_year():
    with pytest.raises(CalendarGap):
        OFFICE.days_before(at("Tue 2023-01-03 09:00"), 1)
    with pytest.raises(ValueError, match="không thể đếm lùi -1 ngày"):
        OFFICE.days_before(at("Tue 2023-06-20 09:00"), -1)


@given(specs(), st.integers(20, 60 * 24), st.integers(1, 5))
def test_it_is_the_last_instant_from_which_the_days_end_in_time(spec_, hours, days):
    on = WorkingCalendar(spec_)
    due = JUNE + timedelta(minutes=hours % SPAN * 7)
    limit = TimeLimit.parse(f"{days} working_days")
    try:
        told = on.days_before(due, days)
    except CalendarGap:
        return

    assert limit.due(told - INSTANT, on, LAW) <= due
    assert limit.due(told + INSTANT, on, LAW) > due
