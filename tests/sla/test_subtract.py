"""Working time subtracted: when work must begin that has to be done by an instant."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.spec import CalendarGap
from tests.sla.builders import OFFICE, at, calendar
from tests.sla.oracle import subtract_by_minutes, working_minutes_of
from tests.sla.strategies import amounts, calendars, instants, whole_minutes

MICROSECOND = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("end", "hours", "start"),
    [
        ("Fri 2023-06-16 09:00", 8, "Thu 2023-06-15 09:00"),
        ("Thu 2023-06-15 11:30", 2.5, "Thu 2023-06-15 09:00"),
        ("Thu 2023-06-15 14:30", 1, "Thu 2023-06-15 11:30"),
        ("Mon 2023-06-19 17:30", 8, "Fri 2023-06-16 17:30"),
        ("Mon 2023-06-19 07:30", 0.5, "Fri 2023-06-16 17:00"),
        ("Sat 2023-06-17 10:00", 8, "Thu 2023-06-15 17:30"),
        ("Sat 2023-06-17 10:00", 0, "Sat 2023-06-17 10:00"),
        ("Mon 2024-05-06 08:30", 2, "Sat 2024-05-04 16:30"),
        ("Fri 2023-09-08 17:30", 480, "Wed 2023-06-14 17:30"),
    ],
)
def test_working_time_is_subtracted(end, hours, start):
    assert OFFICE.subtract(at(end), timedelta(hours=hours)) == at(start)


def test_time_cannot_be_subtracted_forwards():
    with pytest.raises(ValueError, match="thời gian âm"):
        OFFICE.subtract(at("Thu 2023-06-15 09:00"), -MICROSECOND)


def test_before_its_years_a_calendar_refuses_to_guess():
    first = at("Tue 2023-01-03 07:30")

    assert OFFICE.subtract(first + timedelta(hours=1), timedelta(hours=1)) == first
    with pytest.raises(CalendarGap, match="31/12/2022"):
        OFFICE.subtract(first, MICROSECOND)
    with pytest.raises(CalendarGap, match="31/12/2022"):
        calendar(week=((),) * 7).subtract(first, MICROSECOND)


# From August on, so that what is counted back stays in the calendar's years.
@given(calendars, whole_minutes, st.integers(0, 1500))
def test_subtracting_agrees_with_counting_minutes(calendar, moment, minutes):
    end = moment + timedelta(days=60)

    counted = subtract_by_minutes(working_minutes_of(calendar.spec), end, minutes)

    assert calendar.subtract(end, timedelta(minutes=minutes)) == counted


@given(calendars, instants, amounts)
def test_measuring_undoes_subtracting(calendar, moment, amount):
    end = moment + timedelta(days=60)

    start = calendar.subtract(end, amount)

    assert calendar.between(start, end) == amount
    if amount:
        assert calendar.between(start - MICROSECOND, end) > amount


@given(calendars, instants, amounts)
def test_what_was_added_is_subtracted_again(calendar, start, amount):
    begun = calendar.next_working(start)

    back = calendar.subtract(calendar.add(start, amount), amount)

    assert calendar.between(back, begun) == timedelta()
