"""Clocks with pauses, restarts and adjustments: the vectors of our notes and our own corners."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from sla.clock import Adjustment, Clock, Effect, Pause
from sla.law import law_on
from sla.limits import TimeLimit
from sla.spec import BadPause, CalendarGap, NoDeadline
from tests.sla.builders import OFFICE, at, calendar, clock, minutes, off, pause

# Accepted Thursday, paused Friday to Wednesday: our notes count this one by hand.
PAUSED = pause("Fri 2023-06-16 10:00", "Wed 2023-06-21 14:00")
RESTARTED = Pause(PAUSED.start, PAUSED.end, restarts=True)
THREE_DAYS = clock("3 working_days", "Thu 2023-06-15 09:10", PAUSED)

FORTY_HOURS = ("40 working_hours", "Mon 2023-06-05 08:00")
LONG = pause("Tue 2023-06-06 08:00", "Fri 2023-06-09 08:00")


def test_what_was_left_at_the_pause_is_left_at_the_resumption():
    assert THREE_DAYS.used(PAUSED.start) == timedelta(minutes=530)
    assert THREE_DAYS.left(PAUSED.start) == timedelta(hours=15, minutes=10)
    assert THREE_DAYS.due() == at("Fri 2023-06-23 11:10")


@pytest.mark.parametrize(
    ("running", "due"),
    [
        (
            clock(
                "2 working_days",
                "Thu 2023-06-15 09:00",
                pause("Fri 2023-06-16 16:00", "Mon 2023-06-19 08:00"),
            ),
            "Mon 2023-06-19 11:00",
        ),
        (clock("5 working_days", "Thu 2023-06-15 09:10", PAUSED), "Tue 2023-06-27 11:10"),
        (clock("3 working_days", "Thu 2023-06-15 09:10", RESTARTED), "Mon 2023-06-26 14:00"),
        (clock(*FORTY_HOURS, LONG), "Thu 2023-06-15 08:00"),
        (
            clock(*FORTY_HOURS, pause("Tue 2023-06-06 08:00", "Thu 2023-06-08 08:00")),
            "Wed 2023-06-14 08:00",
        ),
        (
            clock(
                *FORTY_HOURS,
                pause("Wed 2023-06-07 08:00", "Fri 2023-06-09 08:00"),
                pause("Tue 2023-06-06 08:00", "Thu 2023-06-08 08:00"),
            ),
            "Thu 2023-06-15 08:00",
        ),
    ],
)
def test_pauses_move_the_deadline_as_counted_by_hand(running, due):
    assert running.due() == at(due)


def test_a_case_resolved_straight_from_a_pause_has_used_only_the_time_before_it():
    running = clock("3 working_days", "Thu 2023-06-15 07:30", pause("Fri 2023-06-16 07:30"))

    assert running.used(at("Tue 2023-06-20 18:00")) == timedelta(hours=8)


def test_while_paused_the_deadline_and_the_time_left_stand_still():
    running = clock("3 working_days", "Thu 2023-06-15 09:10", pause("Fri 2023-06-16 10:00"))
    later = at("Fri 2023-06-30 10:00")

    assert running.due() == running.first_due() == at("Tue 2023-06-20 09:10")
    assert running.left(later) == timedelta(hours=15, minutes=10)
    assert running.paused_since(later) == at("Fri 2023-06-16 10:00")


def test_a_deadline_can_be_asked_as_it_was_known():
    assert THREE_DAYS.due(at("Fri 2023-06-16 09:00")) == at("Tue 2023-06-20 09:10")
    assert THREE_DAYS.due(PAUSED.end) == at("Tue 2023-06-20 09:10")
    assert THREE_DAYS.due(at("Wed 2023-06-21 14:00:00.000001")) == at("Fri 2023-06-23 11:10")


def test_an_open_pause_is_known_from_the_instant_after_its_start_until_its_end():
    asked = ["Fri 2023-06-16 10:00", "Fri 2023-06-16 10:01", "Wed 2023-06-21 14:00"]
    since = [THREE_DAYS.paused_since(at(text)) for text in asked]

    assert since == [None, PAUSED.start, PAUSED.start]
    assert THREE_DAYS.paused_since(at("Wed 2023-06-21 14:01")) is None


def test_time_left_is_negative_when_overdue():
    assert THREE_DAYS.left(at("Fri 2023-06-23 11:10")) == timedelta()
    assert minutes(THREE_DAYS.left(at("Fri 2023-06-23 14:30"))) == -80


def test_before_the_start_nothing_is_used():
    assert THREE_DAYS.used(at("Thu 2023-06-15 08:00")) == timedelta()


def test_a_pause_after_the_deadline_changes_nothing_restarts_included():
    late = pause("Tue 2023-06-20 09:11", "Wed 2023-06-21 09:00", restarts=True)
    running = clock("3 working_days", "Thu 2023-06-15 09:10", late)

    assert running.due() == at("Tue 2023-06-20 09:10")
    assert running.changes()[0].effect is Effect.AFTER_DUE


def test_a_pause_exactly_at_the_deadline_still_counts_and_leaves_nothing():
    last = pause("Tue 2023-06-20 09:10", "Fri 2023-06-23 18:00")
    running = clock("3 working_days", "Thu 2023-06-15 09:10", last)

    assert running.due() == at("Mon 2023-06-26 07:30")


def test_calendar_days_move_by_the_elapsed_time_and_then_off_rest_days():
    stop = pause("Fri 2023-06-16 10:00", "Sun 2023-06-18 12:30")
    running = clock("10 calendar_days", "Tue 2023-06-13 10:00", stop)

    assert running.first_due() == at("Fri 2023-06-23 10:00")
    assert running.due() == at("Mon 2023-06-26 12:30")


def test_a_restart_and_what_touches_it_are_one_stop():
    supplement = pause("Fri 2023-06-16 10:00", "Mon 2023-06-19 10:00", restarts=True)
    verification = pause("Mon 2023-06-19 10:00", "Wed 2023-06-21 14:00")
    running = clock("3 working_days", "Thu 2023-06-15 09:10", verification, supplement)

    assert running.stops() == (Pause(supplement.start, verification.end, restarts=True),)
    assert running.due() == at("Mon 2023-06-26 14:00")


def test_a_supplement_within_an_open_pause_waits_for_its_end():
    running = clock(
        "3 working_days", "Thu 2023-06-15 09:10", pause("Fri 2023-06-16 09:00"), RESTARTED
    )

    assert running.due() == at("Tue 2023-06-20 09:10")


def test_a_restart_without_any_duration_still_restarts():
    now = pause("Mon 2023-06-19 10:00", "Mon 2023-06-19 10:00", restarts=True)

    assert clock("3 working_days", "Thu 2023-06-15 09:10", now).due() == at("Thu 2023-06-22 10:00")


def test_an_empty_pause_changes_nothing():
    nothing = pause("Mon 2023-06-19 10:00", "Mon 2023-06-19 10:00")

    assert clock("3 working_days", "Thu 2023-06-15 09:10", nothing).changes() == ()


def test_of_a_pause_begun_earlier_only_the_time_since_the_start_counts():
    early = pause("Mon 2023-06-12 08:00", "Fri 2023-06-16 09:10")
    before = pause("Mon 2023-06-05 08:00", "Tue 2023-06-06 08:00")
    running = clock("3 working_days", "Thu 2023-06-15 09:10", early, before)

    assert running.stops() == (Pause(running.start, early.end),)
    assert running.due() == at("Wed 2023-06-21 09:10")


def test_a_pause_cannot_end_before_it_starts():
    with pytest.raises(BadPause, match="thứ Sáu 16/06/2023 10:00 kết thúc trước"):
        pause("Fri 2023-06-16 10:00", "Fri 2023-06-16 09:59")


def test_a_promise_is_the_first_deadline_whatever_the_limit():
    promised = clock("3 working_days", "Thu 2023-06-15 09:10", promise=at("Fri 2023-06-30 17:00"))

    assert promised.due() == at("Fri 2023-06-30 17:00")


def test_a_promise_alone_moves_by_working_time():
    promised = clock(None, "Thu 2023-06-15 09:10", PAUSED, promise=at("Tue 2023-06-20 09:10"))

    assert promised.due() == at("Fri 2023-06-23 11:10")


def test_a_promise_alone_starts_afresh_with_the_working_time_it_gave():
    promised = clock(None, "Thu 2023-06-15 09:10", RESTARTED, promise=at("Tue 2023-06-20 09:10"))

    assert promised.due() == at("Mon 2023-06-26 14:00")


def test_a_promise_is_told_on_vietnamese_clocks():
    promise = datetime(2023, 6, 20, 2, 10, tzinfo=UTC)

    assert clock(None, "Thu 2023-06-15 09:10", promise=promise).due().hour == 9


def test_without_limit_and_promise_there_is_no_clock():
    with pytest.raises(NoDeadline, match="không có thời hạn"):
        Clock(OFFICE, law_on(date(2023, 6, 15)), None, at("Thu 2023-06-15 09:10"))


def test_a_published_decision_replaces_the_deadline_from_its_instant_on():
    decided = Adjustment(at("Sat 2023-06-17 09:00"), at("Tue 2023-06-20 16:00"))
    running = clock("8 working_hours", "Fri 2023-06-16 16:00", adjustments=(decided,))

    assert running.due(decided.at) == at("Mon 2023-06-19 16:00")
    assert running.due() == at("Tue 2023-06-20 16:00")


def test_the_new_calendar_would_give_the_decided_deadline_itself():
    closed_monday = calendar(off("2023-06-19"))

    assert clock("8 working_hours", "Fri 2023-06-16 16:00", on=closed_monday).due() == at(
        "Tue 2023-06-20 16:00"
    )


def test_a_later_pause_moves_the_decided_deadline():
    decided = Adjustment(at("Thu 2023-06-15 10:00"), at("Mon 2023-06-19 09:00"))
    running = clock("3 working_days", "Thu 2023-06-15 09:10", PAUSED, adjustments=(decided,))

    assert running.due() == at("Thu 2023-06-22 11:00")


def test_a_pause_open_at_the_decision_is_measured_against_the_new_deadline():
    decided = Adjustment(at("Mon 2023-06-19 10:00"), at("Thu 2023-06-22 10:00"))
    running = clock("3 working_days", "Thu 2023-06-15 09:10", PAUSED, adjustments=(decided,))

    assert [change.effect for change in running.changes()] == [Effect.ADJUSTED, Effect.CONTINUED]
    assert running.due() == at("Tue 2023-06-27 14:00")


def test_a_decision_at_the_end_of_a_pause_has_the_last_word():
    decided = Adjustment(at("Wed 2023-06-21 14:00"), at("Fri 2023-06-30 17:00"))
    running = clock("3 working_days", "Thu 2023-06-15 09:10", PAUSED, adjustments=(decided,))

    assert running.due() == at("Fri 2023-06-30 17:00")


def test_the_intake_window_opens_again_with_the_supplement():
    first = clock("8 working_hours", "Fri 2023-06-16 22:00")
    again = clock("8 working_hours", "Tue 2023-06-20 15:00")

    assert (first.due(), again.due()) == (at("Mon 2023-06-19 17:30"), at("Wed 2023-06-21 15:00"))


def test_each_visit_of_a_step_has_its_own_quota():
    ended = at("Tue 2023-06-20 09:00")
    first = clock("1 working_days", "Thu 2023-06-15 08:00")
    second = clock("1 working_days", "Mon 2023-06-19 08:00")
    used = first.used(at("Thu 2023-06-15 10:00")), second.used(ended)

    assert (minutes(used[1]), minutes(second.left(ended))) == (540, -60)
    assert minutes(sum(used, timedelta())) - 480 == 180


def test_a_clock_asked_beyond_its_calendar_gives_no_date():
    with pytest.raises(CalendarGap):
        clock("10 working_days", "Mon 2026-12-28 08:00").due()


@pytest.mark.parametrize(
    ("running", "warned"),
    [
        (clock("8 working_hours", "Thu 2023-06-15 07:30"), "Thu 2023-06-15 15:30"),
        (THREE_DAYS, "Thu 2023-06-22 15:10"),
        (clock("3 working_days", "Thu 2023-06-15 09:10", RESTARTED), "Fri 2023-06-23 16:00"),
        (clock("4 working_hours", "Thu 2023-06-15 07:30", PAUSED), "Thu 2023-06-15 10:30"),
        (clock("14 working_hours", "Thu 2023-06-15 07:30", PAUSED), "Fri 2023-06-16 10:00"),
        (
            clock("8 working_hours", "Thu 2023-06-15 07:30", pause("Thu 2023-06-15 09:00")),
            "Thu 2023-06-15 15:30",
        ),
    ],
)
def test_the_warning_comes_when_three_quarters_have_run(running, warned):
    assert running.warn_at(Fraction(3, 4)) == at(warned)


def test_with_nothing_or_everything_run_the_warning_is_the_start_or_the_deadline():
    assert THREE_DAYS.warn_at(Fraction(0)) == THREE_DAYS.start
    assert THREE_DAYS.warn_at(Fraction(1)) == THREE_DAYS.due()


def test_a_clock_is_a_value():
    twin = clock("3 working_days", "Thu 2023-06-15 09:10", PAUSED)

    assert twin == THREE_DAYS
    assert TimeLimit.parse("3 working_days") == twin.limit
