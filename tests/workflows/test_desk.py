"""The desk's own rules: who may record what on a case, and what nobody may claim."""

from dataclasses import replace

import pytest

from tests.builders import (
    LATE,
    SETTING,
    START,
    WAYS,
    ask,
    case_of,
    clock_at,
    desk,
    setting,
)
from tests.people import BA_TU, OTHER
from tests.workflows.at_the_desk import (
    AGENCIES,
    CITY,
    HUNG,
    LAN,
    MINH,
    NOW,
    SON,
    TAM,
    officer,
    refused,
    with_city,
)
from workflows import commands as cmd
from workflows.agency import Role
from workflows.case import Case
from workflows.commands import Command
from workflows.desk import desk_rules, further_supplement, step_agency
from workflows.desk_rights import ACTS, RIGHTS, ROLES
from workflows.events import Late

L, S, H, V, C = Role.ONE_STOP, Role.SPECIALIST, Role.LEADER, Role.CLERK, Role.CASHIER

# Domain 9.2 and our reading of it, by hand: the journal name, a state it fits, who may.
WHO: list[tuple[str, str, set[Role]]] = [
    ("accepted", "submitted", {L}),
    ("supplement_requested", "processing", {L, S, H}),
    ("supplemented", "awaiting_supplement", {L}),
    ("refused", "submitted", {L}),
    ("paused", "processing", {S, H}),
    ("resumed", "paused", {L, S, H}),
    ("resolved", "processing", {H}),
    ("delivered", "resolved", {L}),
    ("returned", "processing", {L, H}),
    ("withdrawn", "processing", {L}),
    ("reopened", "resolved", {H}),
    ("fee_paid", "processing", {C, L}),
    ("digitised", "processing", {L, S, V}),
    ("rated", "delivered", {L}),
    ("corrected", "processing", {L, S, H, V}),
    ("voided", "processing", {L, S, H, V}),
]
PROCESSING = case_of(*WAYS["processing"])
ASKED = case_of(
    *WAYS["processing"], ask("supplement_requested", clock_at(5)), ask("supplemented", clock_at(9))
)


def said(name: str, who: str, **more: object) -> Command:
    """A command at NOW, signed by its officer where it needs a signature."""
    signed = {"approved_by": who} if name == "reopened" else {}
    return ask(name, NOW, **{**signed, **more})


@pytest.mark.parametrize(("name", "state", "may"), WHO, ids=[name for name, _, _ in WHO])
def test_each_act_is_for_its_roles_and_for_no_other(name, state, may):
    case = case_of(*WAYS[state])
    allowed = {
        role for role in Role if not refused(case, said(name, "someone"), officer("someone", role))
    }

    assert allowed == may


@pytest.mark.parametrize(("name", "state"), [(name, state) for name, state, _ in WHO])
def test_somebody_with_every_role_at_another_office_may_do_nothing(name, state):
    assert "việc này của" in refused(case_of(*WAYS[state]), said(name, "son"), SON)


def test_a_case_is_opened_by_the_desk_of_its_own_office():
    assert refused(None, desk(), LAN) == ""
    assert refused(None, ask("submitted", START), LAN) == ""
    assert refused(None, desk(), MINH) == (
        "type: việc này của công chức một cửa tại UBND phường Phước Long"
    )
    assert "việc này của" in refused(None, desk(), SON)


def test_roles_are_told_by_their_names_in_the_glossary():
    assert refused(PROCESSING, said("resolved", "lan"), LAN) == (
        "type: việc này của công chức chuyên môn, lãnh đạo hoặc văn thư tại UBND phường Phước Long"
    )
    assert set(ROLES) == set(Role)


def test_every_act_but_those_on_steps_has_its_row_in_the_table():
    steps = {cmd.StartStep, cmd.CompleteStep, cmd.ReturnStep, cmd.AssignStep}

    of_many = {cmd.SubmitCase, cmd.AdjustDeadline}

    assert set(ACTS.values()) - steps == set(RIGHTS) - of_many


