"""Whatever is handed in: it is read, or refused in one sentence; nothing acts, nothing crashes."""

import io
import re
import struct
import unicodedata
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import BadInput
from app.reports.checking import judged
from tests.reports.checking.papers import KINDS, as_csv, as_docx, paper, repacked
from tests.reports.checking.seeds import T1, T2, TITLE_003

GOOD = {kind: paper(kind, TITLE_003, T2) for kind in KINDS}
PARTS = {"xlsx": "xl/worksheets/sheet1.xml", "docx": "word/document.xml"}
MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def refusal(content: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        judged(content)
    return str(caught.value)


def judged_or_refused(content: bytes) -> None:
    try:
        verdict = judged(content)
        told = [fault.sentence() for fault in (*verdict.faults, *verdict.remarks)]
    except BadInput as bad:
        told = [str(bad)]
    assert all(told)
    assert [one for one in told if "\n" in one] == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "tệp rỗng"),
        (b" \r\n\t ", "tệp rỗng"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), ".xls"),
        (b"{\\rtf1 x}", "RTF"),
        (b"PK\x03\x04 nothing", "đã hỏng"),
        (bytes(range(256)), "không phải CSV"),
        ("Kính gửi Ủy ban nhân dân".encode(), "không thấy bảng số liệu"),
        (b"x;1\n" * 6000, "5000 dòng"),
        (b"1;" * 500, "120 cột"),
        (b"a" * (9 * 1024 * 1024), "lớn hơn 8 MB"),
        (b'"' + b"a" * 200_000, "một ô quá dài"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(content, words):
    assert words in refusal(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_encoding_and_separator_is_read(encoding, separator):
    content = as_csv(TITLE_003, T2, separator=separator, encoding=encoding)

    assert len(judged(content).faults) == 3


def in_1258(text: str) -> bytes:
    """Tones as marks of their own, as that encoding has them; hats and horns stay on."""
    letters = []
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        base, marks = apart[0], apart[1:]
        hats = [mark for mark in marks if mark in "\u0302\u0306\u031b"]
        tones = [mark for mark in marks if mark not in hats]
        letters += [unicodedata.normalize("NFC", base + "".join(hats)), *tones]
    return "".join(letters).encode("cp1258")


def test_windows_1258_is_read():
    (fault,) = judged(in_1258("Cấp;Số\nXã;5\nHuyện;6\nTổng cộng;12\n")).faults

    assert fault.place == "dòng Tổng cộng, cột “Số”"


def test_a_spreadsheet_may_name_its_separator():
    assert judged(b"sep=|\n" + b"Cap|So\nXa|5\nTong cong|5\n").clean


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = repacked(GOOD["xlsx"], {PARTS["xlsx"]: lambda _: bytes(60 * 1024 * 1024)})

    assert len(bomb) < 1024 * 1024
    assert "giải nén ra quá lớn" in refusal(bomb)


def test_a_pack_that_lies_about_the_size_of_a_part_is_refused():
    content = bytearray(GOOD["docx"])
    at = content.rindex(PARTS["docx"].encode()) - 46
    real = struct.unpack_from("<I", content, at + 24)[0]
    struct.pack_into("<I", content, at + 24, real - 100)

    assert "tệp đã hỏng" in refusal(bytes(content))


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/embeddings/oleObject1.bin"])
def test_programs_and_embedded_objects_are_refused(part):
    assert "chương trình hoặc đối tượng nhúng" in refusal(
        repacked(GOOD["xlsx"], {part: lambda _: b"x"})
    )


def test_links_to_other_files_are_told_and_left_alone():
    linked = repacked(
        GOOD["xlsx"], {"xl/externalLinks/externalLink1.xml": lambda _: b"<externalLink/>"}
    )

    assert any("chỉ đọc số đã lưu" in one.what for one in judged(linked).remarks)


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_document_type_is_refused(kind):
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'

    assert "DOCTYPE" in refusal(repacked(GOOD[kind], {PARTS[kind]: lambda _: bomb}))


def test_a_formula_without_its_value_is_named():
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (["Cấp", "Số"], ["Xã", 5], ["Tổng cộng", "=SUM(B2:B2)"]):
        sheet.append(line)
    held = io.BytesIO()
    book.save(held)

    assert "ô B3: có công thức nhưng tệp không lưu kết quả" in refusal(held.getvalue())


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is():
    lying = repacked(
        GOOD["xlsx"],
        {PARTS["xlsx"]: lambda old: old.replace(b'<dimension ref="', b'<dimension ref="A1:XFD')},
    )

    judged_or_refused(lying)


def test_cells_that_claim_to_span_a_million_columns_are_refused():
    wide = repacked(
        GOOD["docx"], {PARTS["docx"]: lambda old: old.replace(b"val='4'", b"val='1000000'")}
    )

    assert "120 cột" in refusal(wide)


def test_what_a_revision_deleted_is_not_read():
    old = GOOD["docx"]
    text = b"<w:r><w:t xml:space='preserve'>675</w:t></w:r>"
    gone = b"<w:del><w:r><w:delText>999</w:delText></w:r></w:del><w:ins>" + text + b"</w:ins>"

    content = repacked(old, {PARTS["docx"]: lambda part: part.replace(text, gone)})

    assert len(judged(content).faults) == 3


def test_an_old_or_open_office_pack_is_named():
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as pack:
        pack.writestr("content.xml", "<a/>")

    assert "OpenDocument" in refusal(held.getvalue())


def test_a_formula_as_a_label_stays_a_text():
    content = as_csv([], [["Cấp", "Số"], ["=cmd|' /C calc'!A0", "5"], ["Tổng cộng", "6"]])

    assert len(judged(content).faults) == 1


@MANY
@given(st.binary(max_size=400))
def test_any_bytes_are_judged_or_refused(content):
    judged_or_refused(content)


@MANY
@given(st.text(alphabet="()=+0123456789.,;%-/ \n\tABIVSTTaộổ", max_size=300))
def test_any_text_is_judged_or_refused(text):
    judged_or_refused(text.encode())


@MANY
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_a_damaged_file_is_judged_or_refused(data, kind):
    content = bytearray(GOOD[kind])
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    judged_or_refused(bytes(content[: data.draw(st.integers(1, len(content)))]))


@MANY
@given(data=st.data(), kind=st.sampled_from(sorted(PARTS)))
def test_a_damaged_document_inside_a_sound_pack_is_judged_or_refused(data, kind):
    def damaged(old: bytes) -> bytes:
        cut = data.draw(st.integers(0, len(old) - 1))
        length = data.draw(st.integers(1, 60))
        new = data.draw(st.sampled_from([b"", b"0", b"-1", b"'", b"<w:tc>", b"</c>", b"999999999"]))
        return bytes(old[:cut] + new + old[cut + length :])

    judged_or_refused(repacked(GOOD[kind], {PARTS[kind]: damaged}))


TEXTS = [
    *["", "STT", "(1)", "(2)", "(3)=(4)+(5)", "(4)", "(5)", "Tổng cộng", "A", "I", "1", "-", "5%"],
    *["3/4", "2.5", "Đang giải quyết", "Tổng số", "Trực tuyến", "Cộng A", "Từ kỳ trước", "<", "^"],
]


@MANY
@given(st.lists(st.lists(st.sampled_from(TEXTS), max_size=7), min_size=1, max_size=9))
def test_any_cells_are_judged_or_refused(made):
    judged_or_refused(as_csv([], made))
    judged_or_refused(as_docx([], made))


def test_letters_that_a_code_page_lost_are_told_and_the_figures_judged():
    content = as_csv(TITLE_003, T2).decode("utf-8-sig").encode("cp1252", errors="replace")

    verdict = judged(content)

    assert len(verdict.faults) == 3
    assert verdict.faults[2].place == "dòng T?NG C?NG, cột (4)"
    assert any("đã mất" in one.what for one in verdict.remarks)


def test_borders_dragged_line_by_line_do_not_move_the_figures():
    """The body stands on edges of its own, a hair beside those of the heads."""
    edges = b"<w:tblGrid>" + b"<w:gridCol w:w='990'/><w:gridCol w:w='10'/>" * 13 + b"</w:tblGrid>"

    def dragged(old: bytes) -> bytes:
        wider = re.sub(
            rb"gridSpan w:val='(\d+)'", lambda m: b"gridSpan w:val='%d'" % (2 * int(m[1])), old
        )
        lines = wider.replace(b"<w:tbl>", b"<w:tbl>" + edges).split(b"<w:tr>")
        body = [
            line.replace(b"gridSpan w:val='2'", b"gridSpan w:val='1'", 1) for line in lines[5:12]
        ]
        body = [
            line[::-1].replace(b"'2'=lav:w napSdirg", b"'3'=lav:w napSdirg", 1)[::-1]
            for line in body
        ]
        return b"<w:tr>".join([*lines[:5], *body, *lines[12:]])

    verdict = judged(repacked(GOOD["docx"], {PARTS["docx"]: dragged}))

    assert len(verdict.faults) == 3
    assert len(verdict.tables[0].columns) == 11


def test_a_text_with_figures_and_no_sum_is_not_passed_in_silence():
    verdict = judged("Đã tiếp nhận; 383 hồ sơ\n".encode())

    assert [one.what for one in verdict.remarks] == [
        "không nhận ra tổng nào để tính lại; bảng chỉ được kiểm tra từng ô"
    ]


def test_a_long_table_is_read_whole():
    lines = [[str(n), f"Lĩnh vực {n}", *["12"] * 13] for n in range(1, 1501)]

    (table,) = judged(as_csv([], [*T1[:4], *lines])).tables

    assert table.rows == 1500
