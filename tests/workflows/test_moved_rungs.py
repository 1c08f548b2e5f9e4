"""Rungs of deadlines that pauses, fresh limits and decisions move."""

from dataclasses import replace

from sla.clock import Formerly
from tests.builders import (
    SETTING,
    START,
    allowed,
    ask,
    case_of,
    desk,
    grown,
    quota,
    setting,
)
from tests.people import MINH
from tests.sla.builders import OFFICE, at, calendar, off
from tests.workflows.rung_tales import (
    DAY_1,
    DUE,
    STILL,
    answered,
    dues,
    rungs,
    spoken,
    told,
    when,
)
from workflows.procedure import Step
from workflows.timers import timers


def test_while_a_case_is_paused_no_deadline_of_it_comes_nearer():
    paused = [desk(), ask("step_started", START), ask("paused", "Thu 2023-06-15 15:00")]
    given_back = case_of(*paused, ask("returned", "Fri 2023-06-23 08:00"))

    assert dues(case_of(*paused)) == set()
    assert timers(given_back, SETTING) == ()


def test_a_pause_does_not_hide_what_was_missed_before_it():
    assert rungs(case_of(desk(), ask("paused", "Tue 2023-06-20 08:01"))) == ["day_1", "due"]
    assert rungs(case_of(desk(), ask("paused", DUE))) == ["day_1"]


def test_a_pause_does_not_hide_a_step_that_ended_late_before_it():
    late = [desk(), ask("step_started", START), ask("step_completed", "Fri 2023-06-16 08:30")]
    case = case_of(*late, ask("paused", "Fri 2023-06-16 10:00"))

    assert rungs(case, clock="step") == ["near", "due"]


def test_a_rung_that_falls_into_a_pause_is_reached_when_the_clock_goes_on():
    # Half a day is left on Monday noon; the deadline one day after lies inside the pause.
    case = case_of(desk(), ask("paused", "Mon 2023-06-19 14:00"),
                   ask("resumed", "Tue 2023-06-20 14:00"))  # fmt: skip

    assert told(case)[1:] == [
        ("day_1", at("Tue 2023-06-20 14:00")),
        ("due", at("Wed 2023-06-21 08:00")),
        ("after_1", at("Thu 2023-06-22 08:00")),
    ]


def test_a_case_paused_after_its_deadline_goes_to_the_centre_once_it_goes_on():
    paused = [desk(), ask("paused", "Tue 2023-06-20 09:00")]

    assert rungs(case_of(*paused)) == ["day_1", "due"]
    assert told(case_of(*paused, ask("resumed", "Mon 2023-06-26 09:00")))[2:] == [
        ("after_1", at("Mon 2023-06-26 09:00"))
    ]


def test_a_share_is_one_of_the_time_that_ran():
    # Two hours of the step's eight had run when it stood still for a day.
    case = case_of(desk(), ask("step_started", START), ask("paused", "Thu 2023-06-15 10:00"),
                   ask("resumed", "Fri 2023-06-16 10:00"))  # fmt: skip

    assert told(case, clock="step")[:2] == [
        ("near", at("Fri 2023-06-16 16:00")),
        ("due", at("Mon 2023-06-19 08:00")),
    ]


def test_who_goes_on_with_nothing_left_is_late_and_not_warned():
    goes_on = at("Mon 2023-06-26 09:00")
    case = case_of(desk(), ask("paused", DUE), ask("resumed", goes_on))

    assert told(case) == [
        ("day_1", DAY_1),
        ("due", goes_on),
        ("after_1", at("Tue 2023-06-27 09:00")),
    ]


def test_what_was_reached_by_the_calendar_of_the_time_stays_reached():
    # On 26 June the case is bound to a calendar by which 20 June was a day off.
    bound = at("Mon 2023-06-26 08:00")
    before = (Formerly(bound, OFFICE),)
    later = replace(SETTING, calendar=calendar(off("2023-06-20")), formerly=before)
    decided = ask("deadline_adjusted", bound, new_due_at=DUE, calendar="default@2")
    case = case_of(desk(), ask("step_started", START), decided)

    assert when(case, "no_movement", later) == [STILL]
    assert timers(case, later) == timers(case, SETTING)


def test_a_calendar_bound_at_the_instant_of_the_end_takes_nothing_back():
    # The share of the first day was reached on Thursday; by the calendar bound at the very
    # instant the case is returned, that Thursday was a day off.
    on, bound = setting("1 working_days"), at("Mon 2023-06-19 16:00")
    later = replace(on, calendar=calendar(off("2023-06-15")), formerly=(Formerly(bound, OFFICE),))
    moved = at("Mon 2023-06-19 21:00")
    decided = ask("deadline_adjusted", bound, new_due_at=moved, calendar="default@2")
    case = case_of(desk("Thu 2023-06-15 14:38"), decided, ask("returned", bound), on=on)

    assert told(case, later) == told(case, on)
    assert ("short", at("Fri 2023-06-16 10:38")) in told(case, later)


def test_a_warned_deadline_that_a_pause_moves_is_warned_of_again_with_the_new_date():
    # Lessons, vector 18: told once however often one asks; once more when the deadline moves.
    warned = answered(case_of(desk()), until=DAY_1)
    assert rungs(warned) == ["due", "after_1"]
    assert answered(warned, until=DAY_1) == warned

    paused = grown(warned, *allowed(warned, ask("paused", "Mon 2023-06-19 14:00")))
    case = grown(paused, *allowed(paused, ask("resumed", "Tue 2023-06-20 14:00")))

    assert dues(case) == {at("Wed 2023-06-21 08:00")}
    assert rungs(case) == ["day_1", "due", "after_1"]
    again = answered(case, until=at("Tue 2023-06-20 14:00"))
    assert [getattr(event, "rung", None) for event in spoken(again)] == ["day_1", "day_1"]


