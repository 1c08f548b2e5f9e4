"""What the public pages say where there is nothing to wait for, or nothing at all."""

import pytest

from app.sample import MORNING
from app.web.render import dated
from sla.zone import later
from tests.web.cases import appraised, did, online
from tests.web.public import looked, receipt, words_of
from workflows import commands as cmd


def test_who_was_refused_is_told_what_to_do_and_waits_for_no_day(client, opened):
    case = online(opened)
    did(opened, case, cmd.RefuseCase(at=MORNING, reason="thiếu", ground="Điều 7"))

    said = words_of(looked(client, case, receipt(opened, case)))

    assert "Hồ sơ không được tiếp nhận" in said
    assert "nộp hồ sơ mới" in said
    assert "Hẹn trả kết quả" not in said
    assert "Có sau khi hồ sơ được tiếp nhận" not in said


def test_nobody_is_sent_for_a_paper_before_there_is_one(client, opened):
    case, taken = online(opened), appraised(opened)

    waiting = words_of(looked(client, case, receipt(opened, case)))
    at_work = words_of(looked(client, taken, receipt(opened, taken)))

    assert "mang theo giấy hẹn" not in waiting
    assert "xin mang theo giấy hẹn" in at_work


def test_an_instant_has_its_date_even_today():
    assert dated(MORNING) == "08:30 ngày 24/01/2024"
    assert dated(later(MORNING, minutes=540)) == "17:30 ngày 24/01/2024"


@pytest.mark.parametrize("path", ["/apologies/2023-13", "/apologies/2023-12/x", "/track/x"])
def test_a_public_address_that_leads_nowhere_answers_without_the_desk(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "Tra cứu hồ sơ" in answer.text
    assert "Về việc hôm nay" not in answer.text
    assert "hồ sơ không thuộc phạm vi" not in answer.text


def test_an_address_of_the_desk_keeps_its_own_page(client):
    assert "Về việc hôm nay" in client.get("/trackless").text
