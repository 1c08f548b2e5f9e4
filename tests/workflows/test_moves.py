"""Every pair of a state and an event, against the contract's table written out by hand."""

import pytest

from tests.builders import (
    TABLE,
    WAYS,
    WHERE_IT_WAS,
    allowed,
    ask,
    case_of,
    clock_at,
    desk,
    grown,
    tried,
)
from workflows.case import State
from workflows.codec import NAME_OF_TYPE
from workflows.guards import Refusal
from workflows.moves import MOVES
from workflows.words import EVENTS, STATES

LATER = clock_at(60)
STARTS = [None, *WAYS]
PAIRS = [(start, name) for start in STARTS for name in TABLE]
# The table lets it through, but before the first step begins there is none to be given away.
NOTHING_RUNS = ("received", "step_assigned")

# What must have happened for an event to say anything that is true of the case.
BEFORE = {"apology_signed": ["apology_drafted"], "letter_published": ["letter_issued"]}


def asked(name, start):
    """The command for the event; a first acceptance names everything."""
    if start is None and name == "accepted":
        return desk(LATER)
    more = {"step": "intake"} if name == "step_started" else {}
    if name == "apology_signed" and start in TABLE[name]:
        more = {"draft": came_to(start, name).version}
    return ask(name, LATER, **more)


def came_to(start, name):
    """A case in that state of which the event can tell something."""
    before = [one for one in BEFORE.get(name, []) if start in TABLE[one]]
    return case_of(*WAYS[start], *(ask(one, clock_at(30)) for one in before))


@pytest.mark.parametrize("start", WAYS)
def test_the_way_to_each_state_leads_there(start):
    assert case_of(*WAYS[start]).state == start


def test_the_table_speaks_of_every_event_and_state():
    assert set(TABLE) == set(EVENTS)
    assert len(PAIRS) == 29 * 12
    assert set(WAYS) == set(State)


@pytest.mark.parametrize(
    ("start", "name"),
    [pair for pair in PAIRS if pair != NOTHING_RUNS],
    ids=lambda one: one or "new",
)
def test_exactly_the_moves_of_the_contract_are_allowed(start, name):
    case = came_to(start, name) if start else None

    decision = tried(case, asked(name, start))

    if start in TABLE[name]:
        assert not isinstance(decision, Refusal), decision
        wanted = TABLE[name][start]
        where = {"processing"} if wanted == WHERE_IT_WAS else {wanted}
        assert {grown(case, *decision).state} == where
    else:
        assert isinstance(decision, Refusal)
        assert decision.field == "type"
        assert f"không thể ghi “{EVENTS[name]}”" in decision.message


@pytest.mark.parametrize(("start", "name"), PAIRS, ids=lambda one: one or "new")
def test_the_moves_are_those_of_the_contract_as_data(start, name):
    (kind,) = [kind for kind, known in NAME_OF_TYPE.items() if known == name]

    assert ((State(start) if start else None) in MOVES[kind]) == (start in TABLE[name])


def test_a_step_that_does_not_run_cannot_be_given_to_anybody():
    start, name = NOTHING_RUNS

    refused = tried(case_of(*WAYS[start]), ask(name, LATER))

    words = "bước “appraise” chưa bắt đầu hoặc đã xong nên không giao được"
    assert refused == Refusal(field="data.step", message=words)


def test_a_refused_move_is_told_with_the_words_of_event_and_state():
    refused = tried(case_of(*WAYS["withdrawn"]), ask("paused", LATER))

    words = f"không thể ghi “tạm dừng” khi hồ sơ ở trạng thái “{STATES[State.WITHDRAWN]}”"
    assert refused == Refusal(message=words)


def test_nothing_but_a_submission_or_an_acceptance_begins_a_case():
    assert tried(None, ask("fee_paid", LATER)) == Refusal(
        message="hồ sơ chưa có nên không thể ghi “nộp phí, lệ phí”"
    )


@pytest.mark.parametrize("ending", ["supplemented", "resumed"])
@pytest.mark.parametrize("pausing", ["supplement_requested", "paused"])
@pytest.mark.parametrize("before", ["received", "processing"])
def test_a_pause_on_either_ground_ends_either_way_where_it_was(before, pausing, ending):
    paused = case_of(*WAYS[before], ask(pausing, clock_at(10)))

    case = grown(paused, *allowed(paused, ask(ending, LATER)))

    assert (case.state, case.before_pause, case.standing_since) == (before, None, None)
