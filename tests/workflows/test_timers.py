"""Timers: what the clock work must say, once for each deadline, and never of a clock at rest."""

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
from workflows.clocks import clocks
from workflows.codec import NAME_OF_TYPE
from workflows.timers import timers

THURSDAY = "Thu 2023-06-15 08:00"
DUE = at("Tue 2023-06-20 08:00")
FAR = at("Thu 2026-12-31 08:00")
WARN = at("Mon 2023-06-19 10:00")


def told(case, on=SETTING):
    return [(one.clock, one.step, one.run, one.kind, one.due_at) for one in timers(case, on)]


def kinds(case, on=SETTING):
    return [one.kind for one in timers(case, on)]


def answer(timer):
    """What the clock work asks to record for a timer."""
    return ask(
        f"deadline_{timer.kind}",
        timer.fires_at,
        clock=timer.clock,
        step=timer.step,
        run=timer.run,
        due_at=timer.due_at,
    )


def answered(case, until=FAR):
    """The case after the clock work has said all it had to say by an instant."""
    for timer in sorted(timers(case, SETTING), key=lambda one: one.fires_at):
        if timer.fires_at <= until:
            case = grown(case, *allowed(case, answer(timer)))
    return case


def test_every_running_clock_is_warned_of_and_missed():
    case = case_of(desk(), ask("step_started", START))
    step_due = at("Fri 2023-06-16 08:00")

    assert [(one.kind, one.fires_at) for one in timers(case, SETTING)] == [
        ("warned", WARN),
        ("missed", DUE),
        ("warned", at("Thu 2023-06-15 16:00")),
        ("missed", step_due),
    ]
    assert told(case)[2:] == [
        ("step", "appraise", 1, "warned", step_due),
        ("step", "appraise", 1, "missed", step_due),
    ]


def test_an_unanswered_submission_is_warned_of_after_six_hours_and_missed_after_eight():
    case = case_of(ask("submitted", START))

    assert [(one.clock, one.run, one.fires_at) for one in timers(case, SETTING)] == [
        ("intake", 1, at("Thu 2023-06-15 16:00")),
        ("intake", 1, at("Fri 2023-06-16 08:00")),
    ]


def test_what_was_answered_in_time_is_neither_warned_of_nor_missed():
    case = case_of(ask("submitted", START), ask("accepted", "Thu 2023-06-15 09:00"),
                   ask("resolved", "Thu 2023-06-15 10:00"))  # fmt: skip

    assert timers(case, SETTING) == ()


def test_a_clock_that_stops_exactly_at_its_deadline_has_not_missed_it():
    assert kinds(case_of(desk(), ask("resolved", DUE))) == ["warned"]
    assert kinds(case_of(desk(), ask("resolved", WARN))) == []


def test_a_case_that_was_closed_late_has_missed_its_deadline_all_the_same():
    case = case_of(desk(), ask("resolved", "Tue 2023-06-20 08:00:01"))

    assert kinds(case) == ["warned", "missed"]
    assert timers(answered(case), SETTING) == ()


def test_the_desk_that_answers_late_by_the_hour_has_missed_it():
    # Peers, T23: the list and the statistics must not differ.
    case = case_of(
        ask("submitted", "Thu 2023-06-15 15:00"), ask("accepted", "Fri 2023-06-16 16:30")
    )

    assert ("intake", None, 1, "missed", at("Fri 2023-06-16 15:00")) in told(case)


def test_while_a_case_is_paused_no_clock_of_it_runs_out():
    paused = [desk(), ask("step_started", START), ask("paused", "Thu 2023-06-15 15:00")]

    assert timers(case_of(*paused), SETTING) == ()
    assert timers(case_of(*paused, ask("returned", "Fri 2023-06-30 08:00")), SETTING) == ()


def test_a_pause_does_not_hide_what_was_missed_before_it():
    case = case_of(desk(), ask("paused", "Tue 2023-06-20 08:01"))

    assert kinds(case) == ["warned", "missed"]
    assert kinds(case_of(desk(), ask("paused", DUE))) == ["warned"]


