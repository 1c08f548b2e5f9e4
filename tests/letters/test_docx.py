"""A letter as DOCX says what its sheet says, on A4, in the same bytes each time."""

import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Length

from app.letters.docx import docx_of
from app.letters.facts import sample_facts, sheet_of
from app.letters.forms import all_forms
from app.letters.sheet import Column, Items, Line, Sheet, Signature, Table, Text
from tests.letters import sheets
from tests.letters.docxes import opened, parts_of, said

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
ALPHABET = unicodedata.normalize("NFC", "".join(v + t for v in VOWELS for t in TONES)) + "đ"
ROOT = Path(__file__).parents[2]


def mm(length: Length | None) -> int:
    """A length as a person measures it; the file holds twentieths of a point."""
    assert length is not None
    shown: int = round(length.mm)
    return shown


def texts_of(sheet: Sheet) -> list[str]:
    """Everything a sheet says, field by field."""
    head, found = sheet.head, [sheet.title, sheet.subtitle, sheet.label, sheet.unverified]
    found += [sheet.notice, sheet.code_line, head.number, head.place_date, sheet.marks.hint]
    found += [name and name.upper() for name in (head.superior, head.office, head.desk)]
    found += [
        text for one in sheet.signatures for text in (one.title, one.note, one.name, one.mark)
    ]
    found += [sheet.marks.barcode, *sheet.recipients]
    for block in sheet.blocks:
        found += block_texts(block)
    return [text for text in found if text]


def block_texts(block: Line | Text | Items | Table) -> list[str]:
    match block:
        case Line():
            return [text for part in block.parts for text in part]
        case Text():
            return block.text.split("\n")
        case Items():
            return list(block.texts)
        case Table():
            heads = [text for one in block.columns for text in (one.title, one.group or "")]
            return heads + [cell for row in block.rows for cell in row]


@pytest.mark.parametrize("make", [sheets.receipt, sheets.apology, sheets.register])
def test_every_field_of_a_letter_is_there(make):
    sheet = make()

    text = said(docx_of(sheet))

    assert [one for one in texts_of(sheet) if one not in text] == []


@pytest.mark.parametrize("name", sorted(all_forms()))
def test_every_form_is_drawn_with_every_value(name):
    sheet = sheet_of(all_forms()[name], sample_facts())

    text = said(docx_of(sheet))

    assert [one for one in texts_of(sheet) if one not in text] == []


def test_every_letter_of_the_language_comes_back_as_it_was():
    for letters in (ALPHABET, ALPHABET.upper()):
        text = said(docx_of(sheets.receipt(1, Text(text=letters))))
        assert letters in text


def test_letters_put_together_from_parts_are_whole_again():
    apart = unicodedata.normalize("NFD", "Nguyễn Thị Bưởi")

    text = said(docx_of(sheets.receipt(1, Text(text=apart))))

    assert "Nguyễn Thị Bưởi" in text


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("A & B <x> </w:t>", "A & B <x> </w:t>"),
        ("{{ 7*7 }} {% for %}", "{{ 7*7 }} {% for %}"),
        ('#panic("x") $x$ *đậm*', '#panic("x") $x$ *đậm*'),
        ("a\x00\x08\x1b\ufeffb\u202ec", "abc"),
        ("một\thai", "một hai"),
        ("\ud800x", "x"),
    ],
)
def test_hostile_text_comes_out_as_text(given, seen):
    cells = (given, "1", "2", "3")
    table = replace(sheets.paper_table(1), rows=(cells,))

    content = docx_of(replace(sheets.receipt(1, Line(parts=(("Tên", given),)), table), title=given))

    assert f"Tên: {seen}" in said(content)
    assert seen in [cell.text for cell in opened(content).tables[-3].rows[1].cells]
    assert opened(content).core_properties.title == seen


def test_the_bytes_are_the_same_in_another_process():
    program = (
        "import hashlib\nfrom app.letters.docx import docx_of\nfrom tests.letters import sheets\n"
        "print(hashlib.sha256(docx_of(sheets.receipt())).hexdigest())"
    )
    ran = [
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]

    assert ran[0] == ran[1]


def test_the_page_is_a4_in_the_face_of_official_letters():
    document = opened(docx_of(sheets.receipt()))
    section, normal = document.sections[0], document.styles["Normal"]

    assert (mm(section.page_width), mm(section.page_height)) == (210, 297)
    assert (mm(section.left_margin), mm(section.right_margin)) == (30, 15)
    fonts = normal.element.rPr.rFonts
    faces = {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia", "cs")}
    assert faces == {"Times New Roman"}


def test_a_register_lies_on_its_side():
    section = opened(docx_of(sheets.register())).sections[0]

    assert (mm(section.page_width), mm(section.page_height)) == (297, 210)
    assert section.orientation == WD_ORIENT.LANDSCAPE


def test_the_head_of_a_table_is_repeated_and_its_groups_are_joined():
    columns = (
        Column(title="TT"),
        Column(title="Nhận", group="Ngày"),
        Column(title="Trả", group="Ngày"),
    )
    table = Table(columns=columns, rows=(("1", "2", "3"),), numbered=True)

    drawn = opened(docx_of(replace(sheets.receipt(), blocks=(table,)))).tables[1]

    shown = [[cell.text for cell in row.cells] for row in drawn.rows]
    assert shown == [["TT", "Ngày", "Ngày"], ["TT", "Nhận", "Trả"], ["(1)", "(2)", "(3)"], [*"123"]]
    heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in drawn.rows]
    assert heads == [True, True, True, False]


def test_the_marks_are_pictures():
    parts = parts_of(docx_of(sheets.receipt()))
    pictures = [content for name, content in parts.items() if name.startswith("word/media/")]

    assert len(pictures) == 2
    assert all(one.startswith(b"\x89PNG\r\n\x1a\n") for one in pictures)


def test_a_letter_without_marks_and_signatures_is_drawn_too():
    bare = Sheet(kind="register", label=None, title="SỔ", head=sheets.HEAD, blocks=())

    assert "SỔ" in said(docx_of(bare))
    assert said(docx_of(replace(bare, signatures=(Signature(title="CHỦ TỊCH"),)))).count("CHỦ")


def test_nothing_of_the_library_is_left_in_a_letter():
    parts = parts_of(docx_of(sheets.receipt()))

    assert not [name for name in parts if "thumbnail" in name or "customXml" in name]
    assert b"python-docx" not in parts["docProps/core.xml"]
    assert b"2013" not in parts["docProps/core.xml"]
    assert sum(map(len, parts.values())) < 200_000
