"""Acts on a case: the forms of each role, their effect beforehand, refusals that lose nothing."""

import pytest

from app.sample import MORNING
from app.store.event_log import load
from app.web.act_words import OWN_PAGES
from tests.web.cases import (
    MINUTE,
    accepted,
    appraised,
    did,
    last,
    online,
    resolved,
    seen,
    signed,
    text_of,
)
from tests.web.forms import act_url, filled, pressed
from workflows import commands as cmd
from workflows import events as ev
from workflows.case import State


def test_an_online_case_is_accepted_with_its_due_date_told_before(opened, sign_in):
    code, desk = online(opened), sign_in("lan.mc")
    page = desk.get(act_url(code, "accept")).text
    assert "Hạn trả: thứ " in text_of(page)
    answer = pressed(desk, code, "accept", fee="15.000", result_channel="post")
    assert answer.status_code == 303
    view = seen(opened, code)
    assert view.case.state is State.PROCESSING
    assert (view.case.fee, view.case.result_channel) == (15_000, "post")
    # As a case taken in at the counter: it lies with whoever has accepted it.
    assert [(run.step, run.assignee) for run in view.case.steps] == [("intake", "lan.mc")]


def test_a_supplement_is_asked_for_and_brought(opened, sign_in):
    code, desk = online(opened), sign_in("lan.mc")
    items = "Giấy chứng sinh\r\nTờ khai"
    answer = pressed(
        desk, code, "request_supplement", items=items, reason="thiếu", until="2024-01-31"
    )
    assert answer.status_code == 303
    event = last(opened, code)
    assert event.items == ("Giấy chứng sinh", "Tờ khai")
    assert f"{event.until:%Y-%m-%d}" == "2024-01-31"
    assert pressed(desk, code, "receive_supplement").status_code == 303
    assert seen(opened, code).case.state is State.SUBMITTED


def test_a_second_supplement_is_a_leaders_with_a_reason(opened, sign_in):
    code, desk, leader = accepted(opened), sign_in("lan.mc"), sign_in("binh.ld")
    for command in (
        cmd.RequestSupplement(at=MORNING - 20 * MINUTE, items=("a",), reason="thiếu"),
        cmd.ReceiveSupplement(at=MORNING - 10 * MINUTE),
    ):
        did(opened, code, command)
    refused = desk.get(act_url(code, "request_supplement"))
    assert refused.status_code == 422
    assert "lãnh đạo" in text_of(refused.text)
    form = filled(leader, code, "request_supplement", items="b", reason="thiếu thật")
    without = leader.post(act_url(code, "request_supplement"), data=form)
    assert without.status_code == 422
    allowed = leader.post(act_url(code, "request_supplement"), data={**form, "override": "1"})
    assert allowed.status_code == 303
    assert last(opened, code).approved_by == "binh.ld"


def test_a_refusal_needs_a_legal_ground(opened, sign_in):
    code, desk = online(opened), sign_in("lan.mc")
    form = filled(desk, code, "refuse", reason="sai nơi nhận", ground="other")
    refused = desk.post(act_url(code, "refuse"), data=form)
    assert refused.status_code == 422
    assert "căn cứ pháp lý" in refused.text
    assert "sai nơi nhận" in refused.text
    given = {**form, "other_ground": "Luật Hộ tịch, Điều 13"}
    assert desk.post(act_url(code, "refuse"), data=given).status_code == 303
    assert last(opened, code).ground == "Luật Hộ tịch, Điều 13"


def test_a_step_is_begun_finished_and_handed_on(opened, sign_in):
    code = accepted(opened)
    assert pressed(sign_in("lan.mc"), code, "start_step", next="appraise|hue.tp").status_code == 303
    worker = sign_in("hue.tp")
    page = text_of(worker.get(f"/cases/{code}").text)
    assert "Hoàn thành bước Thụ lý" in page
    form = filled(worker, code, "complete_step", next="sign|binh.ld")
    assert form["step"] == "appraise"
    assert worker.post(act_url(code, "complete_step"), data=form).status_code == 303
    run = seen(opened, code).case.running("sign")
    assert run is not None
    assert run.assignee == "binh.ld"


