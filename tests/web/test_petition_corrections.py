"""Setting petitions right on their pages: twice, late, impossible, and who sent them erased."""

import re

import pytest
from sqlalchemy import text

from tests.web.forms import forms_of
from tests.web.test_petitions import GIVEN, PLACE, sent

RECEIPT = f"{PLACE}/correct?event=1"


def drawn(client, place):
    """The form of a page with all that stands in it."""
    page = client.get(place)
    assert page.status_code == 200, page.text
    return forms_of(page.text)[""]


def written(opened):
    with opened.reading() as connection:
        return connection.scalar(text("SELECT count(*) FROM petition_events"))


@pytest.fixture
def binh(sign_in):
    """A leader, at an office that has taken a petition in."""
    assert sent(sign_in("lan.mc"), "/petitions/new", **GIVEN).status_code == 303
    return sign_in("binh.ld")


@pytest.fixture
def hung(binh, sign_in):
    """Another one of the same office, who has the form of correction open."""
    return sign_in("thao.ld")


def test_the_same_correction_sent_twice_is_written_once(binh, opened):
    given = {**drawn(binh, RECEIPT), "channel": "phone", "why": "nghe nhầm"}

    answers = [binh.post(RECEIPT, data=given) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert written(opened) == 2


def test_the_same_strike_sent_twice_is_written_once(binh, opened):
    sent(binh, f"{PLACE}/answer", answer="nhầm phiếu")
    place = f"{PLACE}/correct?event=2"
    given = {**drawn(binh, place), "struck": "1", "why": "ghi nhầm phiếu"}

    answers = [binh.post(place, data=given) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert written(opened) == 3


def test_a_correction_that_comes_late_does_not_undo_what_its_person_never_saw(binh, hung):
    mine = {**drawn(hung, RECEIPT), "channel": "phone", "why": "sửa kênh"}
    before = {**drawn(binh, RECEIPT), "subject": "Tóm tắt đã sửa", "why": "sửa tóm tắt"}
    assert binh.post(RECEIPT, data=before).status_code == 303

    answer = hung.post(RECEIPT, data=mine)

    assert answer.status_code == 409
    assert "Từ lúc bạn mở biểu mẫu, sổ đã ghi thêm:" in answer.text
    assert "Đính chính tóm tắt của việc số 1: sửa tóm tắt" in answer.text
    again = forms_of(answer.text)[""]
    assert (again["subject"], again["channel"]) == ("Tóm tắt đã sửa", "phone")
    assert again["why"] == "sửa kênh"
    assert hung.post(RECEIPT, data=again).status_code == 303
    page = hung.get(PLACE).text
    assert "Tóm tắt đã sửa" in page.split("Đã làm")[0]
    assert "điện thoại, đường dây nóng" in page.split("Đã làm")[0]


def test_what_was_typed_for_a_line_that_is_gone_is_kept(binh, hung, opened):
    sent(binh, f"{PLACE}/answer", answer="nhầm phiếu")
    place = f"{PLACE}/correct?event=2"
    mine = {**drawn(hung, place), "answer": "Đã thêm một bàn", "why": "ghi rõ hơn"}
    assert binh.post(place, data={**drawn(binh, place), "struck": "1", "why": "nhầm"})

    for _ in range(2):
        answer = hung.post(place, data=mine)
        assert answer.status_code == 409
        assert "Việc này vừa được gạch đi" in answer.text
        assert "Đã thêm một bàn" in answer.text
        mine = forms_of(answer.text)[""]
    assert written(opened) == 3
    assert hung.get(place).status_code == 404


def test_a_wrong_form_of_an_older_page_shows_what_came_since(binh, hung):
    mine = {**drawn(hung, RECEIPT), "channel": "phone", "why": ""}
    binh.post(RECEIPT, data={**drawn(binh, RECEIPT), "subject": "Đã sửa", "why": "x"})

    answer = hung.post(RECEIPT, data=mine)

    assert answer.status_code == 409
    assert forms_of(answer.text)[""]["subject"] == "Đã sửa"


@pytest.mark.parametrize("day", ["2005-03-04", "1999-01-01"])
def test_a_receipt_is_not_moved_to_a_day_without_a_rule(binh, day):
    answer = binh.post(RECEIPT, data={**drawn(binh, RECEIPT), "at": f"{day}T09:00", "why": "x"})

    assert answer.status_code == 422
    assert "Chưa có thời hạn trả lời phản ánh, kiến nghị" in answer.text
    assert binh.get(PLACE).status_code == 200


def test_nothing_changed_is_said_in_vietnamese(binh):
    answer = binh.post(RECEIPT, data={**drawn(binh, RECEIPT), "why": "x"})

    assert answer.status_code == 422
    assert "Chưa có gì thay đổi để đính chính" in answer.text


def test_an_end_dated_back_takes_a_leader_and_shows_when_it_was_written(binh, sign_in):
    sent(sign_in("lan.mc"), "/petitions/new", **{**GIVEN, "at": "2024-01-02T09:00"})
    place = PLACE.replace("0001", "0002")
    watcher = sign_in("kiem.soat")

    answer = sent(watcher, f"{place}/answer", answer="xong", at="2024-01-10T09:00")

    assert answer.status_code == 422
    assert "phải do lãnh đạo ghi" in answer.text
    assert sent(binh, f"{place}/answer", answer="xong", at="2024-01-10T09:00").status_code == 303
    lines = binh.get(place).text.split("Đã làm")[1]
    assert len(re.findall("ghi lúc", lines)) == 2


def test_a_complaint_about_conduct_hides_its_sender_from_the_desk(binh, sign_in):
    lan = sign_in("lan.mc")

    assert "Bưởi" not in lan.get(PLACE).text
    assert "Bà Tư Bưởi" in sign_in("kiem.soat").get(PLACE).text
    sent(lan, "/petitions/new", **{**GIVEN, "about": "rules"})
    assert "Bà Tư Bưởi" in lan.get(PLACE.replace("0001", "0002")).text


def test_who_sent_it_is_erased_for_good(binh, sign_in, opened):
    page = binh.get(f"{PLACE}/erase").text
    assert "Không lấy lại được." in page

    given = forms_of(page)[""]
    answers = [binh.post(f"{PLACE}/erase", data=given) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    whole = binh.get(PLACE).text
    assert "Bưởi" not in whole
    assert "Không có thông tin người gửi." in whole
    assert "Xóa thông tin người gửi</span>" in whole
    assert f"{PLACE}/erase" not in whole
    assert "đã gạch" not in whole
    with opened.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM petition_senders")) == 0
    assert sent(binh, f"{PLACE}/erase").status_code == 422


def test_the_desk_does_not_erase(binh, sign_in, opened):
    lan = sign_in("lan.mc")
    answer = sent(lan, f"{PLACE}/erase")
    assert answer.status_code == 422
    assert "Vai trò của bạn ở cơ quan này không được ghi việc đó" in answer.text
    assert written(opened) == 1


@pytest.mark.parametrize("act", ["accept", "answer", "return", "forward", "publish"])
def test_each_box_that_all_read_warns_of_private_data(binh, act):
    page = binh.get(f"{PLACE}/{act}").text
    boxes = set(forms_of(page)[""]) - {"csrf_token", "key", "version", "at"}

    assert page.count("Không ghi tên, số điện thoại") == len(boxes)
