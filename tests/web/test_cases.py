"""The page of a case: who sees what, why it is due then, and what may be done next."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.sample import MORNING, ONE_FOR_ALL
from app.sample.ward import NEIGHBOUR
from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from app.services.case_view import case_view
from app.store.engine import Database
from tests.services.who import QUICK
from tests.web.cases import BOTH, HOUR, accepted, did, text_of
from tests.web.client import token_of
from tests.web.forms import forms_of
from workflows import commands as cmd
from workflows.agency import Role
from workflows.events import Applicant, Late
from workflows.officer import Grant

HOSTILE = "<script>alert(1)</script>\u202e“Trần” & 😀"


def test_the_page_says_where_a_case_stands_and_why_it_is_due_then(opened, sign_in):
    page = sign_in("lan.mc").get(f"/cases/{accepted(opened)}")
    assert page.status_code == 200
    words = text_of(page.text)
    for part in ("Bà Tư", "Đã tiếp nhận", "Hạn trả", "Vì sao ngày này?", "Bắt đầu tính", "Tờ khai"):
        assert part in words
    assert 'class="bar good"' in page.text
    assert "còn 15.000 đ" in words


def test_the_obvious_next_act_is_the_one_big_button(opened, sign_in):
    page = sign_in("lan.mc").get(f"/cases/{accepted(opened)}").text
    big = re.findall(r'class="btn btn-primary btn-lg" href="([^"]+)"', page)
    assert len(big) == 1
    assert big[0].endswith("/acts/start_step")


def test_what_is_no_button_is_listed_with_its_reason(opened, sign_in):
    words = text_of(sign_in("lan.mc").get(f"/cases/{accepted(opened)}").text)
    assert "Vì sao không có nút khác?" in words
    assert re.search(r"Mở lại hồ sơ Việc này của lãnh đạo", words)


def test_a_stranger_gets_the_same_answer_as_for_no_case(opened, sign_in):
    code, stranger = accepted(opened), sign_in("son.tm")
    nobodys = "H32.PL-240124-9999"
    there, nowhere = stranger.get(f"/cases/{code}"), stranger.get(f"/cases/{nobodys}")
    assert there.status_code == nowhere.status_code == 404
    assert text_of(there.text).replace(code, nobodys) == text_of(nowhere.text)
    assert "Bà Tư" not in there.text


def test_who_only_looks_on_sees_the_last_digits_of_a_number(opened, sign_in):
    code = accepted(opened)
    assert "000123456789" in sign_in("hue.tp").get(f"/cases/{code}").text
    for login in ("kiem.soat", "thanh.tra"):
        page = sign_in(login).get(f"/cases/{code}").text
        assert "000123456789" not in page
        assert "0900000777" not in page
        assert "•••••••••789" in page


def test_onlookers_are_offered_nothing(opened, sign_in):
    page = sign_in("thanh.tra").get(f"/cases/{accepted(opened)}").text
    assert "/acts/" not in page
    assert "Thêm tệp" not in page


def test_an_administrator_reads_no_case(opened, sign_in):
    assert sign_in("quantri.pl").get(f"/cases/{accepted(opened)}").status_code == 403


def test_nobody_signed_in_is_sent_to_the_door(client, opened):
    answer = client.get(f"/cases/{accepted(opened)}")
    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_markup_in_names_comes_out_as_text(opened, sign_in):
    code = accepted(opened, applicant=Applicant(name=HOSTILE, address=HOSTILE * 40))
    did(opened, code, cmd.PauseCase(at=MORNING, reason="other", note=HOSTILE), by="hue.tp")
    page = sign_in("lan.mc").get(f"/cases/{code}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_timeline_tells_both_times_where_they_differ(opened, sign_in):
    code = accepted(opened)
    late = Late(reason="mất điện", evidence="sổ giao nhận", approved_by="binh.ld")
    said = MORNING - timedelta(minutes=40)
    ticked = cmd.StartStep(at=said, step="intake", assignee="lan.mc", late=late)
    did(opened, code, ticked)
    words = text_of(sign_in("lan.mc").get(f"/cases/{code}").text)
    assert "07:50" in words
    assert "Ghi vào máy lúc 08:30 hôm nay." in words
    assert "ghi muộn: lý do mất điện; căn cứ sổ giao nhận" in words
    assert "binh.ld" not in words


def test_a_corrected_event_stands_at_both_times(opened, sign_in):
    code = accepted(opened)
    true = MORNING - 3 * HOUR + timedelta(hours=1, minutes=30)
    did(
        opened,
        code,
        cmd.CorrectEvent(at=MORNING, of=1, true_at=true, reason="gõ nhầm", approved_by="binh.ld"),
    )
    page = sign_in("lan.mc").get(f"/cases/{code}").text
    words = text_of(page)
    assert "Lúc đầu ghi là 07:30 hôm nay; đã đính chính." in words
    assert "Đã đính chính: thật ra lúc 07:00 hôm nay" in words
    assert page.count("<s class=") == 1


def test_the_timeline_can_be_turned_round(opened, sign_in):
    code, officer = accepted(opened), sign_in("lan.mc")
    did(opened, code, cmd.RecordFee(at=MORNING, amount=15_000, method="cash", receipt_no="07"))
    newest = text_of(officer.get(f"/cases/{code}").text)
    oldest = text_of(officer.get(f"/cases/{code}?thu-tu=cu-truoc").text)
    assert newest.index("Nộp 15.000 đồng") < newest.index("Tiếp nhận trực tiếp")
    assert oldest.index("Nộp 15.000 đồng") > oldest.index("Tiếp nhận trực tiếp")
    assert "biên lai 07" in newest


def test_a_training_case_says_so(opened, sign_in):
    page = sign_in("lan.mc").get(f"/cases/{accepted(opened, training=True)}").text
    assert "Tập huấn" in page
    assert "không vào biểu nào" in page


def test_a_paused_case_shows_what_was_left_then(opened, sign_in):
    code = accepted(opened)
    did(opened, code, cmd.PauseCase(at=MORNING, reason="payment"), by="hue.tp")
    page = sign_in("hue.tp").get(f"/cases/{code}").text
    assert 'class="bar stopped"' in page
    assert "tạm dừng khi còn" in page


def test_steps_show_who_has_them_and_what_was_sent_back(opened, sign_in):
    code = accepted(opened)
    for command in (
        cmd.StartStep(at=MORNING - HOUR / 2, step="appraise", assignee="hue.tp"),
        cmd.CompleteStep(at=MORNING - HOUR / 3, step="appraise"),
        cmd.StartStep(at=MORNING - HOUR / 3, step="sign", assignee="binh.ld"),
        cmd.ReturnStep(at=MORNING - HOUR / 4, step="appraise", reason="sai tên đệm"),
    ):
        did(opened, code, command)
    words = text_of(sign_in("hue.tp").get(f"/cases/{code}").text)
    assert "bị trả về" in words
    assert "Trả về: sai tên đệm" in words


def test_the_hand_overs_have_a_page(opened, sign_in):
    code, officer = accepted(opened), sign_in("lan.mc")
    did(opened, code, cmd.StartStep(at=MORNING, step="appraise", assignee="hue.tp"))
    sheet = officer.get(f"/cases/{code}/handover")
    assert sheet.status_code == 200
    words = text_of(sheet.text)
    assert re.search(r"Lê Thị Lan .* Trần Thị Huệ .* Thụ lý", words)
    assert sign_in("son.tm").get(f"/cases/{code}/handover").status_code == 404


@pytest.mark.parametrize("login", ["lan.mc", "binh.ld", "hue.tp", "kiem.soat"])
def test_a_page_costs_few_statements(opened, sign_in, count, login):
    code, officer = accepted(opened), sign_in(login)
    tally = count(lambda: officer.get(f"/cases/{code}"))
    assert 0 < len(tally.statements) <= 12


BULK = "/bulk/complete"


def at_sign(opened: Database) -> str:
    """A case on the leader's table."""
    code = accepted(opened)
    did(opened, code, cmd.StartStep(at=MORNING, step="sign", assignee="binh.ld"))
    return code


