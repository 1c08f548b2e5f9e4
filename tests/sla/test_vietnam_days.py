"""The days off and make-up days we ship, against tables and rules that were made without them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import holidays
import pytest

import sla
from sla.calendar import WorkingCalendar
from sla.clock import Clock
from sla.explain import explain
from sla.law import law_on
from sla.limits import TimeLimit
from sla.spec import CalendarGap, DayRule
from sla.zone import VIETNAM
from workflows.pack import read_pack

FILE = Path(sla.__file__).parent / "data" / "vietnam.yaml"
# The years somebody has declared; the library guesses 2027 otherwise than our notes do.
YEARS = range(2019, 2027)

# Written out by hand (day/month) from our domain notes: the weekdays officials have off.
OFF = {
    2023: "02/01 20/01 23/01 24/01 25/01 26/01 01/05 02/05 03/05 01/09 04/09",
    2024: "01/01 08/02 09/02 12/02 13/02 14/02 18/04 29/04 30/04 01/05 02/09 03/09",
    2025: "01/01 27/01 28/01 29/01 30/01 31/01 07/04 30/04 01/05 02/05 01/09 02/09",
    2026: "01/01 02/01 16/02 17/02 18/02 19/02 20/02 27/04 30/04 01/05 31/08 01/09 02/09 24/11",
    2027: "01/01 05/02 08/02 09/02 10/02 11/02 16/04 30/04 03/05 02/09 03/09 24/11",
}
# The weekend days worked, each with the weekday it was exchanged for (0 is Monday).
MADE_UP = {
    2023: {},
    2024: {"04/05": 0},
    2025: {"26/04": 4},
    2026: {"10/01": 4, "22/08": 0},
    2027: {},
}
# Our notes doubt these: two exchanges of 2026 and a holiday whose text nobody of ours has read.
PROVISIONAL = {"02/01/2026", "10/01/2026", "22/08/2026", "31/08/2026", "24/11/2026"}

# Friday 2/1/2026 was exchanged for Saturday 10/1 only on 25/12/2025 (document 12729/VPCP-KGVX); the
# library does not have it yet. When it learns it, these two lists become empty.
OFF_BUT_NOT_IN_LIBRARY = {date(2026, 1, 2)}
WORKED_BUT_NOT_IN_LIBRARY = {date(2026, 1, 10)}


@cache
def shipped() -> WorkingCalendar:
    (located,) = read_pack(FILE.read_text(encoding="utf-8"), FILE.name).calendars
    return WorkingCalendar(located.record)


def rows(kind: Literal["off", "work"]) -> list[DayRule]:
    return [rule for rule in shipped().spec.days if rule.kind == kind]


def declared(kind: Literal["off", "work"]) -> set[date]:
    return {rule.date for rule in rows(kind) if rule.date.year in YEARS}


def at(text: str) -> datetime:
    """The instant written "Wed 2024-02-07 16:30", refused when the weekday is not true."""
    instant = datetime.strptime(text, "%a %Y-%m-%d %H:%M").replace(tzinfo=VIETNAM)
    assert f"{instant:%a}" == text[:3], f"{text}: that day is a {instant:%A}"
    return instant


def library_off() -> Iterator[date]:
    for year in YEARS:
        yield from (day for day in holidays.country_holidays("VN", years=year) if day.weekday() < 5)


def library_worked() -> Iterator[date]:
    for year in YEARS:
        worked = holidays.country_holidays("VN", years=year).weekend_workdays
        yield from (day for day in worked if day.year == year)


@pytest.mark.parametrize("year", OFF)
def test_weekdays_off_are_those_written_out_by_hand(year):
    found = [f"{rule.date:%d/%m}" for rule in rows("off") if rule.date.year == year]
    assert found == OFF[year].split()


@pytest.mark.parametrize("year", MADE_UP)
def test_make_up_days_are_those_written_out_by_hand(year):
    found = {f"{rule.date:%d/%m}": rule.like for rule in rows("work") if rule.date.year == year}
    assert found == MADE_UP[year]


def test_weekdays_off_differ_from_the_library_only_where_we_say_so():
    assert declared("off") ^ set(library_off()) == OFF_BUT_NOT_IN_LIBRARY


def test_make_up_days_differ_from_the_library_only_where_we_say_so():
    assert declared("work") ^ set(library_worked()) == WORKED_BUT_NOT_IN_LIBRARY


def test_all_years_from_2019_to_2027_are_covered_and_no_other():
    assert shipped().spec.covers == (2019, 2027)
    with pytest.raises(CalendarGap):
        shipped().day_windows(date(2028, 1, 1))


def test_every_row_has_a_name_and_a_source():
    assert [r.date for r in shipped().spec.days if not (r.name and r.source)] == []


def test_no_row_off_falls_on_a_weekend():
    assert [rule.date for rule in rows("off") if rule.date.weekday() >= 5] == []


def test_every_row_worked_falls_on_a_weekend_and_takes_the_hours_of_a_weekday():
    assert [rule.date for rule in rows("work") if rule.date.weekday() < 5] == []
    assert all(rule.like in range(5) for rule in rows("work"))


def test_only_the_doubtful_rows_are_provisional():
    found = [rule for rule in shipped().spec.days if rule.status == "provisional"]
    assert {f"{r.date:%d/%m/%Y}" for r in found if r.date.year in YEARS} == PROVISIONAL


def test_a_year_nobody_has_declared_is_all_estimates_and_says_so():
    undeclared = [rule for rule in shipped().spec.days if rule.date.year not in YEARS]
    assert {rule.status for rule in undeclared} == {"provisional"}
    assert [rule.date for rule in undeclared if "ước tính" not in rule.source] == []
    clock = Clock(
        calendar=shipped(),
        law=law_on(date(2027, 2, 4)),
        limit=TimeLimit.parse("1 working_days"),
        start=at("Thu 2027-02-04 10:00"),
    )
    told = [line.text for line in explain(clock)]
    assert told[-1] == "Hạn cuối: thứ Sáu 12/02/2027 10:00."
    assert any("(Tết Nguyên đán (29 tháng Chạp), tạm tính), không tính" in text for text in told)


def test_each_exchange_keeps_the_number_of_working_days():
    # Monday 31/12/2018, the other half of 5/1/2019, lies outside the covered years.
    exchanged = [rule for rule in rows("off") if rule.name.startswith("Nghỉ hoán đổi")]
    made_up = [rule for rule in rows("work") if rule.date != date(2019, 1, 5)]
    pairs = [(rule.date.year, rule.date.weekday()) for rule in exchanged]
    assert sorted(pairs) == sorted((rule.date.year, rule.like) for rule in made_up)


def test_an_ordinary_week_has_forty_hours_and_rests_on_the_weekend():
    week = shipped().between(at("Mon 2023-06-12 00:00"), at("Mon 2023-06-19 00:00"))
    assert week == timedelta(hours=40)
    assert not shipped().is_working_day(date(2023, 6, 17))


def test_the_monday_before_the_culture_day_of_2026_is_worked():
    assert shipped().is_working_day(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("Fri 2023-04-28 16:00", "8 working_hours", "Thu 2023-05-04 16:00"),  # over 1-3 May
        ("Wed 2024-02-07 16:30", "8 working_hours", "Thu 2024-02-15 16:30"),  # over Tết
        ("Fri 2024-05-03 15:30", "8 working_hours", "Sat 2024-05-04 15:30"),  # a worked Saturday
        ("Mon 2026-11-23 10:00", "8 working_hours", "Wed 2026-11-25 10:00"),  # over 24/11
        ("Wed 2023-08-30 10:00", "3 working_days", "Wed 2023-09-06 10:00"),  # over 1-4 September
        ("Tue 2024-02-06 14:00", "5 working_days", "Tue 2024-02-20 14:00"),  # over Tết
        ("Thu 2024-05-02 08:00", "2 working_days", "Sat 2024-05-04 08:00"),  # a worked Saturday
        ("Thu 2025-04-24 08:00", "3 working_days", "Mon 2025-04-28 08:00"),  # over Sat 26/4
        ("Tue 2025-12-30 10:00", "5 working_days", "Thu 2026-01-08 10:00"),  # over 1-2 January
        ("Fri 2026-02-13 10:00", "15 working_days", "Fri 2026-03-13 10:00"),  # over Tết
        ("Fri 2024-05-03 16:00", "same_day", "Sat 2024-05-04 17:30"),  # a worked Saturday
        ("Mon 2026-11-23 15:30", "same_day", "Wed 2026-11-25 17:30"),  # over 24/11
    ],
)
def test_deadlines_across_holidays_are_those_of_the_reference(start, limit, due):
    begun = at(start)
    assert TimeLimit.parse(limit).due(begun, shipped(), law_on(begun.date())) == at(due)
