"""Late ticks, corrections and voidings on the pages: proposed by one, decided by another."""

import re

import pytest

from app.sample import MORNING
from app.services.accounts import disable_account
from tests.web.client import token_of

CASE = "H32.PL-240123-0007"  # on Huệ's desk, in time
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
VERSION = re.compile(r'name="version" value="(\d+)"')
LATE = {
    "when": "then",
    "at": f"{MORNING.replace(day=MORNING.day - 1):%Y-%m-%d}T15:10",
    "late_reason": "mất điện cả buổi",
    "late_evidence": "sổ công việc, trang 12",
    "step": "appraise",
    "next": "sign|binh.ld",
}


def sent(client, name="complete_step", code=CASE, **form):
    """Fill a form in and confirm its effect; the last answer."""
    path = f"/cases/{code}/acts/{name}"
    hidden = dict(HIDDEN.findall(client.get(path).text))
    answer = client.post(path, data={**hidden, **LATE, **form})
    if answer.status_code == 200:
        confirmed = dict(HIDDEN.findall(answer.text))
        answer = client.post(path, data={**LATE, **form, **confirmed})
    assert answer.status_code == 303, re.findall(r"(?s)summary.*?</div>", answer.text)
    return answer


def decided(client, decision, number=1, **form):
    shown = dict(HIDDEN.findall(client.get(f"/proposals/{number}").text))
    given = {"csrf_token": token_of(client, "/password"), **shown, **form}
    return client.post(f"/proposals/{number}/{decision}", data=given)


def test_a_late_tick_waits_and_changes_nothing_until_a_leader_approves(sign_in):
    officer, leader = sign_in("hue.tp"), sign_in("binh.ld")
    sent(officer)

    assert "mất điện cả buổi" in leader.get("/proposals").text
    assert "Bắt đầu bước Ký duyệt" not in officer.get(f"/cases/{CASE}").text
    assert decided(leader, "approve").status_code == 303

    page = officer.get(f"/cases/{CASE}").text
    assert "Bắt đầu bước Ký duyệt" in page
    assert "mất điện cả buổi" in page
    assert "đã duyệt" in leader.get("/proposals/1").text


def test_whoever_proposed_it_may_only_take_it_back(sign_in):
    officer = sign_in("hue.tp")
    sent(officer)

    assert decided(officer, "approve").status_code == 422
    assert "người thứ hai" in officer.get("/proposals/1").text
    assert decided(officer, "withdraw").status_code == 303
    assert "đã rút" in officer.get("/proposals/1").text


def test_a_colleague_who_is_no_leader_may_not_decide(sign_in):
    sent(sign_in("hue.tp"))

    answer = decided(sign_in("dung.tp"), "approve")

    assert answer.status_code == 422
    assert "lãnh đạo" in answer.text


def test_refusing_asks_for_a_reason_and_keeps_the_page(sign_in):
    sent(sign_in("hue.tp"))
    leader = sign_in("binh.ld")

    assert 'id="f-note-error"' in decided(leader, "refuse").text
    assert decided(leader, "refuse", note="không có chữ ký").status_code == 303
    assert "không có chữ ký" in leader.get("/proposals/1").text


def test_two_leaders_decide_once(sign_in):
    sent(sign_in("hue.tp"))

    first, second = decided(sign_in("binh.ld"), "approve"), decided(sign_in("thao.ld"), "approve")

    assert (first.status_code, second.status_code) == (303, 422)


def test_a_voiding_shows_that_the_case_counts_no_more(sign_in):
    sent(sign_in("hue.tp"), "void", when="now", reason="nhập trùng", evidence="sổ tiếp nhận")
    leader = sign_in("binh.ld")

    assert "hồ sơ bị hủy" in leader.get("/proposals/1").text
    decided(leader, "approve")

    assert "đã hủy" in leader.get(f"/cases/{CASE}").text.lower()


def test_a_stranger_sees_neither_list_nor_proposal(sign_in):
    sent(sign_in("hue.tp"))
    stranger = sign_in("son.tm")

    assert "mất điện" not in stranger.get("/proposals").text
    assert stranger.get("/proposals/1").status_code == 404
    assert decided(stranger, "approve").status_code == 404


def test_an_unknown_decision_or_number(sign_in):
    leader = sign_in("binh.ld")

    assert leader.get("/proposals/999").status_code == 404
    assert decided(leader, "explode").status_code == 400


def test_the_auditor_reads_and_does_not_decide(sign_in):
    sent(sign_in("hue.tp"))
    auditor = sign_in("thanh.tra")

    assert auditor.get("/proposals/1").status_code == 200
    assert decided(auditor, "approve").status_code == 403


def test_an_effect_that_is_out_of_date_is_shown_anew_before_it_is_approved(sign_in):
    sent(sign_in("hue.tp"), "void", when="now", reason="nhập trùng", evidence="sổ tiếp nhận")
    leader = sign_in("binh.ld")
    (seen,) = set(VERSION.findall(leader.get("/proposals/1").text))
    colleague = sign_in("thao.ld")
    form = dict(HIDDEN.findall(colleague.get(f"/cases/{CASE}/acts/pause").text))
    paused = {**form, "when": "now", "reason": "payment"}
    assert colleague.post(f"/cases/{CASE}/acts/pause", data=paused).status_code == 303

    answer = decided(leader, "approve", version=seen, note="đã đối chiếu sổ")

    assert answer.status_code == 409
    assert "thao.ld: Tạm dừng" in answer.text
    assert "đã đối chiếu sổ</textarea>" in answer.text
    assert VERSION.findall(answer.text) == [str(int(seen) + 1)]
    assert "đang chờ" in leader.get("/proposals/1").text
    assert decided(leader, "approve").status_code == 303


@pytest.mark.parametrize("version", ["", "-1", "٣", "9" * 40, "x"])
def test_an_approval_that_names_no_version_has_seen_nothing(sign_in, version):
    sent(sign_in("hue.tp"))

    assert decided(sign_in("binh.ld"), "approve", version=version).status_code == 409


def test_a_proposal_tells_what_it_is_and_names_people(sign_in):
    sent(sign_in("hue.tp"), "void", when="now", reason="nhập trùng", evidence="sổ tiếp nhận")
    leader = sign_in("binh.ld")

    page, listed = leader.get("/proposals/1").text, leader.get("/proposals").text

    assert "<h1>Đề nghị số 1: hủy hồ sơ</h1>" in page
    assert "Nội dung đề nghị" in page
    for text in (page, listed):
        assert "Trần Thị Huệ</span>" in text
        assert "hue.tp" in text


def test_a_proposer_whose_account_was_closed_can_only_be_refused(sign_in, opened):
    sent(sign_in("hue.tp"))
    disable_account(opened, "hue.tp", by=None, now=MORNING)
    leader = sign_in("binh.ld")

    page = leader.get("/proposals/1").text
    assert "không còn dùng được" in page
    assert ">Duyệt</button>" not in page
    assert decided(leader, "approve").status_code == 422
    assert decided(leader, "refuse", note="người khác đề nghị lại").status_code == 303