def test_what_the_clock_records_is_nobodys_at_the_desk():
    told = cmd.MarkMissed(at=NOW, clock="case", due_at=NOW)

    assert refused(PROCESSING, told, HUNG) == "type: việc này không ghi tại hồ sơ"


def test_the_rules_of_the_log_hold_at_the_desk_as_well():
    assert refused(PROCESSING, said("delivered", "lan"), LAN) == (
        "type: không thể ghi “trả kết quả” khi hồ sơ ở trạng thái “đang xử lý”"
    )
    future = ask("resolved", clock_at(60), outcome="rejected")
    refusal = desk_rules(PROCESSING, future, MINH, SETTING, now=NOW, agencies=AGENCIES)
    assert refusal is not None
    assert refusal.field == "at"


@pytest.mark.parametrize("name", ["returned", "withdrawn", "voided"])
def test_an_online_case_is_not_ended_before_it_was_accepted(name):
    everything = officer("lan", *Role)
    online = case_of(ask("submitted", START))

    assert "hồ sơ trực tuyến chưa được tiếp nhận" in refused(online, said(name, "lan"), everything)


def test_a_second_request_for_papers_is_a_leaders():
    asked = said("supplement_requested", "minh")
    signed = said("supplement_requested", "hung", approved_by="hung")
    unfounded = said("supplement_requested", "hung", approved_by="hung", reason=" ")

    assert refused(ASKED, asked, MINH) == (
        "data.approved_by: đã yêu cầu bổ sung đủ số lần cho phép; "
        "yêu cầu thêm phải do lãnh đạo ghi, nêu lý do"
    )
    assert refused(ASKED, said("supplement_requested", "hung"), HUNG).startswith("data.approved_by")
    assert refused(ASKED, signed, HUNG) == ""
    assert refused(ASKED, unfounded, HUNG) == "data.reason: phải ghi lý do"


def test_whether_a_request_needs_a_leader_is_told_beforehand():
    assert not further_supplement(PROCESSING, at=NOW)
    assert further_supplement(ASKED, at=NOW)


@pytest.mark.parametrize("who", [MINH, HUNG], ids=["specialist", "leader"])
@pytest.mark.parametrize("name", ["supplement_requested", "paused"])
def test_nobody_says_that_somebody_else_allowed_it(who, name):
    borrowed = said(name, who.login, approved_by="thao")

    assert refused(PROCESSING, borrowed, who) == (
        "data.approved_by: người duyệt phải chính là lãnh đạo đang ghi việc này"
    )


def test_who_is_no_leader_allows_nothing_not_even_to_themselves():
    assert refused(PROCESSING, said("paused", "minh", approved_by="minh"), MINH).startswith(
        "data.approved_by"
    )


def test_a_late_tick_is_never_its_own_approval():
    late = Late(reason="mất điện", evidence="sổ", approved_by="hung")

    assert refused(PROCESSING, said("resolved", "minh", late=late), MINH) == (
        "data.late: ghi muộn phải chờ người thứ hai duyệt, không ghi thẳng được"
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("due_at", LATE), ("procedure_version", 1), ("calendar", "default@1")],
)
def test_nobody_binds_what_the_day_binds(field, value):
    assert refused(None, desk(**{field: value}), LAN).startswith(f"data.{field}: ")


def test_the_day_of_a_procedure_without_limit_is_the_officers_to_promise():
    assert refused(None, desk(due_at=LATE), LAN, setting(None)) == ""
    assert refused(None, desk(), LAN, setting(None)).startswith("data.due_at: thủ tục không có")


def test_a_day_beyond_the_calendar_is_told_and_no_error():
    beyond = replace(desk(), at=LATE.replace(year=2033))

    assert "chưa có ngày" in refused(None, beyond, LAN)


