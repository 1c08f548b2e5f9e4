"""The ledger's page: a number is as long as the list behind it, whoever asks for which days."""

import io
import re

import pytest
from openpyxl import load_workbook

from tests.web.apologising import CASE, issued
from tests.web.cases import text_of

LEDGER = "/apologies/ledger"
QUARTER = "first=2023-12-15&last=2024-03-14"
NUMBERS = re.compile(r'href="(/apologies/ledger/cases\?[^"]+)" aria-label="([^"]+): (\d+) hồ sơ"')


def numbers(client, asked: str = QUARTER) -> dict[str, tuple[str, int]]:
    """Each number that is not nothing, by its name: where it leads and how many it counts."""
    page = client.get(f"{LEDGER}?{asked}").text
    found = NUMBERS.findall(page)
    return {name: (href.replace("&amp;", "&"), int(count)) for href, name, count in found}


def test_every_number_opens_just_so_many_cases(sign_in):
    issued(sign_in)
    client = sign_in("binh.ld")
    found = numbers(client)

    assert found["Đã ký"][1] == 1
    for name, (href, count) in found.items():
        page = client.get(href).text
        assert page.count("<tr data-href=") == count, name
        assert f"{name} <span" in page
    assert CASE in client.get(found["Đã ký"][0]).text
    owed, issued_now, waiting = (
        found[name][1] for name in ("Phải xin lỗi", "Đã phát hành", "Còn phải làm")
    )
    assert owed == issued_now + waiting


def test_it_opens_on_the_statutory_quarter_of_today(sign_in):
    client = sign_in("kiem.soat")

    assert numbers(client, "") == numbers(client)
    assert "Quý I năm 2024 (15/12/2023 – 14/03/2024)" in text_of(client.get(LEDGER).text)
    chosen = numbers(client, "period=2024-01-01..2024-01-31")
    assert "Tháng 01/2024" in client.get(f"{LEDGER}?period=2024-01-01..2024-01-31").text
    assert chosen["Phải xin lỗi"][1] <= numbers(client)["Phải xin lỗi"][1]


def test_days_in_which_nothing_was_due_say_so(sign_in):
    page = sign_in("thanh.tra").get(f"{LEDGER}?first=2030-01-01&last=2030-01-31").text

    assert "Không có hồ sơ nào" in page


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("first=2024-01-31&last=2024-01-01", 400),
        ("first=2024-01-31", 400),
        ("first=0001-01-01&last=9999-12-31", 400),
        ("period=bịa", 400),
        ("unit=H32.TM", 400),
        (f"{QUARTER}&unit=H32.PL", 200),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(sign_in, asked, status):
    client = sign_in("binh.ld")
    for path in (LEDGER, f"{LEDGER}/cases", f"{LEDGER}/all.xlsx"):
        assert client.get(f"{path}?{asked}").status_code == status, path
    assert client.get(f"{LEDGER}/cases?number=bịa").status_code == 404


def test_the_spreadsheet_has_the_numbers_of_the_page(sign_in):
    client = sign_in("lan.mc")
    answer = client.get(f"{LEDGER}/all.xlsx?{QUARTER}")

    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[0] == "Đơn vị")
    whole = dict(zip(rows[head], rows[-1], strict=True))
    assert whole["Đơn vị"] == "Cộng"
    for name, (_, count) in numbers(client).items():
        assert whole[name] == count
    assert "Quý I năm 2024" in str(rows[0][0])


def test_it_is_for_those_who_answer_for_an_office(sign_in):
    assert sign_in("hue.tp").get(LEDGER).status_code == 403
    assert sign_in("quantri.pl").get(LEDGER).status_code == 403
