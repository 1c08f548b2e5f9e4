"""Steps done at an office that nobody loaded: the sheets name it as it was recorded, not us."""

from dataclasses import replace

import pytest

from app.letters.facts_register import entries, register_rows
from tests.builders import ask, case_of, clock_at, grown
from tests.letters.lettered import OFFICE, receipt, referred, surroundings, taken_in, told
from workflows.agency import Role


def sent_to(where: str, role: Role | None = None):
    """The surroundings in which the second step is done elsewhere."""
    inside = referred()
    steps = tuple(
        replace(step, refer_to=where, role=role or step.role) if step.refer_to else step
        for step in inside.procedure.steps
    )
    return replace(inside, procedure=replace(inside.procedure, steps=steps))


def line(case, on):
    _, setup = surroundings(on)
    (found,) = register_rows(entries([case], setup))
    return found


@pytest.mark.parametrize(
    ("where", "called"), [("H99.CA", "H99.CA"), ("vertical", "cơ quan ngành dọc")]
)
def test_the_control_sheet_names_who_had_the_file(where, called):
    on = sent_to(where)
    case = case_of(taken_in(), ask("step_started", clock_at(60), assignee="cong-an"), on=on)

    facts = told(case, on=on)

    taken = facts.lists["hand_overs"][-1]
    assert taken["taker"] == f"{called}: cong-an"
    assert taken["taker_unit"].startswith(f"{called} (")
    assert facts.values["partners"] == called


def test_a_step_of_the_own_level_stays_ours():
    on = sent_to(OFFICE.level)
    case = case_of(taken_in(), ask("step_started", clock_at(60), assignee="cong-an"), on=on)

    assert told(case, on=on).lists["hand_overs"][-1]["taker"] == f"{OFFICE.name}: cong-an"


@pytest.mark.parametrize(("where", "left"), [("H99.CA", True), (OFFICE.level, False)])
def test_the_register_tells_when_the_file_left_for_it(where, left):
    on = sent_to(where, Role.ONE_STOP)
    case = case_of(taken_in(), ask("step_started", clock_at(60)), on=on)

    assert (line(case, on)["forwarded"] != "–") is left


def test_a_place_in_another_offices_book_is_named_with_its_code():
    accepted = case_of(taken_in())
    theirs = replace(receipt(7), agency="H99.NT")

    assert line(grown(accepted, theirs), None)["entry"] == "07 (H99.NT)"
    assert (
        line(grown(accepted, replace(theirs, year=2024)), None)["receipt"]
        == "07/TNHS (2024, H99.NT)"
    )
    assert line(grown(accepted, replace(theirs, agency=accepted.agency)), None)["entry"] == "07"
