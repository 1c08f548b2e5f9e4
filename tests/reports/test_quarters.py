from datetime import date
from itertools import pairwise

import pytest

from app.reports.period import Period
from app.reports.quarters import name_of, quarters_between, quarters_of


def test_the_quarters_of_a_year_follow_each_other_without_a_gap():
    quarters = [q.period for year in (2022, 2023, 2024) for q in quarters_of(year)]
    for earlier, later in pairwise(quarters):
        assert earlier.end == later.start


def test_the_quarters_are_those_of_the_seeds():
    first, second, third, fourth = quarters_of(2023)
    assert (first.period.first, first.period.last) == (date(2022, 12, 15), date(2023, 3, 14))
    assert (second.period.first, second.period.last) == (date(2023, 3, 15), date(2023, 6, 14))
    assert (third.period.first, third.period.last) == (date(2023, 6, 15), date(2023, 9, 14))
    assert (fourth.period.first, fourth.period.last) == (date(2023, 9, 15), date(2023, 12, 14))
    assert third.name == "Quý III năm 2023"


def test_only_quarters_that_touch_the_days_are_named():
    names = [q.name for q in quarters_between(date(2022, 12, 14), date(2023, 3, 15))]
    assert names == ["Quý IV năm 2022", "Quý I năm 2023", "Quý II năm 2023"]


def test_a_period_that_is_no_quarter_has_no_name():
    assert name_of(Period(first=date(2023, 1, 1), last=date(2023, 3, 14))) is None
    assert name_of(Period(first=date(2022, 12, 15), last=date(2023, 3, 14))) == "Quý I năm 2023"


def test_a_period_ends_after_it_starts():
    assert Period(first=date(2023, 6, 15), last=date(2023, 6, 15)).first.day == 15
    with pytest.raises(ValueError, match="trước khi bắt đầu"):
        Period(first=date(2023, 6, 15), last=date(2023, 6, 14))
