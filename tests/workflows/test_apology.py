"""The life of an apology: when it is owed, how far it has come, what it would say."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from sla.clock import Verdict
from sla.zone import later
from tests.builders import SETTING, START, WAYS, ask, case_of, desk, logs, setting
from tests.sla.builders import at
from tests.workflows.apologies import (
    AGAIN,
    CORRECTED,
    DRAFT,
    ISSUED,
    PUBLISHED,
    SIGN,
    WORKED,
    sorry,
)
from tests.workflows.foretelling import A, done, start, step
from workflows.apology import Stage, may_be_drafted, owed_since, stage
from workflows.case import Case
from workflows.clocks import case_clock
from workflows.events import EVENT_TYPES, Event
from workflows.evolve import fold_true, true_times
from workflows.stretches import stretches
from workflows.timers import timers

LAST_DAY, DUE = at("Mon 2023-06-19 08:00"), at("Tue 2023-06-20 08:00")
# Two steps of a day each, and the first lies with the desk until the last day has begun.
BEHIND = (desk(), ask("step_started", START, step="intake"))
LATER, MOMENT = at("Mon 2023-06-19 16:00"), timedelta(microseconds=1)
UNKNOWN = step("b", None)


def staged(case: Case, when: str) -> Stage:
    return stage(case, SETTING, now=at(when))


@pytest.mark.parametrize(
    ("when", "wanted"),
    [
        ("Thu 2023-06-15 08:00", "none"),
        ("Mon 2023-06-19 07:59", "none"),
        ("Mon 2023-06-19 08:00", "owed"),
        ("Fri 2023-12-01 08:00", "owed"),
    ],
)
def test_what_will_be_missed_is_owed_from_the_last_working_day_on(when, wanted):
    # Sixteen hours of work are ahead since Thursday, and since Friday fewer are left.
    assert staged(case_of(desk()), when) == wanted
    assert owed_since(case_of(desk()), SETTING) == LAST_DAY


def test_what_is_going_to_be_in_time_owes_nothing_before_its_deadline():
    case = case_of(*WORKED)

    assert owed_since(case, SETTING) == DUE
    assert staged(case, "Tue 2023-06-20 07:59") == "none"
    assert staged(case, "Tue 2023-06-20 08:00") == "owed"
    assert may_be_drafted(case, SETTING, now=LAST_DAY)


def test_it_is_owed_once_the_awaited_step_was_not_done_by_its_time_and_no_more_when_it_is_done():
    on = setting("3 working_days", A, step("b", "6 working_hours"))
    begun = (desk(), start("a", "Thu 2023-06-15 08:00"))
    case, quick = case_of(*begun, on=on), done("a", "Mon 2023-06-19 11:30")

    assert owed_since(case, on) == at("Mon 2023-06-19 10:00") + MOMENT
    assert stage(case, on, now=at("Mon 2023-06-19 10:00")) == "none"
    assert stage(case, on, now=at("Mon 2023-06-19 10:01")) == "owed"
    behind = case_of(*begun, quick, on=on)
    assert owed_since(behind, on) == at("Mon 2023-06-19 11:30")
    ahead = case_of(*begun, done("a", "Mon 2023-06-19 09:00"), on=on)
    assert stage(ahead, on, now=at("Mon 2023-06-19 09:59")) == "none"
    walked = case_of(*begun, quick, done("b", "Mon 2023-06-19 15:00"), on=on)
    assert stage(walked, on, now=at("Mon 2023-06-19 15:01")) == "none"
    over = case_of(*begun, quick, done("b", "Mon 2023-06-19 15:00"), ask("resolved", LATER), on=on)
    assert stage(over, on, now=DUE) == "lapsed"
    assert owed_since(over, on) == at("Mon 2023-06-19 10:00") + MOMENT


def test_where_no_step_ahead_has_a_quota_the_last_working_day_counts_alone():
    for on in (setting("3 working_days", step("a", None)), setting("3 working_days", A, UNKNOWN)):
        case = case_of(desk(), start(on.procedure.steps[-1].code, "Thu 2023-06-15 09:00"), on=on)
        assert owed_since(case, on) == LAST_DAY


@pytest.mark.parametrize(
    ("limit", "wanted"),
    [
        ("10 working_days", "Wed 2023-06-28 08:00"),
        # Not the whole of a limit of a day: its last quarter.
        ("1 working_days", "Thu 2023-06-15 16:00"),
    ],
)
def test_of_any_limit_it_is_at_most_one_working_day_before_the_deadline(limit, wanted):
    on = setting(limit)

    assert owed_since(case_of(desk(), on=on), on) == at(wanted)


def test_before_acceptance_nothing_is_owed():
    posted = case_of(*WAYS["submitted"])

    assert (staged(posted, "Fri 2023-12-01 08:00"), owed_since(posted, SETTING)) == ("none", None)
    assert not may_be_drafted(posted, SETTING, now=at("Fri 2023-12-01 08:00"))


@pytest.mark.parametrize(
    ("since", "owed"),
    [
        ("Mon 2023-06-19 10:00", "none"),
        ("Tue 2023-06-20 08:00", "none"),
        ("Tue 2023-06-20 08:01", "owed"),
    ],
)
def test_a_clock_that_stands_still_owes_only_what_had_passed_before(since, owed):
    case = case_of(*WORKED, ask("paused", since))

    assert owed_since(case, SETTING) == DUE
    assert staged(case, "Fri 2023-12-01 08:00") == owed


def test_the_stages_follow_each_other():
    life, now = sorry(), at("Tue 2023-06-20 09:00")
    lengths = range(len(WORKED), len(life) + 1)
    found = [stage(case_of(*life[:length]), SETTING, now=now) for length in lengths]

    assert found == ["owed", "drafted", "signed", "issued", "issued", "published"]


def test_a_new_draft_takes_the_signature_away():
    case = case_of(*WORKED, DRAFT, SIGN, replace(DRAFT, at=at("Mon 2023-06-19 14:00")))

    assert (case.signature, case.drafted_as) == (None, 5)
    assert staged(case, "Mon 2023-06-19 15:00") == "drafted"


def test_a_promise_that_has_passed_with_the_case_open_is_exhausted():
    over, just = later(AGAIN, minutes=1), AGAIN

    for case in (case_of(*sorry()), case_of(*WORKED, DRAFT, SIGN, ISSUED)):
        assert stage(case, SETTING, now=over) == "exhausted"
        assert stage(case, SETTING, now=just) != "exhausted"
    kept = case_of(*sorry(), ask("resolved", AGAIN))
    assert stage(kept, SETTING, now=over) == "published"


def test_a_journal_needs_neither_draft_nor_signature_nor_letter():
    case = case_of(*WORKED, ask("apology_issued", LAST_DAY, new_due_at=AGAIN))

    assert staged(case, "Tue 2023-06-20 09:00") == "issued"


def test_a_letter_that_was_corrected_is_public_again_only_by_the_new_one():
    public = replace(PUBLISHED, number="2/PXL", at=CORRECTED.at)

    assert staged(case_of(*sorry(), CORRECTED), "Tue 2023-06-20 09:00") == "issued"
    assert staged(case_of(*sorry(), CORRECTED, public), "Tue 2023-06-20 09:00") == "published"


@pytest.mark.parametrize(
    ("ending", "when", "wanted"),
    [
        ("resolved", "Fri 2023-06-16 09:00", "none"),
        ("withdrawn", "Fri 2023-06-16 09:00", "none"),
        ("resolved", "Mon 2023-06-19 08:00", "none"),
        ("resolved", "Mon 2023-06-19 08:01", "lapsed"),
        ("withdrawn", "Mon 2023-06-19 10:00", "lapsed"),
        ("resolved", "Tue 2023-06-20 08:00", "lapsed"),
        ("resolved", "Tue 2023-06-20 08:01", "owed"),
        ("returned", "Wed 2023-06-21 09:00", "owed"),
        ("withdrawn", "Wed 2023-06-21 09:00", "owed"),
        ("voided", "Fri 2023-06-16 09:00", "none"),
        ("voided", "Wed 2023-06-21 09:00", "lapsed"),
    ],
)
def test_what_ended_in_time_owes_no_more_and_what_ended_late_for_ever(ending, when, wanted):
    early = replace(DRAFT, at=at("Thu 2023-06-15 10:00"))
    case, drafted = case_of(*BEHIND, ask(ending, when)), case_of(*BEHIND, early, ask(ending, when))

    assert staged(case, "Fri 2023-12-01 08:00") == wanted
    # Somebody had one in hand, and need not go on with it.
    assert staged(drafted, "Fri 2023-12-01 08:00") == ("lapsed" if wanted == "none" else wanted)


def test_what_was_never_going_to_be_late_lapses_only_with_a_draft():
    for drafts, wanted in (((), "none"), ((DRAFT,), "lapsed")):
        case = case_of(*WORKED, *drafts, ask("resolved", "Mon 2023-06-19 16:00"))
        assert staged(case, "Fri 2023-12-01 08:00") == wanted


def test_a_case_given_back_while_it_stood_still_is_judged_by_the_start_of_that():
    late = ("Tue 2023-06-20 09:00", "owed"), ("Mon 2023-06-19 10:00", "lapsed")
    for since, wanted in (*late, ("Fri 2023-06-16 09:00", "none")):
        case = case_of(*BEHIND, ask("paused", since), ask("returned", "Fri 2023-06-30 09:00"))
        assert staged(case, "Fri 2023-12-01 08:00") == wanted


def test_a_draft_may_be_made_when_the_forecast_says_it_will_be_missed():
    # Two steps of eight hours are ahead, sixteen hours of the twenty-four are left on Friday.
    untouched = case_of(desk())
    friday, noon = at("Fri 2023-06-16 08:00"), at("Fri 2023-06-16 14:00")

    assert not may_be_drafted(untouched, SETTING, now=friday)
    assert may_be_drafted(untouched, SETTING, now=noon)
    assert stage(untouched, SETTING, now=noon) == "none"
    assert not may_be_drafted(case_of(*WAYS["resolved"]), SETTING, now=LAST_DAY)


SORRY = tuple(kind for kind in EVENT_TYPES if kind.__name__.startswith(("Apology", "Letter")))


def without_apologies(log: tuple[Event, ...]) -> Case:
    case = fold_true("c", (one for one in true_times(log) if not isinstance(one, SORRY)))
    assert case is not None
    return case


@given(logs())
def test_no_apology_and_no_letter_ever_moves_a_deadline_or_a_verdict(log):
    case, plain = fold_true("c", true_times(log)), without_apologies(log)
    assert case is not None

    assert len(SORRY) == 5
    assert stretches(case, SETTING) == stretches(plain, SETTING)
    assert (case.state, case.steps, case.intakes) == (plain.state, plain.steps, plain.intakes)
    kept = {one for one in timers(case, SETTING) if one.rung != "promise_over"}
    assert kept == set(timers(plain, SETTING))


def test_t17_a_case_withdrawn_after_its_deadline_is_late():
    """T17 of peers, by the contract: who takes a late case back does not make it timely."""
    case = case_of(*WORKED, ask("withdrawn", "Wed 2023-06-21 08:00"))

    assert case_clock(case, SETTING).verdict(at("Wed 2023-06-21 08:00")) is Verdict.LATE
    assert staged(case, "Wed 2023-06-21 09:00") == "owed"


def test_t18_a_result_within_the_new_date_is_late_by_the_old_one():
    """T18 of peers: deadline 15/6, new date 20/6, result 18/6."""
    again, result = at("Tue 2023-06-20 17:30"), at("Sun 2023-06-18 10:00")
    begun = (desk("Mon 2023-06-12 08:00"), ask("step_started", "Mon 2023-06-12 09:00"))
    life = (
        ask("apology_drafted", "Wed 2023-06-14 09:00", new_due_at=again),
        ask("apology_signed", "Wed 2023-06-14 10:00", draft=3),
        ask("apology_issued", "Wed 2023-06-14 11:00", new_due_at=again),
    )
    case = case_of(*begun, *life, ask("resolved", result))

    (stretch,) = stretches(case, SETTING)
    assert stretch.closing is not None
    assert (stretch.due_at, stretch.closing.verdict) == (at("Thu 2023-06-15 08:00"), Verdict.LATE)
    assert stage(case, SETTING, now=at("Wed 2023-06-21 08:00")) == "issued"