def test_a_published_decision_moves_the_timers_with_the_deadline():
    # Lessons, vector 13.
    moved = at("Tue 2023-06-20 16:00")
    case = answered(case_of(desk()))
    adjusted = grown(case, *allowed(case, ask("deadline_adjusted", DUE, new_due_at=moved)))

    assert dues(adjusted) == {moved}


def test_what_was_missed_before_a_decision_moved_it_is_told_by_who_asks_late_too():
    case = case_of(
        desk(),
        ask("deadline_adjusted", "Tue 2023-06-20 10:00", new_due_at=at("Fri 2023-06-23 08:00")),
    )

    # Three days before the new one had passed when it was set.
    assert told(case)[:2] == [("day_1", DAY_1), ("due", DUE)]
    assert told(case)[2] == ("days_3", DUE)
    assert rungs(case)[3:] == ["day_1", "due", "after_1"]


def test_a_deadline_that_comes_back_is_not_told_twice():
    case = case_of(
        desk(),
        ask("deadline_adjusted", "Fri 2023-06-16 10:00", new_due_at=at("Fri 2023-06-23 08:00")),
        ask("deadline_adjusted", "Fri 2023-06-16 11:00", new_due_at=DUE),
    )

    assert rungs(case) == ["day_1", "due", "after_1"]


def test_a_deadline_set_before_the_start_is_reached_by_no_clock():
    case = case_of(
        desk(),
        ask("deadline_adjusted", "Thu 2023-06-15 09:00", new_due_at=at("Mon 2023-06-12 08:00")),
    )

    assert rungs(case) == []


def test_an_apology_moves_no_timer():
    case = case_of(desk(), ask("apology_issued", START))

    # It only adds the one for its own promise, see test_promises.py.
    other = [one for one in timers(case, SETTING) if one.rung != "promise_over"]
    assert tuple(other) == timers(case_of(desk()), SETTING)


def test_three_remarks_change_no_clock():
    # Lessons, vector 20: what is noted beside the work neither stops nor starts anything.
    worked = [desk(), ask("step_started", START)]
    noted = [
        ask("fee_paid", "Fri 2023-06-16 09:00"),
        ask("digitised", "Mon 2023-06-19 09:00"),
        ask("digitised", "Tue 2023-06-20 09:00", result=True),
    ]

    assert timers(case_of(*worked, *noted), SETTING) == timers(case_of(*worked), SETTING)


def test_the_windows_of_the_desk_follow_the_papers():
    # Lessons, vector 22.
    sent = [ask("submitted", "Fri 2023-06-16 22:00")]
    asked = [*sent, ask("supplement_requested", "Mon 2023-06-19 09:00")]
    again = [*asked, ask("supplemented", "Tue 2023-06-20 15:00")]

    assert told(case_of(*sent), clock="intake")[-1] == ("due", at("Mon 2023-06-19 17:30"))
    assert told(case_of(*asked), clock="intake") == []
    assert told(case_of(*again), clock="intake")[-1] == ("due", at("Wed 2023-06-21 15:00"))


def test_a_wait_of_a_day_that_begins_on_friday_ends_on_monday():
    # Lessons, vector 24: after a working day, not after five minutes.
    on = setting(
        "3 working_days",
        Step(code="wait", name="Chờ", role=MINH.role, quota=quota("1 working_days")),
    )
    waiting = ask("step_started", "Fri 2023-06-16 16:00", step="wait")
    case = case_of(desk("Fri 2023-06-16 15:00"), waiting, on=on)

    assert ("due", at("Mon 2023-06-19 16:00")) in told(case, on, clock="step")


def test_a_returned_step_has_timers_for_each_of_its_visits():
    case = case_of(
        desk(),
        ask("step_started", START),
        ask("step_returned", "Fri 2023-06-16 09:00"),
        ask("step_started", "Fri 2023-06-16 10:00"),
    )

    visits = [(one.run, one.rung) for one in timers(case, SETTING) if one.clock == "step"]
    assert visits == [(1, "near"), (1, "due"), (2, "near"), (2, "due"), (2, "head")]


def test_a_fresh_limit_has_a_ladder_of_its_own():
    on = setting("1 working_days", resume="restart")
    case = case_of(desk(), ask("supplement_requested", "Thu 2023-06-15 17:00"),
                   ask("supplemented", "Mon 2023-06-19 09:00"), on=on)  # fmt: skip

    # The share of the first limit had run at 16:00; that of the fresh one counts from Monday.
    assert told(case, on)[:3] == [
        ("short", at("Thu 2023-06-15 16:00")),
        ("short", at("Mon 2023-06-19 17:00")),
        ("due", at("Tue 2023-06-20 09:00")),
    ]


def test_a_pause_after_the_end_of_a_step_says_nothing_of_the_step_again():
    walked = [desk(), ask("step_started", START), ask("step_completed", "Thu 2023-06-15 17:00")]
    paused = [ask("paused", "Fri 2023-06-16 07:45"), ask("resumed", "Fri 2023-06-16 09:00")]

    assert told(case_of(*walked, *paused), clock="step") == told(case_of(*walked), clock="step")