def test_a_step_goes_back_to_who_had_it_with_the_reason(opened, sign_in):
    code = appraised(opened)
    for command in (
        cmd.CompleteStep(at=MORNING - 20 * MINUTE, step="appraise"),
        cmd.StartStep(at=MORNING - 20 * MINUTE, step="sign", assignee="binh.ld"),
    ):
        did(opened, code, command)
    answer = pressed(sign_in("binh.ld"), code, "return_step", reason="sai tên đệm")
    assert answer.status_code == 303
    run = seen(opened, code).case.running("appraise")
    assert run is not None
    assert (run.assignee, run.run, run.sent_back) == ("hue.tp", 2, "sai tên đệm")


def test_a_leader_gives_a_step_to_somebody_else(opened, sign_in):
    code = appraised(opened)
    answer = pressed(sign_in("binh.ld"), code, "assign_step", next="appraise|dung.tp", reason="ốm")
    assert answer.status_code == 303
    run = seen(opened, code).case.running("appraise")
    assert run is not None
    assert run.assignee == "dung.tp"


def test_a_name_that_is_no_colleague_is_not_taken(opened, sign_in):
    code, leader = appraised(opened), sign_in("binh.ld")
    form = filled(leader, code, "assign_step", next="appraise|ai.do")
    assert leader.post(act_url(code, "assign_step"), data=form).status_code == 422


def test_before_a_pause_the_new_due_dates_are_shown(opened, sign_in):
    code, worker = appraised(opened), sign_in("hue.tp")
    words = text_of(worker.get(act_url(code, "pause")).text)
    assert words.count("Nếu tiếp tục vào") == 3
    answer = pressed(worker, code, "pause", reason="verification", document="12/UBND")
    assert answer.status_code == 303
    assert seen(opened, code).case.state is State.PAUSED
    assert "Hạn trả" in text_of(worker.get(act_url(code, "resume")).text)
    assert pressed(worker, code, "resume").status_code == 303
    assert seen(opened, code).case.state is State.PROCESSING


