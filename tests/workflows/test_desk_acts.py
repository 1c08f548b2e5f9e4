"""The buttons of the desk: which act an officer meets, why not another, and which is the next."""

import pytest
from hypothesis import given

from tests.builders import (
    LATE,
    SETTING,
    START,
    WAYS,
    ask,
    case_of,
    clock_at,
    desk,
    logs,
    setting,
)
from tests.workflows.at_the_desk import (
    AGENCIES,
    CITY,
    HUNG,
    LAN,
    MINH,
    NGA,
    NOW,
    SON,
    TAM,
    YEN,
    met,
    officer,
    primary,
    with_city,
)
from workflows.agency import Role
from workflows.desk import acts
from workflows.desk_next import next_act
from workflows.desk_rights import ACTS, Seat
from workflows.desk_steps import free_steps
from workflows.evolve import fold

RECEIVED = case_of(desk())
MINHS = case_of(desk(), ask("step_started", clock_at(5)))
NOBODYS = case_of(desk(), ask("step_started", clock_at(5), assignee=None))
THROUGH = case_of(
    desk(),
    *(
        ask(f"step_{what}", clock_at(10), step=step)
        for step in ("intake", "appraise", "sign")
        for what in ("started", "completed")
    ),
)


def allowed(case, who) -> set[str]:
    return {name for name, act in met(case, who).items() if act.allowed}


@given(logs())
def test_whatever_happened_the_acts_are_whole_and_explained(log):
    case = fold("H32.PL-230615-0001", log)
    assert case is not None
    now = max(event.at for event in log)
    for who in (LAN, MINH, HUNG, TAM, YEN, SON, officer("all", *Role)):
        found = acts(case, SETTING, who, now=now, agencies=AGENCIES)

        assert [act.name for act in found] == list(ACTS)
        assert all(act.allowed != bool(act.why) for act in found)
        assert all(act.moment == "now" for act in found if act.allowed)
        assert [act.allowed for act in found if act.primary] in ([], [True])


def test_the_desk_of_a_case_that_was_just_taken_in():
    assert allowed(RECEIVED, LAN) == {
        "request_supplement", "start_step", "return_case", "withdraw",
        "pay_fee", "digitise", "correct", "void",
    }  # fmt: skip


def test_a_leader_before_a_colleagues_step():
    assert allowed(MINHS, HUNG) == {
        "request_supplement", "start_step", "complete_step", "return_step", "assign_step",
        "pause", "resolve", "return_case", "correct", "void",
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN])
def test_who_only_looks_meets_no_act(role):
    for way in WAYS.values():
        assert allowed(case_of(*way), officer("thanh.tra", role)) == set()


def test_a_stranger_meets_no_act():
    assert allowed(MINHS, SON) == set()


def test_a_case_that_was_struck_out_has_no_act():
    assert allowed(case_of(*WAYS["voided"]), officer("all", *Role)) == set()


@pytest.mark.parametrize(
    ("case", "who", "name", "moment", "why"),
    [
        (RECEIVED, LAN, "accept", "other_state",
         "không thể ghi “tiếp nhận” khi hồ sơ ở trạng thái “đã tiếp nhận”"),
        (RECEIVED, LAN, "pause", "now",
         "việc này của công chức chuyên môn hoặc lãnh đạo tại UBND phường Phước Long"),
        (RECEIVED, LAN, "assign_step", "now", "không có bước nào đang chạy"),
        (RECEIVED, LAN, "complete_step", "other_state",
         "không thể ghi “hoàn thành bước” khi hồ sơ ở trạng thái “đã tiếp nhận”"),
        (THROUGH, MINH, "start_step", "now", "không còn bước nào để bắt đầu"),
        (THROUGH, MINH, "complete_step", "now", "không còn bước nào để hoàn thành"),
        (THROUGH, MINH, "assign_step", "now", "không có bước nào đang chạy"),
        (MINHS, NGA, "complete_step", "now", "bước “Thụ lý” đã giao cho minh; "
         "chỉ người đó, người làm thay hoặc lãnh đạo ghi được"),
        (case_of(*WAYS["resolved"]), HUNG, "assign_step", "other_state",
         "không thể ghi “giao bước” khi hồ sơ ở trạng thái “đã có kết quả”"),
        (case_of(ask("submitted", START)), LAN, "void", "now",
         "hồ sơ trực tuyến chưa được tiếp nhận thì không được trả lại, rút hay hủy; "
         "chỉ được tiếp nhận, yêu cầu bổ sung hoặc từ chối có căn cứ pháp lý"),
    ],
)  # fmt: skip
def test_an_act_that_is_not_there_says_why(case, who, name, moment, why):
    act = met(case, who)[name]

    assert (act.allowed, act.moment, act.why) == (False, moment, why)


