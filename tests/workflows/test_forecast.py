"""The forecast: what a case still needs by its quotas, and by when the step it hangs on is done."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.spec import LawGap
from sla.zone import midnight
from tests.builders import SETTING, START, ask, case_of, clock_at, desk, grown, logs, setting
from tests.people import MINH
from tests.sla.builders import OFFICE, at
from tests.workflows.foretelling import ABC, DUE, HOUR, A, B, C, done, looked, start, step
from workflows.forecast import horizon, outlook


def test_a_case_that_keeps_every_quota_ends_at_its_deadline():
    found = looked("Thu 2023-06-15 08:00", start("a", "Thu 2023-06-15 08:00", MINH.login))

    assert (found.clock, found.due, found.expected_end) == ("case", DUE, DUE)
    assert (found.needed, found.slack, found.left) == (16 * HOUR, 0 * HOUR, 4 * HOUR)
    assert (found.prospect, found.at_risk) == ("tight", False)
    assert (found.step, found.following) == ("a", ("b", "c"))
    assert found.visit is not None
    assert (found.visit.run, found.visit.assignee) == (1, MINH.login)
    assert found.done_by == at("Thu 2023-06-15 14:00")


def test_time_nobody_worked_is_missing_at_the_end():
    found = looked("Thu 2023-06-15 09:00")

    assert (found.prospect, found.at_risk) == ("will_miss", True)
    assert (found.step, found.visit, found.left) == ("a", None, 4 * HOUR)
    assert (found.slack, found.expected_end) == (-HOUR, at("Mon 2023-06-19 09:00"))
    assert (found.done_by, found.too_late) == (at("Thu 2023-06-15 14:00"), False)
    assert found.in_words(ABC.procedure) == ("bước “A” phải xong trước thứ Năm 15/06/2023 14:00")


def test_a_quota_that_is_used_up_counts_for_nothing_and_not_below():
    found = looked("Thu 2023-06-15 15:00", start("a", "Thu 2023-06-15 08:00"))

    assert (found.left, found.needed, found.slack) == (0 * HOUR, 12 * HOUR, -HOUR)
    assert (found.done_by, found.too_late) == (at("Thu 2023-06-15 14:00"), True)
    assert found.in_words(ABC.procedure) == (
        "bước “A” phải xong trước thứ Năm 15/06/2023 14:00; mốc này đã qua, "
        "chỉ còn kịp nếu các bước sau làm nhanh hơn định mức"
    )


def test_a_quick_step_leaves_time_for_the_others():
    quick = (
        start("a", "Thu 2023-06-15 08:00"),
        done("a", "Thu 2023-06-15 08:30"),
        start("b", "Thu 2023-06-15 08:30"),
    )

    assert looked("Thu 2023-06-15 08:30", *quick).slack == 3.5 * HOUR
    assert looked("Thu 2023-06-15 08:30", *quick).prospect == "tight"
    relaxed = setting("3 working_days", A, B, C)
    assert looked("Thu 2023-06-15 08:30", *quick, on=relaxed).prospect == "safe"


@pytest.mark.parametrize(
    ("now", "prospect"),
    [
        ("Mon 2023-06-19 08:00", "tight"),
        ("Mon 2023-06-19 08:01", "missed"),
        ("Thu 2023-06-15 17:30", "safe"),
        ("Fri 2023-06-16 14:00", "tight"),
    ],
)
def test_a_case_whose_steps_are_all_done_only_wants_its_result(now, prospect):
    every = [done(code, "Thu 2023-06-15 09:00") for code in "abc"]
    found = looked(now, start("a", "Thu 2023-06-15 08:30"), *every)

    assert (found.step, found.needed, found.following) == (None, 0 * HOUR, ())
    assert (found.prospect, found.at_risk) == (prospect, False)
    assert found.done_by == DUE
    assert found.in_words(ABC.procedure).startswith("phải có kết quả trước thứ Hai 19/06/2023")


def test_a_deadline_that_has_passed_is_no_forecast_any_more():
    found = looked("Tue 2023-06-20 08:00", start("a", "Thu 2023-06-15 08:00"))

    assert (found.prospect, found.at_risk) == ("missed", False)


def test_what_must_be_done_by_closing_time_may_be_done_before_work_begins_again():
    on = setting("2 working_days", A, step("b", "8.5 working_hours"))
    begun = start("a", "Thu 2023-06-15 08:00")

    assert looked("Thu 2023-06-15 16:00", begun, on=on).done_by == at("Thu 2023-06-15 17:30")
    overnight = looked("Thu 2023-06-15 21:00", begun, on=on)
    assert (overnight.done_by, overnight.too_late) == (at("Fri 2023-06-16 07:30"), False)
    assert looked("Fri 2023-06-16 07:31", begun, on=on).too_late


def test_pauses_are_taken_out_of_the_quota_as_of_the_deadline():
    waited = (
        start("a", "Thu 2023-06-15 08:00"),
        ask("paused", "Thu 2023-06-15 09:00"),
        ask("resumed", "Mon 2023-06-19 09:00"),
    )

    found = looked("Mon 2023-06-19 09:00", *waited)

    assert (found.left, found.slack, found.due) == (3 * HOUR, 0 * HOUR, at("Wed 2023-06-21 08:00"))


def test_a_step_without_a_quota_takes_no_time_and_is_told():
    on = setting("2 working_days", A, step("b", None), C)

    found = looked("Thu 2023-06-15 08:00", start("a", "Thu 2023-06-15 08:00"), on=on)
    assert (found.needed, found.unknown) == (8 * HOUR, ("b",))
    running = looked("Thu 2023-06-15 08:00", start("b", "Thu 2023-06-15 08:00"), on=on)
    assert (running.step, running.left, running.needed) == ("b", 0 * HOUR, 4 * HOUR)
    assert running.unknown == ("b",)


@pytest.mark.parametrize(
    ("time", "hours"),
    [
        ("1 working_days", 8),
        ("0.5 working_days", 4),
        ("same_day", 8),
        # From Thursday 08:00 four days on is Monday 08:00, with two working days between.
        ("4 calendar_days", 16),
    ],
)
def test_quotas_of_every_kind_are_working_time(time, hours):
    on = setting("9 working_days", step("a", time), step("b", "1 working_hours"))

    assert looked("Thu 2023-06-15 08:00", on=on).needed == (hours + 1) * HOUR


def test_before_acceptance_the_desk_must_answer():
    case = case_of(ask("submitted", START))

    found = outlook(case, SETTING, now=START)
    assert found is not None
    assert (found.clock, found.due, found.done_by) == ("intake", *[at("Fri 2023-06-16 08:00")] * 2)
    assert (found.prospect, found.at_risk, found.step) == ("safe", False, None)
    soon = outlook(case, SETTING, now=at("Thu 2023-06-15 14:00"))
    assert soon is not None
    assert (soon.prospect, soon.at_risk, soon.slack) == ("tight", True, 4 * HOUR)
    assert soon.in_words(SETTING.procedure) == "phải tiếp nhận trước thứ Sáu 16/06/2023 08:00"
    late = outlook(case, SETTING, now=at("Fri 2023-06-16 08:01"))
    assert late is not None
    assert (late.prospect, late.at_risk) == ("missed", False)


@pytest.mark.parametrize(
    "case",
    [
        case_of(desk(), ask("step_started", clock_at(1)), ask("paused", clock_at(2))),
        case_of(desk(), ask("supplement_requested", clock_at(1))),
        case_of(ask("submitted", START), ask("supplement_requested", clock_at(1))),
        case_of(ask("submitted", START), ask("refused", clock_at(1))),
        case_of(desk(), ask("resolved", clock_at(1))),
        case_of(desk(), ask("withdrawn", clock_at(1))),
        case_of(desk(), ask("voided", clock_at(1))),
        case_of(desk(training=True)),
        case_of(ask("submitted", START, training=True)),
    ],
    ids=lambda case: f"{case.state}{' training' * case.training}",
)
def test_where_no_clock_runs_nothing_is_foretold(case):
    assert outlook(case, SETTING, now=clock_at(5)) is None


def test_a_case_opened_again_is_foretold_again():
    again = case_of(desk(), ask("resolved", clock_at(1)), ask("reopened", clock_at(2)))

    assert outlook(again, SETTING, now=clock_at(3)) is not None


@given(logs(), st.integers(0, 10_000))
def test_the_figures_of_a_forecast_agree(log, minutes):
    case = grown(None, *log)
    now = max(log[-1].at, clock_at(minutes))

    found = outlook(case, SETTING, now=now)

    if found is None:
        return
    assert found.needed >= timedelta()
    assert found.slack == OFFICE.between(now, found.due) - found.needed
    assert found.expected_end is not None
    assert OFFICE.between(now, found.expected_end) == found.needed
    assert (found.prospect == "missed") == (found.due < now)
    if found.due >= now:
        assert found.done_by <= max(found.due, OFFICE.next_working(now))
        assert (found.prospect == "will_miss") == (found.expected_end > found.due)
    steps = {*([found.step] if found.step else []), *found.following}
    assert steps.isdisjoint(case.done_steps())
    assert steps.isdisjoint(found.skipped)


def test_the_horizon_is_told_in_working_days_and_ends_with_the_calendar():
    assert horizon(OFFICE, now=START) == at("Thu 2023-07-13 08:00")
    assert horizon(OFFICE, now=at("Mon 2026-12-28 08:00")) == midnight(
        at("Fri 2027-01-01 00:00").date()
    )


def test_before_the_rules_nothing_is_foretold():
    with pytest.raises(LawGap):
        horizon(OFFICE, now=at("Sat 2000-01-01 08:00"))


def test_what_ends_beyond_the_calendar_is_late_for_certain():
    late = at("Tue 2026-12-29 08:00")
    case = case_of(desk(late, due_at=at("Thu 2026-12-31 17:30")))
    on = setting("2 working_days", A, step("b", "40 working_hours"))

    found = outlook(case, on, now=late)

    assert found is not None
    assert (found.prospect, found.expected_end) == ("will_miss", None)
    assert found.slack == 23.5 * HOUR - 44 * HOUR
