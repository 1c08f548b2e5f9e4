"""Calendars as data: what is read, what is refused, and in which words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sla.calendar import WorkingCalendar
from sla.spec import BadCalendar, CalendarSpec, DayRule, Season, Week, Window
from sla.zone import DAY, HOUR, MINUTE
from tests.sla.builders import FULL, MORNING, WEEK, off, spec, work

SUMMER = Season(first=date(2023, 4, 15), last=date(2023, 10, 14), week=(MORNING,) * 7)
OVERLAPPING = (Window.parse("07:30-11:30"), Window.parse("11:00-17:00"))


def week_of(windows) -> Week:
    return (windows, *WEEK[1:])


def test_a_window_is_read_to_the_minute():
    assert Window.parse("07:30-11:45") == Window(7 * HOUR + 30 * MINUTE, 11 * HOUR + 45 * MINUTE)


def test_a_window_may_end_at_midnight():
    assert Window.parse("13:00-24:00").closes == DAY


@pytest.mark.parametrize(
    "text", ["", "7:30-11:30", "07:30", "07:60-11:30", "11:30-07:30", "08:00-08:00", "20:00-24:01"]
)
def test_a_window_nobody_can_work_in_is_refused(text):
    with pytest.raises(BadCalendar, match=r"Khung giờ .* không hợp lệ"):
        Window.parse(text)


def test_a_window_is_written_as_it_is_read():
    assert str(Window.parse("07:30-11:30")) == "07:30-11:30"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (spec(covers=(2024, 2023)), "bị ngược"),
        (spec(covers=(1970, 2023)), "1976–2200"),
        (spec(covers=(2023, 2201)), "1976–2200"),
        (spec(week=(FULL,) * 6), "7 ngày"),
        (spec(week=week_of(OVERLAPPING)), "11:00-17:00 chồng lên"),
        (spec(week=week_of(FULL[::-1])), "07:30-11:30 chồng lên hoặc đứng trước"),
        (spec(off("2023-09-01"), work("2023-09-01")), "01/09/2023 được khai 2 lần"),
        (spec(off("2027-01-01")), "01/01/2027 nằm ngoài"),
        (spec(work("2023-06-17")), "17/06/2023 không có giờ làm việc"),
        (spec(work("2023-06-17", like=6)), "17/06/2023 không có giờ làm việc"),
        (spec(work("2023-06-17", like=7)), "thứ không có"),
        (spec(replace(off("2023-06-15"), windows=MORNING)), "ngày nghỉ 15/06/2023 lại có giờ"),
        (spec(replace(work("2023-06-17"), windows=())), "không có giờ làm việc"),
        (spec(replace(work("2023-06-17"), windows=OVERLAPPING)), "chồng lên"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(wrong, words):
    with pytest.raises(BadCalendar, match=words):
        WorkingCalendar(wrong)


@pytest.mark.parametrize(
    ("seasons", "words"),
    [
        ((SUMMER, replace(SUMMER, first=date(2023, 10, 14), last=date(2023, 11, 1))), "chồng nhau"),
        ((replace(SUMMER, last=date(2023, 4, 14)),), "kết thúc trước khi bắt đầu"),
        ((replace(SUMMER, week=(FULL,)),), "7 ngày"),
    ],
)
def test_seasons_that_contradict_each_other_are_refused(seasons, words):
    with pytest.raises(BadCalendar, match=words):
        replace(spec(), seasons=seasons).check()


def test_a_make_up_day_has_its_own_hours_first_then_those_it_is_like_then_its_weekdays():
    rule = work("2023-06-16", like=2)
    own = (Window.parse("08:00-09:00"),)
    week: Week = (FULL, FULL, MORNING, FULL, FULL, (), ())
    office = spec(week=week)

    assert office.worked_hours(replace(rule, windows=own)) == own
    assert office.worked_hours(rule) == MORNING
    assert office.worked_hours(replace(rule, like=None)) == FULL


def test_a_make_up_day_in_summer_has_summer_hours():
    office = replace(spec(), seasons=(SUMMER,))

    assert office.worked_hours(work("2023-06-17", like=4)) == MORNING
    assert office.worked_hours(work("2023-11-18", like=4)) == FULL


@pytest.mark.parametrize(
    ("week", "hours"),
    [
        (WEEK, 8),
        ((FULL,) * 5 + (MORNING, ()), 8),
        ((FULL,) * 3 + (MORNING,) * 3 + ((),), 8),
        (((),) * 7, 0),
    ],
)
def test_the_standard_day_is_the_one_most_days_have(week, hours):
    assert spec(week=week).standard_day() == timedelta(hours=hours)


def test_days_are_confirmed_unless_said_otherwise():
    assert DayRule(date=date(2023, 9, 1), kind="off").status == "confirmed"


def test_windows_may_touch():
    touching = (Window.parse("07:30-11:30"), Window.parse("11:30-15:30"))
    office = WorkingCalendar(spec(week=week_of(touching)))

    assert office.day_length(date(2023, 6, 19)) == timedelta(hours=8)


def test_seasons_may_follow_each_other_in_any_order():
    winter = Season(first=date(2023, 10, 15), last=date(2023, 12, 31), week=WEEK)
    office = replace(spec(), seasons=(winter, SUMMER))

    assert WorkingCalendar(office).day_windows(date(2023, 10, 16)) == FULL


def test_the_first_day_of_a_season_and_its_last_have_its_hours():
    office = CalendarSpec(code="hè", week=WEEK, covers=(2023, 2023), seasons=(SUMMER,))
    days = [date(2023, 4, 14), date(2023, 4, 15), date(2023, 10, 14), date(2023, 10, 15)]

    assert [office.week_on(day) == SUMMER.week for day in days] == [False, True, True, False]