def test_a_procedure_without_steps_has_none_to_send_back():
    bare = setting(None)
    bare_case = case_of(desk(due_at=LATE), on=bare)
    assert met(bare_case, HUNG, on=bare)["return_step"].why == (
        "không thể ghi “trả về bước” khi hồ sơ ở trạng thái “đã tiếp nhận”"
    )


def test_a_lone_step_that_runs_leaves_none_to_send_back_to():
    lone = setting(None, *with_city().procedure.steps[1:2])
    case = case_of(desk(due_at=LATE), ask("step_started", clock_at(5)), on=lone)

    assert met(case, MINH, on=lone)["return_step"].why == "không có bước nào để trả về"


def test_repairs_are_only_proposed():
    assert {name for name, act in met(MINHS, LAN).items() if act.proposal} == {"correct", "void"}


@pytest.mark.parametrize(
    ("case", "who", "name"),
    [
        (case_of(*WAYS["submitted"]), LAN, "accept"),
        (case_of(*WAYS["submitted"]), MINH, ""),
        (case_of(*WAYS["awaiting_supplement"]), LAN, "receive_supplement"),
        (RECEIVED, LAN, "start_step"),
        (RECEIVED, MINH, ""),
        (MINHS, MINH, "complete_step"),
        (MINHS, officer("nga", Role.SPECIALIST, stands_for=["minh"]), "complete_step"),
        (MINHS, NGA, ""),
        (MINHS, HUNG, ""),
        (NOBODYS, NGA, "complete_step"),
        (NOBODYS, HUNG, "assign_step"),
        (THROUGH, TAM, "resolve"),
        (THROUGH, LAN, ""),
        (case_of(*WAYS["paused"]), MINH, "resume"),
        (case_of(*WAYS["processing"], ask("supplement_requested", clock_at(5))), LAN,
         "receive_supplement"),
        (case_of(*WAYS["processing"], ask("supplement_requested", clock_at(5))), MINH, ""),
        (case_of(*WAYS["resolved"]), LAN, "deliver"),
        (case_of(*WAYS["delivered"]), LAN, ""),
    ],
)  # fmt: skip
def test_the_next_act_is_the_officers_own(case, who, name):
    assert primary(case, who) == name


def test_the_next_step_is_begun_by_its_own_role():
    case = case_of(
        desk(),
        *(
            ask(f"step_{what}", clock_at(10), step=step)
            for step in ("intake", "appraise")
            for what in ("started", "completed")
        ),
    )

    assert [primary(case, who) for who in (LAN, MINH, HUNG)] == ["", "", "start_step"]


def test_the_city_is_next_when_its_step_is():
    begun = ask("step_started", clock_at(5), step="city", assignee=None)
    case = case_of(desk(due_at=LATE), begun, on=with_city())
    theirs = officer("city", Role.SPECIALIST, agency=CITY.code)

    assert primary(case, theirs, on=with_city()) == "complete_step"
    assert primary(case, MINH, on=with_city()) == ""


def test_a_fee_that_is_owed_is_the_cashiers_next():
    owing = case_of(desk(fee=8000))
    paid = case_of(desk(fee=8000), ask("fee_paid", clock_at(5)))

    assert [primary(owing, YEN), primary(paid, YEN)] == ["pay_fee", ""]


def test_a_case_that_stood_still_before_its_deadline_owes_no_apology():
    waiting = case_of(*WAYS["paused"])

    assert primary(waiting, HUNG, now=LATE.replace(year=2024)) == "resume"
    assert not met(waiting, YEN, now=NOW)["draft_apology"].primary


def test_before_a_case_is_opened_nothing_is_next():
    nothing = Seat(case=None, setting=SETTING, officer=LAN, agencies=AGENCIES)

    assert next_act(nothing, frozenset(ACTS), NOW) is None
    assert free_steps(nothing) == ()
