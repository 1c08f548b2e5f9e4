"""The quick way to the next case is the slow one, field by field."""

from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest

from tests.store.desk import MONDAY, TU
from workflows import events as ev
from workflows.case import Case
from workflows.evolve import fold
from workflows.successor import successor

NAMES = [field.name for field in fields(Case)]


@pytest.fixture
def case() -> Case:
    given: dict[str, Any] = {"agency": "H32.PL", "procedure": "1.000894", "applicant": TU}
    made = fold("H32.PL-1", [ev.Accepted(at=MONDAY, channel="direct", **given)])
    assert made is not None
    return made


@pytest.mark.parametrize("name", NAMES)
def test_what_changes_is_changed_and_nothing_else(case, name):
    before = replace(case)

    made = successor(case, {name: ("khác",)})

    assert made == replace(case, **{name: ("khác",)})
    assert made != before
    assert case == before


def test_it_cannot_be_changed_either(case):
    made, name = successor(case, {}), "code"

    with pytest.raises(FrozenInstanceError):
        setattr(made, name, "khác")


def test_what_no_case_has_is_refused(case):
    with pytest.raises(KeyError):
        successor(case, {"màu": "xanh"})
