"""The register over HTTP: whose book, which days, the true times, on paper and as a spreadsheet."""

import csv
import io
import re
from datetime import datetime

import pytest
from openpyxl import load_workbook

from app.sample import MORNING
from sla.zone import VIETNAM
from tests.letters.reading import text_of as printed_text
from tests.web.cases import BOTH, HOUR, MINUTE, accepted, appraised, did, resolved, text_of
from workflows import commands as cmd
from workflows.events import Applicant

TODAY = f"from={MORNING:%Y-%m-%d}&to={MORNING:%Y-%m-%d}"
EVIL = '=HYPERLINK("http://x","<b>{{7*7}}</b>")'


def book(client, query=TODAY):
    answer = client.get(f"/register?{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


def count_in(page):
    found = re.search(r"(\d+) hồ sơ,", page)
    assert found, page
    return int(found[1])


def row_of(page, code):
    (row,) = [row for row in re.findall(r"<tr data-href.*?</tr>", page, re.DOTALL) if code in row]
    return text_of(row)


@BOTH
def test_a_case_stands_in_the_book_of_its_day_with_what_has_happened(opened, sign_in):
    code = resolved(opened)

    page = book(sign_in("lan.mc"))

    row = row_of(page, code)
    assert "Bà Tư" in row
    assert "0900000777" in row
    assert "07:30 hôm nay" in row  # accepted
    assert "08:00 hôm nay" in row  # went to the specialist
    assert "08:29 hôm nay" in row  # the result
    assert code not in book(sign_in("lan.mc"), "from=2024-01-02&to=2024-01-03")


@BOTH
def test_a_correction_moves_a_case_to_the_book_of_its_true_day(opened, sign_in):
    code = accepted(opened)
    true = MORNING - 18 * HOUR
    corrected = cmd.CorrectEvent(
        at=MORNING - MINUTE, of=1, true_at=true, reason="ghi muộn", approved_by="binh.ld"
    )
    did(opened, code, corrected, by="lan.mc")

    assert code not in book(sign_in("lan.mc"))
    day = f"{true:%Y-%m-%d}"
    assert "14:30 hôm qua" in row_of(book(sign_in("lan.mc"), f"from={day}&to={day}"), code)


def test_practice_is_in_no_book(opened, sign_in):
    code = accepted(opened, training=True)

    assert code not in book(sign_in("lan.mc"))


def test_a_book_is_narrowed_to_a_field(opened, sign_in):
    code = accepted(opened)
    inside = re.search(r'<option value="(\w+)">Hộ tịch', book(sign_in("lan.mc")))

    assert inside
    assert code in book(sign_in("lan.mc"), f"{TODAY}&field={inside[1]}")
    assert code not in book(sign_in("lan.mc"), f"{TODAY}&field=CT")
    assert sign_in("lan.mc").get("/register?field=khong-co").status_code == 404


def test_a_long_book_is_paged_without_a_gap_or_a_double(sign_in):
    client, found = sign_in("lan.mc"), []
    address: str | None = "/register?from=2024-01-01&to=2024-01-24"
    count = count_in(client.get(address).text)
    while address:
        page = client.get(address).text
        found += re.findall(r'<a class="code nowrap" href="/cases/([^"]+)"', page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = following[1].replace("&amp;", "&") if following else None

    assert count > 50
    assert (len(found), len(set(found))) == (count, count)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=2024-01-05&to=2024-01-04", "ngày cuối phải từ ngày đầu trở đi"),
        ("from=2023-12-31&to=2024-01-04", "cùng một năm"),
        ("from=hom-qua", "năm-tháng-ngày"),
    ],
)
def test_days_that_make_no_book_are_told_and_stay_typed(sign_in, query, words):
    answer = sign_in("lan.mc").get(f"/register?{query}")

    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{query.partition("=")[2].partition("&")[0]}"' in answer.text


def test_a_mark_no_page_has_given_is_one_sentence(sign_in):
    assert sign_in("lan.mc").get("/register?after=x").status_code == 400


def test_who_only_looks_on_sees_no_telephone_numbers(opened, sign_in):
    code = accepted(opened)

    for path in (f"/register?{TODAY}", f"/register/all.csv?{TODAY}"):
        assert "0900000777" in sign_in("lan.mc").get(path).text
        seen = sign_in("kiem.soat").get(path).text
        assert code in seen
        assert "0900000777" not in seen
        assert "777" in seen