@pytest.mark.parametrize(
    ("name", "state", "more", "words"),
    [
        ("withdrawn", "processing", {"reason": " "}, "data.reason: phải ghi lý do"),
        ("supplement_requested", "processing", {"items": (" ",)},
         "data.items: phải ghi ít nhất một giấy tờ cần bổ sung"),
        ("paused", "processing", {"reason": "other"},
         "data.note: tạm dừng vì lý do khác thì phải ghi rõ lý do nào"),
        ("paused", "processing", {"reason": "other", "note": "cúp điện"}, ""),
        ("fee_paid", "processing", {"amount": 0}, "data.amount: số tiền phải lớn hơn 0"),
        ("accepted", "submitted", {"fee": -1},
         "data.fee: phí, lệ phí phải thu không được âm"),
        ("accepted", "submitted", {"fee": 8000}, ""),
        ("rated", "delivered", {"score": 6}, "data.score: điểm đánh giá phải từ 1 đến 5"),
    ],
)  # fmt: skip
def test_the_desk_wants_a_little_more_than_the_log(name, state, more, words):
    everything = officer("hung", *Role)

    assert refused(case_of(*WAYS[state]), said(name, "hung", **more), everything) == words


def test_papers_only_end_a_standstill_that_waits_for_papers():
    for_others = case_of(*WAYS["paused"])
    for_papers = case_of(*WAYS["processing"], ask("supplement_requested", clock_at(5)))

    assert refused(for_others, ask("supplemented", NOW), LAN) == (
        "type: hồ sơ không dừng để chờ bổ sung; hãy ghi “tiếp tục”"
    )
    assert refused(for_papers, ask("supplemented", NOW), LAN) == ""


def test_a_case_that_was_struck_out_gets_nothing_more():
    voided = case_of(*WAYS["voided"])

    assert refused(voided, said("digitised", "tam"), TAM) == (
        "type: hồ sơ đã hủy nên không ghi thêm gì tại đây"
    )


def in_the_city() -> Case:
    """A case of the ward that the city is working on."""
    return case_of(desk(due_at=LATE), ask("step_started", clock_at(5), step="city"), on=with_city())


@pytest.mark.parametrize("name", ["supplement_requested", "paused", "digitised"])
def test_the_office_that_works_on_a_step_may_also_stop_the_clock_and_add_papers(name):
    theirs = officer("city", Role.SPECIALIST, agency=CITY.code)

    assert refused(in_the_city(), said(name, "city"), theirs, with_city()) == ""
    at_home = case_of(desk(due_at=LATE), on=with_city())
    assert "việc này của" in refused(at_home, said(name, "city"), theirs, with_city())


def test_the_office_that_works_on_a_step_does_not_end_the_case():
    theirs = officer("city", *Role, agency=CITY.code)

    assert "việc này của" in refused(in_the_city(), said("resolved", "city"), theirs, with_city())


@pytest.mark.parametrize(
    ("code", "office"), [("appraise", "H32.PL"), ("city", "H32.NT"), ("city_sign", "H32.NT")]
)
def test_a_step_is_worked_where_it_is_referred_to(code, office):
    step = with_city().procedure.step(code)
    assert step is not None

    assert step_agency(step, "H32.PL", AGENCIES) == office


def test_a_step_of_an_office_nobody_loaded_stays_at_home():
    step = with_city().procedure.step("city")
    assert step is not None

    assert step_agency(step, OTHER.code, AGENCIES) == OTHER.code
    assert step_agency(step, "nowhere", AGENCIES) == "nowhere"


def test_offices_in_a_ring_do_not_hang_the_search():
    step = replace(with_city().procedure.steps[0], refer_to="province")
    ring = {
        "a": replace(CITY, code="a", parent="b"),
        "b": replace(CITY, code="b", parent="a"),
    }

    assert step_agency(step, "a", ring) == "a"


def test_a_paper_case_of_the_citizen_is_accepted_where_it_was_filed():
    posted = case_of(*WAYS["submitted"])

    assert refused(posted, ask("accepted", NOW, applicant=BA_TU), LAN) == ""