def test_a_pause_does_not_hide_a_step_that_ended_late_before_it():
    late = [desk(), ask("step_started", START), ask("step_completed", "Fri 2023-06-16 09:00")]
    case = case_of(*late, ask("paused", "Fri 2023-06-16 10:00"))

    assert [one.clock for one in timers(case, SETTING)] == ["step", "step"]


def test_a_warned_deadline_that_a_pause_moves_is_warned_of_again_with_the_new_date():
    # Lessons, vector 18.
    warned = answered(case_of(desk()), until=WARN)
    assert kinds(warned) == ["missed"]

    paused = grown(warned, *allowed(warned, ask("paused", "Mon 2023-06-19 14:00")))
    case = grown(paused, *allowed(paused, ask("resumed", "Tue 2023-06-20 14:00")))

    moved = at("Wed 2023-06-21 08:00")
    assert [(one.kind, one.due_at) for one in timers(case, SETTING)] == [
        ("warned", moved),
        ("missed", moved),
    ]


def test_a_published_decision_moves_the_timers_with_the_deadline():
    # Lessons, vector 13.
    moved = at("Tue 2023-06-20 16:00")
    case = answered(case_of(desk()))
    adjusted = grown(case, *allowed(case, ask("deadline_adjusted", DUE, new_due_at=moved)))

    assert {one.due_at for one in timers(adjusted, SETTING)} == {moved}


def test_an_apology_moves_no_timer():
    case = case_of(desk(), ask("apology_issued", START))

    assert told(case) == told(case_of(desk()))


def test_a_returned_step_has_timers_for_each_of_its_visits():
    case = case_of(
        desk(),
        ask("step_started", START),
        ask("step_returned", "Fri 2023-06-16 09:00"),
        ask("step_started", "Fri 2023-06-16 10:00"),
    )

    visits = [(one.run, one.kind) for one in timers(case, SETTING) if one.clock == "step"]
    assert visits == [(1, "warned"), (1, "missed"), (2, "warned"), (2, "missed")]


def test_a_voided_case_has_nothing_to_say():
    assert timers(case_of(desk(), ask("voided", DUE)), SETTING) == ()


def test_a_deadline_at_once_is_missed_without_a_warning():
    assert kinds(case_of(desk(due_at=START)), setting(None)) == ["missed"]


def test_what_a_journal_from_elsewhere_has_said_is_not_said_again():
    step_due = at("Fri 2023-06-16 08:00")
    case = case_of(
        desk(),
        ask("step_started", START),
        ask("deadline_missed", step_due, clock="step", due_at=step_due),
        ask("deadline_missed", DUE, due_at=DUE),
    )

    assert kinds(case) == ["warned", "warned"]


def test_after_days_without_power_the_catch_up_writes_the_same_events():
    # Peers, T22: no instant of waking stands in them.
    worked = [
        ask("step_completed", "Fri 2023-06-16 11:00"),
        ask("resolved", "Fri 2023-06-30 08:00"),
    ]
    awake = asleep = case_of(desk(), ask("step_started", START))
    for command in worked:
        awake = answered(awake, until=command.at)
        awake = grown(awake, *allowed(awake, command))
        asleep = grown(asleep, *allowed(asleep, command))

    assert spoken(answered(awake)) == spoken(answered(asleep))
    assert len(spoken(answered(asleep))) == 4


def spoken(case):
    told = [event for event in case.log if NAME_OF_TYPE[type(event)].startswith("deadline_")]
    return sorted(told, key=lambda event: event.at)


@given(logs())
def test_only_clocks_that_ran_past_an_instant_fire_and_each_once(log):
    case = grown(None, *log)
    stops = {(one.name, one.step, one.run): one.stop for one in clocks(case, SETTING)}

    for timer in timers(case, SETTING):
        stop = stops[timer.clock, timer.step, timer.run]
        assert stop is None or stop > timer.fires_at
        assert (
            case.standing_since is None
            or case.standing_since > timer.fires_at
            or (stop is not None and stop < case.standing_since)
        )
    assert timers(answered(case), SETTING) == ()
