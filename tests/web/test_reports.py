"""The table of a report on its page: the numbers, what they are asked by, and for whom."""

import json
from datetime import date
from time import process_time

import pytest

from app.reports.forms import form_of
from app.reports.out import WRITERS
from app.reports.period import Period
from app.reports.table import Table, TableRow
from app.store.scope import Scope
from app.web.report_grid import behind, grid_of
from sla.zone import parse_instant
from tests.web.cases import accepted, text_of
from tests.web.reporting import RUNNING, TABLE, WEEKS, numbers


def test_the_page_says_what_the_file_says(sign_in):
    client = sign_in("kiem.soat")
    document = json.loads(client.get(f"{TABLE}/table.json?{RUNNING}").data)

    page = numbers(client, f"{TABLE}?{RUNNING}")

    total = document["total"]
    assert page["Số lượng hồ sơ tiếp nhận – Tổng số, TỔNG CỘNG"][1] == total["received"]["total"]
    assert page["Số lượng hồ sơ đang giải quyết – Quá hạn, TỔNG CỘNG"][1] == total["open"]["late"]
    for row in document["rows"]:
        told = page.get(f"Số lượng hồ sơ tiếp nhận – Tổng số, {row['field']}", ("", 0))[1]
        assert told == row["received"]["total"], row["field"]


def test_it_opens_on_the_quarter_that_ended_last(sign_in):
    client = sign_in("binh.ld")

    for address in ("/reports", TABLE):
        assert "Quý IV năm 2023 (15/09/2023 – 14/12/2023)" in text_of(client.get(address).text)


@pytest.mark.parametrize("ending", WRITERS)
def test_every_format_can_be_taken_away(sign_in, ending):
    answer = sign_in("thanh.tra").get(f"{TABLE}/table.{ending}?{WEEKS}")

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(answer.data) > 100


def test_variant_switches_and_moment_are_asked_and_kept(sign_in):
    client = sign_in("binh.ld")
    asks = f"{RUNNING}&variant=chuan&returned_in=separate&known=2024-01-10T09:00"
    page = client.get(f"{TABLE}?{asks}").text
    words = text_of(page)

    assert "Dừng tính" not in words.partition("TỔNG CỘNG")[0].rpartition("STT")[2]
    assert "Trả lại, rút" in words
    assert "ghi nhận đến 09:00 ngày 10/01/2024" in words
    assert "Hồ sơ trả lại, hồ sơ rút được đếm riêng trong số đã giải quyết." in words
    href, count = numbers(client, f"{TABLE}?{asks}")[
        "Số lượng hồ sơ tiếp nhận – Tổng số, TỔNG CỘNG"
    ]
    assert "known=2024-01-10T09%3A00" in href
    assert "returned_in=separate" in href
    assert f"{count} hồ sơ" in text_of(client.get(href).text)
    assert (
        count
        < numbers(client, f"{TABLE}?{RUNNING}")["Số lượng hồ sơ tiếp nhận – Tổng số, TỔNG CỘNG"][1]
    )


def test_a_roll_up_opens_by_line_and_by_section(sign_in):
    client = sign_in("binh.ld")
    found = numbers(client, f"/reports/II.06c?{RUNNING}")
    received = {name: one for name, one in found.items() if "tiếp nhận – Tổng số" in name}

    assert any("Cộng phần A" in name for name in received)
    for name, (href, count) in received.items():
        assert f"{count} hồ sơ" in text_of(client.get(href).text), name


@pytest.mark.parametrize("form", ["II.04", "II.07a", "II.07b"])
def test_what_counts_procedures_opens_nothing_and_says_so(sign_in, form):
    client = sign_in("binh.ld")

    page = client.get(f"/reports/{form}?{RUNNING}")
    assert page.status_code == 200
    assert "/cases?" not in page.text
    assert client.get(f"/reports/{form}/cases?{RUNNING}&cell=local.total").status_code == 404


