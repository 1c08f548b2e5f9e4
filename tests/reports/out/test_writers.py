"""One table in five formats: the same figures, heads and warnings, and the same bytes each time."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from time import process_time
from zipfile import ZipFile

import docx
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from app.letters.glyphs import drawable
from app.reports.out import MEDIA, WRITERS
from app.reports.out.pdf import _STRANGE
from app.reports.printed import figure
from app.reports.switches import Switches
from tests.reports.out import specimens
from tests.reports.out.specimens import HARMFUL_OFFICE, HOSTILE, OFFICE, SIMULATED

DOCUMENTS = ("xlsx", "docx", "pdf")
EVERY = {
    "seed-002": (*specimens.seed_002(), OFFICE),
    "seed-003": (*specimens.seed_003(), OFFICE),
    "roll-up": (*specimens.roll_up(), OFFICE),
    "catalogue": (*specimens.catalogue(), OFFICE),
    "hostile": (*specimens.hostile(), HARMFUL_OFFICE),
}
SUMS = """
from hashlib import sha256
from app.reports.out import WRITERS
from tests.reports.out.test_writers import EVERY
for name, asked in EVERY.items():
    for shape, write in WRITERS.items():
        print(name, shape, sha256(write(*asked)).hexdigest())
"""


def sheet_of(made: bytes, *, values: bool = True) -> Worksheet:
    book: Workbook = load_workbook(io.BytesIO(made), data_only=values)
    found = book.active
    assert isinstance(found, Worksheet)
    return found


def head_of(page: Worksheet) -> int:
    """The first row of the headings."""
    return next(row[0].row or 0 for row in page.iter_rows() if row[0].value == "STT")


def texts_of(made: bytes, shape: str) -> str:
    """All that a reader sees, blanks and line ends as one blank."""
    return " ".join(" ".join(_texts(made, shape)).split())


def _texts(made: bytes, shape: str) -> Iterator[str]:
    if shape == "xlsx":
        for row in sheet_of(made).iter_rows(values_only=True):
            yield from (str(value) for value in row if value is not None)
    elif shape == "pdf":
        yield from (page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    else:
        section = docx.Document(io.BytesIO(made)).sections[0]
        yield from (one.text for one in section.header.paragraphs)
        with ZipFile(io.BytesIO(made)) as archive:
            body = archive.read("word/document.xml").decode()
        yield from re.findall(r"<w:t [^>]*>([^<]*)</w:t>", body)


def test_two_processes_write_the_same_bytes():
    here = [
        f"{name} {shape} {sha256(write(*asked)).hexdigest()}"
        for name, asked in EVERY.items()
        for shape, write in WRITERS.items()
    ]

    again = subprocess.run(
        [sys.executable, "-c", SUMS],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/New_York"},
    )

    assert again.stdout.splitlines() == here


def test_each_format_says_what_it_is():
    assert MEDIA.keys() == WRITERS.keys()


@pytest.mark.parametrize("shape", DOCUMENTS)
def test_the_head_and_the_foot_are_those_of_the_form(shape):
    table, layout = specimens.seed_002()

    text = texts_of(WRITERS[shape](table, layout, OFFICE), shape)

    for told in (
        "Biểu số II.06a/VPCP/KSTT",
        "Ban hành theo Thông tư số 01/2020/TT-VPCP",
        "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
        "TẠI UBND PHƯỜNG PHƯỚC LONG",
        "Kỳ báo cáo: Quý III năm 2023",
        "(Từ ngày 15/06/2023 đến ngày 14/09/2023)",
        "Đơn vị nhận báo cáo:",
        "UBND thành phố Nha Trang",
        "Đơn vị tính: Số hồ sơ TTHC",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "NGƯỜI LẬP BIỂU",
        "Lập lúc 08:15 ngày 20/09/2023",
        "sự kiện thứ 12.345",
        sha256(WRITERS["json"](table, layout, OFFICE)).hexdigest(),
        SIMULATED,
        *table.switches.footer(),
    ):
        assert told in text
    assert "chưa đối chiếu" not in text


@pytest.mark.parametrize("shape", ["csv", *DOCUMENTS])
def test_a_form_nobody_held_against_the_law_says_so(shape):
    made = WRITERS[shape](*specimens.roll_up(), OFFICE)

    text = made.decode("utf-8-sig") if shape == "csv" else texts_of(made, shape)

    assert "Mẫu biểu chưa đối chiếu với bản gốc" in text


@pytest.mark.parametrize("shape", DOCUMENTS)
def test_how_it_was_counted_follows_the_choices(shape):
    table, layout = specimens.seed_002()
    chosen = Switches(returned_in="on_time")

    text = texts_of(WRITERS[shape](replace(table, switches=chosen), layout, OFFICE), shape)

    assert chosen.footer()[0] in text
    assert table.switches.footer()[0] not in text


@pytest.mark.parametrize("shape", DOCUMENTS)
def test_what_counts_no_cases_says_nothing_of_counting_them(shape):
    assert "Cách đếm" in texts_of(WRITERS[shape](*specimens.seed_002(), OFFICE), shape)
    assert "Cách đếm" not in texts_of(WRITERS[shape](*specimens.catalogue(), OFFICE), shape)


def test_thousands_have_dots_and_shares_a_comma():
    _, layout = specimens.catalogue()
    count, share = layout.columns[0], layout.columns[-1]

    assert [figure(value, count) for value in (0, 999, 5770, 349744, None)] == [
        "0", "999", "5.770", "349.744", "",
    ]  # fmt: skip
    assert [figure(value, share) for value in (8757, 5, 10_000, -150)] == [
        "87,57%", "0,05%", "100,00%", "-1,50%",
    ]  # fmt: skip


def test_the_spreadsheet_has_sums_as_formulas_with_their_values():
    made = WRITERS["xlsx"](*specimens.seed_002(), OFFICE)
    values, formulas = sheet_of(made), sheet_of(made, values=False)
    head = head_of(values)
    first, total = head + 4, head + 16

    assert values.cell(total, 2).value == "TỔNG CỘNG"
    assert [values.cell(total, at).value for at in range(3, 16)] == [
        2074, 384, 1601, 89, 2011, 2011, 0, 0, 63, 63, 0, 0, 0,
    ]  # fmt: skip
    assert formulas.cell(total, 4).value == f"=SUM(D{first}:D{total - 1})"
    assert formulas.cell(first, 3).value == f"=D{first}+E{first}+F{first}"
    assert formulas.cell(first, 4).value == 0


def test_the_spreadsheet_joins_heads_and_repeats_them_on_paper():
    page = sheet_of(WRITERS["xlsx"](*specimens.seed_002(), OFFICE))
    head = head_of(page)
    joined = {str(one) for one in page.merged_cells.ranges}

    assert {f"A{head}:A{head + 2}", f"C{head}:F{head}", f"D{head + 1}:E{head + 1}"} <= joined
    assert f"O{head}:O{head + 2}" in joined
    assert page.print_title_rows == f"${head - 2}:${head + 3}"
    assert page.page_setup.orientation == "landscape"
    assert page.freeze_panes == f"C{head + 4}"


def test_sections_have_subtotals_that_the_total_does_not_count_twice():
    table, layout = specimens.roll_up()

    page = sheet_of(WRITERS["xlsx"](table, layout, OFFICE), values=False)
    totals = [row for row in page.iter_rows() if row[1].value in ("Cộng", "TỔNG CỘNG")]

    first, second, whole = (row[2].value for row in totals)
    at = totals[0][0].row or 0
    assert first == f"=SUBTOTAL(9,C{at - 14}:C{at - 1})"
    assert second == f"=SUBTOTAL(9,C{at + 2}:C{at + 15})"
    assert whole == f"=SUBTOTAL(9,C{at - 15}:C{at + 16})"
    letters = [row[0].value for row in page.iter_rows() if row[1].value in ("CẤP HUYỆN", "CẤP XÃ")]
    assert letters == ["A", "B"]


def test_a_total_that_is_no_sum_is_not_made_one():
    table, layout = specimens.seed_002()
    odd = replace(table, total={**table.total, "received.online": 400, "received.total": 2074})

    page = sheet_of(WRITERS["xlsx"](odd, layout, OFFICE), values=False)
    total = next(row for row in page.iter_rows() if row[1].value == "TỔNG CỘNG")

    assert total[3].value == 400


@pytest.mark.parametrize("shape", DOCUMENTS)
def test_names_that_mean_harm_stay_text(shape):
    table, layout = specimens.hostile()

    made = WRITERS[shape](table, layout, HARMFUL_OFFICE)
    text = re.sub(r"\s", "", texts_of(made, shape))

    for name in ('=HYPERLINK("http://x";"y")', "+1+1", "@SUM(A1)", "#panic()", "*đậm*", "<w:p/>"):
        seen = name if shape != "docx" else re.sub('[<>"]', lambda m: ESCAPED[m[0]], name)
        assert seen in text
    assert "\u202e" not in text


ESCAPED = {"<": "&lt;", ">": "&gt;", '"': "&quot;"}


def test_no_name_becomes_a_formula():
    page = sheet_of(WRITERS["xlsx"](*specimens.hostile(), HARMFUL_OFFICE), values=False)

    formulas = [str(c.value) for row in page.iter_rows() for c in row if c.data_type == "f"]

    assert formulas
    assert all(
        re.fullmatch(r"=(SUM\([A-Z]+\d+:[A-Z]+\d+\)|[A-Z]\d+(\+[A-Z]\d+)+)", f) for f in formulas
    )


def test_the_csv_disarms_what_a_spreadsheet_would_reckon():
    lines = WRITERS["csv"](*specimens.hostile(), HARMFUL_OFFICE).decode("utf-8-sig").splitlines()

    assert [line for line in lines if re.search(r'(^|,)"?[=+@]', line)] == []


def test_the_document_repeats_its_heads():
    made = docx.Document(io.BytesIO(WRITERS["docx"](*specimens.many(60), OFFICE)))
    rows = made.tables[1]._tbl.tr_lst

    heads = [row.xpath("./w:trPr/w:tblHeader") for row in rows]

    assert [bool(head) for head in heads] == [True] * 4 + [False] * 61


def test_the_paper_repeats_its_heads_and_warning_on_every_page():
    pages = PdfReader(io.BytesIO(WRITERS["pdf"](*specimens.many(60), OFFICE))).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]
    *tables, charts = texts

    assert len(tables) >= 3
    assert all("Lĩnh vực giải quyết" in text for text in tables[:2])
    assert all(SIMULATED in text for text in texts)
    assert f"Trang 2/{len(pages)}" in tables[1]
    assert "BIỂU ĐỒ KÈM THEO" in charts


def test_blank_cells_stay_blank_and_noughts_are_shown():
    text = WRITERS["csv"](*specimens.catalogue(), OFFICE).decode("utf-8-sig")
    line = text.splitlines()[1]

    assert line == '1,Tất cả các lĩnh vực,178,,,178,178,,,178,81,,,81,"45,51%"'


def test_the_type_has_every_sign_that_is_let_through():
    wanted = [chr(code) for code in range(32, 0x3000) if not _STRANGE.match(chr(code))]

    assert len(wanted) > 400
    assert [sign for sign in wanted if ord(sign) not in drawable()] == []
    assert [
        sign for name in HOSTILE for sign in name if sign == "漢" and not _STRANGE.match(sign)
    ] == []


@pytest.mark.parametrize("shape", WRITERS)
def test_sixty_rows_take_a_moment(shape):
    asked = (*specimens.many(60), OFFICE)
    WRITERS[shape](*asked)

    begun = process_time()
    WRITERS[shape](*asked)

    assert process_time() - begun < 0.3