def bulk_form(client: Any, codes: list[str]) -> dict[str, Any]:
    page = client.get(f"/cases/{codes[0]}/acts/complete_step").text
    token = forms_of(page)[f"/cases/{codes[0]}/acts/complete_step"]["csrf_token"]
    return {"csrf_token": token, "key": "a" * 32, "codes": [f"{code}|2|sign" for code in codes]}


def steps_of(opened: Database, code: str) -> Callable[[], int]:
    return lambda: case_view(opened, code, now=MORNING + HOUR).case.version


@BOTH
def test_many_cases_go_on_at_once_each_with_its_own_outcome(opened, sign_in):
    leader = sign_in("binh.ld")
    good, other, done = at_sign(opened), accepted(opened), at_sign(opened)
    answer = leader.post(BULK, data=bulk_form(leader, [good, other, done, "H32.PL-240124-9999"]))
    words = text_of(answer.text)
    assert answer.status_code == 200
    assert "Đã ghi 2 trong 4 hồ sơ" in words
    assert f"{other} vừa thay đổi" in words
    assert "chưa ghi Không có hồ sơ H32.PL-240124-9999" in words


@BOTH
def test_many_cases_sent_twice_are_recorded_once(opened, sign_in):
    leader, code = sign_in("binh.ld"), at_sign(opened)
    version, form = steps_of(opened, code), bulk_form(leader, [code])
    first = leader.post(BULK, data=form)
    after = version()
    again = leader.post(BULK, data=form)
    assert "Đã ghi cho cả 1 hồ sơ" in text_of(first.text)
    assert "Đã ghi cho cả 1 hồ sơ" in text_of(again.text)
    assert version() == after == 4


def test_too_many_cases_are_refused_in_a_sentence(opened, sign_in):
    leader = sign_in("binh.ld")
    form = bulk_form(leader, [at_sign(opened)]) | {"codes": [f"H32-{n}|2|sign" for n in range(201)]}
    answer = leader.post(BULK, data=form)
    assert answer.status_code == 400
    assert "từ 1 đến 200 hồ sơ" in answer.text


def test_a_mixed_role_takes_no_data_over_from_a_case_it_only_looks_on_at(opened, sign_in):
    grants = [
        Grant(agency=NEIGHBOUR, role=Role.ONE_STOP),
        Grant(agency="H32.PL", role=Role.AUDITOR),
    ]
    new = NewAccount(login="mix", name="Ông Hai Vai", grants=grants, password=ONE_FOR_ALL)
    create_account(opened, new, by=None, now=MORNING, hasher=QUICK)
    code = accepted(opened)
    client = sign_in("mix")
    number = "000123456789"

    assert number not in client.get(f"/cases/{code}").text
    assert client.get(f"/intake/1.004873?like={code}&office={NEIGHBOUR}").status_code == 404
    given = {"csrf_token": token_of(client, "/password"), "office": NEIGHBOUR, "id_no": number}
    hint = client.post("/intake/1.004873/applicant", data=given)
    assert hint.status_code == 200
    assert "Bà Tư" not in hint.text
    taken = client.post("/intake/1.004873/applicant", data={**given, "take": code})
    assert taken.status_code == 404
    desk = sign_in("lan.mc")
    asked = {"csrf_token": token_of(desk, "/password"), "id_no": number}
    assert "Bà Tư" in desk.post("/intake/1.004873/applicant", data=asked).text
