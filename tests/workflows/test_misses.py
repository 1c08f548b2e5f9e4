"""The first instant of "will_miss" against the forecast itself, asked instant by instant."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.zone import later
from tests.builders import (
    SETTING,
    START,
    ask,
    case_of,
    clock_at,
    desk,
    grown,
    logs,
    setting,
    tried,
)
from tests.sla.builders import at
from tests.workflows.foretelling import ABC, DUE, A, B, C, done, start, step
from workflows.case import Case
from workflows.commands import Command
from workflows.decide import Refusal
from workflows.forecast import foreseen, progress
from workflows.misses import misses_from
from workflows.setting import Setting

MOMENT = timedelta(microseconds=1)
SOON = timedelta(minutes=1)
MINUTES = st.lists(st.integers(0, 9_000), max_size=5)
NAMES = [
    *["step_started"] * 4, *["step_completed"] * 4, "step_returned", "paused", "resumed",
    "supplement_requested", "supplemented", "deadline_adjusted", "resolved", "reopened", "fee_paid",
]  # fmt: skip
DAYS = setting("3 working_days", A, step("b", "2 calendar_days"), C)
WAYS = {
    "three in a row": ABC,
    "one without a quota at the end": SETTING,
    "more time than quotas": setting("3 working_days", A, B),
    "side by side": setting(
        "3 working_days",
        A,
        step("b", "6 working_hours", after=("a",)),
        step("c", "1 working_days", after=("a",)),
    ),
    "one of two branches": setting(
        "2 working_days",
        A,
        step("b", "3 working_hours", branch="quick"),
        step("c", "1 working_days", branch="long"),
    ),
    "longer than the limit": setting("1 working_days", A, B, C),
}


def over(code: str) -> Command:
    return done(code, "Thu 2023-06-15 09:00")


def says(case: Case, on: Setting, now: datetime) -> bool:
    """Whether the forecast says that it will be missed, or was."""
    found = progress(case, on)
    assert found is not None
    seen = foreseen(found, on.procedure, on.calendar, now=now)
    return seen.prospect in {"will_miss", "missed"}


@pytest.mark.parametrize(
    ("commands", "wanted"),
    [
        # Sixteen hours for quotas of sixteen: whoever begins later than at once is too late.
        ([], START + MOMENT),
        ([start("a", "Thu 2023-06-15 08:00")], at("Thu 2023-06-15 14:00") + MOMENT),
        # Done an hour early, with nobody on the next step: an hour is to spare.
        (
            [start("a", "Thu 2023-06-15 08:00"), done("a", "Thu 2023-06-15 11:00")],
            at("Thu 2023-06-15 14:00") + MOMENT,
        ),
        # Done too late, the rest has been too long since then.
        (
            [start("a", "Thu 2023-06-15 08:00"), done("a", "Thu 2023-06-15 15:00")],
            at("Thu 2023-06-15 15:00"),
        ),
        ([start("c", "Thu 2023-06-15 08:00")], DUE + MOMENT),
    ],
)
def test_it_is_when_the_awaited_step_was_to_be_done_or_the_last_move_came_too_late(
    commands, wanted
):
    case = case_of(desk(), *commands, on=ABC)

    assert misses_from(case, ABC) == wanted
    assert says(case, ABC, wanted)


def test_what_must_be_done_by_closing_time_is_missed_when_work_begins_again():
    on = setting("2 working_days", A, step("b", "8.5 working_hours"))
    case = case_of(desk(), start("a", "Thu 2023-06-15 08:00"), on=on)

    assert misses_from(case, on) == at("Fri 2023-06-16 07:30") + MOMENT


def test_a_letter_or_a_fee_does_not_put_it_off():
    moves = (desk(), start("a", "Thu 2023-06-15 08:00"), done("a", "Thu 2023-06-15 15:00"))
    case = case_of(*moves, ask("fee_paid", "Thu 2023-06-15 16:00"), on=ABC)

    assert misses_from(case, ABC) == at("Thu 2023-06-15 15:00")
    friday = at("Fri 2023-06-16 08:00")
    assert misses_from(case, ABC, since=friday) == friday


@pytest.mark.parametrize(
    ("commands", "foretold"),
    [
        ([start("a", "Thu 2023-06-15 08:00")], True),
        ([start("b", "Thu 2023-06-15 08:00")], False),
        ([start("b", "Thu 2023-06-15 08:00"), *map(over, "ab")], True),
        ([ask("paused", "Thu 2023-06-15 09:00")], False),
        ([ask("resolved", "Thu 2023-06-15 09:00")], False),
    ],
)
def test_nothing_is_foretold_where_no_step_ahead_has_a_quota_or_no_clock_runs(commands, foretold):
    on = setting("2 working_days", A, step("b", None))
    case = case_of(desk(), *commands, on=on)

    assert (misses_from(case, on) is not None) == foretold


@st.composite
def walks(draw: st.DrawFn, on: Setting) -> Case:
    """A case that goes some way through the steps of a procedure, with stops on it."""
    case, minute = case_of(desk(), on=on), 0
    codes = [one.code for one in on.procedure.steps]
    for _ in range(draw(st.integers(0, 8))):
        minute += draw(st.sampled_from([0, 1, 40, 240, 500, 1_440]))
        name = draw(st.sampled_from(NAMES))
        more: dict[str, Any] = (
            {"step": draw(st.sampled_from(codes))} if name.startswith("step") else {}
        )
        if name == "deadline_adjusted":
            more = {"new_due_at": clock_at(minute + draw(st.integers(1, 5_000)))}
        decision = tried(case, ask(name, clock_at(minute), **more), on)
        if not isinstance(decision, Refusal):
            case = grown(case, *decision)
    return case


@pytest.mark.parametrize("way", WAYS)
@given(st.data())
def test_the_forecast_says_so_from_that_instant_on_and_never_before(way, data):
    on = WAYS[way]
    case = data.draw(walks(on))
    if progress(case, on) is None or (first := misses_from(case, on)) is None:
        return
    moved = max(event.at for event in case.log)
    near = [first - MOMENT, first, first + MOMENT, first - SOON, first + SOON]
    some = [later(moved, minutes=minutes) for minutes in data.draw(MINUTES)]
    for now in (moved, *near, *some):
        if now >= moved:
            assert says(case, on, now) == (now >= first), now


@pytest.mark.parametrize("way", ["three in a row", "side by side"])
def test_the_same_minute_by_minute(way):
    """Asked at every minute of the limit, worked or not."""
    case = case_of(desk(), start("a", "Thu 2023-06-15 09:00"), on=WAYS[way])
    first = misses_from(case, WAYS[way])
    assert first is not None
    asked = [later(START, minutes=minute) for minute in range(60, 5 * 24 * 60)]

    assert [now for now in asked if says(case, WAYS[way], now)] == [
        now for now in asked if now >= first
    ]


@given(logs())
def test_of_any_history_too(log):
    case = grown(None, *log)
    if progress(case, SETTING) is None or (first := misses_from(case, SETTING)) is None:
        return
    moved = max(event.at for event in case.log)
    for now in (moved, first - MOMENT, first, first + SOON):
        if now >= moved:
            assert says(case, SETTING, now) == (now >= first)


@given(st.integers(0, 4_000))
def test_with_calendar_days_it_is_an_instant_at_which_the_forecast_begins_to_say_so(minutes):
    begun = later(START, minutes=minutes)
    case = case_of(desk(begun), on=DAYS)
    first = misses_from(case, DAYS)

    assert first is not None
    assert says(case, DAYS, first)
    assert first == begun or not says(case, DAYS, first - SOON)
