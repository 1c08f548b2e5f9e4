"""Stretches: an accepted case cut where something changed that a table asks about."""

from itertools import pairwise

import pytest
from hypothesis import given

from sla.clock import Verdict
from tests.builders import SETTING, START, WAYS, ask, case_of, clock_at, correct, desk, grown, logs
from tests.sla.builders import at
from workflows.clocks import case_clock
from workflows.stretches import Closing, Stretch, stretches

DUE = at("Tue 2023-06-20 08:00")
PAUSES = [desk(), ask("paused", clock_at(30)), ask("resumed", clock_at(60))]


def told(*commands):
    return [
        (one.starts_at, one.ends_at, one.ends_how) for one in stretches(case_of(*commands), SETTING)
    ]


@pytest.mark.parametrize("state", ["submitted", "awaiting_supplement", "refused"])
def test_before_acceptance_there_is_nothing_to_count(state):
    assert stretches(case_of(*WAYS[state]), SETTING) == ()


def test_an_open_case_is_one_stretch_without_an_end():
    assert stretches(case_of(desk()), SETTING) == (
        Stretch(starts_at=START, ends_at=None, ends_how="open", due_at=DUE),
    )


def test_a_closing_ends_the_stretch_with_its_verdict():
    closed = clock_at(90)

    assert stretches(case_of(desk(), ask("withdrawn", closed)), SETTING) == (
        Stretch(
            starts_at=START,
            ends_at=closed,
            ends_how="closed",
            due_at=DUE,
            closing=Closing(
                outcome="withdrawn",
                judged_at=closed,
                due_at=DUE,
                verdict=Verdict.EARLY,
                day_verdict=Verdict.EARLY,
            ),
        ),
    )


def test_a_pause_cuts_and_moves_the_deadline_of_what_follows():
    one, two, three = stretches(case_of(*PAUSES), SETTING)

    assert [one.starts_at, two.starts_at, three.starts_at] == [START, clock_at(30), clock_at(60)]
    assert [one.ends_how, two.ends_how, three.ends_how] == ["changed", "changed", "open"]
    assert [one.paused_since, two.paused_since, three.paused_since] == [None, clock_at(30), None]
    assert [one.due_at, two.due_at, three.due_at] == [DUE, DUE, at("Tue 2023-06-20 08:30")]


def test_a_case_that_is_paused_now_says_since_when():
    last = stretches(case_of(*PAUSES[:2]), SETTING)[-1]

    assert (last.ends_at, last.paused_since) == (None, clock_at(30))


def test_pauses_that_touch_are_one_rest_that_began_with_the_first():
    case = case_of(*PAUSES, ask("paused", clock_at(60)))
    last = stretches(case, SETTING)[-1]

    assert last.paused_since == case.standing_since == clock_at(30)


def test_an_adjustment_cuts_too():
    moved = at("Fri 2023-06-30 17:30")
    case = case_of(desk(), ask("deadline_adjusted", clock_at(60), new_due_at=moved))

    assert [one.due_at for one in stretches(case, SETTING)] == [DUE, moved]


def test_what_is_only_noted_cuts_nothing():
    assert len(told(desk(), ask("fee_paid", clock_at(5)), ask("apology_issued", clock_at(6)))) == 1


def test_a_case_closed_while_paused_keeps_the_pause_to_its_end():
    last = stretches(case_of(*WAYS["paused"], ask("returned", DUE)), SETTING)[-1]
    closing = last.closing

    assert (last.ends_how, last.ends_at, last.paused_since) == ("closed", DUE, clock_at(3))
    assert closing is not None
    assert (closing.outcome, closing.judged_at, closing.verdict) == (
        "returned",
        clock_at(3),
        Verdict.EARLY,
    )


def test_a_reopened_case_is_counted_again_and_its_first_closing_says_so():
    one, two = stretches(case_of(*WAYS["delivered"], ask("reopened", clock_at(60))), SETTING)

    assert (one.ends_at, one.ends_how) == (clock_at(3), "closed")
    assert one.closing is not None
    assert (one.closing.handed_at, one.closing.reopened_at) == (clock_at(4), clock_at(60))
    assert (two.starts_at, two.ends_how, two.closing) == (clock_at(60), "open", None)


