"""Early, on time or late, with every boundary our notes name."""

from datetime import date, timedelta

import pytest

from sla.clock import Adjustment, Pause, Verdict
from sla.zone import local_date
from tests.sla.builders import at, clock, pause

MICROSECOND = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("limit", "closed", "verdict"),
    [
        # Due on Tuesday at 09:10: days are told apart by dates.
        ("3 working_days", "Mon 2023-06-19 23:59:59", "early"),
        ("3 working_days", "Tue 2023-06-20 00:00", "on_time"),
        ("3 working_days", "Tue 2023-06-20 09:10", "on_time"),
        ("3 working_days", "Tue 2023-06-20 09:10:01", "late"),
        # Due on Friday at 09:10: hours by the instant.
        ("8 working_hours", "Fri 2023-06-16 09:09:59", "early"),
        ("8 working_hours", "Fri 2023-06-16 09:10", "on_time"),
        ("8 working_hours", "Fri 2023-06-16 09:10:01", "late"),
        # Due on Thursday at 17:30.
        ("same_day", "Thu 2023-06-15 17:29:59", "early"),
        ("same_day", "Thu 2023-06-15 17:30", "on_time"),
        ("same_day", "Thu 2023-06-15 17:30:01", "late"),
        # Due on Monday at 09:10, moved off a Sunday.
        ("10 calendar_days", "Fri 2023-06-23 17:00", "early"),
        ("10 calendar_days", "Mon 2023-06-26 09:10", "on_time"),
        ("10 calendar_days", "Mon 2023-06-26 09:11", "late"),
    ],
)
def test_a_closed_case_is_judged(limit, closed, verdict):
    assert clock(limit, "Thu 2023-06-15 09:10").verdict(at(closed)) == verdict


def test_a_morning_result_before_an_afternoon_deadline_is_on_time_in_days_and_early_in_hours():
    closed = at("Thu 2023-06-15 09:00")

    assert clock("1 working_days", "Wed 2023-06-14 15:00").verdict(closed) is Verdict.ON_TIME
    assert clock("8 working_hours", "Wed 2023-06-14 15:00").verdict(closed) is Verdict.EARLY


@pytest.mark.parametrize(
    ("limit", "verdict"),
    [(None, Verdict.ON_TIME), ("3 working_days", Verdict.ON_TIME), ("8 working_hours", "early")],
)
def test_a_promise_is_judged_by_the_unit_of_the_limit_and_by_dates_without_one(limit, verdict):
    promised = clock(limit, "Thu 2023-06-15 09:10", promise=at("Fri 2023-06-30 17:00"))

    assert promised.verdict(at("Fri 2023-06-30 08:00")) == verdict


def test_an_apology_is_no_new_yardstick():
    running = clock("3 working_days", "Mon 2023-06-12 15:00")

    assert running.verdict(at("Sun 2023-06-18 09:00")) is Verdict.LATE


@pytest.mark.parametrize(
    ("paused", "verdict"),
    [
        ("Mon 2023-06-19 10:00", Verdict.EARLY),
        ("Tue 2023-06-20 09:10", Verdict.ON_TIME),
        ("Tue 2023-06-20 09:11", Verdict.LATE),
    ],
)
def test_a_case_closed_while_paused_is_judged_at_the_start_of_the_pause(paused, verdict):
    running = clock("3 working_days", "Thu 2023-06-15 09:10", pause(paused))

    assert running.verdict(at("Fri 2023-08-18 10:00")) is verdict


def test_a_case_closed_at_the_instant_of_its_pause_is_paused():
    running = clock("3 working_days", "Thu 2023-06-15 09:10", pause("Tue 2023-06-20 09:10"))

    assert running.verdict(at("Tue 2023-06-20 09:10")) is Verdict.ON_TIME


def test_a_case_closed_at_the_instant_of_its_resumption_is_not_paused_any_more():
    stop = pause("Mon 2023-06-19 10:00", "Fri 2023-06-23 08:00")
    running = clock("3 working_days", "Thu 2023-06-15 09:10", stop)

    # 7 h 10 min were left, so it is due that very Friday; at the pause it would have been early.
    assert running.due() == at("Fri 2023-06-23 17:10")
    assert running.verdict(at("Fri 2023-06-23 08:00")) is Verdict.ON_TIME


def test_a_verdict_never_changes_with_what_happens_after_the_closing():
    closed = at("Tue 2023-06-20 09:10")
    later = Pause(closed + MICROSECOND, None), pause("Mon 2024-06-17 08:00", restarts=True)
    decided = Adjustment(at("Mon 2024-06-17 08:00"), at("Mon 2024-06-24 08:00"))
    plain = clock("3 working_days", "Thu 2023-06-15 09:10")
    reopened = clock("3 working_days", "Thu 2023-06-15 09:10", *later, adjustments=(decided,))

    assert plain.verdict(closed) is reopened.verdict(closed) is Verdict.ON_TIME
    assert reopened.used(closed) == plain.used(closed)


def test_a_result_of_half_past_two_typed_the_next_day_is_judged_by_when_it_happened():
    running = clock("8 working_hours", "Wed 2023-06-14 15:00")

    assert running.verdict(at("Thu 2023-06-15 14:30")) is Verdict.EARLY
    assert running.verdict(at("Fri 2023-06-16 09:00")) is Verdict.LATE


def test_acceptance_after_nine_and_a_half_hours_is_late():
    assert (
        clock("8 working_hours", "Thu 2023-06-15 15:00").verdict(at("Fri 2023-06-16 16:30"))
        is Verdict.LATE
    )


def test_an_early_step_does_not_make_up_for_a_late_one():
    steps = [
        clock("2 working_days", "Mon 2023-06-12 08:00"),
        clock("1 working_days", "Tue 2023-06-13 08:00"),
    ]
    closed = [at("Tue 2023-06-13 08:00"), at("Thu 2023-06-15 08:00")]

    verdicts = [step.verdict(end) for step, end in zip(steps, closed, strict=True)]

    assert verdicts == [Verdict.EARLY, Verdict.LATE]


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("Thu 2023-06-15 00:00", date(2023, 6, 15)),
        ("Thu 2023-09-14 23:59:59.5", date(2023, 9, 14)),
    ],
)
def test_the_first_and_the_last_instant_of_a_period_lie_on_its_days(instant, day):
    assert local_date(at(instant)) == day
