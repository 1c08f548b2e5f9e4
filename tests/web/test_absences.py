"""Replacement of absent officers on the pages."""

from app.sample import MORNING
from tests.web.client import token_of

GIVEN = {
    "login": "hue.tp",
    "substitute": "dung.tp",
    "first_day": f"{MORNING:%Y-%m-%d}",
    "last_day": f"{MORNING:%Y-%m-%d}",
    "reason": "đi họp, QĐ 12",
}


def posted(client, path="/absences", **form):
    return client.post(path, data={"csrf_token": token_of(client, "/absences"), **form})


def test_a_leader_lets_somebody_stand_in_and_takes_it_back(sign_in):
    leader = sign_in("binh.ld")

    assert posted(leader, **GIVEN).status_code == 303
    assert "đang vắng" in leader.get("/absences").text
    posted(leader, "/absences/1/cancel")

    page = leader.get("/absences").text
    assert "Đã bỏ đợt thay" in page
    assert "đang vắng" not in page


def test_a_bad_absence_keeps_what_was_typed(sign_in):
    answer = posted(sign_in("binh.ld"), **{**GIVEN, "substitute": "khong.co"})

    assert answer.status_code == 422
    assert 'value="đi họp, QĐ 12"' in answer.text
    assert 'id="f-substitute-error"' in answer.text


def test_a_leader_of_another_ward_may_not(sign_in):
    answer = posted(sign_in("son.tm"), **GIVEN)

    assert answer.status_code in {400, 403, 422}


def test_the_hand_over_list_names_the_running_steps(sign_in):
    page = sign_in("binh.ld").get("/absences/handover/hue.tp").text

    assert "Phiếu bàn giao" in page
    assert page.count("/acts/assign_step") >= 1
    assert "Trần Thị Huệ" in page
    assert "Thẩm định" in page or "Thụ lý" in page


def test_an_absence_of_a_disabled_officer_is_taken_back(sign_in):
    leader, admin = sign_in("binh.ld"), sign_in("quantri.pl")
    posted(leader, **GIVEN)
    posted(admin, "/accounts/hue.tp/disable")

    posted(leader, "/absences/1/cancel")

    assert "Đã bỏ đợt thay" in leader.get("/absences").text
