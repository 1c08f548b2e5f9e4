"""What paper and spreadsheet make of the odd ends: notices, shares, choices, the last page."""

import io
import re
from dataclasses import replace
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from app.reports.out import WRITERS
from app.reports.switches import Switches
from app.reports.table import TableRow
from tests.reports.out import specimens
from tests.reports.out.specimens import OFFICE
from tests.reports.out.test_writers import head_of, sheet_of

SIXTEEN = "16 xã đã sáp nhập từ 01/07/2025 & số liệu tính theo đơn vị cũ"
CHOSEN = Switches(returned_in="on_time")


def test_a_notice_stands_once_in_the_sheet_and_again_on_every_page():
    table, layout = specimens.seed_002()
    made = WRITERS["xlsx"](replace(table, notices=(SIXTEEN,)), layout, OFFICE)
    page = sheet_of(made)

    head = head_of(page)
    shown = [row[0].row for row in page.iter_rows() if row[0].value == SIXTEEN]

    assert shown == [head - 2]
    assert page.print_title_rows == f"${head - 2}:${head + 3}"
    with ZipFile(io.BytesIO(made)) as archive:
        assert b"<oddHeader>" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_foot_of_a_page_keeps_its_size_whatever_the_form_is_called():
    table, layout = specimens.seed_002()
    made = WRITERS["xlsx"](table, replace(layout, form="16a"), OFFICE)

    with ZipFile(io.BytesIO(made)) as archive:
        foot = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<oddFooter>&amp;L&amp;8 16a · " in foot


def test_shares_are_never_added_up():
    table, layout = specimens.catalogue()
    row = table.rows[0]
    two = replace(table, rows=(row, TableRow(field="Không có gì", cells={"share": 0})))

    for asked in (table, two):
        page = sheet_of(WRITERS["xlsx"](asked, layout, OFFICE), values=False)
        total = next(row for row in page.iter_rows() if row[1].value == "TỔNG CỘNG")
        assert total[-1].value == pytest.approx(0.4551)
        assert str(total[2].value).startswith("=")


def csv_of(table, layout):
    return WRITERS["csv"](table, layout, OFFICE).decode("utf-8-sig").splitlines()


def test_the_csv_says_how_it_was_counted_where_that_is_not_as_usual():
    table, layout = specimens.seed_002()
    usual, other = csv_of(table, layout), csv_of(replace(table, switches=CHOSEN), layout)

    assert other[: len(usual)] == usual
    said = [line.strip(",").strip('"') for line in other[len(usual) :]]
    assert said == list(CHOSEN.footer())
    assert all(line.count(",") >= len(layout.columns) + 1 for line in other[len(usual) :])


def test_the_csv_says_nothing_of_choices_that_do_not_bear():
    table, layout = specimens.catalogue()

    assert csv_of(replace(table, switches=CHOSEN), layout) == csv_of(table, layout)


def pages_of(table, layout):
    made = PdfReader(io.BytesIO(WRITERS["pdf"](table, layout, OFFICE)))
    return [" ".join(page.extract_text().split()) for page in made.pages]


@pytest.mark.parametrize("rows", [1, 2, 3, 14, 15, 20, 25, 26, 44, 49, 54])
def test_nobody_signs_a_page_without_figures(rows):
    pages = pages_of(*specimens.many(rows))

    (signed,) = [page for page in pages if "NGƯỜI LẬP BIỂU" in page]

    assert "TỔNG CỘNG" in signed
    assert f"Lĩnh vực thứ {rows - 1}" in signed
    assert "Lĩnh vực giải quyết" in signed
    assert "SHA-256" in signed


def test_notes_that_fill_pages_are_printed_whole():
    table, layout = specimens.seed_002()
    notes = tuple(f"Ghi chú số {at} " + "rất dài " * 90 for at in range(14))

    pages = " ".join(pages_of(table, replace(layout, notes=notes)))

    assert [at for at in range(14) if f"Ghi chú số {at} " not in pages] == []
    assert len(re.findall("rất dài", pages)) == 14 * 90
