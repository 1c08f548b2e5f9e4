"""Whose a step is at the desk: the role's, the assignee's, the leader's; how it is passed on."""

import pytest

from tests.builders import LATE, ask, case_of, clock_at, desk
from tests.workflows.at_the_desk import (
    CITY,
    HUNG,
    LAN,
    MINH,
    NGA,
    NOW,
    TAM,
    officer,
    refused,
    with_city,
)
from workflows.agency import Role
from workflows.commands import CompleteStep, ReturnStep, StartStep

RECEIVED = case_of(desk())
MINHS = case_of(desk(), ask("step_started", clock_at(5)))
NOBODYS = case_of(desk(), ask("step_started", clock_at(5), assignee=None))
DONE = case_of(
    desk(), ask("step_started", clock_at(5)), ask("step_completed", clock_at(9), step="appraise")
)
SENT_BACK = case_of(
    desk(),
    ask("step_started", clock_at(1), step="intake", assignee="lan"),
    ask("step_completed", clock_at(2), step="intake"),
    ask("step_started", clock_at(3)),
    ask("step_returned", clock_at(4), step="intake"),
)
CITYS = case_of(
    desk(due_at=LATE),
    ask("step_started", clock_at(5), step="city", assignee="phong"),
    on=with_city(),
)
PHONG = officer("phong", Role.SPECIALIST, agency=CITY.code)
HEAD = officer("head", Role.LEADER, agency=CITY.code)


def start(step: str, assignee: str | None) -> StartStep:
    return StartStep(at=NOW, step=step, assignee=assignee)


def complete(step: str = "appraise") -> CompleteStep:
    return CompleteStep(at=NOW, step=step)


def give(assignee: str, step: str = "appraise"):
    return ask("step_assigned", NOW, step=step, assignee=assignee)


def back(step: str) -> ReturnStep:
    return ReturnStep(at=NOW, step=step, reason="sai số định danh")


@pytest.mark.parametrize("who", [MINH, HUNG], ids=["assignee", "leader"])
def test_a_step_is_completed_by_its_assignee_or_a_leader(who):
    assert refused(MINHS, complete(), who) == ""


def test_a_step_of_a_colleague_is_not_completed():
    assert refused(MINHS, complete(), NGA) == (
        "data.step: bước “Thụ lý” đã giao cho minh; "
        "chỉ người đó, người làm thay hoặc lãnh đạo ghi được"
    )


def test_who_stands_in_for_the_assignee_completes_the_step():
    instead = officer("nga", Role.SPECIALIST, stands_for=["minh"])

    assert refused(MINHS, complete(), instead) == ""


def test_a_stand_in_without_the_role_of_the_step_does_not():
    instead = officer("tam", Role.CLERK, stands_for=["minh"])

    assert refused(MINHS, complete(), instead).startswith("type: bước “Thụ lý”: việc này của")


def test_a_step_of_nobody_is_anybodys_of_its_role():
    assert refused(NOBODYS, complete(), NGA) == ""
    assert refused(NOBODYS, complete(), LAN) == (
        "type: bước “Thụ lý”: việc này của công chức chuyên môn hoặc lãnh đạo "
        "tại UBND phường Phước Long"
    )


def test_a_step_nobody_ticked_as_begun_is_completed_by_its_role():
    assert refused(MINHS, complete("intake"), LAN) == ""
    assert "việc này của" in refused(MINHS, complete("intake"), NGA)


def test_a_step_that_is_done_is_not_done_again():
    assert refused(DONE, complete(), MINH) == "data.step: bước “Thụ lý” đã xong"
    assert refused(DONE, start("appraise", "minh"), MINH) == (
        "data.step: bước “Thụ lý” đã xong; muốn làm lại thì trả về bước này"
    )


def test_a_step_that_runs_is_not_begun_over_a_colleagues_head():
    for who in (NGA, MINH, HUNG):
        assert refused(MINHS, start("appraise", who.login), who) == (
            "data.step: bước “Thụ lý” đang chạy; muốn đổi người thì giao lại bước"
        )


def test_the_desk_that_took_a_case_in_passes_it_on_to_whom_it_likes():
    assert refused(RECEIVED, start("appraise", "minh"), LAN) == ""
    assert refused(RECEIVED, start("intake", "lan"), LAN) == ""


