"""Laws that hold on every calendar: against a minute-by-minute count, and among themselves."""

from datetime import timedelta
from itertools import pairwise
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from sla.clock import Clock, Pause
from sla.explain import explain
from sla.limits import TimeLimit
from tests.sla.oracle import add_by_minutes, count_minutes, working_minutes_of
from tests.sla.strategies import (
    LAW,
    amounts,
    calendars,
    clocks,
    instants,
    limits,
    pauses,
    whole_minutes,
)

NOTHING = timedelta()
MICROSECOND = timedelta(microseconds=1)
hours = st.integers(1, 120).map(lambda n: TimeLimit.parse(f"{n} working_hours"))


@given(calendars, whole_minutes, st.integers(0, 1500))
def test_adding_agrees_with_counting_minutes(calendar, start, minutes):
    works = working_minutes_of(calendar.spec)

    counted = add_by_minutes(works, start, minutes)

    assert calendar.add(start, timedelta(minutes=minutes)) == counted


@given(calendars, whole_minutes, st.integers(0, 10_000))
def test_measuring_agrees_with_counting_minutes(calendar, start, minutes):
    end = start + timedelta(minutes=minutes)
    counted = count_minutes(working_minutes_of(calendar.spec), start, end)

    assert calendar.between(start, end) == timedelta(minutes=counted)
    assert calendar.between(end, start) == -timedelta(minutes=counted)


@given(calendars, instants, amounts)
def test_measuring_undoes_adding(calendar, start, amount):
    assert calendar.between(start, calendar.add(start, amount)) == amount


@given(calendars, instants, amounts, amounts)
def test_adding_in_two_parts_is_adding_at_once(calendar, start, one, other):
    assume(other > NOTHING)

    assert calendar.add(calendar.add(start, one), other) == calendar.add(start, one + other)


@given(calendars, st.lists(instants, min_size=2, max_size=6), amounts)
def test_a_later_start_never_ends_earlier(calendar, starts, amount):
    ends = [calendar.add(start, amount) for start in sorted(starts)]

    assert ends == sorted(ends)


@given(calendars, instants, st.lists(amounts, min_size=2, max_size=6))
def test_more_work_never_ends_earlier(calendar, start, several):
    ends = [calendar.add(start, amount) for amount in sorted(several)]

    assert ends == sorted(ends)


@given(calendars, instants)
def test_moving_to_working_time_is_done_once(calendar, instant):
    moved = calendar.next_working(instant)

    assert calendar.next_working(moved) == moved
    assert calendar.between(instant, moved) == NOTHING
    assert calendar.is_working_day(moved.date())


@given(calendars, instants, limits)
def test_a_deadline_lies_in_a_working_day_and_never_before_the_start(calendar, start, limit):
    due = limit.due(start, calendar, LAW)

    assert due >= calendar.next_working(start)
    assert calendar.is_working_day((due - MICROSECOND).date()) or due.time().hour == 0


@given(calendars, instants, hours, st.lists(pauses(), max_size=4), instants)
def test_used_and_left_are_the_quota_up_to_the_deadline(calendar, start, limit, stops, now):
    clock = Clock(calendar, LAW, limit, start, pauses=tuple(stops))
    assume(start <= now <= clock.due(now))

    assert clock.used(now) + clock.left(now) == limit.hours


@given(calendars, instants, hours, st.lists(pauses(), max_size=4))
def test_at_the_deadline_the_whole_quota_has_run(calendar, start, limit, stops):
    clock = Clock(calendar, LAW, limit, start, pauses=tuple(stops))

    assert clock.used(clock.due()) == limit.hours


@given(clocks(), st.randoms(use_true_random=False))
def test_pauses_in_any_order_cut_or_doubled_are_the_same_pauses(clock, random):
    pieces = [piece for stop in clock.pauses for piece in _cut(stop, random)]
    doubled = [*pieces, *clock.pauses]
    random.shuffle(doubled)
    twin = Clock(
        clock.calendar,
        clock.law,
        clock.limit,
        clock.start,
        clock.promise,
        tuple(doubled),
        clock.adjustments,
    )

    assert twin.stops() == clock.stops()
    assert twin.due() == clock.due()
    assert twin.used(clock.due()) == clock.used(clock.due())


def _cut(stop: Pause, random: Random) -> list[Pause]:
    if stop.end is None:
        return [stop]
    middle = stop.start + (stop.end - stop.start) * random.random()
    return [Pause(stop.start, middle), Pause(middle, stop.end, stop.restarts)]


@given(clocks())
def test_stops_never_touch_each_other_nor_begin_before_the_clock(clock):
    stops = clock.stops()

    assert all(one.end is not None and one.end < other.start for one, other in pairwise(stops))
    assert all(stop.start >= clock.start for stop in stops)


@given(clocks(), instants)
def test_while_paused_nothing_moves(clock, at):
    since = clock.paused_since(at)
    assume(since is not None)

    assert clock.left(at) == clock.calendar.between(since, clock.due(at))
    assert clock.used(at) == clock.used(since)


@given(clocks(), st.none() | instants)
def test_the_explanation_ends_with_the_deadline(clock, at):
    lines = explain(clock, at)

    assert lines[-1].at == clock.due(at)
    assert lines[0].at == clock.start
    assert all(line.text.endswith(".") for line in lines)


@given(calendars, instants, hours, st.lists(pauses(), max_size=3), st.fractions(0, 1))
def test_at_the_warning_just_that_share_has_run(calendar, start, limit, stops, share):
    clock = Clock(calendar, LAW, limit, start, pauses=tuple(stops))
    run = clock.used(clock.warn_at(share)) // MICROSECOND

    assert 0 <= run - share * (limit.hours // MICROSECOND) < 1


@given(clocks(), instants)
def test_a_verdict_is_late_only_after_the_deadline_it_knows(clock, closed):
    known = closed + MICROSECOND
    judged = clock.paused_since(known) or closed

    assert (clock.verdict(closed) == "late") == (judged > clock.due(known))
