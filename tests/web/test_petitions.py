"""The pages of petitions: taken in, answered, published, set right; who reads the sender."""

import re

import pytest
from sqlalchemy import text

from app.sample import ONE_FOR_ALL
from tests.web.client import entered, token_of

CODE = "PAKN-H32.PL-2024-0001"
PLACE = f"/petitions/{CODE}"
HIDDEN = re.compile(r'<input type="hidden" name="(key|version|event)" value="([^"]*)"')
GIVEN = {
    "channel": "direct",
    "about": "conduct",
    "subject": "<b>Chờ quá lâu</b>",
    "field": "HT",
    "name": "Bà Tư Bưởi",
    "phone": "0900000004",
    "content": "Tôi chờ ba tuần.",
}


def sent(client, place, **typed):
    """The form of a page, sent as a person would."""
    page = client.get(place)
    assert page.status_code == 200, page.text
    given = {**dict(HIDDEN.findall(page.text)), "csrf_token": token_of(client, place), **typed}
    return client.post(place, data=given)


def moment_of(page):
    """When the event of a form of correction happened, as the form has it."""
    found = re.search(r'name="at"[^>]* value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.fixture
def lan(sign_in):
    """A one-stop officer who has taken a petition in."""
    client = sign_in("lan.mc")
    answer = sent(client, "/petitions/new", **GIVEN)
    assert (answer.status_code, answer.headers["Location"]) == (303, PLACE)
    return client


def test_an_empty_register_says_so_and_leads_to_the_form(sign_in):
    page = sign_in("lan.mc").get("/petitions").text

    assert "Không có phản ánh, kiến nghị nào đang chờ xử lý." in page
    assert 'href="/petitions/new"' in page
    assert "/petitions/new" not in sign_in("thanh.tra").get("/petitions").text


def test_a_petition_stands_in_the_list_with_its_promise_and_without_its_sender(lan, sign_in):
    page = lan.get("/petitions").text

    assert CODE in page
    assert "&lt;b&gt;Chờ quá lâu&lt;/b&gt;" in page
    assert "Đang xử lý (1)" in page
    assert "Bưởi" not in page
    whole = sign_in("binh.ld").get(PLACE).text
    assert "Bà Tư Bưởi" in whole
    assert "Tôi chờ ba tuần." in whole
    assert "NĐ 92/2017" in whole


def test_those_who_only_watch_do_not_read_who_sent_it(lan, sign_in):
    page = sign_in("thanh.tra").get(PLACE).text

    assert "chỉ lãnh đạo và người theo dõi của cơ quan đọc được." in page
    assert "Bưởi" not in page
    assert "ba tuần" not in page
    assert "Việc tiếp theo" in page
    assert f"{PLACE}/answer" not in page


def test_a_leader_answers_and_the_desk_publishes(lan, sign_in):
    binh = sign_in("binh.ld")
    assert sent(lan, f"{PLACE}/accept").status_code == 303
    answer = sent(binh, f"{PLACE}/answer", answer="Đã thêm một bàn", letter="12/UBND")
    assert answer.status_code == 303
    assert f"{PLACE}/publish" in lan.get(PLACE).text

    assert sent(lan, f"{PLACE}/publish", where="bảng niêm yết").status_code == 303

    page = lan.get(PLACE).text
    assert "Trả lời bằng văn bản số 12/UBND: Đã thêm một bàn" in page
    assert "Công khai kết quả tại bảng niêm yết" in page
    assert "Không còn việc nào phải làm." in page
    assert CODE in lan.get("/petitions?which=published").text
    assert CODE not in lan.get("/petitions").text


@pytest.mark.parametrize(
    ("act", "typed", "told"),
    [
        ("return", {"reason": "không rõ việc gì"}, "không đủ cơ sở giải quyết"),
        ("forward", {"to": "Công an phường"}, "Chuyển Công an phường"),
    ],
)
def test_it_can_be_returned_or_sent_on(lan, sign_in, act, typed, told):
    assert sent(sign_in("binh.ld"), f"{PLACE}/{act}", **typed).status_code == 303
    assert told in lan.get(PLACE).text


def test_a_correction_changes_what_is_told_and_stays_visible(lan, sign_in):
    binh = sign_in("binh.ld")
    place = f"{PLACE}/correct?event=1"
    form = binh.get(place).text
    assert 'value="&lt;b&gt;Chờ quá lâu&lt;/b&gt;"' in form
    said = {"channel": "phone", "about": "conduct", "subject": "Chờ lâu", "field": "HT"}
    at = moment_of(form)

    answer = sent(binh, place, **said, at=at, why="nghe nhầm")

    assert answer.status_code == 303
    page = binh.get(PLACE).text
    assert "Đính chính cách tiếp nhận, tóm tắt của việc số 1: nghe nhầm" in page
    assert "điện thoại, đường dây nóng" in page
    nothing = sent(binh, place, **{**said, "at": at}, why="không đổi gì")
    assert nothing.status_code == 422


def test_the_last_event_can_be_struck_out(lan, sign_in):
    binh = sign_in("binh.ld")
    sent(binh, f"{PLACE}/answer", answer="nhầm phiếu")
    place = f"{PLACE}/correct?event=2"
    at = moment_of(binh.get(place).text)

    answer = sent(binh, place, at=at, answer="nhầm phiếu", struck="1", why="ghi nhầm phiếu")

    assert answer.status_code == 303
    page = binh.get(PLACE).text
    assert "đã gạch" in page
    assert f"{PLACE}/answer" in page


def test_nothing_typed_is_lost_where_something_is_wrong(lan, sign_in):
    again = sent(lan, "/petitions/new", **{**GIVEN, "channel": "", "name": "Ông Năm"})
    assert again.status_code == 422
    assert 'value="Ông Năm"' in again.text
    early = sent(lan, f"{PLACE}/forward", to="Sở Nội vụ", at="2023-01-01T09:00")
    assert early.status_code == 422
    assert "thời điểm nằm trước việc liền trước" in early.text.lower()
    assert 'value="Sở Nội vụ"' in early.text


def test_whoever_comes_second_keeps_what_they_typed(lan, sign_in):
    binh, place = sign_in("binh.ld"), f"{PLACE}/answer"
    given = dict(HIDDEN.findall(binh.get(place).text)) | {"answer": "đã gõ rồi"}
    token = token_of(binh, place)
    sent(lan, f"{PLACE}/accept")

    answer = binh.post(place, data={**given, "csrf_token": token})

    assert answer.status_code == 409
    assert "vừa được người khác cập nhật (lan.mc)" in answer.text
    assert "đã gõ rồi" in answer.text
    again = dict(HIDDEN.findall(answer.text)) | {"answer": "đã gõ rồi", "csrf_token": token}
    assert binh.post(place, data=again).status_code == 303


def test_the_same_form_sent_twice_is_written_once(lan, opened):
    place = "/petitions/new"
    page = lan.get(place).text
    given = {**dict(HIDDEN.findall(page)), "csrf_token": token_of(lan, place), **GIVEN}

    answers = [lan.post(place, data=given) for _ in range(2)]

    assert {one.headers["Location"] for one in answers} == {PLACE.replace("0001", "0002")}
    with opened.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM petition_events")) == 2


@pytest.mark.parametrize("login", ["hue.tp", "tam.vt", "yen.kt", "quantri.pl"])
def test_who_does_not_handle_petitions_finds_no_register(lan, sign_in, login):
    client = sign_in(login)
    assert client.get("/petitions").status_code == 403
    assert "/petitions" not in client.get("/", follow_redirects=True).text


def test_another_commune_finds_no_such_petition(lan, app):
    son = entered(app.test_client(), "son.tm", ONE_FOR_ALL)
    for path in (PLACE, f"{PLACE}/answer", PLACE.replace("0001", "0009"), "/petitions/%00"):
        assert son.get(path).status_code == 404
    assert CODE not in son.get("/petitions?which=all").text


@pytest.mark.parametrize("path", ["/burn", "/correct", "/correct?event=9", "/correct?event=x"])
def test_what_is_no_act_is_not_found(lan, sign_in, path):
    assert sign_in("binh.ld").get(PLACE + path).status_code == 404


def test_no_page_asks_much(lan, sign_in, count):
    for login in ("lan.mc", "binh.ld", "kiem.soat", "thanh.tra"):
        client = sign_in(login)
        for path in ("/petitions", "/petitions?which=all&page=2", "/petitions/new", PLACE):
            assert len(count(lambda path=path, to=client: to.get(path)).statements) <= 12
    binh = sign_in("binh.ld")
    for path in (f"{PLACE}/answer", f"{PLACE}/correct?event=1"):
        assert len(count(lambda path=path: binh.get(path)).statements) <= 12
