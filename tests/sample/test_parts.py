"""The small parts of the generator: chance, the office's line of seconds, names without tones."""

import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sample.courses import Planner, term_of
from app.sample.dice import Dice
from app.sample.lines import SEED
from app.sample.outages import OUTAGES, restored
from app.sample.people import FAMILIES, MEN, WOMEN, applicant, plain
from app.sample.plan import PROFILES, QUARTERS
from app.sample.ward import limit_of, read_ward
from sla.zone import local_date

WARD = read_ward()
OFFICE = WARD.office
COPIES = PROFILES["CT"]
seconds = st.integers(0, OFFICE.starts[-1] - 1)


@given(seconds)
def test_a_working_second_and_its_instant_belong_together(second):
    assert OFFICE.past(OFFICE.at(second)) == second


@given(seconds)
def test_every_working_second_lies_in_working_time(second):
    instant = OFFICE.at(second)

    assert WARD.calendar.next_working(instant) == instant


@given(seconds, st.integers(0, 10**6))
def test_the_line_counts_as_the_calendar_does(second, more):
    later = min(second + more, OFFICE.starts[-1] - 1)

    passed = WARD.calendar.between(OFFICE.at(second), OFFICE.at(later))

    assert passed == timedelta(seconds=later - second)


@given(seconds)
def test_a_day_begins_on_its_first_second(second):
    start = OFFICE.day_start(second)

    assert local_date(OFFICE.at(start)) == local_date(OFFICE.at(second))
    assert start == 0 or local_date(OFFICE.at(start - 1)) < local_date(OFFICE.at(second))


def test_the_time_after_closing_counts_for_nothing():
    evening = OFFICE.at(OFFICE.starts[5] - 1) + timedelta(hours=3)

    assert OFFICE.past(evening) == OFFICE.starts[5]


@pytest.mark.parametrize(
    ("day", "rested"),
    [(date(2023, 9, 5), True), (date(2023, 9, 6), False), (date(2023, 6, 12), True)],
)
def test_people_wait_on_the_morning_after_a_rest(day, rested):
    assert OFFICE.opens_after_rest(OFFICE.index_on(day)) is rested


def test_the_same_seed_throws_the_same_on_every_python():
    dice = Dice(SEED)

    assert [dice.below(1000) for _ in range(5)] == [27, 975, 585, 230, 370]


def test_heavier_things_come_more_often_and_weightless_ones_never():
    dice = Dice(1)

    drawn = Counter(dice.weighted({"rare": 1, "often": 9, "never": 0}) for _ in range(2_000))

    assert 1_700 < drawn["often"] < 1_900
    assert set(drawn) == {"rare", "often"}


@given(st.integers(-50, 50), st.integers(0, 20), st.integers())
def test_a_span_has_both_its_ends(low, width, seed):
    dice = Dice(seed)

    drawn = {dice.span(low, low + width) for _ in range(600)}

    assert drawn == set(range(low, low + width + 1))


def test_names_lose_their_tones_in_addresses():
    assert plain("Đỗ Thị Phượng") == "do.thi.phuong"


def test_names_are_written_in_one_way():
    words = [*FAMILIES, *(word for half in (WOMEN, MEN) for part in half for word in part)]

    assert [word for word in words if unicodedata.normalize("NFC", word) != word] == []


def test_only_people_at_a_screen_have_an_address_there():
    assert applicant(Dice(1), "direct").email is None
    assert applicant(Dice(1), "online").email is not None


def test_an_outage_is_over_when_it_ends():
    first, last = OUTAGES[0]

    assert restored(first) == last
    assert restored(last) is None


@pytest.mark.parametrize("wish", ["left", "overdue"])
def test_a_plan_that_cannot_be_met_says_so(wish):
    never = replace(term_of(QUARTERS[1], WARD), end=0)
    planner = Planner(WARD, replace(never, end=10**9) if wish == "left" else never, COPIES, Dice(1))

    with pytest.raises(ValueError, match="no case can be"):
        getattr(planner, wish)("direct")


def test_a_procedure_without_limit_cannot_be_planned():
    with pytest.raises(ValueError, match=r"2\.000815 has no time limit"):
        limit_of(replace(WARD.procedures["2.000815"], time_limit=None))


def test_no_flow_leaves_more_than_it_took_in():
    flows = [flow for profile in PROFILES.values() for flow in profile.flows]

    assert all(flow.overdue <= flow.left <= flow.online + flow.direct for flow in flows)


def test_the_quarters_follow_each_other_day_by_day():
    for before, after in pairwise(QUARTERS):
        assert after.first - before.last == timedelta(days=1)
