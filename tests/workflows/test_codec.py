"""Events to and from JSON: whatever an event may hold comes back as it was."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.zone import VIETNAM
from tests.builders import START
from workflows import events as ev
from workflows.codec import (
    NAME_OF_TYPE,
    canonical,
    from_data,
    instant_text,
    journal_key,
    record_data,
    to_data,
)

ZONES = (VIETNAM, UTC, timezone(timedelta(hours=-3, minutes=-30)))
FIRST, LAST = map(datetime.fromisoformat, ("1977-01-01", "2999-01-01"))
INSTANTS = st.datetimes(FIRST, LAST, timezones=st.sampled_from(ZONES))
EVENTS = st.sampled_from(ev.EVENT_TYPES).flatmap(lambda kind: of_type(kind))


def of_type(kind):
    """Any event of a type, with any content its annotations allow."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{name: value_of(hint) for name, hint in hints.items()})


def value_of(hint):
    return INSTANTS if hint is datetime else st.from_type(hint)


st.register_type_strategy(datetime, INSTANTS)


def through_json(event):
    data = json.loads(canonical(to_data(event)))
    at = datetime.fromisoformat(json.loads(json.dumps(instant_text(event.at))))
    return from_data(NAME_OF_TYPE[type(event)], at, data)


@pytest.mark.parametrize("kind", ev.EVENT_TYPES, ids=NAME_OF_TYPE.get)
def test_every_event_comes_back_from_json_as_it_was(kind):
    @given(of_type(kind))
    def comes_back(event):
        assert through_json(event) == event

    comes_back()


@given(EVENTS)
def test_the_text_is_the_same_for_the_same_event(event):
    assert canonical(to_data(through_json(event))) == canonical(to_data(event))


def test_what_holds_its_default_is_left_out():
    assert to_data(ev.Digitised(at=START)) == {}
    assert to_data(ev.Digitised(at=START, parts=("đơn",), reused=True)) == {
        "parts": ["đơn"],
        "reused": True,
    }


def test_no_papers_counted_and_no_names_given_are_told_apart():
    event = ev.Digitised(at=START, parts=())

    assert to_data(event) == {"parts": []}
    assert through_json(event) == event


def test_the_journal_calls_the_true_time_of_a_correction_at():
    event = ev.Corrected(at=START, of=2, true_at=START, reason="nhầm", approved_by="hung")

    assert journal_key("true_at") == "at"
    assert to_data(event)["at"] == "2023-06-15T08:00:00+07:00"
    assert through_json(event) == event


def test_an_applicant_is_told_without_what_is_unknown():
    assert record_data(ev.Applicant(name="Bà Tư", own_account=False)) == {
        "name": "Bà Tư",
        "own_account": False,
    }


def test_canonical_text_is_plain_sorted_utf_8():
    assert canonical({"ơ": 1, "a": ["đ", None, True]}) == '{"a":["đ",null,true],"ơ":1}'


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("danced", {}, KeyError),
        ("fee_paid", {"amount": 1}, TypeError),
        ("fee_paid", {"amount": 1, "method": "cash", "tip": 2}, ValueError),
        ("corrected", {"of": 1, "at": "hôm qua", "reason": "", "approved_by": ""}, ValueError),
    ],
)
def test_data_that_this_program_never_wrote_is_an_error(name, data, error):
    with pytest.raises(error):
        from_data(name, START, data)