def test_a_voided_case_is_nothing_but_struck_out():
    assert told(*WAYS["resolved"], ask("voided", clock_at(70))) == [
        (clock_at(70), clock_at(70), "voided")
    ]


def test_an_acceptance_and_a_pause_at_once_leave_no_empty_stretch():
    case = case_of(desk(), ask("paused", START), ask("resumed", clock_at(9)))
    one, two = stretches(case, SETTING)

    assert (one.paused_since, one.ends_at, two.paused_since) == (START, clock_at(9), None)


@pytest.mark.parametrize("last", ["paused", "deadline_adjusted"])
def test_what_happens_at_the_very_instant_of_closing_leaves_no_empty_stretch(last):
    case = case_of(desk(), ask(last, clock_at(9)), ask("returned", clock_at(9)))
    (only,) = stretches(case, SETTING)

    assert (only.starts_at, only.ends_at, only.ends_how) == (START, clock_at(9), "closed")


def test_a_decision_of_the_very_instant_of_closing_is_known_to_the_verdict():
    moved = ask("deadline_adjusted", clock_at(9), new_due_at=clock_at(8))
    (only,) = stretches(case_of(desk(), moved, ask("resolved", clock_at(9))), SETTING)

    assert only.due_at == DUE
    assert only.closing is not None
    assert (only.closing.verdict, only.closing.due_at) == (Verdict.LATE, clock_at(8))
    assert only.closing.day_verdict is Verdict.ON_TIME


@pytest.mark.parametrize(
    ("closed", "verdict"),
    [
        ("Tue 2023-06-20 08:00", Verdict.ON_TIME),
        ("Tue 2023-06-20 23:59", Verdict.ON_TIME),
        ("Wed 2023-06-21 00:00", Verdict.LATE),
    ],
)
def test_by_the_day_a_closing_is_late_from_the_midnight_after_the_deadline(closed, verdict):
    (only,) = stretches(case_of(desk(), ask("resolved", at(closed))), SETTING)

    assert only.due_day_ends == at("Wed 2023-06-21 00:00")
    assert only.closing is not None
    assert only.closing.day_verdict is verdict


def test_each_closing_has_the_hand_over_that_followed_it():
    again = [
        ask("reopened", clock_at(60)),
        ask("resolved", clock_at(61)),
        ask("reopened", clock_at(62)),
        ask("resolved", clock_at(63)),
        ask("delivered", clock_at(64)),
    ]
    parts = stretches(case_of(*WAYS["delivered"], *again), SETTING)

    handed = [part.closing and part.closing.handed_at for part in parts]
    assert handed == [clock_at(4), None, clock_at(64)]


def test_a_corrected_pause_cuts_where_it_truly_was():
    ends = [end for _, end, _ in told(*PAUSES, correct(3, 50), correct(2, 20))]

    assert ends == [clock_at(20), clock_at(50), None]


@given(logs())
def test_the_stretches_cover_every_span_without_gap_or_overlap(log):
    case = grown(None, *log)
    parts = stretches(case, SETTING)

    for span in case.spans:
        inside = [one for one in parts if span.start <= one.starts_at and _within(one, span)]
        assert inside[0].starts_at == span.start
        assert inside[-1].ends_at == span.end
    for one, other in pairwise(parts):
        assert one.ends_at is not None
        again = one.closing and one.closing.reopened_at
        assert other.starts_at in (one.ends_at, again)


def _within(one, span):
    return span.end is None or (one.ends_at is not None and one.ends_at <= span.end)


@given(logs())
def test_the_last_stretch_ends_with_the_deadline_of_the_clock(log):
    case = grown(None, *log)
    parts = stretches(case, SETTING)

    if parts:
        assert parts[-1].due_at == case_clock(case, SETTING).due(parts[-1].ends_at)
        closing = parts[-1].closing
        assert (closing and closing.verdict) == (
            case_clock(case, SETTING).verdict(case.closed_at) if case.closed_at else None
        )
