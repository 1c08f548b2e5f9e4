"""Small files that would take long: each is judged or refused by what it holds, not by its size."""

import time
from collections.abc import Callable

import pytest

from app.errors import BadInput
from app.reports.checking import judged, known, numbers, words
from tests.reports.checking.papers import as_docx, as_xlsx, repacked, with_body
from tests.reports.checking.seeds import T1

SHEET = "xl/worksheets/sheet1.xml"
TABLE = [["Cấp", "Số"], ["Xã", "5"], ["Tổng cộng", "5"]]
LONG = "một hai ba bốn năm sáu bảy tám chín mười số"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def many_percentages() -> str:
    lines = [f"{n};{LONG} {n};{n % 90},5%" for n in range(4900)]
    return "\n".join(["STT;Chỉ tiêu;Kết quả (%)", *lines])


def counts_beside_percentages() -> str:
    counts, shares = [f"{1000 + n}" for n in range(59)], ["0,3%"] * 59
    heads = ["STT", "Tên", *"a" * 59, *["Tỷ lệ"] * 59]
    lines = [[f"{n}", f"x{n}", *counts, *shares] for n in range(100)]
    return "\n".join(";".join(line) for line in (heads, *lines))


def many_mends() -> str:
    groups = [[f"({a})=({a + 1})", f"({a + 1})", f"({a + 2})=({a + 1})"] for a in range(3, 39, 3)]
    marks = ["(1)", "(2)", *(mark for group in groups for mark in group)]
    lines = [[f"{n}", f"l{n}", *["5", "4", "5"] * 12] for n in range(800)]
    return "\n".join(";".join(line) for line in (marks, *lines))


def one_long_head() -> str:
    return "\n".join(["STT;Tên" + ";" * 18, *[";" * 19 + "x"] * 4900, "1;a" + ";1" * 18])


@pytest.mark.parametrize(
    "made", [many_percentages, counts_beside_percentages, many_mends, one_long_head]
)
def test_a_small_file_is_judged_soon(made: Callable[[], str]):
    content, began = made().encode(), time.process_time()

    judged(content)

    # It took from thirteen to eighty seconds once; the machine may be busy.
    assert time.process_time() - began < 6


def refused(content: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        judged(content)
    return str(caught.value)


def xlsx_with(part: str, old: bytes, new: bytes) -> bytes:
    return repacked(as_xlsx([], TABLE), {part: lambda text: text.replace(old, new, 1)})


def test_merged_areas_without_end_are_refused():
    areas = b"<mergeCells>" + b'<mergeCell ref="A1:B1"/>' * 5001 + b"</mergeCells>"

    assert "5000 vùng gộp ô" in refused(xlsx_with(SHEET, b"</sheetData>", b"</sheetData>" + areas))


def test_styles_without_end_are_refused():
    styles = b"<styleSheet " + MAIN + b"><fonts>" + b"<font><b/></font>" * 80_000 + b"</fonts>"
    bloated = repacked(as_xlsx([], TABLE), {"xl/styles.xml": lambda _: styles + b"</styleSheet>"})

    assert "quá nhiều thành phần" in refused(bloated)


@pytest.mark.parametrize("name", ["word/other.xml", "word/other.bin"])
def test_elements_without_end_are_refused_whatever_the_part_is_called(name: str):
    part = b"<a>" + b"<b/>" * 160_000 + b"</a>"

    assert "quá nhiều thành phần" in refused(repacked(as_docx([], T1), {name: lambda _: part}))


@pytest.mark.parametrize(("place", "row"), [("A6000", 6000), ("DQ4", 4)])
def test_a_value_beyond_what_is_read_is_refused_and_not_passed_over(place: str, row: int):
    cell = f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'.encode()

    assert "lớn hơn 5000 dòng hoặc 120 cột" in refused(xlsx_with(SHEET, b"</sheetData>", cell))


def test_formatted_cells_without_a_value_may_stand_anywhere():
    cell = b'<row r="9000"><c r="A9000"/></row><row r="9001"><c r="XFD9001"/></row></sheetData>'

    assert judged(xlsx_with(SHEET, b"</sheetData>", cell)).clean


def test_empty_lines_count_for_the_cells_that_are_read():
    cell = b'<row r="4999"><c r="DP4999"><v>1</v></c></row></sheetData>'

    assert "hơn 100000 ô" in refused(xlsx_with(SHEET, b"</sheetData>", cell))


def test_a_merged_area_right_of_all_figures_does_no_harm():
    area = b'</sheetData><mergeCells count="1"><mergeCell ref="P1:Q1"/></mergeCells>'

    assert judged(xlsx_with(SHEET, b"</sheetData>", area)).clean


def test_a_document_of_empty_cells_is_refused():
    line = "<w:tr>" + "<w:tc/>" * 120 + "</w:tr>"
    body = f"<w:tbl>{line * 900}</w:tbl>"
    content = repacked(as_docx([], T1), {"word/document.xml": lambda old: with_body(old, body)})

    assert "hơn 100000 ô" in refused(content)


def test_nothing_that_was_handed_in_is_kept():
    judged("Cấp;Số\nNguyễn Thị Bí Mật;5\nTổng cộng;5\n".encode())

    kept = (words._kept, known._cell_of, numbers._kept)
    assert [each.cache_info().currsize for each in kept] == [0, 0, 0]
