"""Folding: what the events of a case add up to, and what a correction does to it."""

from dataclasses import fields, replace

import pytest
from hypothesis import given

from tests.builders import (
    SETTING,
    START,
    WAYS,
    allowed,
    ask,
    case_of,
    clock_at,
    correct,
    desk,
    events_of,
    grown,
    logs,
    setting,
)
from tests.people import BA_TU, MINH
from tests.sla.builders import at
from workflows.case import IntakeRun, Span, State, StepRun
from workflows.clocks import case_clock
from workflows.events import Accepted, Resumed
from workflows.evolve import evolve, fold, fold_true, true_times

CODE = "H32.PL-230615-0001"
PAUSED = [desk(), ask("paused", clock_at(30)), ask("resumed", clock_at(60))]


def steps(*told):
    """A case that went through steps: "start appraise 10" and the like."""
    commands = [desk()]
    for number, text in enumerate(told, start=1):
        name, step = text.split()
        commands.append(ask(f"step_{name}", clock_at(10 * number), step=step))
    return case_of(*commands)


@given(logs())
def test_folding_a_log_is_evolving_event_by_event(log):
    case = None
    for number, event in enumerate(log, start=1):
        case = evolve(case, event, code=CODE)
        assert case == fold(CODE, log[:number])
        assert case.version == number


@given(logs())
def test_a_case_holds_its_events_at_their_true_times(log):
    case = fold(CODE, log)

    assert case is not None
    assert case.log == true_times(log) == true_times(case.log)
    assert case == fold_true(CODE, case.log)
    assert [replace(event, at=START) for event in case.log] == [
        replace(event, at=START) for event in log
    ]


def test_no_events_make_no_case():
    assert fold(CODE, []) is None


@pytest.mark.parametrize("event", [Accepted(at=START), Resumed(at=START)], ids=["bare", "later"])
def test_an_event_from_the_middle_cannot_open_a_case(event):
    with pytest.raises(ValueError, match="cannot open a case"):
        evolve(None, event)


def test_a_submission_starts_the_intake_clock():
    case = case_of(ask("submitted", START))

    assert (case.code, case.agency, case.procedure) == (CODE, "H32.PL", "1.001193")
    assert (case.channel, case.applicant, case.submitted_at) == ("online", BA_TU, START)
    assert case.intakes == (IntakeRun(start=START),)
    assert not case.is_open


def test_an_acceptance_ends_the_intake_and_opens_the_case():
    case = case_of(ask("submitted", START), ask("accepted", clock_at(60)))

    assert case.intakes == (IntakeRun(start=START, end=clock_at(60)),)
    assert case.spans == (Span(start=clock_at(60)),)
    assert case.is_open
    assert (case.applicant, case.procedure_version, case.calendar) == (BA_TU, 1, "default@1")


def test_an_acceptance_may_tell_the_applicant_better():
    better = replace(BA_TU, phone="0900000044")

    case = case_of(ask("submitted", START), ask("accepted", START, applicant=better))

    assert case.applicant == better


def test_every_supplement_before_acceptance_opens_a_window_of_its_own():
    case = case_of(*WAYS["awaiting_supplement"], ask("supplemented", clock_at(50)))

    assert case.intakes == (
        IntakeRun(start=START, end=clock_at(1)),
        IntakeRun(start=clock_at(50)),
    )
    assert case.state is State.SUBMITTED


def test_a_refusal_ends_the_intake_and_opens_nothing():
    case = case_of(*WAYS["refused"])

    assert case.intakes == (IntakeRun(start=START, end=clock_at(1)),)
    assert case.spans == ()
    assert case.closed_at is None


def test_only_a_supplement_restarts_a_limit():
    for name, restarts in (("supplemented", True), ("resumed", False)):
        case = case_of(desk(), ask("supplement_requested", clock_at(5)), ask(name, clock_at(9)))
        assert [pause.restarts for pause in case.pauses] == [restarts]


def test_a_step_visited_twice_has_its_own_run():
    case = steps("started appraise", "completed appraise", "started appraise")

    assert case.steps == (
        StepRun(
            step="appraise",
            run=1,
            start=clock_at(10),
            end=clock_at(20),
            done=True,
            assignee=MINH.login,
        ),
        StepRun(step="appraise", run=2, start=clock_at(30), assignee=MINH.login),
    )
    assert case.running("appraise") == case.steps[1]
    assert case.done_steps() == set()


def test_steps_may_run_side_by_side_and_only_the_named_one_is_completed():
    case = steps("started intake", "started appraise", "completed appraise")

    assert [run.end for run in case.steps] == [None, clock_at(30)]
    assert case.done_steps() == {"appraise"}


def test_a_return_ends_what_runs_and_makes_the_named_step_not_done():
    case = steps("started intake", "completed intake", "started appraise", "completed appraise",
                 "started sign", "returned appraise")  # fmt: skip

    assert [(run.step, run.end, run.done) for run in case.steps] == [
        ("intake", clock_at(20), True),
        ("appraise", clock_at(40), False),
        ("sign", clock_at(60), False),
    ]
    assert case.done_steps() == {"intake"}
    assert case.state is State.PROCESSING


@pytest.mark.parametrize("name", ["resolved", "returned", "withdrawn"])
def test_a_closing_ends_the_span_and_the_running_steps(name):
    case = case_of(*WAYS["processing"], ask(name, clock_at(90)))

    assert case.closed_at == case.spans[0].end == case.steps[0].end == clock_at(90)
    assert not case.is_open
    assert case.done_steps() == set()


