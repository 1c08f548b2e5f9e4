"""Time limits read, written and turned into deadlines: the vectors of our notes."""

from datetime import date, datetime, timedelta

import pytest

from sla.calendar import WorkingCalendar
from sla.law import law_on
from sla.limits import TimeLimit
from sla.spec import BadLimit, CalendarGap, Window
from tests.sla.builders import FULL, MORNING, OFFICE, at, calendar

LAW = law_on(date(2023, 6, 15))
SEVEN_AND_A_HALF = (Window.parse("07:30-11:30"), Window.parse("13:30-17:00"))
SHORT = calendar(week=(SEVEN_AND_A_HALF,) * 5 + ((), ()))
SATURDAY_MORNINGS = calendar(week=(FULL,) * 5 + (MORNING, ()))


def due(limit: str, start: str, on: WorkingCalendar = OFFICE) -> datetime:
    return TimeLimit.parse(limit).due(at(start), on, LAW)


@pytest.mark.parametrize(
    ("start", "limit", "deadline"),
    [
        # The vectors of our domain notes.
        ("Thu 2023-06-15 09:00", "8 working_hours", "Fri 2023-06-16 09:00"),
        ("Fri 2023-06-16 16:00", "8 working_hours", "Mon 2023-06-19 16:00"),
        ("Sat 2023-06-17 10:00", "8 working_hours", "Mon 2023-06-19 17:30"),
        ("Thu 2023-06-15 12:15", "8 working_hours", "Fri 2023-06-16 11:30"),
        ("Thu 2023-06-15 07:30", "8 working_hours", "Thu 2023-06-15 17:30"),
        ("Thu 2023-06-15 22:00", "8 working_hours", "Fri 2023-06-16 17:30"),
        ("Fri 2023-04-28 16:00", "8 working_hours", "Thu 2023-05-04 16:00"),
        ("Wed 2024-02-07 16:30", "8 working_hours", "Thu 2024-02-15 16:30"),
        ("Fri 2024-05-03 15:30", "8 working_hours", "Sat 2024-05-04 15:30"),
        ("Mon 2026-11-23 10:00", "8 working_hours", "Wed 2026-11-25 10:00"),
        ("Thu 2023-06-15 09:10", "3 working_days", "Tue 2023-06-20 09:10"),
        ("Fri 2023-06-16 17:45", "3 working_days", "Thu 2023-06-22 07:30"),
        ("Wed 2023-08-30 10:00", "3 working_days", "Wed 2023-09-06 10:00"),
        ("Tue 2024-02-06 14:00", "5 working_days", "Tue 2024-02-20 14:00"),
        ("Thu 2024-05-02 08:00", "2 working_days", "Sat 2024-05-04 08:00"),
        ("Thu 2025-04-24 08:00", "3 working_days", "Mon 2025-04-28 08:00"),
        ("Tue 2025-12-30 10:00", "5 working_days", "Thu 2026-01-08 10:00"),
        ("Fri 2026-02-13 10:00", "15 working_days", "Fri 2026-03-13 10:00"),
        ("Thu 2023-06-15 15:00", "same_day", "Thu 2023-06-15 17:30"),
        ("Thu 2023-06-15 15:01", "same_day", "Fri 2023-06-16 17:30"),
        ("Fri 2023-06-16 15:30", "same_day", "Mon 2023-06-19 17:30"),
        ("Sat 2023-06-17 09:00", "same_day", "Mon 2023-06-19 17:30"),
        ("Fri 2024-05-03 16:00", "same_day", "Sat 2024-05-04 17:30"),
        ("Mon 2026-11-23 15:30", "same_day", "Wed 2026-11-25 17:30"),
        # Where other systems went wrong: lunch, the edge of lunch, exact quarters, one Saturday.
        ("Thu 2023-06-15 16:30", "7 working_hours", "Fri 2023-06-16 15:30"),
        ("Thu 2023-06-15 11:30", "2 working_hours", "Thu 2023-06-15 15:30"),
        ("Thu 2023-06-15 11:30", "4 working_hours", "Thu 2023-06-15 17:30"),
        ("Wed 2023-06-14 10:15", "8 working_hours", "Thu 2023-06-15 10:15"),
        ("Mon 2023-06-05 14:00", "1.5 working_days", "Wed 2023-06-07 08:00"),
        ("Fri 2023-06-16 16:00", "1 working_days", "Mon 2023-06-19 16:00"),
        # Our own corners.
        ("Thu 2023-06-15 15:00:00.000001", "same_day", "Fri 2023-06-16 17:30"),
        ("Thu 2023-06-15 12:00", "same_day", "Thu 2023-06-15 17:30"),
        ("Thu 2023-06-15 08:00", "0.5 working_days", "Thu 2023-06-15 14:00"),
        ("Thu 2023-06-15 10:00", "2 calendar_days", "Mon 2023-06-19 10:00"),
        ("Thu 2023-06-15 10:00", "0.5 calendar_days", "Thu 2023-06-15 22:00"),
        ("Sat 2023-06-17 10:00", "1 calendar_days", "Tue 2023-06-20 07:30"),
        ("Thu 2024-02-01 10:00", "10 calendar_days", "Thu 2024-02-15 10:00"),
    ],
)
def test_a_limit_gives_its_deadline(start, limit, deadline):
    assert due(limit, start) == at(deadline)


