"""What another calendar makes of a case: reckoned anew, promises moved by the days they lost."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.calendar import WorkingCalendar
from sla.clock import Formerly
from sla.spec import DayRule
from tests.builders import SETTING, ask, case_of, desk, grown, logs, setting
from tests.sla.builders import OFFICE, at, off, work
from workflows import events as ev
from workflows.clocks import case_clock, clocks, intake_clock, step_clock
from workflows.replanning import changed_days, moved_promise, replanned
from workflows.setting import bound_before

NOW = at("Sat 2023-06-17 09:00")


def other(*rules: DayRule, **more: Any) -> WorkingCalendar:
    """The office's calendar with other days."""
    days = {rule.date: rule for rule in (*OFFICE.spec.days, *rules)}
    spec = {"days": tuple(days[day] for day in sorted(days)), **more}
    return WorkingCalendar(replace(OFFICE.spec, **spec))


MONDAY_OFF = other(off("2023-06-19", "nghỉ bù"))
# Monday 19 June is exchanged for Saturday 24 June.
EXCHANGED = other(off("2023-06-19", "nghỉ bù"), work("2023-06-24", 0, "làm bù"))
MADE_UP = other(work("2023-06-24", 0, "làm bù"))


@pytest.mark.parametrize(
    ("limit", "start", "old", "new"),
    [
        ("8 working_hours", "Fri 2023-06-16 16:00", "Mon 2023-06-19 16:00", "Tue 2023-06-20 16:00"),
        ("3 working_days", "Thu 2023-06-15 09:00", "Tue 2023-06-20 09:00", "Wed 2023-06-21 09:00"),
        ("4 calendar_days", "Thu 2023-06-15 09:00", "Mon 2023-06-19 09:00", "Tue 2023-06-20 09:00"),
        ("same_day", "Fri 2023-06-16 16:00", "Mon 2023-06-19 17:30", "Tue 2023-06-20 17:30"),
        ("1 working_days", "Mon 2023-06-19 08:00", "Tue 2023-06-20 08:00", "Wed 2023-06-21 07:30"),
        ("2 working_days", "Tue 2023-06-20 09:00", "Thu 2023-06-22 09:00", "Thu 2023-06-22 09:00"),
    ],
)
def test_the_limit_is_reckoned_anew_from_the_start(limit, start, old, new):
    on = setting(limit)
    plan = replanned(case_of(desk(start), on=on), on, MONDAY_OFF, now=NOW)

    assert (plan.old_due, plan.new_due) == (at(old), at(new))
    assert plan.move == ("binding" if old == new else "due")


def test_a_make_up_day_takes_one_back():
    case = case_of(desk("Thu 2023-06-22 09:00"))

    plan = replanned(case, SETTING, EXCHANGED, now=NOW)

    assert (plan.old_due, plan.new_due) == (at("Tue 2023-06-27 09:00"), at("Mon 2023-06-26 09:00"))
    assert plan.reason() == "thêm ngày làm việc thứ Bảy 24/06/2023 (làm bù)"


def test_pauses_are_counted_by_the_other_calendar_as_well():
    case = case_of(
        desk("Thu 2023-06-15 09:10"),
        ask("paused", "Fri 2023-06-16 10:00"),
        ask("resumed", "Fri 2023-06-16 16:00"),
    )

    plan = replanned(case, SETTING, MONDAY_OFF, now=NOW)

    assert plan.old_due == at("Tue 2023-06-20 15:10")
    assert plan.new_due == at("Wed 2023-06-21 15:10")


def test_a_case_that_stands_still_is_judged_when_it_stopped():
    case = case_of(desk("Thu 2023-06-15 09:10"), ask("paused", "Fri 2023-06-16 10:00"))

    plan = replanned(case, SETTING, MONDAY_OFF, now=at("Mon 2023-07-03 09:00"))

    assert (plan.late_before, plan.late_after) == (False, False)
    assert plan.new_due == at("Wed 2023-06-21 09:10")


