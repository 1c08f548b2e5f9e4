"""The desk grants nothing unsigned and hands no case backwards."""

import pytest

from tests.builders import ask, case_of, clock_at, desk, procedure, setting
from tests.workflows.at_the_desk import HUNG, MINH, NOW, TAM, met, refused
from workflows.agency import Role
from workflows.desk_steps import leads_on, onward
from workflows.procedure import Step

RUNNING = (desk(), ask("step_started", clock_at(5)))
UNSIGNED = case_of(*RUNNING, ask("step_completed", clock_at(9), step="appraise"))
WITH_LEADER = case_of(
    *RUNNING,
    ask("step_completed", clock_at(9), step="appraise"),
    ask("step_started", clock_at(10), step="sign", assignee="hung"),
)
SIGNED = case_of(
    *RUNNING,
    ask("step_completed", clock_at(9), step="appraise"),
    ask("step_completed", clock_at(10), step="sign"),
)
UNLED = setting(None, Step(code="appraise", name="Thụ lý", role=Role.SPECIALIST))
GRANTED, REJECTED = (ask("resolved", NOW, outcome=word) for word in ("granted", "rejected"))


@pytest.mark.parametrize("case", [UNSIGNED, WITH_LEADER], ids=["undone", "running"])
def test_nothing_is_granted_before_the_leaders_step_but_by_a_leader(case):
    words = "data.outcome: bước “Ký duyệt” của lãnh đạo chưa xong nên chỉ lãnh đạo ghi được"
    assert refused(case, GRANTED, TAM).startswith(words)
    assert refused(case, GRANTED, HUNG) == ""
    assert refused(case, REJECTED, TAM) == ""
    assert met(case, TAM)["resolve"].allowed


def test_what_is_signed_is_granted_by_whoever_records_results():
    assert refused(SIGNED, GRANTED, TAM) == refused(SIGNED, GRANTED, MINH) == ""


def test_a_procedure_without_a_leaders_step_is_as_it_was():
    case = case_of(desk(due_at=clock_at(400)), on=UNLED)

    assert refused(case, GRANTED, MINH, UNLED) == ""


def test_a_way_not_taken_is_not_waited_for():
    ways = (
        Step(code="short", name="Ngắn", role=Role.SPECIALIST, branch="short"),
        Step(code="long", name="Ký", role=Role.LEADER, branch="long"),
    )
    on = setting(None, *ways)
    begun = (desk(due_at=clock_at(400)), ask("step_started", clock_at(5), step="short"))
    case = case_of(*begun, ask("step_completed", clock_at(6), step="short"), on=on)

    assert refused(case, GRANTED, MINH, on) == ""
    assert "“Ký” của lãnh đạo" in refused(case_of(*begun, on=on), GRANTED, MINH, on)


def test_from_a_step_a_case_goes_on_and_not_back():
    rules = procedure()
    forth, back = onward(rules, frozenset(), "appraise")

    assert (forth.code, back.code) == ("sign", "intake")
    assert leads_on(rules, "appraise", forth)
    assert not leads_on(rules, "appraise", back)


def test_a_step_before_is_a_way_on_where_a_later_one_waits_for_it():
    one, two = (Step(code=code, name=code, role=Role.SPECIALIST) for code in ("one", "two"))
    last = Step(code="last", name="last", role=Role.LEADER, after=("one", "two"))
    rules = procedure(None, one, two, last)

    assert onward(rules, frozenset(), "two") == (one,)
    assert leads_on(rules, "two", one)
