"""Rules of law as data: what is in force when, and that nothing is guessed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sla.law import law_from, law_on
from sla.limits import TimeLimit
from sla.spec import LawGap
from sla.zone import HOUR

DAY = date(2023, 6, 15)
ROWS = law_on(DAY).rows


def test_the_rules_of_2023_are_known():
    law = law_on(DAY)

    assert law.same_day_until == 15 * HOUR
    assert str(TimeLimit.parse(law.intake_limit)) == "8 working_hours"
    assert (law.apologies_allowed, law.supplements_allowed) == (1, 1)


@pytest.mark.parametrize("day", [date(2019, 1, 1), date(2025, 7, 1), date(2030, 1, 1)])
def test_every_day_a_calendar_may_cover_has_its_law(day):
    assert law_on(day).same_day_until == 15 * HOUR


def test_every_rule_has_a_source_and_says_how_sure_we_are():
    assert [row.rule for row in ROWS if not row.source or not row.confidence] == []


def test_before_the_first_rule_nothing_is_guessed():
    with pytest.raises(LawGap, match="chưa có cho ngày 09/04/2015"):
        law_on(date(2015, 4, 9))


def test_a_rule_ends_with_its_last_day():
    ended = [replace(row, valid_to=DAY) for row in ROWS]

    assert law_from(ended, DAY).same_day_until == 15 * HOUR
    with pytest.raises(LawGap):
        law_from(ended, DAY + timedelta(days=1))


def test_two_values_for_one_day_are_refused():
    with pytest.raises(LawGap, match="có 2 giá trị"):
        law_from([*ROWS, ROWS[0]], DAY)


def test_another_hour_in_the_data_is_another_deadline():
    later = [replace(r, value="16:30") if r.rule == "same_day_until" else r for r in ROWS]

    assert law_from(later, DAY).same_day_until == 16.5 * HOUR


def test_a_law_can_be_kept_in_a_set():
    assert len({law_on(DAY), law_from(ROWS, DAY)}) == 1
