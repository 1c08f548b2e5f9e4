"""The periods by name: statutory, half-year, year, the month from the 15th, calendar ones."""

from datetime import date
from itertools import pairwise

import pytest

from app.errors import Unknown
from app.reports.period import Period
from app.reports.period_file import read_periods
from app.reports.periods import (
    between,
    kinds,
    latest,
    name_of,
    named,
    named_as,
    of_year,
    offered,
    preceding,
)
from workflows.problems import BadPack

ROW = """\
- kind: quarter
  word: quý
  names: ["Quý I năm {year}"]
  first_month: 0
  first_day: 15
  months: 3
  offered: 5
  head: Quý
  valid_from: 2019-03-12
  source: thử
"""


@pytest.mark.parametrize(
    ("kind", "number", "name", "first", "last"),
    [
        ("quarter", 1, "Quý I năm 2023", "2022-12-15", "2023-03-14"),
        ("quarter", 3, "Quý III năm 2023", "2023-06-15", "2023-09-14"),
        ("half_year", 1, "6 tháng đầu năm 2023", "2022-12-15", "2023-06-14"),
        ("half_year", 2, "6 tháng cuối năm 2023", "2023-06-15", "2023-12-14"),
        ("year", 1, "Năm 2023", "2022-12-15", "2023-12-14"),
        ("month15", 1, "Tháng 1 năm 2023", "2022-12-15", "2023-01-14"),
        ("month15", 12, "Tháng 12 năm 2023", "2023-11-15", "2023-12-14"),
        ("calendar_month", 2, "Tháng 2 dương lịch năm 2024", "2024-02-01", "2024-02-29"),
        ("calendar_quarter", 4, "Quý IV năm dương lịch 2023", "2023-10-01", "2023-12-31"),
        ("calendar_year", 1, "Năm dương lịch 2023", "2023-01-01", "2023-12-31"),
    ],
)
def test_each_kind_has_its_days(kind, number, name, first, last):
    one = named(kind, int(last[:4]), number)
    assert one.name == name
    assert one.period == Period(first=date.fromisoformat(first), last=date.fromisoformat(last))
    assert one.cut_off == one.period.end
    assert name_of(one.period) == name
    assert named_as(one.period) == one


@pytest.mark.parametrize("kind", kinds())
def test_those_of_one_kind_follow_each_other_without_a_gap(kind):
    every = [one.period for year in range(2015, 2031) for one in of_year(kind, year)]
    for earlier, later in pairwise(every):
        assert earlier.end == later.start


def test_no_two_periods_of_a_year_have_the_same_name():
    names = [one.name for kind in kinds() for one in of_year(kind, 2023)]
    assert len(set(names)) == len(names) == 4 + 2 + 1 + 12 + 12 + 4 + 1


def test_what_comes_before_ends_the_day_before():
    before = preceding(named("quarter", 2023, 1))
    assert before is not None
    assert before.name == "Quý IV năm 2022"
    half = preceding(named("half_year", 2023))
    assert half == named("half_year", 2022, 2)
    assert preceding(named("year", 1976)) is None


def test_only_periods_that_have_begun_are_offered():
    names = [one.name for one in offered(date(2023, 9, 14))]
    assert names[0] == "Quý III năm 2023"
    assert "Tháng 9 năm 2023" in names
    assert "Quý IV năm 2023" not in names
    assert offered(date(2023, 9, 15))[0].name == "Quý IV năm 2023"
    assert {one.kind for one in offered(date(2023, 9, 15))} == set(kinds())


def test_the_latest_of_a_kind_come_newest_first():
    names = [one.name for one in latest("quarter", date(2023, 1, 1), 6)]
    assert names == [
        "Quý I năm 2023", "Quý IV năm 2022", "Quý III năm 2022", "Quý II năm 2022",
        "Quý I năm 2022", "Quý IV năm 2021",
    ]  # fmt: skip


def test_those_that_touch_some_days_are_found_by_kind():
    found = [one.name for one in between("month15", date(2023, 12, 14), date(2024, 1, 15))]
    assert found == ["Tháng 12 năm 2023", "Tháng 1 năm 2024", "Tháng 2 năm 2024"]


def test_a_period_there_is_not_is_said():
    with pytest.raises(Unknown, match="kỳ báo cáo số 5 loại “quý” của năm 2023"):
        named("quarter", 2023, 5)
    with pytest.raises(Unknown, match="không có loại kỳ báo cáo “week”; có: quarter, "):
        named("week", 2023)
    assert name_of(Period(first=date(2023, 12, 15), last=date(2024, 5, 19))) is None


@pytest.mark.parametrize("year", [-1, 0, 1, 1975, 3000, 9999, 10_000])
@pytest.mark.parametrize("kind", kinds())
def test_no_period_is_named_after_a_year_nobody_reckons_in(kind, year):
    with pytest.raises(Unknown, match=f"năm {year} nằm ngoài khoảng 1976–2999"):
        of_year(kind, year)
    with pytest.raises(Unknown):
        named(kind, year)


def test_days_of_such_years_have_no_name():
    assert name_of(Period(first=date(9999, 12, 1), last=date(9999, 12, 31))) is None
    assert name_of(Period(first=date(1, 1, 1), last=date(1, 3, 31))) is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: quarter", "kind: week", "p.yaml:1: [1].kind: “week” không dùng được ở đây"),
        (" năm {year}", "", "p.yaml:3: [1].names[1]: tên kỳ phải có {year}"),
        ("months: 3", "months: 13", "p.yaml:6: [1].months: phải từ 1 đến 12, không phải 13"),
        ("first_day: 15", "first_day: 31", "p.yaml:5: [1].first_day: phải từ 1 đến 28"),
        ('["Quý I năm {year}"]', '["{year}", "2 {year}", "3 {year}", "4 {year}", "5 {year}"]',
         "các kỳ cộng lại dài hơn một năm"),
        ("  source: thử\n", "", "[1].source: thiếu mục bắt buộc “source”"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_told_by_line(old, new, told):
    assert old in ROW
    with pytest.raises(BadPack) as caught:
        read_periods(ROW.replace(old, new), "p.yaml")
    assert told in str(caught.value)
