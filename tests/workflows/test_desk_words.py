"""What the desk in a browser added: late ticks, papers, training, limits, steps given away."""

from dataclasses import replace
from typing import Any

import pytest

from tests.builders import START, allowed, ask, case_of, clock_at, desk, grown, refusal
from tests.people import BA_TU, MINH
from workflows.case import State
from workflows.events import Late, Paper

SUBMITTED = case_of(ask("submitted", START))
RECEIVED = case_of(desk())
PROCESSING = case_of(desk(), ask("step_started", clock_at(10)))


def steps(*told):
    """A case that went through steps: "started appraise" and the like."""
    commands = [desk()]
    for number, text in enumerate(told, start=1):
        name, step = text.split()
        commands.append(ask(f"step_{name}", clock_at(10 * number), step=step))
    return case_of(*commands)


def late(**more: str) -> Late:
    return Late(**{"reason": "mất điện", "evidence": "sổ giao nhận", "approved_by": "hung", **more})


def test_a_late_tick_that_somebody_approved_is_recorded_with_it():
    (event,) = allowed(RECEIVED, ask("step_started", clock_at(10), late=late()))

    assert event.late == late()


@pytest.mark.parametrize(
    ("name", "words"),
    [("reason", "lý do"), ("evidence", "căn cứ"), ("approved_by", "người duyệt")],
)
def test_a_late_tick_says_why_on_what_proof_and_who_approved(name, words):
    command = ask("step_started", clock_at(10), late=late(**{name: " "}))

    assert refusal(RECEIVED, command) == f"data.late.{name}: ghi muộn phải có {words}"


@pytest.mark.parametrize("name", ["deadline_missed", "deadline_warned"])
def test_the_clock_work_is_never_a_late_tick(name):
    assert refusal(RECEIVED, ask(name, clock_at(10), late=late())) == (
        "data.late: mốc hạn do đồng hồ ghi, không có ghi muộn"
    )


@pytest.mark.parametrize("first", [ask("submitted", START), desk()])
def test_a_paper_that_came_in_came_at_least_once(first):
    papers = (
        Paper(name="Tờ khai", kind="original", count=1),
        Paper(name="Căn cước", kind="copy", count=0),
    )

    assert refusal(None, replace(first, papers=papers)) == (
        "data.papers.1.count: giấy tờ “Căn cước” phải có ít nhất một bản"
    )


def test_a_case_is_a_training_case_from_its_first_event_or_never():
    assert refusal(SUBMITTED, ask("accepted", clock_at(10), training=True)) == (
        "data.training: hồ sơ này không được nộp để tập huấn; hồ sơ tập huấn phải ghi ngay từ đầu"
    )


@pytest.mark.parametrize("again", [True, False])
def test_the_acceptance_of_a_training_case_may_say_so_again(again):
    submitted = case_of(ask("submitted", START, training=True))

    case = grown(submitted, *allowed(submitted, ask("accepted", clock_at(10), training=again)))

    assert case.training


def test_the_limit_for_a_supplement_lies_after_the_request():
    at_once = ask("supplement_requested", clock_at(10), until=clock_at(10))
    later = ask("supplement_requested", clock_at(10), until=clock_at(11))

    assert refusal(RECEIVED, at_once) == "data.until: hạn bổ sung phải sau lúc yêu cầu"
    assert allowed(RECEIVED, later)


@pytest.mark.parametrize("step", ["intake", "sign"])
def test_only_a_running_step_is_given_to_somebody_else(step):
    assert refusal(PROCESSING, ask("step_assigned", clock_at(20), step=step)) == (
        f"data.step: bước “{step}” chưa bắt đầu hoặc đã xong nên không giao được"
    )


def test_an_assignment_names_a_step_of_the_procedure():
    assert refusal(PROCESSING, ask("step_assigned", clock_at(20), step="dance")) == (
        "data.step: thủ tục 1.001193 không có bước “dance”"
    )


def test_an_assignment_changes_who_has_the_running_step_and_nothing_else():
    before = steps("started appraise")
    case = grown(before, *allowed(before, ask("step_assigned", clock_at(30), assignee="lan")))

    assert case.steps == (replace(before.steps[0], assignee="lan"),)
    assert replace(case, steps=before.steps, log=before.log) == before


def test_an_assignment_leaves_the_earlier_runs_to_those_who_did_them():
    before = steps("started appraise", "completed appraise", "started appraise")
    case = grown(before, *allowed(before, ask("step_assigned", clock_at(60), assignee="lan")))

    assert [run.assignee for run in case.steps] == [MINH.login, "lan"]


def test_a_step_may_be_given_to_somebody_else_while_the_case_is_paused():
    before = case_of(desk(), ask("step_started", clock_at(10)), ask("paused", clock_at(20)))
    case = grown(before, *allowed(before, ask("step_assigned", clock_at(30), assignee="lan")))

    assert (case.state, case.before_pause) == (State.PAUSED, State.PROCESSING)
    assert case.steps[0].assignee == "lan"


def test_the_run_after_a_return_says_why_the_case_came_back():
    case = steps("started appraise", "returned appraise", "started appraise", "completed appraise",
                 "started appraise")  # fmt: skip

    assert [run.sent_back for run in case.steps] == [None, "sai số định danh", None]


def test_a_run_nobody_saw_begin_answers_a_return_as_well():
    case = steps("started appraise", "returned appraise", "completed appraise")

    assert [run.sent_back for run in case.steps] == [None, "sai số định danh"]


def test_only_the_step_it_came_back_to_is_sent_back():
    case = steps("started appraise", "completed appraise", "started sign", "returned appraise")

    assert case.sent_back("appraise") == "sai số định danh"
    assert case.sent_back("sign") is None
    assert grown(case, *allowed(case, ask("step_started", clock_at(90)))).sent_back("sign") is None


PAPERS = (Paper(name="Tờ khai", kind="original", count=1),)
MORE: dict[str, Any] = {"papers": PAPERS, "agent": BA_TU, "result_channel": "post"}


def test_what_came_with_the_submission_stays_unless_the_desk_says_otherwise():
    filed = ask("submitted", START, training=True, **MORE)
    kept = case_of(filed, ask("accepted", clock_at(10), fee=8_000))
    counted = (Paper(name="Tờ khai", kind="original", count=2),)
    changed = case_of(filed, ask("accepted", clock_at(10), papers=counted, result_channel="direct"))

    assert (kept.papers, kept.agent, kept.result_channel) == (PAPERS, BA_TU, "post")
    assert (kept.training, kept.fee) == (True, 8_000)
    assert (changed.papers, changed.agent, changed.result_channel) == (counted, BA_TU, "direct")


def test_a_desk_case_keeps_what_it_came_with():
    case = case_of(desk(fee=0, training=True, **MORE))

    assert (case.papers, case.agent, case.result_channel) == (PAPERS, BA_TU, "post")
    assert (case.training, case.fee) == (True, 0)
