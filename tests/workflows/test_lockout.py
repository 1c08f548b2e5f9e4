"""The door closes after so many failures, for longer each time, and forgets in the end."""

from datetime import datetime, timedelta

import pytest

from sla.zone import VIETNAM, later
from workflows.lockout import ADDRESS_LIMIT, LOGIN_LIMIT, PLACE_LIMIT, Limit, Tally

NINE = datetime(2024, 3, 4, 9, tzinfo=VIETNAM)
LIMIT = Limit(failures=3, window=10, steps=(5, 20), forgets=60)


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def fail(tally: Tally, *minutes: float) -> Tally:
    for minute in minutes:
        assert tally.closed_until(LIMIT, now=at(minute)) is None, minute
        tally = tally.attempted(LIMIT, now=at(minute)).failed(LIMIT, now=at(minute))
    return tally


def test_an_empty_tally_is_an_open_door():
    assert Tally().closed_until(LIMIT, now=NINE) is None


def test_the_last_failure_allowed_closes_the_door():
    assert fail(Tally(), 0, 1).closed_until(LIMIT, now=at(2)) is None

    closed = fail(Tally(), 0, 1, 2)

    assert closed.closed_until(LIMIT, now=at(2)) == at(7)
    assert closed.closed_until(LIMIT, now=at(6.99)) == at(7)
    assert closed.closed_until(LIMIT, now=at(7)) is None


def test_failures_longer_ago_than_the_window_do_not_count():
    assert fail(Tally(), 0, 1, 10, 11).closed_until(LIMIT, now=at(11)) is None
    assert fail(Tally(), 0, 1, 10, 11, 12).closed_until(LIMIT, now=at(12)) == at(17)


def test_the_door_stays_closed_for_longer_each_time():
    once = fail(Tally(), 0, 1, 2)
    twice = fail(once, 7, 8, 9)
    thrice = fail(twice, 29, 30, 31)

    assert twice.closed_until(LIMIT, now=at(9)) == at(29)
    assert thrice.closed_until(LIMIT, now=at(31)) == at(51)


def test_a_quiet_day_brings_the_first_step_back():
    assert fail(fail(Tally(), 0, 1, 2), 67, 68, 69).closed_until(LIMIT, now=at(69)) == at(74)
    assert fail(fail(Tally(), 0, 1, 2), 66, 66, 66).closed_until(LIMIT, now=at(66)) == at(86)


def test_attempts_that_are_still_being_looked_at_count_as_well():
    tally = Tally()
    for _ in range(3):
        assert tally.closed_until(LIMIT, now=NINE) is None
        tally = tally.attempted(LIMIT, now=NINE)

    assert tally.closed_until(LIMIT, now=NINE) == at(10)


def test_a_process_that_died_in_an_attempt_closes_the_door_for_a_window_at_most():
    tally = Tally()
    for _ in range(3):
        tally = tally.attempted(LIMIT, now=NINE)

    assert tally.closed_until(LIMIT, now=at(10)) is None


def test_what_turned_out_well_is_taken_back():
    tally = fail(Tally(), 0, 1).attempted(LIMIT, now=at(2)).forgiven()

    assert tally == fail(Tally(), 0, 1)
    assert Tally().forgiven() == Tally()


@pytest.mark.parametrize(("limit", "failures"), [(PLACE_LIMIT, 5), (ADDRESS_LIMIT, 50)])
def test_the_limits_of_the_desk_are_a_quarter_of_an_hour(limit, failures):
    tally = Tally()
    for number in range(failures):
        assert tally.closed_until(limit, now=NINE) is None, number
        tally = tally.attempted(limit, now=NINE).failed(limit, now=NINE)

    assert tally.closed_until(limit, now=NINE) == at(15)


def test_a_login_tried_from_everywhere_has_many_attempts_and_a_longer_lock():
    tally = Tally()
    for _ in range(50):
        assert tally.closed_until(LOGIN_LIMIT, now=NINE) is None
        tally = tally.attempted(LOGIN_LIMIT, now=NINE).failed(LOGIN_LIMIT, now=NINE)

    assert tally.closed_until(LOGIN_LIMIT, now=NINE) == at(60)


def test_later_counts_on_the_wall_clock_both_ways():
    assert later(NINE, minutes=15) == at(15)
    assert later(NINE, minutes=-60) == at(-60)