@pytest.mark.parametrize(
    ("promise", "calendar", "new"),
    [
        ("Thu 2023-06-22 16:00", MONDAY_OFF, "Fri 2023-06-23 16:00"),  # one day lost
        ("Mon 2023-06-19 16:00", MONDAY_OFF, "Tue 2023-06-20 16:00"),  # itself lost
        ("Fri 2023-06-16 16:00", MONDAY_OFF, "Fri 2023-06-16 16:00"),  # before all that
        ("Tue 2023-06-27 16:00", EXCHANGED, "Tue 2023-06-27 16:00"),  # lost and won
        ("Sat 2023-06-24 12:00", EXCHANGED, "Sat 2023-06-24 12:00"),  # a date on a rest day
        ("Sat 2023-06-24 12:00", MADE_UP, "Sat 2023-06-24 12:00"),  # which is worked now
        ("Sat 2023-06-24 12:00", MONDAY_OFF, "Mon 2023-06-26 12:00"),  # one day lost before it
        ("Sun 2023-06-25 12:00", MADE_UP, "Fri 2023-06-23 12:00"),  # one day won before it
    ],
)
def test_a_promise_printed_elsewhere_moves_by_the_working_days_it_lost(promise, calendar, new):
    case = case_of(desk("Thu 2023-06-15 09:00", due_at=at(promise)))

    assert replanned(case, SETTING, calendar, now=NOW).new_due == at(new)


def test_a_promise_that_knew_the_day_off_already_stays():
    case = case_of(desk("Thu 2023-06-15 09:00", due_at=at("Wed 2023-06-21 09:00")))

    assert replanned(case, SETTING, MONDAY_OFF, now=NOW).move == "binding"


def test_a_promise_beyond_the_years_of_its_calendar_stays():
    promise = at("Mon 2027-01-11 09:00")
    longer = other(covers=(2023, 2027))

    assert moved_promise(promise, since=NOW, was=OFFICE, becomes=longer) == promise


def test_a_decision_that_named_no_calendar_moves_likewise_and_a_recount_falls_away():
    case = case_of(
        desk("Thu 2023-06-15 09:00"),
        ask("deadline_adjusted", "Fri 2023-06-16 09:00", new_due_at=at("Fri 2023-06-30 17:00")),
    )
    recount = ev.DeadlineAdjusted(
        at=at("Fri 2023-06-16 10:00"),
        new_due_at=at("Mon 2023-07-03 17:00"),
        reason="lịch",
        approved_by="hung",
        calendar="default@2",
    )

    for log in (case, grown(case, recount)):
        plan = replanned(log, SETTING, MONDAY_OFF, now=NOW)
        assert plan.new_due == at("Mon 2023-07-03 17:00")


def test_a_running_step_moves_though_its_case_does_not():
    case = case_of(desk("Mon 2023-06-12 08:00"), ask("step_started", "Fri 2023-06-16 16:00"))

    plan = replanned(case, SETTING, MONDAY_OFF, now=NOW)

    assert plan.move == "step"
    (step,) = plan.steps
    assert (step.old_due, step.new_due) == (at("Mon 2023-06-19 16:00"), at("Tue 2023-06-20 16:00"))


def test_what_the_other_calendar_cannot_count_says_so():
    shorter = other(covers=(2023, 2023), days=())
    case = case_of(desk("Fri 2023-12-29 09:00"))

    plan = replanned(case, SETTING, shorter, now=NOW)

    assert (plan.move, plan.new_due, plan.late_after) == ("gap", None, None)
    assert "chưa có ngày" in plan.gap


@pytest.mark.parametrize(
    ("one", "another", "told"),
    [
        (OFFICE, MONDAY_OFF, ["thêm ngày nghỉ thứ Hai 19/06/2023 (nghỉ bù)"]),
        (MONDAY_OFF, OFFICE, ["bỏ ngày nghỉ thứ Hai 19/06/2023 (nghỉ bù)"]),
        (EXCHANGED, MONDAY_OFF, ["bỏ ngày làm việc thứ Bảy 24/06/2023 (làm bù)"]),
        (OFFICE, other(covers=(2027, 2028), days=()), []),
    ],
)
def test_the_days_two_calendars_count_otherwise_are_named(one, another, told):
    assert [day.in_words() for day in changed_days(one, another)] == told