def test_five_days_of_seven_and_a_half_hours_are_five_days_not_forty_hours():
    assert due("5 working_days", "Mon 2023-06-05 08:00", SHORT) == at("Mon 2023-06-12 08:00")


def test_half_a_day_is_half_of_the_day_reached():
    assert due("0.5 working_days", "Thu 2023-06-15 07:30", SHORT) == at("Thu 2023-06-15 11:15")
    assert due("1.5 working_days", "Fri 2023-06-16 07:30", SATURDAY_MORNINGS) == at(
        "Sat 2023-06-17 09:30"
    )


def test_days_keep_the_time_of_day_whatever_the_hours_of_the_day_reached():
    assert due("1 working_days", "Fri 2023-06-16 15:00", SATURDAY_MORNINGS) == at(
        "Sat 2023-06-17 15:00"
    )


def test_a_make_up_saturday_has_the_hours_of_its_own_rule():
    fridays_short = calendar(*OFFICE.spec.days, week=(FULL,) * 4 + (MORNING, (), ()))

    assert due("4 working_hours", "Fri 2025-04-25 10:00", fridays_short) == at(
        "Sat 2025-04-26 10:00"
    )


def test_no_date_is_given_beyond_the_calendar():
    with pytest.raises(CalendarGap):
        due("10 working_days", "Mon 2026-12-28 08:00")
    with pytest.raises(CalendarGap):
        due("4 calendar_days", "Mon 2026-12-28 08:00")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("3 working_days", "3 working_days"),
        ("1.50 working_days", "1.5 working_days"),
        ("08 working_hours", "8 working_hours"),
        ("100 calendar_days", "100 calendar_days"),
        ("same_day", "same_day"),
    ],
)
def test_a_limit_is_written_in_one_way(text, canonical):
    assert str(TimeLimit.parse(text)) == canonical
    assert TimeLimit.parse(canonical) == TimeLimit.parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "cần"),
        ("3", "cần"),
        ("3 days", "cần"),
        ("-1 working_days", "cần"),
        ("1,5 working_days", "cần"),
        ("٣ working_days", "cần"),
        ("1 same_day", "cần"),
        ("0 working_days", "lớn hơn 0"),
        ("0.3 working_days", "nửa ngày"),
        ("1.25 calendar_days", "nửa ngày"),
        ("0.01 working_hours", "tròn phút"),
    ],
)
def test_a_limit_nobody_can_count_is_refused(text, words):
    with pytest.raises(BadLimit, match=f"Thời hạn “{text}” không hợp lệ: .*{words}"):
        TimeLimit.parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3 working_days", "3 ngày làm việc"),
        ("1.5 working_days", "1,5 ngày làm việc"),
        ("4 working_hours", "4 giờ làm việc"),
        ("1.25 working_hours", "1 giờ 15 phút làm việc"),
        ("15 calendar_days", "15 ngày"),
        ("same_day", "trong ngày"),
    ],
)
def test_a_limit_is_said_in_vietnamese(text, words):
    assert TimeLimit.parse(text).in_words() == words


@pytest.mark.parametrize(
    ("text", "calendar", "hours"),
    [
        ("7 working_hours", SHORT, 7),
        ("3 working_days", OFFICE, 24),
        ("1.5 working_days", SHORT, 11.25),
        ("same_day", SATURDAY_MORNINGS, 8),
    ],
)
def test_a_limit_stands_for_working_time(text, calendar, hours):
    assert TimeLimit.parse(text).working_time(calendar.spec.standard_day()) == timedelta(
        hours=hours
    )


def test_calendar_days_stand_for_no_working_time():
    assert TimeLimit.parse("15 calendar_days").working_time(OFFICE.spec.standard_day()) is None


@pytest.mark.parametrize(
    ("text", "by_day"),
    [
        ("3 working_days", True),
        ("15 calendar_days", True),
        ("8 working_hours", False),
        ("same_day", False),
    ],
)
def test_only_limits_in_days_are_judged_by_dates(text, by_day):
    assert TimeLimit.parse(text).judged_by_day is by_day
