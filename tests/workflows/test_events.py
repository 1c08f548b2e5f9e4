"""The vocabulary: names that are for ever, values that cannot change, words for each."""

from dataclasses import FrozenInstanceError, fields

import pytest

from sla.clock import Verdict
from tests.builders import START, STATES
from tests.people import BA_TU, HUNG, LAN, MINH, OTHER, SON, WARD
from workflows import words
from workflows.case import State
from workflows.codec import TYPE_OF_NAME, type_name
from workflows.decide import COMMAND_OF
from workflows.events import EVENT_TYPES, FeePaid

# Written into journals and databases all over the country: this list may only grow.
FOR_EVER = [
    "submitted",
    "accepted",
    "supplement_requested",
    "supplemented",
    "refused",
    "step_started",
    "step_completed",
    "step_returned",
    "step_assigned",
    "paused",
    "resumed",
    "resolved",
    "delivered",
    "returned",
    "withdrawn",
    "reopened",
    "apology_issued",
    "deadline_adjusted",
    "deadline_missed",
    "deadline_warned",
    "fee_paid",
    "digitised",
    "rated",
    "corrected",
    "voided",
    "apology_drafted",
    "apology_signed",
    "letter_issued",
    "letter_published",
]
VIETNAMESE = set("ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")


def test_the_names_of_the_journal_are_for_ever():
    assert [type_name(kind) for kind in EVENT_TYPES] == FOR_EVER
    assert list(TYPE_OF_NAME) == FOR_EVER


def test_the_names_of_the_states_are_for_ever():
    assert tuple(state.value for state in State) == STATES


def test_an_event_cannot_be_changed():
    paid = FeePaid(at=START, amount=8_000, method="cash")
    field = "amount"

    with pytest.raises(FrozenInstanceError):
        setattr(paid, field, 9_000)


def test_an_event_keeps_nothing_beside_its_fields():
    assert [kind for kind in EVENT_TYPES if kind.__dictoffset__] == []


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=type_name)
def test_a_command_has_the_fields_of_its_event(kind):
    names = [item.name for item in fields(kind)]
    defaults = [item.default for item in fields(kind)]

    assert [item.name for item in fields(COMMAND_OF[kind])] == names
    assert [item.default for item in fields(COMMAND_OF[kind])] == defaults


def test_users_read_vietnamese_for_every_event_state_clock_and_verdict():
    assert list(words.EVENTS) == FOR_EVER
    assert set(words.STATES) == set(State)
    assert set(words.CLOCKS) == {"intake", "step", "case"}
    assert set(words.VERDICTS) == {verdict.value for verdict in Verdict}
    told = [*words.EVENTS.values(), *words.STATES.values(), *words.CLOCKS.values()]
    assert [word for word in told if not VIETNAMESE & set(word)] == []


def test_no_two_events_and_no_two_states_read_the_same():
    for pairs in (words.EVENTS, words.STATES):
        assert len(set(pairs.values())) == len(pairs)


def test_the_people_of_the_tests_sit_where_they_should():
    assert {one.agency for one in (LAN, MINH, HUNG)} == {WARD.code}
    assert SON.agency == OTHER.code != WARD.code
    assert BA_TU.name == "Bà Tư"