def test_the_effect_follows_what_is_typed(opened, sign_in):
    code, worker = appraised(opened), sign_in("hue.tp")
    form = filled(worker, code, "pause", when="then", at="2024-01-24T08:10")
    fragment = worker.post(f"/cases/{code}/effect", data=form, headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assert "<html" not in fragment.text
    assert "đồng hồ dừng từ thứ tư 24/01/2024 08:10" in text_of(fragment.text).lower()


def test_a_result_finishes_the_running_step_and_is_handed_out(opened, sign_in):
    code, worker = signed(opened), sign_in("hue.tp")
    assert pressed(worker, code, "resolve", result_no="12/XN").status_code == 303
    case = seen(opened, code).case
    assert case.state is State.RESOLVED
    assert "appraise" in case.done_steps()
    desk = sign_in("lan.mc")
    answer = pressed(
        desk, code, "deliver", collected_by="Trần Bình", proof="giấy ủy quyền", proof_no="07"
    )
    assert answer.status_code == 303
    event = last(opened, code)
    assert (event.collected_by, event.proof) == ("Trần Bình", "giấy ủy quyền 07")
    assert pressed(desk, code, "rate", score="4", comment="nhanh").status_code == 303
    assert last(opened, code).score == 4


@pytest.mark.parametrize(
    ("login", "name", "typed", "kind"),
    [
        ("lan.mc", "return_case", {"reason": "không đủ điều kiện"}, ev.Returned),
        ("lan.mc", "withdraw", {"reason": "đổi ý", "document": "đơn 24/01"}, ev.Withdrawn),
        ("yen.kt", "pay_fee", {"amount": "15000", "receipt_no": "0012"}, ev.FeePaid),
    ],
)  # fmt: skip
def test_the_other_acts_record_what_they_say(opened, sign_in, login, name, typed, kind):
    code = accepted(opened)
    answer = pressed(sign_in(login), code, name, **typed)
    assert answer.status_code == 303, answer.text
    assert isinstance(last(opened, code), kind)


@pytest.mark.parametrize("name", OWN_PAGES)
def test_an_act_with_a_page_of_its_own_leads_there_and_has_no_form(opened, sign_in, name):
    code, leader = accepted(opened), sign_in("binh.ld")

    answer = leader.get(act_url(code, name))
    assert (answer.status_code, answer.location) == (302, f"/cases/{code}/apology")
    form = filled(leader, code, "return_case", reason="trùng")
    assert leader.post(act_url(code, name), data=form).status_code == 404
    tried = leader.post(f"/cases/{code}/effect", data={**form, "act": name})
    assert tried.status_code == 404
    assert isinstance(last(opened, code), ev.Accepted)


def test_a_leader_opens_a_finished_case_again(opened, sign_in):
    code = resolved(opened)
    assert pressed(sign_in("binh.ld"), code, "reopen", reason="in sai").status_code == 303
    assert last(opened, code).approved_by == "binh.ld"


def test_what_is_missing_is_said_beside_its_question_and_nothing_is_lost(opened, sign_in):
    code, worker = appraised(opened), sign_in("hue.tp")
    answer = pressed(worker, code, "pause", note="chờ <b>Sở</b>")
    assert answer.status_code == 422
    assert 'href="#f-reason"' in answer.text
    assert "chờ &lt;b&gt;Sở&lt;/b&gt;" in answer.text
    assert seen(opened, code).case.state is State.PROCESSING


def test_an_act_of_another_role_shows_why_not_instead_of_a_form(opened, sign_in):
    code = accepted(opened)
    page = sign_in("hue.tp").get(act_url(code, "withdraw"))
    assert page.status_code == 422
    assert "Lúc này không làm được việc này" in page.text
    assert 'name="reason"' not in page.text


def test_a_forged_press_meets_the_rules(opened, sign_in):
    code, worker = accepted(opened), sign_in("hue.tp")
    form = filled(worker, code, "pause") | {"reason": "đổi ý", "document": "x"}
    answer = worker.post(act_url(code, "withdraw"), data=form)
    assert answer.status_code == 422
    assert seen(opened, code).case.state is State.RECEIVED


def test_a_form_without_its_secret_is_refused(opened, sign_in):
    code, worker = appraised(opened), sign_in("hue.tp")
    form = filled(worker, code, "pause", reason="payment")
    del form["csrf_token"]
    assert worker.post(act_url(code, "pause"), data=form).status_code == 400


@pytest.mark.parametrize("name", ["nothing", "deadline_missed", "accept2"])
def test_an_act_nobody_knows_is_no_page(opened, sign_in, name):
    code = accepted(opened)
    assert sign_in("lan.mc").get(act_url(code, name)).status_code == 404


def test_who_only_reads_has_no_forms(opened, sign_in):
    code = accepted(opened)
    for login in ("thanh.tra", "kiem.soat", "quantri.pl"):
        assert sign_in(login).get(act_url(code, "withdraw")).status_code == 403
    assert sign_in("son.tm").get(act_url(code, "withdraw")).status_code == 404


def test_a_substitute_signs_with_the_own_login(opened, sign_in):
    code = appraised(opened, assignee="hue.tp")
    answer = pressed(sign_in("binh.ld"), code, "complete_step", next="-")
    assert answer.status_code == 303
    with opened.reading() as connection:
        assert load(connection, code).lines[-1].by == "binh.ld"


@pytest.mark.parametrize("name", ["complete_step", "pause", "correct"])
def test_a_form_costs_few_statements(opened, sign_in, count, name):
    code, worker = appraised(opened), sign_in("hue.tp")
    tally = count(lambda: worker.get(act_url(code, name)))
    assert 0 < len(tally.statements) <= 12


def test_sending_a_form_costs_few_statements(opened, sign_in, count):
    code, worker = appraised(opened), sign_in("hue.tp")
    form = filled(worker, code, "complete_step", next="sign|binh.ld")
    tally = count(lambda: worker.post(act_url(code, "complete_step"), data=form))
    assert 0 < len(tally.statements) <= 40
