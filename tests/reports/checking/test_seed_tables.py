"""The tables of the seeds: the good one passes, the bad one is named cell by cell and mended."""

import io

import docx
import pytest

from app.reports.checking import judged
from tests.reports.checking.papers import KINDS, as_csv, merged, paper
from tests.reports.checking.seeds import (
    HEADS_003,
    ROWS_003,
    T1,
    T2,
    T3,
    TITLE_002,
    TITLE_003,
    TITLE_07B,
    rows,
)

MISSING = {"dòng 4 (Lĩnh vực BTXH), cột (3)", "dòng 5 (Lĩnh vực NCC), cột (3)"}
V_HEADS = "Đơn vị|Tiếp nhận trong kỳ trực tuyến|Trực tiếp, bưu chính|Từ kỳ trước|Tổng số tiếp nhận"
V_ROWS = """
Huyện Như Thanh|4.953|718|99|5.770
Phường Phước Long|384|1601|89|2074
Thị trấn Phú Mỹ|1.640|12|0|1.652
Tỉnh Bắc Giang|26.170|314.169|9.405|349.744
Ngành dọc|28.085|64.375|11.273|103.733
Cấp tỉnh|17.886|64.637|6.016|88.539
"""


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_of_seed_002_passes(kind):
    verdict = judged(paper(kind, TITLE_002, T1))

    assert verdict.faults == ()
    assert verdict.mends == ()
    assert [(table.form, table.rows, len(table.columns)) for table in verdict.tables] == [
        ("II.06a", 12, 13)
    ]
    # Three sums and the balance on thirteen lines, and one sum for each column.
    assert verdict.tables[0].sums == 4 * 13 + 13


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_of_seed_003_fails_in_two_rows_and_a_column(kind):
    verdict = judged(paper(kind, TITLE_003, T2))

    assert {fault.place for fault in verdict.faults} == {*MISSING, "dòng TỔNG CỘNG, cột (4)"}
    assert [(fault.printed.lstrip("0"), fault.computed) for fault in verdict.faults] == [
        ("14", "0"),
        ("7", "1"),
        ("1.640", "1.620"),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_missing_in_seed_003_is_found_as_one_mend(kind):
    (mend,) = judged(paper(kind, TITLE_003, T2)).mends

    assert [(change.place, change.old, change.new) for change in mend.changes] == [
        ("dòng 4 (Lĩnh vực BTXH), cột (4)", 0, 14),
        ("dòng 5 (Lĩnh vực NCC), cột (4)", 0, 6),
    ]
    assert "(20 = 14 + 6): hết 3 lỗi" in mend.sentence()


def test_seed_003_passes_once_it_is_mended():
    text = ROWS_003.replace("BTXH|14|0|", "BTXH|14|14|").replace("NCC|07|0|", "NCC|07|06|")

    assert judged(as_csv(TITLE_003, HEADS_003 + rows(text))).clean


@pytest.mark.parametrize("kind", KINDS)
def test_the_blank_totals_of_seed_002_are_all_named(kind):
    verdict = judged(paper(kind, TITLE_07B, T3))

    first, total = "dòng 1 (Tất cả các Lĩnh vực)", "dòng TỔNG CỘNG"
    assert [(fault.place, fault.computed) for fault in verdict.faults] == [
        (f"{total}, cột (3)", "178"),
        (f"{first}, cột (7)", "178"),
        (f"{total}, cột (7)", "178"),
        (f"{first}, cột (11)", "81"),
        (f"{total}, cột (11)", "81"),
    ]
    assert verdict.tables[0].form == "II.07b"


@pytest.mark.parametrize("kind", KINDS)
def test_the_consistent_totals_of_the_seeds_pass(kind):
    assert judged(paper(kind, [], [V_HEADS.split("|"), *rows(V_ROWS)])).clean


def test_a_table_without_its_title_is_recognised_all_the_same():
    verdict = judged(as_csv([], T2))

    assert verdict.tables[0].form == "II.06a"
    assert len(verdict.faults) == 3


def test_bare_figures_are_recognised_by_their_place_when_the_form_is_named():
    bare = [["STT", "Lĩnh vực", *"abcdefghijk"], *rows(ROWS_003)]

    found = judged(as_csv([], bare), form="II.06a").faults

    assert len(found) == 3
    assert found[0].place == "dòng 4 (Lĩnh vực BTXH), cột “a”"


def test_two_tables_of_a_file_are_told_apart():
    verdict = judged(as_csv(TITLE_002, T1, T2))

    assert [table.name for table in verdict.tables] == ["bảng 1", "bảng 2"]
    assert {fault.table for fault in verdict.faults} == {"bảng 2"}


def test_a_document_with_merged_cells_of_another_program_is_read():
    document = docx.Document()
    document.add_paragraph("Biểu số II.06a/VPCP/KSTT")
    made = document.add_table(rows=len(T2), cols=len(T2[0]))
    for line, row in zip(T2, made.rows, strict=True):
        for text, cell in zip(line, row.cells, strict=True):
            cell.text = "" if text in "<^" else text
    for first_row, first, last_row, last in merged(T2):
        made.cell(first_row, first).merge(made.cell(last_row, last))
    held = io.BytesIO()
    document.save(held)

    assert {fault.place for fault in judged(held.getvalue()).faults} == {
        *MISSING,
        "dòng TỔNG CỘNG, cột (4)",
    }