def test_a_specialist_begins_a_step_for_nobody_but_themselves():
    assert refused(RECEIVED, start("appraise", "minh"), MINH) == ""
    assert refused(RECEIVED, start("appraise", None), MINH) == ""
    assert refused(RECEIVED, start("appraise", "nga"), MINH) == (
        "data.assignee: chỉ lãnh đạo hoặc người chuyển hồ sơ đi mới giao được bước cho người khác"
    )


def test_who_finished_a_step_passes_the_case_on_even_to_another_role():
    assert refused(DONE, start("sign", "hung"), MINH) == ""
    assert "việc này của" in refused(DONE, start("sign", "hung"), NGA)


def test_a_leader_begins_a_step_for_anybody():
    assert refused(RECEIVED, start("appraise", "nga"), HUNG) == ""


def test_a_step_is_sent_back_by_who_works_on_the_case_or_by_a_leader():
    assert refused(MINHS, back("intake"), MINH) == ""
    assert refused(MINHS, back("intake"), HUNG) == ""
    assert refused(MINHS, back("intake"), NGA).startswith("type: bước “Thụ lý”: việc này của")
    assert refused(DONE, back("appraise"), MINH) == ""
    assert refused(DONE, back("appraise"), TAM) == (
        "type: việc này của lãnh đạo tại UBND phường Phước Long"
    )


def test_a_step_is_not_sent_back_to_itself():
    assert refused(MINHS, back("appraise"), MINH) == (
        "data.step: bước “Thụ lý” đang chạy nên không trả về chính nó được"
    )


def test_who_sent_a_step_back_gives_it_to_who_had_it():
    assert refused(SENT_BACK, start("intake", "lan"), MINH) == ""


def test_a_leader_gives_a_step_to_anybody():
    assert refused(MINHS, give("nga"), HUNG) == ""


def test_a_step_of_nobody_is_taken_for_oneself_only():
    assert refused(NOBODYS, give("nga"), NGA) == ""
    assert refused(NOBODYS, give("minh"), NGA) == (
        "data.assignee: chỉ lãnh đạo giao được bước cho người khác"
    )
    assert "việc này của" in refused(NOBODYS, give("lan"), LAN)


def test_a_step_of_a_colleague_is_not_taken():
    assert refused(MINHS, give("nga"), NGA) == (
        "data.step: bước “Thụ lý” đã giao cho minh; chỉ lãnh đạo giao lại được"
    )


def test_a_step_is_given_to_somebody():
    assert refused(MINHS, give(" "), HUNG) == "data.assignee: giao bước phải ghi người nhận"


def test_a_step_that_does_not_run_is_not_given():
    assert "nên không giao được" in refused(RECEIVED, give("minh"), HUNG)


@pytest.mark.parametrize("make", [complete, back, lambda step: start(step, "minh")])
def test_a_step_the_procedure_does_not_have_is_refused_by_the_log(make):
    assert "không có bước “bịa”" in refused(MINHS, make("bịa"), MINH)


def test_a_step_of_another_office_is_its_own():
    assert refused(CITYS, complete("city"), PHONG, with_city()) == ""
    assert refused(CITYS, complete("city"), HEAD, with_city()) == ""
    for at_home in (MINH, officer("phong", Role.SPECIALIST), HUNG):
        assert refused(CITYS, complete("city"), at_home, with_city()) == (
            "type: bước “Thẩm định”: việc này của công chức chuyên môn hoặc lãnh đạo "
            "tại UBND thành phố"
        )


def test_another_offices_step_is_given_by_its_own_leader():
    assert refused(CITYS, give("van", "city"), HEAD, with_city()) == ""
    assert "việc này của" in refused(CITYS, give("van", "city"), HUNG, with_city())


def test_another_office_sends_back_and_the_cases_own_leader_calls_back():
    for who in (PHONG, HEAD, HUNG):
        assert refused(CITYS, back("appraise"), who, with_city()) == ""
    assert "việc này của" in refused(CITYS, back("appraise"), MINH, with_city())


def test_another_offices_role_is_none_on_the_steps_at_home():
    received = case_of(desk(due_at=LATE), on=with_city())

    assert "việc này của" in refused(received, start("appraise", "phong"), PHONG, with_city())
    assert refused(received, start("city", "phong"), PHONG, with_city()) == ""


def test_the_desk_works_on_no_step_of_a_case_that_is_not_there():
    assert "hồ sơ chưa có" in refused(None, complete("intake"), LAN)
    assert "hồ sơ chưa có" in refused(None, give("lan", "intake"), LAN)
    assert "hồ sơ chưa có" in refused(None, start("intake", "lan"), LAN)