@pytest.mark.parametrize("name", ["returned", "withdrawn", "voided"])
def test_a_case_that_ends_while_paused_was_never_resumed(name):
    case = case_of(*WAYS["paused"], ask(name, clock_at(90)))

    assert case.standing_since == clock_at(3)
    assert case.before_pause is None
    assert not case.is_open


def test_pauses_that_touch_are_one():
    touching = [ask("resumed", clock_at(20)), ask("supplement_requested", clock_at(20))]
    case = case_of(desk(), ask("paused", clock_at(10)), *touching)

    assert len(case.pauses) == 2
    assert case.standing_since == clock_at(10)


def test_an_ended_pause_stands_no_more():
    again = case_of(*PAUSED, ask("paused", clock_at(61)))

    assert case_of(*PAUSED).standing_since is None
    assert again.standing_since == clock_at(61)


def test_reopening_adds_a_span_and_keeps_the_deadline():
    closed = case_of(*WAYS["delivered"])
    case = grown(closed, *allowed(closed, ask("reopened", clock_at(100))))

    assert case.spans == (*closed.spans, Span(start=clock_at(100)))
    assert (case.state, case.is_open, case.closed_at) == (State.PROCESSING, True, None)
    assert case_clock(case, SETTING).due() == case_clock(closed, SETTING).due()


def test_an_apology_is_a_promise_and_not_a_new_yardstick():
    before, case = case_of(desk()), case_of(desk(), ask("apology_issued", clock_at(9)))

    assert case.apology == case.log[-1]
    assert case_clock(case, SETTING).due() == case_clock(before, SETTING).due()


def test_an_adjustment_moves_the_deadline_from_its_instant_on():
    moved = at("Fri 2023-06-30 17:30")
    case = case_of(desk(), ask("deadline_adjusted", clock_at(60), new_due_at=moved))
    clock = case_clock(case, SETTING)

    assert clock.due() == moved
    assert clock.due(clock_at(60)) == at("Tue 2023-06-20 08:00")
    assert case.calendar == "default@1"


def test_an_adjustment_may_bind_another_calendar():
    told = ask("deadline_adjusted", clock_at(60), calendar="default@2")

    assert case_of(desk(), told).calendar == "default@2"


def test_voiding_ends_every_clock_and_keeps_the_log():
    case = case_of(*WAYS["processing"], ask("voided", clock_at(70)))
    posted = case_of(*WAYS["submitted"], ask("voided", clock_at(70)))

    assert case.voided_at == case.steps[0].end == posted.intakes[0].end == clock_at(70)
    assert (case.is_open, case.closed_at, case.version) == (False, None, 4)


@pytest.mark.parametrize(
    "name", ["deadline_missed", "deadline_warned", "fee_paid", "digitised", "rated"]
)
def test_what_is_only_noted_changes_nothing_but_the_log(name):
    before = case_of(*WAYS["delivered"])
    case = grown(before, *allowed(before, ask(name, clock_at(80))))

    changed = [f.name for f in fields(case) if getattr(case, f.name) != getattr(before, f.name)]
    assert changed == ["log"]


def test_a_corrected_acceptance_keeps_its_promise():
    before = case_of(desk(), ask("step_started", clock_at(60)))
    case = grown(before, *allowed(before, correct(1, 45)))

    assert case.accepted_at == case.spans[0].start == case.log[0].at == clock_at(45)
    assert case.promise == before.promise == at("Tue 2023-06-20 08:00")
    assert case_clock(case, SETTING).due() == before.promise


@pytest.mark.parametrize("on", [SETTING, setting(resume="restart"), setting("30 calendar_days")])
def test_corrected_pauses_move_the_deadline_as_true_pauses_would_have(on):
    asked = [desk(), ask("supplement_requested", clock_at(30)), ask("supplemented", clock_at(60))]
    true = [desk(), ask("supplement_requested", clock_at(10)), ask("supplemented", clock_at(1_500))]
    mended = case_of(*asked, correct(3, 1_500, when=3_000), correct(2, 10, when=3_000), on=on)

    assert case_clock(mended, on).due() == case_clock(case_of(*true, on=on), on).due()
    assert case_clock(mended, on).due() != case_clock(case_of(*asked, on=on), on).due()


def test_the_log_keeps_the_original_times_and_the_case_the_true_ones():
    log = events_of(*PAUSED, correct(2, 20))

    assert log[1].at == clock_at(30)
    assert grown(None, *log).log[1].at == clock_at(20)
    assert true_times(log)[1].at == clock_at(20)


def test_of_two_corrections_of_an_event_the_later_one_holds():
    case = case_of(*PAUSED, correct(2, 20), correct(2, 25, when=90))

    assert case.pauses[0].start == clock_at(25)
    assert case.version == 5


def test_a_part_of_a_log_folds_although_its_corrections_name_what_was_left_out():
    log = true_times(events_of(*PAUSED, correct(3, 200, when=300), correct(2, 150, when=300)))
    part = [event for event in log if event.at > clock_at(250) or event.at < clock_at(90)]

    case = fold_true(CODE, part)

    assert case is not None
    assert (case.version, case.state) == (3, State.RECEIVED)
