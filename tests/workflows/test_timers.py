"""Timers: what the clock work must say, once for each rung, and never of a clock at rest."""

import pytest
from hypothesis import given

from tests.builders import (
    SETTING,
    START,
    allowed,
    ask,
    case_of,
    desk,
    grown,
    logs,
    setting,
)
from tests.sla.builders import at
from tests.workflows.rung_tales import (
    AFTER_1,
    DAY_1,
    DUE,
    RUNGS_OF_A_DEADLINE,
    answered,
    rungs,
    told,
)
from workflows.clocks import clocks
from workflows.timers import timers


def test_the_ladder_of_a_case_of_three_days():
    # Three working days before the deadline is the acceptance itself and falls away.
    case = case_of(desk(), ask("step_started", START))

    assert told(case) == [("day_1", DAY_1), ("due", DUE), ("after_1", AFTER_1)]
    assert told(case, clock="step") == [
        ("near", at("Thu 2023-06-15 16:00")),
        ("due", at("Fri 2023-06-16 08:00")),
        ("head", at("Fri 2023-06-16 09:00")),
    ]


def test_a_long_case_is_told_three_days_and_one_day_ahead():
    # The deadline is 26 June, counted back over a week-end.
    case, on = case_of(desk(), on=setting("7 working_days")), setting("7 working_days")

    assert told(case, on)[:2] == [
        ("days_3", at("Wed 2023-06-21 08:00")),
        ("day_1", at("Fri 2023-06-23 08:00")),
    ]


@pytest.mark.parametrize("limit", ["1 working_days", "8 working_hours"])
def test_a_case_of_a_day_is_warned_of_by_its_share(limit):
    on = setting(limit)

    assert told(case_of(desk(), on=on), on)[0] == ("short", at("Thu 2023-06-15 16:00"))


def test_an_unanswered_submission_is_told_at_four_six_and_seven_hours_and_at_eight():
    case = case_of(ask("submitted", START))

    assert told(case, clock="intake") == [
        ("half", at("Thu 2023-06-15 14:00")),
        ("near", at("Thu 2023-06-15 16:00")),
        ("last", at("Thu 2023-06-15 17:12")),
        ("due", at("Fri 2023-06-16 08:00")),
    ]


def test_what_was_answered_in_time_is_not_spoken_of():
    case = case_of(ask("submitted", START), ask("accepted", "Thu 2023-06-15 09:00"),
                   ask("resolved", "Thu 2023-06-15 10:00"))  # fmt: skip

    assert timers(case, SETTING) == ()


def test_a_clock_that_stops_exactly_at_a_rung_has_not_reached_it():
    assert rungs(case_of(desk(), ask("resolved", DAY_1))) == []
    assert rungs(case_of(desk(), ask("resolved", DUE))) == ["day_1"]
    assert rungs(case_of(desk(), ask("resolved", AFTER_1))) == ["day_1", "due"]


def test_a_case_that_was_closed_late_has_missed_its_deadline_all_the_same():
    case = case_of(desk(), ask("resolved", "Tue 2023-06-20 08:00:01"))

    assert rungs(case) == ["day_1", "due"]
    assert timers(answered(case), SETTING) == ()


def test_the_desk_that_answers_late_by_the_hour_has_missed_it():
    # Peers, T23: the list and the statistics must not differ.
    case = case_of(
        ask("submitted", "Thu 2023-06-15 15:00"), ask("accepted", "Fri 2023-06-16 16:30")
    )

    assert ("due", at("Fri 2023-06-16 15:00")) in told(case, clock="intake")


def test_a_deadline_at_once_is_missed_without_a_warning():
    on = setting(None)

    assert rungs(case_of(desk(due_at=START), on=on), on) == ["due", "after_1"]


def test_a_promise_on_a_rest_day_is_counted_back_from_the_day_before():
    case = case_of(desk(due_at=at("Sun 2023-06-25 10:00")))

    assert told(case)[:2] == [
        ("days_3", at("Tue 2023-06-20 17:30")),
        ("day_1", at("Thu 2023-06-22 17:30")),
    ]


def test_rungs_beyond_the_calendar_keep_nobody_from_working():
    # Its deadline is the last afternoon the calendar knows, its start the first morning.
    late = case_of(desk("Thu 2026-12-31 08:00", due_at=at("Thu 2026-12-31 17:00")))
    early = case_of(desk("Tue 2023-01-03 08:00", due_at=at("Wed 2023-01-04 08:00")))

    assert rungs(late) == ["short", "due"]
    assert rungs(early) == ["short", "due", "after_1"]


def test_a_voided_case_has_nothing_to_say():
    assert timers(case_of(desk(), ask("voided", DUE)), SETTING) == ()


def test_a_journal_from_elsewhere_names_neither_step_nor_rung():
    step_due = at("Fri 2023-06-16 08:00")
    case = case_of(
        desk(),
        ask("step_started", START),
        ask("deadline_missed", step_due, clock="step", due_at=step_due),
        ask("deadline_warned", at("Thu 2023-06-15 16:00"), clock="step", due_at=step_due),
        ask("deadline_missed", DUE, due_at=DUE),
    )

    assert rungs(case) == ["day_1", "after_1"]
    assert rungs(case, clock="step") == ["head"]


def test_a_warning_without_a_rung_answers_those_up_to_its_instant():
    case = case_of(ask("submitted", START))
    warned = ask("deadline_warned", "Thu 2023-06-15 16:00", clock="intake", run=1,
                 due_at=at("Fri 2023-06-16 08:00"))  # fmt: skip

    assert rungs(grown(case, *allowed(case, warned)), clock="intake") == ["last", "due"]


@given(logs())
def test_only_clocks_that_ran_past_an_instant_fire_and_each_once(log):
    case = grown(None, *log)
    stops = {(one.name, one.step, one.run): one.stop for one in clocks(case, SETTING)}

    for timer in timers(case, SETTING):
        if timer.rung in RUNGS_OF_A_DEADLINE:
            stop = stops[timer.clock, timer.step, timer.run]
            assert stop is None or stop > timer.fires_at
    assert timers(answered(case), SETTING) == ()