@pytest.mark.parametrize(
    ("asks", "status"),
    [
        ("first=2024-01-31&last=2024-01-01", 400),
        ("first=2024-01-31", 400),
        ("first=0001-01-01&last=9999-12-31", 400),
        ("period=bịa", 400),
        (f"{RUNNING}&known=hôm qua", 400),
        (f"{RUNNING}&known=2099-01-01T00:00", 400),
        (f"{RUNNING}&variant=bịa", 400),
        (f"{RUNNING}&paused_in=bịa", 400),
        ("agency=H32.TM", 404),
        ("agency=bịa", 404),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(sign_in, asks, status):
    client = sign_in("binh.ld")

    for page in ("", "/table.pdf", "/cases", "/cases.csv", "/cases.xlsx", "/gate", "/seal"):
        answer = client.get(f"{TABLE}{page}?cell=received.total&{asks}")
        assert answer.status_code == status, page


def test_a_form_or_a_format_there_is_none_of_is_no_page(sign_in):
    client = sign_in("binh.ld")

    for address in ("/reports/II.99", "/reports/<b>/cases", f"{TABLE}/table.exe"):
        assert client.get(address).status_code == 404, address


def test_it_is_for_those_who_answer_for_an_office(sign_in):
    for login in ("lan.mc", "hue.tp", "tam.vt", "quantri.pl"):
        client = sign_in(login)
        for address in ("/reports", TABLE, f"{TABLE}/cases?cell=voided", "/reports/check"):
            assert client.get(address).status_code == 403, login


def test_what_an_address_says_is_text_on_the_page(sign_in):
    client = sign_in("binh.ld")
    hostile = "<script>alert(1)</script>"

    for asks in (f"cell={hostile}", f"cell=received.total&row={hostile}", f"variant={hostile}"):
        for page in ("", "/cases"):
            assert hostile not in client.get(f"{TABLE}{page}?{RUNNING}&{asks}").text


def test_a_period_without_cases_says_so(sign_in):
    page = sign_in("binh.ld").get(f"{TABLE}?agency=H32.PL&first=2022-01-01&last=2022-01-31").text

    assert "không có gì để đếm" in page


def test_a_table_of_a_whole_province_is_drawn_in_time():
    names = [f"Xã thứ {number} <b>" for number in range(2_000)]
    columns = form_of("II.06a").layout().columns
    cells = {column.cell: 1_234_567 for column in columns}
    table = Table(
        form="II.06a",
        scope=Scope(agency="H32"),
        period=Period(first=date(2024, 1, 1), last=date(2024, 3, 31)),
        as_known_at=None,
        rows=tuple(TableRow(field=name, key=name, cells=cells) for name in names),
        total=cells,
        identities=(),
    )
    began = process_time()

    grid = grid_of(table, form_of("II.06a").layout(), behind("/reports/II.06c/cases?agency=H32"))

    assert process_time() - began < 2
    assert len(grid.lines) == 2_001
    first = grid.lines[0].numbers[0]
    assert first.text == "1.234.567"
    assert first.href.endswith("&cell=received.total&row=X%C3%A3%20th%E1%BB%A9%200%20%3Cb%3E")
    assert grid.lines[-1].numbers[0].href.endswith("&cell=received.total")


def test_the_quarters_before_stand_beside_the_table_and_in_the_pdf(sign_in, opened, count):
    client, autumn = sign_in("binh.ld"), parse_instant("2023-10-02T08:00")
    assert "Diễn biến qua các kỳ báo cáo" not in client.get(f"{TABLE}?{RUNNING}").text
    plain = client.get(f"{TABLE}/table.pdf?{RUNNING}").data
    accepted(opened, at=autumn, papers=())

    # One of them asks whether the kept months still hold.
    assert len(count(lambda: client.get(f"{TABLE}?{RUNNING}")).statements) <= 11
    page = client.get(f"{TABLE}?{RUNNING}").text
    assert "Diễn biến qua các kỳ báo cáo" in page
    assert "Quý IV năm 2023" in page.partition("Diễn biến qua các kỳ báo cáo")[2]
    assert len(client.get(f"{TABLE}/table.pdf?{RUNNING}").data) > len(plain)
    for asks in (WEEKS, f"{RUNNING}&subtree=1".replace("H32.PL", "H32.NT")):
        other = sign_in("kiem.soat").get(f"{TABLE}?{asks}")
        assert "Diễn biến" not in other.text
