"""The letters of an office: by kind, days and number, page by page, and as a spreadsheet."""

import io
import re

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.web.cases import accepted, opened, text_of
from tests.web.lettering import issued, pressed
from workflows.events import Applicant

__all__ = ["opened"]


@pytest.fixture
def lan(sign_in) -> FlaskClient:
    browser: FlaskClient = sign_in("lan.mc")
    return browser


def test_the_letters_of_the_office_by_kind_days_and_number(lan, opened):
    codes = [accepted(opened) for _ in range(3)]
    for number, code in enumerate(codes):
        pressed(lan, f"/cases/{code}/letters/receipt", key=str(number) * 32)
    pressed(lan, f"/cases/{codes[0]}/letters/control", key="e" * 32)

    every = text_of(lan.get("/letters").text)
    receipts = lan.get("/letters?kind=receipt").text
    second = text_of(lan.get("/letters?q=2").text)
    by_case = text_of(lan.get(f"/letters?q={codes[2]}&from=2020-01-01&to=2020-01-02").text)
    old = text_of(lan.get("/letters?from=2020-01-01&to=2020-12-31").text)

    assert "4 văn bản" in every
    assert [receipts.index(code) for code in codes] == sorted(
        (receipts.index(code) for code in codes), reverse=True
    )
    assert codes[1] in second
    assert codes[0] not in second
    assert codes[2] in by_case
    assert "Không có văn bản nào" in old


def test_number_with_its_sign_and_odd_questions(lan, opened):
    code = accepted(opened)
    pressed(lan, f"/cases/{code}/letters/receipt")
    (row,) = issued(opened, code)

    assert code in lan.get("/letters", query_string={"q": row.number.lower()}).text
    assert code not in lan.get("/letters", query_string={"q": "1/PXL"}).text
    for odd in ("%", "_", "' or 1=1 --", "<script>alert(1)</script>", "9" * 40, "Đ/1", "1/" * 20):
        answer = lan.get("/letters", query_string={"q": odd})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "0 văn bản" in text_of(answer.text), odd
    for days in ("from=2024-02-30", "from=x", "from=2024-02-02&to=2024-01-01", "to=9999-12-31"):
        assert lan.get(f"/letters?{days}").status_code == 422
    assert lan.get("/letters?agency=H32.TM").status_code == 404
    assert lan.get("/letters?after=x").status_code == 400


def test_the_list_turns_pages_and_tells_each_letter_once(lan, opened, monkeypatch):
    monkeypatch.setattr("app.services.letters_page.SIZE", 2)
    for number in range(5):
        code = accepted(opened)
        pressed(lan, f"/cases/{code}/letters/receipt", key=f"{number}" * 32)

    found, path = [], "/letters"
    while path:
        page = lan.get(path).text
        found += re.findall(r"<strong>([0-9]+/[A-Z]+)</strong>", page)
        further = re.search(r'href="([^"]+)" rel="next"', page)
        path = further[1].replace("&amp;", "&") if further else ""

    assert [int(one.split("/")[0]) for one in found] == [5, 4, 3, 2, 1]


def test_the_sheet_has_the_same_and_its_texts_stay_texts(lan, opened):
    code = accepted(opened, applicant=Applicant(name="=1+1"))
    pressed(lan, f"/cases/{code}/letters/receipt")

    answer = lan.get("/letters.xlsx")

    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert any(code in row and "=1+1" in row for row in rows)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_supervisors_and_auditors_read_the_list(sign_in, lan, opened):
    code = accepted(opened)
    pressed(lan, f"/cases/{code}/letters/receipt")

    for login in ("kiem.soat", "thanh.tra", "binh.ld", "yen.kt"):
        assert code in sign_in(login).get("/letters").text
    assert "Cấp hàng loạt" not in sign_in("thanh.tra").get("/letters").text
