"""The search and the sheets: what is found, how it was read, and that data stay text."""

from html import unescape
from urllib.parse import quote

import pytest

from tests.web.inbox import bring, codes, column, sheet_of, submitted

MOST_STATEMENTS = 12
NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=1+1",
    "Nguyễn \u202eVăn\u202c 👩\u200d👩\u200d👧 An",
    "{{ 7*7 }} {% x %}",
    "x" * 500,
]


def test_names_are_text_on_pages_and_in_sheets(config, sign_in):
    bring(config, *(submitted(9000 + number, name) for number, name in enumerate(NASTY)))
    client = sign_in("lan.mc")

    page = client.get("/lists/to_accept").text
    sheet = sheet_of(client.get("/lists/to_accept.xlsx"))

    assert "<script>alert" not in page
    assert "<img" not in page
    assert [name for name in NASTY if name not in unescape(page)] == []
    assert set(NASTY) <= set(column(sheet, "Người nộp"))
    assert not [cell for row in sheet for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("ward_url", ["sqlite", "postgresql"], indirect=True)
def test_whatever_is_searched_for_is_text(sign_in):
    client = sign_in("lan.mc")

    for text in (*NASTY, "9" * 200, "'; DROP TABLE cases; --", "%", '"', "* AND"):
        answer = client.get(f"/search?q={quote(text)}")
        assert answer.status_code == 200, text
        assert client.get(f"/search.xlsx?q={quote(text)}").status_code == 200, text
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text
        assert text.strip() in unescape(answer.text)


def test_a_whole_code_typed_or_scanned_leads_to_its_case(sign_in):
    client = sign_in("lan.mc")
    code = codes(client.get("/lists/to_accept").text)[0]

    for text in (code, f" {code.lower()} ", f"https://mot-cua.example/tra-cuu?ma={code}"):
        answer = client.get(f"/search?q={quote(text, safe='')}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{code}")


def test_a_code_of_another_commune_leads_nowhere(sign_in):
    code = codes(sign_in("lan.mc").get("/lists/to_accept").text)[0]

    answer = sign_in("son.tm").get(f"/search?q={code}")

    assert answer.status_code == 200
    assert codes(answer.text) == []


def test_a_name_is_found_without_its_marks_and_the_page_says_how(sign_in, count):
    client = sign_in("lan.mc")
    client.get("/", follow_redirects=True)

    tally = count(lambda: client.get("/search?q=nguyen van an"))
    page = unescape(client.get("/search?q=nguyen van an").text)

    assert page.count("Nguyễn Văn An<") >= 3
    assert f"{len(codes(page))} hồ sơ, tìm theo tên người nộp." in page
    assert 'value="nguyen van an"' in page
    assert len(tally.statements) <= MOST_STATEMENTS, tally.statements


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("+84 900 000 777", "theo số điện thoại hoặc số định danh"),
        ("000 191 000 777", "theo số điện thoại hoặc số định danh"),
        ("9001", "theo những số cuối của mã hồ sơ"),
    ],
)
def test_numbers_find_by_telephone_identity_or_the_end_of_a_code(config, sign_in, text, how):
    bring(config, submitted(9001, "Hồ Thị Số"))

    page = unescape(sign_in("lan.mc").get(f"/search?q={quote(text)}").text)

    assert "H32.PL-240124-9001" in codes(page)
    assert how in page


def test_finding_nothing_says_what_else_to_try(sign_in):
    client = sign_in("lan.mc")

    nothing, blank = client.get("/search?q=zzzz").text, client.get("/search").text

    assert "Không thấy hồ sơ nào khi tìm theo tên người nộp." in unescape(nothing)
    assert "Thử cách khác" in nothing
    assert "Xuất Excel" not in nothing
    assert "Gõ vào ô tìm" in blank


def test_a_search_for_a_common_name_shows_the_newest_and_says_there_are_more(config, sign_in):
    bring(config, *(submitted(9000 + number, "Lê Văn Trùng") for number in range(60)))

    page = unescape(sign_in("lan.mc").get("/search?q=van trung").text)

    assert len(codes(page)) == 50
    assert "Nhiều hơn 50 hồ sơ" in page
    sheet = sheet_of(sign_in("lan.mc").get("/search.xlsx?q=van trung"))
    assert column(sheet, "Người nộp").count("Lê Văn Trùng") == 60


def test_a_sheet_holds_the_list_and_has_a_name_for_every_program(sign_in):
    client = sign_in("lan.mc")

    answer = client.get("/lists/delivered_today.xlsx")

    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.headers["Cache-Control"] == "no-store"
    named = answer.headers["Content-Disposition"]
    assert 'attachment; filename="da-tra-hom-nay-2024-01-24-08h3' in named
    assert f"filename*=UTF-8''{quote('Đã trả hôm nay 2024-01-24 08h3')}" in named
    page = client.get("/lists/delivered_today").text
    assert column(sheet_of(answer), "Mã hồ sơ") == codes(page)