@given(logs())
def test_the_calendar_a_case_is_bound_to_moves_nothing(log):
    case = grown(None, *log)
    if not case.is_open or any(isinstance(event, ev.DeadlineAdjusted) for event in log):
        return

    plan = replanned(case, SETTING, OFFICE, now=NOW)

    assert (plan.move, plan.days) == ("binding", ())


# What was counted by an earlier calendar stays counted by it.
def bound(case, *earlier):
    """The office's setting for a case whose calendars are named, oldest first."""
    until = [instant for instant, _ in bound_before(case)]
    formerly = tuple(Formerly(*pair) for pair in zip(until, earlier, strict=True))
    return replace(SETTING, calendar=MONDAY_OFF, calendar_ref="default@2", formerly=formerly)


def recounted_at(when: str, due: str) -> ev.DeadlineAdjusted:
    return ev.DeadlineAdjusted(
        at=at(when), new_due_at=at(due), reason="lịch", approved_by="hung", calendar="default@2"
    )


def test_a_pause_before_the_change_keeps_what_it_made_of_the_deadline():
    paused = case_of(
        desk("Thu 2023-06-15 09:10"),
        ask("paused", "Fri 2023-06-16 10:00"),
        ask("resumed", "Fri 2023-06-16 16:00"),
    )
    case = grown(paused, recounted_at("Sat 2023-06-17 09:00", "Wed 2023-06-21 15:10"))
    clock = case_clock(case, bound(case, OFFICE))

    assert clock.due(at("Sat 2023-06-17 09:00")) == at("Tue 2023-06-20 15:10")
    assert clock.due() == at("Wed 2023-06-21 15:10")


def test_a_pause_after_the_change_is_counted_by_the_new_calendar():
    case = grown(
        case_of(desk("Thu 2023-06-15 09:00")),
        recounted_at("Thu 2023-06-15 10:00", "Wed 2023-06-21 09:00"),
        ev.Paused(at=at("Fri 2023-06-16 16:00"), reason="consultation"),
        ev.Resumed(at=at("Tue 2023-06-20 08:00")),
    )

    assert case_clock(case, bound(case, OFFICE)).due() == at("Wed 2023-06-21 11:00")


def test_the_window_of_a_submission_keeps_the_calendar_of_that_day():
    case = grown(
        case_of(ask("submitted", "Fri 2023-06-16 16:00")),
        ev.Accepted(at=at("Sat 2023-06-17 09:00"), due_at=NOW, calendar="default@2"),
    )
    on = bound(case, OFFICE)

    assert intake_clock(case.intakes[0], on).due() == at("Mon 2023-06-19 16:00")


def test_a_step_is_recounted_while_it_runs_and_never_afterwards():
    case = grown(
        case_of(
            desk("Thu 2023-06-15 08:00"),
            ask("step_started", "Thu 2023-06-15 16:00", step="intake"),
            ask("step_completed", "Fri 2023-06-16 09:00", step="intake"),
            ask("step_started", "Fri 2023-06-16 16:00"),
        ),
        recounted_at("Sat 2023-06-17 09:00", "Wed 2023-06-21 08:00"),
    )
    on = bound(case, OFFICE)
    ended, running = (step_clock(run, case, on) for run in case.steps)

    assert ended is not None
    assert running is not None
    assert ended.due() == at("Fri 2023-06-16 16:00")
    assert running.due(at("Sat 2023-06-17 09:00")) == at("Mon 2023-06-19 16:00")
    assert running.due() == at("Tue 2023-06-20 16:00")


@given(logs(), st.sampled_from([OFFICE, MONDAY_OFF]))
def test_where_no_calendar_changed_every_clock_is_what_it_was(log, calendar):
    case = grown(None, *log)
    plain = replace(SETTING, calendar=calendar)

    assert list(bound_before(case)) == []
    assert all(one.clock.formerly == () for one in clocks(case, plain))
