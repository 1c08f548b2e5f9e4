"""The cases behind a number: as many as it says, each with why; and as files."""

import csv
import io

import pytest
from openpyxl import load_workbook

from app.services import report_cases_page
from tests.web.cases import BOTH, accepted, text_of
from tests.web.reporting import CASES, RUNNING, TABLE, numbers
from workflows.events import Applicant


@BOTH
def test_every_number_opens_just_so_many_cases(sign_in):
    client = sign_in("binh.ld")
    found = numbers(client, f"{TABLE}?{RUNNING}")

    assert len(found) > 20
    for name, (href, count) in found.items():
        page = client.get(href).text
        assert f"<strong>{count}</strong> hồ sơ" in page, name
        assert page.count("<tr data-href=") == min(count, 100), name


def test_each_case_says_why_it_is_here_and_not_beside(sign_in):
    page = text_of(sign_in("binh.ld").get(f"{CASES}?{RUNNING}&cell=open.late").text)

    assert "Qua giờ hẹn trả" in page
    assert "Không phải trong hạn: đã qua giờ hẹn trả" in page


@pytest.mark.parametrize("form", ["II.06a", "II.06c"])
def test_a_long_list_goes_on_where_it_stopped(sign_in, monkeypatch, form):
    monkeypatch.setattr(report_cases_page, "PAGE", 7)
    client, codes = sign_in("binh.ld"), []
    found = numbers(client, f"/reports/{form}?{RUNNING}")
    address, count = found["Số lượng hồ sơ tiếp nhận – Tổng số, TỔNG CỘNG"]
    while address:
        page = client.get(address).text
        assert f"<strong>{count}</strong> hồ sơ" in page
        codes += [part.partition('"')[0] for part in page.split('<tr data-href="')[1:]]
        rest = page.partition('rel="next" href="')[2].partition('"')[0]
        address = rest.replace("&amp;", "&")

    assert len(codes) == len(set(codes)) == count
    assert codes == sorted(codes)


def test_who_may_repair_is_led_there(sign_in):
    address = f"{CASES}?{RUNNING}&cell=open.late"

    assert "/acts/correct" in sign_in("binh.ld").get(address).text
    told = sign_in("kiem.soat").get(address).text
    assert "/acts/correct" not in told
    assert "gửi đề nghị đính chính" in told


@pytest.mark.parametrize("cell", ["", "bịa", "solved.returned", "local.total"])
def test_a_number_the_form_does_not_print_is_no_page(sign_in, cell):
    client = sign_in("binh.ld")

    for page in (CASES, f"{CASES}.csv", f"{CASES}.xlsx"):
        assert client.get(f"{page}?{RUNNING}&cell={cell}").status_code == 404, page


def test_a_line_the_table_does_not_have_is_no_page(sign_in):
    client = sign_in("binh.ld")

    for form in ("II.06a", "II.06c"):
        address = f"/reports/{form}/cases?{RUNNING}&cell=received.total&row=bịa"
        assert client.get(address).status_code == 400
    assert client.get(f"{CASES}?{RUNNING}&cell=voided&row={'x' * 300}").status_code == 400


def test_the_files_hold_every_case_and_texts_stay_texts(sign_in, opened):
    hostile = "=HYPERLINK(1)"
    accepted(opened, applicant=Applicant(name=hostile, id_no="000123456789", phone="0900000777"))
    client = sign_in("binh.ld")
    _, count = numbers(client, f"{TABLE}?{RUNNING}")[
        "Số lượng hồ sơ tiếp nhận – Tổng số, TỔNG CỘNG"
    ]

    with client.get(f"{CASES}.csv?{RUNNING}&cell=received.total") as answer:
        text = answer.data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    sheet = load_workbook(
        io.BytesIO(client.get(f"{CASES}.xlsx?{RUNNING}&cell=received.total").data)
    ).worksheets[0]
    codes = [row[0] for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("H32.")]

    assert len(rows) - 1 == count == len(codes)
    assert [row[0] for row in rows[1:]] == codes
    assert rows[0][0] == "Mã hồ sơ"
    # Nobody who only counts has to read who the citizens are.
    assert hostile not in text
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
