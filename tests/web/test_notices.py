"""The list of an officer's notices: in order, page by page, read one by one and together."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from app.store.notices import NOTICES
from tests.web.cases import accepted, text_of
from tests.web.client import token_of
from tests.web.ringing import count_in, line, put, rung, unread_texts

HX = {"HX-Request": "true"}


def lines_in(page: str) -> list[str]:
    return re.findall(r"Dòng số (\d+)\.<", page)


def posted(client, path, **given):
    return client.post(path, data={"csrf_token": token_of(client, "/password"), **given})


def test_lines_stand_newest_first_with_word_and_weight(opened, sign_in):
    put(opened, line(1, level="info"), line(3, level="urgent"), line(2))

    page = sign_in("lan.mc").get("/notices").text

    assert lines_in(page) == ["3", "2", "1"]
    assert re.findall(r'class="tag (\w+)">([^<]+)<', page) == [
        ("late", "Khẩn"),
        ("near", "Cảnh báo"),
        ("calm", "Nhắc"),
    ]
    assert page.count('class="unread"') == 3
    assert "hôm nay" in page


def test_a_notice_leads_to_its_case(opened, sign_in):
    code = accepted(opened)
    text = f"Quá hạn trả: hồ sơ {code} (Khai sinh), hạn hôm nay; làm ngay."
    put(opened, line(1, text=text, case_code=code, link=f"/cases/{code}"))
    client = sign_in("lan.mc")
    page = client.get("/notices").text
    assert f'href="/cases/{code}"' in page
    assert text in text_of(page).replace(" (", " (")

    number = rung(opened)[0].id
    answer = posted(client, f"/notices/{number}/open")

    assert (answer.status_code, answer.location) == (303, f"/cases/{code}")
    assert unread_texts(opened) == set()


def test_words_that_do_not_name_the_case_are_followed_by_it(opened, sign_in):
    code = accepted(opened)
    put(opened, line(1, text="Sắp đến hạn", case_code=code, link=f"/cases/{code}"))

    assert f"Sắp đến hạn {code}" in text_of(sign_in("lan.mc").get("/notices").text)


def test_words_of_the_data_are_no_markup(opened, sign_in):
    put(opened, line(1, text="<script>alert(1)</script> & “x”"))

    page = sign_in("lan.mc").get("/notices").text

    assert "<script>alert" not in page
    assert "<script>alert(1)</script> & “x”" in unescape(page)


def test_asking_for_pages_changes_nothing(opened, sign_in):
    put(opened, line(1), line(2))
    client = sign_in("lan.mc")
    number = rung(opened)[0].id

    for path in ("/notices", "/notices?show=unread", "/notices/bell"):
        assert client.get(path).status_code == 200
    for path in (f"/notices/{number}/open", f"/notices/{number}/read", "/notices/read-all"):
        assert client.get(path).status_code == 405

    assert len(unread_texts(opened)) == 2


def test_more_come_by_a_link_or_as_a_fragment(opened, sign_in):
    put(opened, *(line(number) for number in range(70)))
    client = sign_in("lan.mc")
    path, parts = "/notices", 0
    shown: list[str] = []

    while path:
        answer = client.get(path, headers=HX if parts else {})
        assert ("<html" in answer.text) == (parts == 0)
        shown, parts = shown + lines_in(answer.text), parts + 1
        found = re.search(r'<a [^>]*href="([^"]+)"[^>]*>Xem thêm<', answer.text)
        path = unescape(found[1]) if found else ""

    assert shown == [str(number) for number in range(69, -1, -1)]
    assert parts == 3


def test_the_second_page_is_whole_without_script(opened, sign_in):
    put(opened, *(line(number) for number in range(40)))
    client = sign_in("lan.mc")
    found = re.search(r'href="([^"]+)"[^>]*>Xem thêm<', client.get("/notices?show=unread").text)
    assert found

    page = client.get(unescape(found[1])).text

    assert lines_in(page) == [str(number) for number in range(9, -1, -1)]
    assert 'aria-current="page">Chưa đọc' in page
    assert "Về trang đầu" in page
    assert "Đánh dấu đã đọc tất cả" not in page  # Those of the first page would go with them.


@pytest.mark.parametrize(
    "after", ["x", "~", "2024-01-24T08:00+07:00", "2024-01-24T08:00+07:00~x", "<b>"]
)
def test_a_mark_no_page_has_given_is_refused(sign_in, after):
    answer = sign_in("lan.mc").get("/notices", query_string={"after": after})

    assert answer.status_code == 400
    assert "<b>" not in answer.text


def test_only_the_unread_on_demand(opened, sign_in):
    put(opened, line(1), line(2))
    client = sign_in("lan.mc")
    posted(client, f"/notices/{rung(opened)[0].id}/read")

    assert lines_in(client.get("/notices?show=unread").text) == ["1"]
    assert lines_in(client.get("/notices").text) == ["2", "1"]


def test_empty_lists_say_why(opened, sign_in):
    client = sign_in("lan.mc")
    assert "Chưa có thông báo nào" in client.get("/notices").text

    put(opened, line(1))
    posted(client, f"/notices/{rung(opened)[0].id}/read")

    assert "Không còn thông báo nào chưa đọc" in client.get("/notices?show=unread").text


def test_reading_one_comes_back_to_the_same_list(opened, sign_in):
    put(opened, line(1), line(2))
    client = sign_in("lan.mc")
    number = rung(opened)[0].id

    answer = posted(client, f"/notices/{number}/read", show="unread")
    again = posted(client, f"/notices/{number}/read", show="unread")

    assert (answer.status_code, answer.location) == (303, "/notices?show=unread")
    assert again.status_code == 303
    assert unread_texts(opened) == {"Dòng số 1."}


def test_with_script_the_line_alone_is_drawn_anew(opened, sign_in):
    put(opened, line(1))
    client = sign_in("lan.mc")
    number, token = rung(opened)[0].id, token_of(client, "/password")
    given = {"csrf_token": token, "show": "all"}

    answer = client.post(f"/notices/{number}/read", data=given, headers=HX)
    gone = client.post(f"/notices/{number}/read", data={**given, "show": "unread"}, headers=HX)

    assert answer.headers["HX-Trigger"] == "bell"
    assert "<html" not in answer.text
    assert "đã đọc" in answer.text
    assert gone.text.strip() == ""


def test_reading_all_leaves_what_came_since(opened, sign_in):
    put(opened, line(1), line(2), line(3, login="minh.mc"))
    client = sign_in("lan.mc")
    found = re.search(r'name="newest" value="([^"]+)"', client.get("/notices").text)
    assert found
    put(opened, line(4))

    answer = posted(client, "/notices/read-all", newest=unescape(found[1]))

    assert (answer.status_code, answer.location) == (303, "/notices")
    assert unread_texts(opened) == {"Dòng số 4."}
    page = client.get("/notices").text
    assert "Đã đánh dấu đã đọc 2 thông báo." in page
    assert count_in(page) == "1"
    assert count_in(sign_in("minh.mc").get("/password").text) == "1"


@pytest.mark.parametrize("act", ["open", "read"])
def test_the_line_of_somebody_else_is_not_there(opened, sign_in, act):
    put(opened, line(1))
    number = rung(opened)[0].id

    answer = posted(sign_in("minh.mc"), f"/notices/{number}/{act}")

    assert answer.status_code == 404
    assert len(unread_texts(opened)) == 1


@pytest.mark.parametrize("path", ["/notices/1/open", "/notices/1/read", "/notices/read-all"])
def test_without_the_secret_of_a_form_nothing_is_read(opened, sign_in, path):
    put(opened, line(1))
    client = sign_in("lan.mc")

    assert client.post(path, data={"newest": "x"}).status_code == 400
    assert len(unread_texts(opened)) == 1


def test_a_mark_to_read_up_to_must_be_one_of_ours(opened, sign_in):
    put(opened, line(1))

    assert posted(sign_in("lan.mc"), "/notices/read-all", newest="mới").status_code == 400
    assert len(unread_texts(opened)) == 1


def test_a_case_no_longer_seen_leaves_list_and_count(opened, sign_in):
    code = accepted(opened)
    put(opened, line(1, login="son.tm", case_code=code, link=f"/cases/{code}"), line(2))
    client = sign_in("son.tm")

    assert count_in(client.get("/password").text) == ""
    assert code not in client.get("/notices").text
    with opened.reading() as connection:
        query = select(NOTICES.c.id).where(NOTICES.c.login == "son.tm")
        number = connection.scalars(query).one()
    assert posted(client, f"/notices/{number}/open").status_code == 404