def test_another_offices_book_is_not_there(sign_in):
    for path in ("/register", "/register/all.csv", "/register/print/1"):
        assert sign_in("lan.mc").get(f"{path}?agency=H32.TM").status_code == 404


@BOTH
def test_the_print_is_the_form_with_fifteen_columns_and_no_number(opened, sign_in):
    code = resolved(opened)
    did(opened, code, cmd.DeliverResult(at=MORNING, channel="direct", collected_by="Lê Thị Tám"))

    answer = sign_in("lan.mc").get(f"/register/print/1?{TODAY}")

    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    text = printed_text(answer.data)
    for words in ("SỔTHEODÕIHỒSƠ", "Mẫusố06", "(1)", "(15)", code, "LêThịTám", "ngườilậpsổ"):
        assert words.casefold() in text.casefold()
    assert "Số:" not in text
    assert sign_in("lan.mc").get(f"/register/print/2?{TODAY}").status_code == 404


def test_a_long_book_is_printed_by_parts(opened, sign_in, monkeypatch):
    monkeypatch.setattr("app.services.register.EACH", 30)
    monkeypatch.setattr("app.services.register_print.EACH", 30)
    client, address = sign_in("lan.mc"), "from=2024-01-01&to=2024-01-24"

    page = text_of(book(client, address))
    parts = re.findall(r"Phần (\d+) · dòng (\d+)–(\d+)", page)
    count = count_in(page)
    assert [int(last) for _, _, last in parts] == [*range(30, count, 30), count]
    said = printed_text(client.get(f"/register/print/2?{address}").data)
    assert f"phần2/{len(parts)}:dòng31–60" in said


def test_days_under_two_circulars_are_printed_on_the_form_of_each(opened, sign_in):
    june, july = (datetime(2025, month, 30, 9, tzinfo=VIETNAM) for month in (6, 7))
    codes = [accepted(opened, at=at) for at in (june, july)]
    client, year = sign_in("lan.mc"), "from=2025-01-01&to=2025-12-31"

    page = text_of(book(client, year))
    assert "dòng 1–1, 01/01/2025–30/06/2025" in page
    said = [printed_text(client.get(f"/register/print/{part}?{year}").data) for part in (1, 2)]
    assert [text.count(code) for text, code in zip(said, codes, strict=True)] == [1, 1]
    assert "Mẫusố06–TT01/2018" in said[0]
    assert "Mẫusố07–TT03/2025" in said[1]


def test_a_spreadsheet_has_real_instants_and_no_formula(opened, sign_in):
    code = accepted(opened, applicant=Applicant(name=EVIL, phone="+84900000777"))

    answer = sign_in("lan.mc").get(f"/register/all.xlsx?{TODAY}")

    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows())
    head = next(n for n, row in enumerate(rows) if row[0].value == "(1) TT")
    assert len([cell for cell in rows[head] if cell.value]) == 15
    (line,) = [row for row in rows[head + 1 :] if row[1].value == code]
    assert (line[4].value, line[4].data_type) == (EVIL, "s")
    assert f"{line[7].value:%H:%M}" == "07:30"


def test_csv_reads_as_utf8_and_guards_what_looks_like_a_formula(opened, sign_in):
    code = accepted(opened, applicant=Applicant(name=EVIL, phone="+84900000777"))

    answer = sign_in("lan.mc").get(f"/register/all.csv?{TODAY}")

    assert answer.data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
    assert len(head) == 15
    (line,) = [row for row in rows if row[1] == code]
    assert line[4] == f"'{EVIL}"
    assert line[5].startswith("'+84")


def test_what_people_are_called_stays_text(opened, sign_in):
    accepted(opened, applicant=Applicant(name="<script>alert(1)</script>"))

    page = book(sign_in("lan.mc"))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_page_costs_few_statements(opened, sign_in, count):
    appraised(opened)
    for login in ("lan.mc", "binh.ld", "kiem.soat"):
        client = sign_in(login)
        client.get("/register")
        assert 0 < len(count(lambda client=client: client.get("/register")).statements) <= 12
