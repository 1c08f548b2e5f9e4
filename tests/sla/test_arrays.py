"""Whole columns at once give what the single calls give, errors included."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.arrays import ArrayCalendar, from_array, to_array
from sla.limits import TimeLimit
from sla.spec import CalendarGap
from sla.zone import HOUR
from tests.sla.builders import OFFICE, at, calendar
from tests.sla.strategies import LAW, amounts, calendars, instants, limits

ARRAYS = ArrayCalendar(OFFICE)
MICROSECOND = timedelta(microseconds=1)
GOOD, LAST = at("Thu 2023-06-15 09:00"), at("Thu 2026-12-31 17:00")
BEFORE, AFTER = at("Fri 2022-12-30 09:00"), at("Mon 2027-01-04 09:00")
columns = st.lists(st.tuples(instants, amounts), min_size=1, max_size=20)


@given(calendars, columns)
def test_sums_are_those_of_the_single_calls(calendar, rows):
    starts = to_array(start for start, _ in rows)
    added = np.array([amount // MICROSECOND for _, amount in rows])

    ends = ArrayCalendar(calendar).add(starts, added)

    assert from_array(ends) == [calendar.add(start, amount) for start, amount in rows]


@given(calendars, st.lists(st.tuples(instants, instants), min_size=1, max_size=20))
def test_measures_are_those_of_the_single_calls(calendar, rows):
    first, last = (to_array(column) for column in zip(*rows, strict=True))

    measured = ArrayCalendar(calendar).between(first, last)

    assert measured.tolist() == [calendar.between(a, b) // MICROSECOND for a, b in rows]


@given(calendars, limits, st.lists(instants, min_size=1, max_size=20))
def test_deadlines_are_those_of_the_single_calls(calendar, limit, starts):
    dues = ArrayCalendar(calendar).due(limit, to_array(starts), LAW)

    assert from_array(dues) == [limit.due(start, calendar, LAW) for start in starts]


def test_one_amount_serves_a_whole_column():
    starts = to_array([GOOD, at("Sat 2023-06-17 10:00")])

    assert from_array(ARRAYS.add(starts, 8 * HOUR)) == [
        at("Fri 2023-06-16 09:00"),
        at("Mon 2023-06-19 17:30"),
    ]


def test_fifteen_hours_sharp_is_still_the_same_day():
    starts = to_array([at("Thu 2023-06-15 15:00"), at("Thu 2023-06-15 15:00:00.000001")])

    assert from_array(ARRAYS.due(TimeLimit.parse("same_day"), starts, LAW)) == [
        at("Thu 2023-06-15 17:30"),
        at("Fri 2023-06-16 17:30"),
    ]


def test_a_sum_may_end_with_the_last_closing_time():
    assert from_array(ARRAYS.add(to_array([LAST]), HOUR // 2)) == [at("Thu 2026-12-31 17:30")]


def test_an_empty_column_has_no_answers():
    nothing = to_array([])

    assert ARRAYS.add(nothing, 8 * HOUR).tolist() == []
    assert ARRAYS.due(TimeLimit.parse("same_day"), nothing, LAW).tolist() == []


def test_an_instant_survives_the_way_there_and_back():
    assert from_array(to_array([GOOD, LAST])) == [GOOD, LAST]


@pytest.mark.parametrize(
    ("start", "hours"), [(BEFORE, 1), (AFTER, 1), (LAST, 1), (LAST, 100_000), (AFTER, 0)]
)
def test_a_sum_outside_the_years_fails_as_the_single_call_does(start, hours):
    with pytest.raises(CalendarGap) as single:
        OFFICE.add(start, timedelta(hours=hours))
    with pytest.raises(CalendarGap) as column:
        ARRAYS.add(to_array([GOOD, start, BEFORE]), np.array([HOUR, hours * HOUR, HOUR]))

    assert str(column.value) == str(single.value)


@pytest.mark.parametrize("start", [BEFORE, AFTER, at("Thu 2026-12-31 17:30"), LAST])
@pytest.mark.parametrize(
    "text",
    ["8 working_hours", "1 working_days", "0.5 working_days", "1 calendar_days", "same_day"],
)
def test_a_deadline_outside_the_years_fails_as_the_single_call_does(text, start):
    limit = TimeLimit.parse(text)
    with pytest.raises(CalendarGap) as single:
        limit.due(start, OFFICE, LAW)
    with pytest.raises(CalendarGap) as column:
        ARRAYS.due(limit, to_array([GOOD, start]), LAW)

    assert str(column.value) == str(single.value)


def test_a_measure_outside_the_years_fails_as_the_single_call_does():
    with pytest.raises(CalendarGap, match="30/12/2022"):
        ARRAYS.between(to_array([GOOD, GOOD]), to_array([LAST, BEFORE]))


def test_time_cannot_be_added_backwards():
    with pytest.raises(ValueError, match="thời gian âm"):
        ARRAYS.add(to_array([GOOD]), -1)


def test_a_calendar_without_any_hours_has_no_deadlines():
    closed = ArrayCalendar(calendar(week=((),) * 7))

    assert closed.between(to_array([GOOD]), to_array([LAST])).tolist() == [0]
    with pytest.raises(CalendarGap):
        closed.add(to_array([GOOD]), HOUR)
