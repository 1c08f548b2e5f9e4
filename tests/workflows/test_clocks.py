"""The clocks of a case, with the traps other case trackers fell into."""

from datetime import timedelta

import pytest
from hypothesis import given

from sla.clock import Verdict
from tests.builders import (
    SETTING,
    START,
    ask,
    case_of,
    clock_at,
    correct,
    desk,
    grown,
    logs,
    quota,
    setting,
)
from tests.sla.builders import at, minutes
from workflows.clocks import case_clock, clocks, intake_clock, overrun, step_clock
from workflows.procedure import Step

ONE_DAY = Step(code="appraise", name="Thụ lý", role="specialist", quota=quota("8 working_hours"))
NO_QUOTA = Step(code="issue", name="Trả kết quả", role="one_stop")
TWO_STEPS = setting("3 working_days", ONE_DAY, NO_QUOTA)


def told(case, on=SETTING):
    return [(one.name, one.step, one.run, one.stop) for one in clocks(case, on)]


def test_a_case_that_was_not_accepted_has_no_case_clock():
    case = case_of(ask("submitted", START))

    assert told(case) == [("intake", None, 1, None)]
    with pytest.raises(ValueError, match="was not accepted"):
        case_clock(case, SETTING)


def test_the_clocks_of_a_case_stop_where_it_went_on():
    case = case_of(
        ask("submitted", START),
        ask("supplement_requested", clock_at(5)),
        ask("supplemented", clock_at(10)),
        ask("accepted", clock_at(20)),
        ask("step_started", clock_at(30)),
        ask("resolved", clock_at(40)),
        ask("delivered", clock_at(50)),
    )

    assert told(case) == [
        ("intake", None, 1, clock_at(5)),
        ("intake", None, 2, clock_at(20)),
        ("case", None, None, clock_at(40)),
        ("step", "appraise", 1, clock_at(40)),
    ]


def test_a_voided_case_stops_its_clock_when_it_was_struck_out():
    assert told(case_of(desk(), ask("voided", clock_at(7)))) == [("case", None, None, clock_at(7))]


def test_a_reopened_case_runs_on():
    case = case_of(desk(), ask("resolved", clock_at(9)), ask("reopened", clock_at(90)))

    assert told(case) == [("case", None, None, None)]


def test_a_step_without_a_quota_and_one_no_longer_known_have_no_clock():
    case = case_of(desk(), ask("step_started", clock_at(1), step="issue"), on=TWO_STEPS)

    assert told(case, TWO_STEPS) == [("case", None, None, None)]
    assert step_clock(case.steps[0], case, SETTING) is None


def test_a_submission_at_night_must_be_answered_in_eight_working_hours():
    # Lessons, vector 22.
    case = case_of(
        ask("submitted", "Fri 2023-06-16 22:00"),
        ask("supplement_requested", "Mon 2023-06-19 09:00"),
        ask("supplemented", "Tue 2023-06-20 15:00"),
    )

    dues = [intake_clock(run, SETTING).due() for run in case.intakes]
    assert dues == [at("Mon 2023-06-19 17:30"), at("Wed 2023-06-21 15:00")]
    assert [run.end for run in case.intakes] == [at("Mon 2023-06-19 09:00"), None]


def test_an_answer_after_nine_and_a_half_working_hours_is_late():
    # Peers, T23: by dates alone the next day looked good enough.
    case = case_of(
        ask("submitted", "Thu 2023-06-15 15:00"), ask("accepted", "Fri 2023-06-16 16:30")
    )
    (run,) = case.intakes

    assert run.end is not None
    assert minutes(overrun(intake_clock(run, SETTING), run.end)) == 90


def test_a_step_visited_twice_has_a_fresh_quota_each_time():
    # Lessons, vector 14.
    case = case_of(
        desk("Thu 2023-06-15 07:30"),
        ask("step_started", "Thu 2023-06-15 08:00"),
        ask("step_completed", "Thu 2023-06-15 10:00"),
        ask("step_started", "Mon 2023-06-19 08:00"),
        ask("step_completed", "Tue 2023-06-20 09:00"),
    )
    one, two = (step_clock(run, case, SETTING) for run in case.steps)

    assert one is not None
    assert two is not None
    assert minutes(one.used(at("Thu 2023-06-15 10:00"))) == 120
    assert minutes(two.used(at("Tue 2023-06-20 09:00"))) == 540
    assert minutes(overrun(one, at("Thu 2023-06-15 10:00"))) == 0
    assert minutes(overrun(two, at("Tue 2023-06-20 09:00"))) == 60


