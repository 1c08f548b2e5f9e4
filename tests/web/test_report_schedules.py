"""Tables that come by themselves: set up on a page, seen there, and ended."""

import pytest

from app.services.report_schedules import scheduled
from app.web.installed import NAME
from tests.web.cases import text_of
from tests.web.client import token_of
from tests.web.reporting import ABOVE, province
from workflows.agency import Role
from workflows.officer import Grant, Officer

PAGE = "/reports/schedules"
HEAD = Officer(login="binh.ld", name="", grants=(Grant(agency="H32.PL", role=Role.LEADER),))
GIVEN = {
    "what": "II.06a|dung-tinh",
    "agency": "H32.PL",
    "kind": "quarter",
    "leader": "1",
    "supervisor": "1",
    "mails": "",
}


def sent(client, **typed):
    return client.post(PAGE, data={**GIVEN, "csrf_token": token_of(client, PAGE), **typed})


def standing(app):
    return scheduled(app.extensions[NAME].database, HEAD)


def test_without_any_it_says_what_one_would_do(sign_in):
    page = sign_in("binh.ld").get(PAGE).text

    assert "Chưa có biểu nào tự đến." in page
    assert "Lịch gửi biểu" in page


def test_a_schedule_is_made_shown_with_its_next_day_and_ended(sign_in, app):
    client = sign_in("kiem.soat")
    made = sent(client, mails="van-thu@example.vn\nvan-thu@example.vn\nso@example.vn")
    assert made.status_code == 303
    assert sent(client, mails="van-thu@example.vn\nso@example.vn").status_code == 303

    (one,) = standing(app)
    assert one.what.roles == (Role.LEADER, Role.SUPERVISOR)
    assert one.what.mails == ("van-thu@example.vn", "so@example.vn")
    words = text_of(client.get(PAGE).text)
    assert "1 lịch" in words
    assert "00:00 ngày 15/03/2024 Quý I năm 2024" in words
    assert "Lãnh đạo, người theo dõi, van-thu@example.vn , so@example.vn" in words

    stop = f"{PAGE}/{one.id}/end"
    assert client.post(stop, data={"csrf_token": token_of(client, PAGE)}).status_code == 303
    assert standing(app) == ()
    assert client.post(stop, data={"csrf_token": token_of(client, PAGE)}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"what": "II.99|bịa"}, "hãy chọn một mục"),
        ({"kind": "bịa"}, "hãy chọn một mục"),
        ({"agency": "H32.TM"}, "hãy chọn một mục"),
        ({"mails": "không phải thư"}, "Địa chỉ thư điện tử viết sai"),
        ({"leader": "", "supervisor": ""}, "hãy chọn ít nhất một vai trò"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_was_typed(sign_in, app, typed, words):
    answer = sent(sign_in("binh.ld"), **{"mails": "<b>@x", **typed} if "mails" in typed else typed)

    assert answer.status_code == 422
    assert words.lower() in answer.text.lower()
    assert standing(app) == ()


def test_another_wards_leader_neither_sees_nor_ends_it(sign_in, app, opened, tmp_path):
    sent(sign_in("binh.ld"))
    (one,) = standing(app)
    province(opened, tmp_path)
    above = sign_in(ABOVE)
    assert "UBND phường Phước Long" in text_of(above.get(PAGE).text)

    for login in ("thanh.tra", "lan.mc", "quantri.pl"):
        client = sign_in(login)
        assert client.get(PAGE).status_code == 403, login
        given = {"csrf_token": token_of(client, "/password")}
        assert client.post(f"{PAGE}/{one.id}/end", data=given).status_code == 403, login
    huge = {"csrf_token": token_of(above, PAGE)}
    assert above.post(f"{PAGE}/{10**12}/end", data=huge).status_code == 404
    assert len(standing(app)) == 1


def test_the_page_asks_little(sign_in, count):
    client = sign_in("binh.ld")
    sent(client)

    assert len(count(lambda: client.get(PAGE)).statements) <= 12
