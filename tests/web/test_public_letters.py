"""The published letters of apology, month by month, as anybody reads them without an account."""

import pytest

from app.sample import MORNING
from app.services import public_letters
from tests.web.cases import BOTH, HOUR, accepted, appraised
from tests.web.public import AGAIN, REASON, SECRETS, apologised, words_of


@BOTH
def test_a_published_letter_stands_in_its_month_without_anything_personal(client, opened):
    case = appraised(opened)
    apologised(opened, case, at=MORNING, again=AGAIN)

    answer = client.get("/apologies/2024-01")

    said = words_of(answer)
    assert "1/PXL 24/01/2024 Cấp Giấy xác nhận tình trạng hôn nhân Hộ tịch" in said
    assert f"UBND phường Phước Long 29/01/2024 20/02/2024 22 {REASON}" in said
    assert "Tháng 1 (1 thư)" in said
    assert [secret for secret in (*SECRETS, case) if secret in answer.text] == []
    assert words_of(client.get("/apologies")) == said


def test_a_long_month_has_pages(client, opened, monkeypatch):
    monkeypatch.setattr(public_letters, "MOST", 1)
    for number in ("1/PXL", "2/PXL"):
        apologised(opened, appraised(opened), at=MORNING, again=AGAIN, number=number)

    first, second = client.get("/apologies"), client.get("/apologies/2024-01?page=2")

    assert "2 thư, trang 1 trong 2" in words_of(first)
    assert 'href="/apologies/2024-01?page=2"' in first.text
    assert "2/PXL" in words_of(second)
    assert 'href="/apologies/2024-01?page=1"' in second.text


def test_reasons_are_shown_as_text(client, opened):
    apologised(opened, appraised(opened), at=MORNING, again=AGAIN, reason="<i>{{ 7*7 }}</i>")

    assert "&lt;i&gt;{{ 7*7 }}&lt;/i&gt;" in client.get("/apologies").text


def test_the_latest_month_comes_first_and_the_others_are_named(client, opened):
    before = MORNING - 24 * 40 * HOUR
    apologised(opened, accepted(opened, before - HOUR), at=before, again=MORNING)
    apologised(opened, appraised(opened), at=MORNING, again=AGAIN, number="2/PXL")

    latest, older = client.get("/apologies"), client.get("/apologies/2023-12")

    assert "công khai tháng 01/2024" in words_of(latest)
    assert "2024 Tháng 1 (1 thư) 2023 Tháng 12 (1 thư)" in words_of(latest)
    assert "1/PXL" in words_of(older)
    assert "2/PXL" not in words_of(older)


def test_where_nothing_was_published_a_sentence_stands(client):
    assert "Chưa có thư xin lỗi nào được công khai." in words_of(client.get("/apologies"))
    none = words_of(client.get("/apologies/2024-02"))
    assert "Tháng 02/2024 không có thư xin lỗi nào" in none


@pytest.mark.parametrize("month", ["2024-13", "2024-00", "24-01", "9999-12", "x", "２０２４-01"])
def test_what_is_no_month_is_no_page(client, month):
    assert client.get(f"/apologies/{month}").status_code == 404


@pytest.mark.parametrize("page", ["", "0", "-1", "x", "99", "9" * 400, "²"])
def test_a_strange_page_of_a_month_is_one_of_its_pages(client, opened, page):
    apologised(opened, appraised(opened), at=MORNING, again=AGAIN)

    assert "1/PXL" in client.get("/apologies/2024-01", query_string={"page": page}).text


@pytest.mark.parametrize("page", ["/apologies", "/apologies/2024-01", "/robots.txt"])
def test_what_is_the_same_for_all_may_be_kept_and_knows_nobody(client, sign_in, page):
    mine = sign_in("lan.mc").get(page)
    answer = client.get(page)

    kept = {one.strip() for one in answer.headers["Cache-Control"].split(",")}
    assert kept == {"public", "max-age=0", "s-maxage=60"}
    assert "Set-Cookie" not in answer.headers
    assert mine.data == answer.data
    again = client.get(page, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_wrong_month_is_kept_by_nobody(client):
    assert client.get("/apologies/x").headers["Cache-Control"] == "no-store"


def test_programs_that_gather_pages_are_kept_out_of_the_look_up(client):
    answer = client.get("/robots.txt")

    assert answer.mimetype == "text/plain"
    assert "Disallow: /track\n" in answer.text


def test_the_door_of_the_desk_leads_to_both(client):
    page = client.get("/sign-in").text

    assert 'href="/track"' in page
    assert 'href="/apologies"' in page
