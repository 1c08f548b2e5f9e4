"""Working time added and measured, with the weekdays written out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sla.calendar import WorkingCalendar
from sla.spec import CalendarGap, Season, Window
from sla.zone import NaiveInstant, midnight
from tests.sla.builders import FULL, MORNING, OFFICE, WEEK, at, calendar, off, spec, work

DAY = date.fromisoformat
HOURS_A_YEAR = timedelta(hours=2000)
NAIVE = at("Thu 2023-06-15 09:00").replace(tzinfo=None)
NO_WORK = calendar(week=((),) * 7)
ROUND_THE_CLOCK = calendar(week=((Window.parse("00:00-24:00"),),) * 7)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("Thu 2023-06-15 09:00", 8, "Fri 2023-06-16 09:00"),
        ("Thu 2023-06-15 09:00", 2.5, "Thu 2023-06-15 11:30"),
        ("Thu 2023-06-15 11:30", 0, "Thu 2023-06-15 13:30"),
        ("Thu 2023-06-15 11:29:59.999999", 0, "Thu 2023-06-15 11:29:59.999999"),
        ("Thu 2023-06-15 17:30", 0, "Fri 2023-06-16 07:30"),
        ("Fri 2023-06-16 17:30", 0, "Mon 2023-06-19 07:30"),
        ("Sat 2023-06-17 10:00", 8, "Mon 2023-06-19 17:30"),
        ("Thu 2023-06-15 00:00", 480, "Fri 2023-09-08 17:30"),
        ("Fri 2024-05-03 15:30", 8, "Sat 2024-05-04 15:30"),
    ],
)
def test_working_time_is_added(start, hours, end):
    assert OFFICE.add(at(start), timedelta(hours=hours)) == at(end)


@pytest.mark.parametrize(
    ("a", "b", "minutes"),
    [
        ("Thu 2023-06-15 09:00", "Fri 2023-06-16 09:00", 480),
        ("Thu 2023-06-15 11:30", "Thu 2023-06-15 13:30", 0),
        ("Thu 2023-06-15 11:00", "Thu 2023-06-15 14:00", 60),
        ("Sat 2023-06-17 00:00", "Mon 2023-06-19 00:00", 0),
        ("Fri 2023-06-16 09:00", "Thu 2023-06-15 09:00", -480),
        ("Sun 2023-01-01 00:00", "Fri 2027-01-01 00:00", 999 * 480),
    ],
)
def test_working_time_is_measured(a, b, minutes):
    assert OFFICE.between(at(a), at(b)) == timedelta(minutes=minutes)


def test_time_cannot_be_added_backwards():
    with pytest.raises(ValueError, match="thời gian âm"):
        OFFICE.add(at("Thu 2023-06-15 09:00"), timedelta(microseconds=-1))


@pytest.mark.parametrize("amount", [timedelta(), timedelta(hours=1)])
def test_an_instant_without_offset_is_refused(amount):
    with pytest.raises(NaiveInstant):
        OFFICE.add(NAIVE, amount)


def test_instants_of_any_offset_are_the_same_instants():
    utc = datetime(2023, 6, 15, 2, 0, tzinfo=UTC)

    assert OFFICE.add(utc, timedelta(hours=8)) == at("Fri 2023-06-16 09:00")
    assert OFFICE.next_working(utc).utcoffset() == timedelta(hours=7)
    assert OFFICE.off_rest_days(utc).utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    ("ask", "day"),
    [
        (lambda: OFFICE.add(at("Sat 2022-12-31 23:59"), timedelta(hours=1)), "31/12/2022"),
        (lambda: OFFICE.add(at("Mon 2026-12-28 08:00"), timedelta(hours=40)), "01/01/2027"),
        (lambda: OFFICE.add(at("Thu 2023-06-15 09:00"), 5 * HOURS_A_YEAR), "01/01/2027"),
        (lambda: OFFICE.add(at("Thu 2026-12-31 17:30"), timedelta()), "01/01/2027"),
        (lambda: OFFICE.next_working(at("Fri 2027-01-01 00:00")), "01/01/2027"),
        (
            lambda: OFFICE.between(at("Thu 2026-12-31 08:00"), at("Fri 2027-01-01 00:01")),
            "01/01/2027",
        ),
        (lambda: OFFICE.is_working_day(DAY("2022-12-30")), "30/12/2022"),
        (lambda: OFFICE.working_days_after(DAY("2026-12-28"), 10), "01/01/2027"),
        (lambda: OFFICE.working_days_after(DAY("2027-05-01"), 0), "01/05/2027"),
        (lambda: OFFICE.next_working_day(DAY("2027-05-01")), "01/05/2027"),
        (lambda: OFFICE.day_end(DAY("2027-05-01")), "01/05/2027"),
        (lambda: OFFICE.off_rest_days(at("Fri 2027-01-01 10:00")), "01/01/2027"),
        (lambda: NO_WORK.next_working(at("Thu 2023-06-15 09:00")), "01/01/2027"),
        (lambda: NO_WORK.add(at("Thu 2023-06-15 09:00"), timedelta(hours=1)), "01/01/2027"),
    ],
)
def test_outside_its_years_a_calendar_refuses_to_guess(ask, day):
    with pytest.raises(CalendarGap, match=f"Lịch “thử” chưa có ngày {day}: .*2023–2026"):
        ask()


def test_the_midnight_after_the_last_day_still_ends_a_stretch():
    last = at("Thu 2026-12-31 16:30")

    assert OFFICE.between(last, midnight(DAY("2027-01-01"))) == timedelta(hours=1)
    assert OFFICE.add(last, timedelta(hours=1)) == at("Thu 2026-12-31 17:30")


def test_a_calendar_may_work_to_midnight_of_its_last_day():
    end = ROUND_THE_CLOCK.add(at("Thu 2026-12-31 23:00"), timedelta(hours=1))

    assert end == midnight(DAY("2027-01-01"))
    assert ROUND_THE_CLOCK.between(at("Sun 2023-01-01 00:00"), end) == timedelta(days=1461)


def test_a_calendar_without_any_hours_measures_nothing():
    assert NO_WORK.between(at("Thu 2023-06-15 09:00"), at("Thu 2024-06-13 09:00")) == timedelta()


@pytest.mark.parametrize(
    ("day", "n", "reached"),
    [
        ("2023-06-15", 0, "2023-06-15"),
        ("2023-06-17", 0, "2023-06-17"),
        ("2023-06-15", 1, "2023-06-16"),
        ("2023-06-16", 1, "2023-06-19"),
        ("2023-06-17", 1, "2023-06-19"),
        ("2024-05-02", 2, "2024-05-04"),
        ("2024-02-07", 1, "2024-02-15"),
    ],
)
def test_working_days_are_counted_after_the_day(day, n, reached):
    assert OFFICE.working_days_after(DAY(day), n) == DAY(reached)


def test_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="không thể đếm -1 ngày"):
        OFFICE.working_days_after(DAY("2023-06-15"), -1)


def test_the_next_working_day_may_be_the_day_itself():
    assert OFFICE.next_working_day(DAY("2023-06-16")) == DAY("2023-06-16")
    assert OFFICE.next_working_day(DAY("2023-06-17")) == DAY("2023-06-19")


def test_a_day_tells_its_hours_length_and_end():
    assert OFFICE.day_windows(DAY("2023-06-15")) == FULL
    assert OFFICE.day_length(DAY("2023-06-15")) == timedelta(hours=8)
    assert OFFICE.day_end(DAY("2023-06-15")) == at("Thu 2023-06-15 17:30")
    assert OFFICE.day_length(DAY("2023-06-17")) == timedelta()
    with pytest.raises(ValueError, match="17/06/2023 không phải ngày làm việc"):
        OFFICE.day_end(DAY("2023-06-17"))


def test_a_day_out_of_the_ordinary_tells_its_name():
    office = calendar(off("2023-09-01", "Quốc khánh"), off("2023-09-04"))

    assert office.day_name(DAY("2023-09-01")) == "Quốc khánh"
    assert office.day_name(DAY("2023-09-04")) is None
    assert office.day_name(DAY("2023-09-05")) is None


def test_a_half_day_closes_at_noon():
    half = replace(work("2023-06-15"), windows=MORNING)

    assert calendar(half).add(at("Thu 2023-06-15 10:30"), timedelta(hours=2)) == at(
        "Fri 2023-06-16 08:30"
    )


def test_summer_hours_hold_in_summer_only():
    summer = Season(first=DAY("2023-06-16"), last=DAY("2023-06-16"), week=(MORNING,) * 7)
    office = WorkingCalendar(replace(spec(), seasons=(summer,)))

    assert office.add(at("Thu 2023-06-15 09:00"), timedelta(hours=14)) == at("Mon 2023-06-19 11:00")


def test_a_calendar_knows_its_code_and_its_years():
    assert OFFICE.code == "thử"
    assert OFFICE.spec.week == WEEK
    assert [OFFICE.knows(DAY(day)) for day in ("2022-12-31", "2023-01-01", "2026-12-31")] == [
        False,
        True,
        True,
    ]
