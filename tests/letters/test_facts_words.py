"""The spelling of official papers."""

from datetime import date, datetime

import pytest

from app.letters.facts_words import day_official, instant_official, limit_official
from sla.limits import TimeLimit


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 2, 5), "ngày 05 tháng 02 năm 2024"),
        (date(2024, 1, 31), "ngày 31 tháng 01 năm 2024"),
        (date(2024, 3, 9), "ngày 09 tháng 3 năm 2024"),
        (date(2024, 12, 1), "ngày 01 tháng 12 năm 2024"),
    ],
)
def test_days_and_the_first_two_months_have_a_zero(day, words):
    assert day_official(day) == words


def test_an_instant_is_told_on_vietnamese_clocks():
    told_at = datetime.fromisoformat("2024-02-05T02:10:00+00:00")

    assert instant_official(told_at) == "09 giờ 10 phút, ngày 05 tháng 02 năm 2024"


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ("3 working_days", "03 ngày làm việc"),
        ("15 working_days", "15 ngày làm việc"),
        ("0.5 working_days", "0,5 ngày làm việc"),
        ("7 calendar_days", "07 ngày"),
        ("4 working_hours", "04 giờ làm việc"),
        ("same_day", "trong ngày làm việc"),
    ],
)
def test_a_limit_is_printed_with_a_zero(limit, words):
    assert limit_official(TimeLimit.parse(limit)) == words