@pytest.mark.parametrize("ending", ["resumed", "supplemented"])
@pytest.mark.parametrize("resume", ["continue", "restart"])
def test_pauses_are_taken_out_of_a_step_and_never_restart_its_quota(resume, ending):
    on = setting(resume=resume)
    case = case_of(
        desk("Thu 2023-06-15 07:30"),
        ask("paused", "Thu 2023-06-15 08:00"),
        ask("resumed", "Thu 2023-06-15 09:00"),
        ask("step_started", "Thu 2023-06-15 09:00"),
        ask("paused", "Thu 2023-06-15 10:30"),
        ask(ending, "Fri 2023-06-16 10:30"),
        on=on,
    )
    clock = step_clock(case.steps[0], case, on)

    assert clock is not None
    assert clock.due() == at("Mon 2023-06-19 09:00")


@pytest.mark.parametrize(
    ("resume", "due"), [("continue", "Fri 2023-06-23 11:10"), ("restart", "Mon 2023-06-26 14:00")]
)
def test_a_supplement_continues_or_restarts_as_the_procedure_says(resume, due):
    # Lessons, vectors 1 and 5.
    case = case_of(
        desk("Thu 2023-06-15 09:10"),
        ask("supplement_requested", "Fri 2023-06-16 10:00"),
        ask("supplemented", "Wed 2023-06-21 14:00"),
    )

    assert case_clock(case, setting(resume=resume)).due() == at(due)


def test_a_case_closed_straight_from_a_pause_is_judged_at_its_start():
    # Lessons, vector 3.
    closed = at("Tue 2023-06-20 18:00")
    case = case_of(
        desk("Thu 2023-06-15 07:30"), ask("paused", "Fri 2023-06-16 07:30"), ask("returned", closed)
    )
    clock = case_clock(case, SETTING)

    assert minutes(clock.used(closed)) == 480
    assert clock.verdict(closed) is Verdict.EARLY
    assert overrun(clock, closed) == timedelta()


def test_what_an_apology_promised_does_not_make_a_late_case_good():
    # Peers, T18.
    case = case_of(
        desk("Thu 2023-06-15 08:00"),
        ask("apology_issued", "Mon 2023-06-19 08:00", new_due_at=at("Fri 2023-06-30 08:00")),
        ask("resolved", "Tue 2023-06-20 08:01"),
    )

    assert case.closed_at is not None
    assert case_clock(case, SETTING).verdict(case.closed_at) is Verdict.LATE


def test_the_day_of_a_correction_does_not_count_but_the_true_time_does():
    closed = [desk("Thu 2023-06-15 15:00"), ask("resolved", "Wed 2023-06-21 09:00")]
    true = at("Tue 2023-06-20 14:30")
    mended = case_of(*closed, ask("corrected", "Wed 2023-06-21 09:30", of=2, true_at=true))

    verdicts = [
        case_clock(case, SETTING).verdict(case.closed_at)
        for case in (case_of(*closed), mended)
        if case.closed_at
    ]
    assert verdicts == [Verdict.LATE, Verdict.ON_TIME]


def test_a_case_corrected_into_its_pause_is_counted_from_there():
    before = case_of(desk(), ask("paused", clock_at(60)), ask("resumed", clock_at(120)))
    after = case_of(desk(), ask("paused", clock_at(60)), ask("resumed", clock_at(120)),
                    correct(3, 180, when=200))  # fmt: skip

    moved = case_clock(after, SETTING).due() - case_clock(before, SETTING).due()
    assert minutes(moved) == 60


@given(logs())
def test_every_clock_but_the_running_ones_has_stopped_at_or_after_its_start(log):
    case = grown(None, *log)

    assert all(one.stop is None or one.stop >= one.clock.start for one in clocks(case, SETTING))
