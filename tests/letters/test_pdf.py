"""The pages of a letter: their size and type, the date, how many, and what stays together."""

import re
from dataclasses import replace
from datetime import UTC
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.letters.pdf import pdf_of
from app.letters.sheet import Column, Sheet, Table, Text
from sla.zone import NaiveInstant
from tests.letters import sheets
from tests.letters.reading import pages_of, squeezed, text_of
from tests.letters.sheets import AT

MM = 72 / 25.4
ALL = [sheets.receipt(), sheets.apology(), sheets.control(), sheets.register(3)]


def reader(sheet: Sheet) -> PdfReader:
    return PdfReader(BytesIO(pdf_of(sheet, at=AT)))


@pytest.mark.parametrize("sheet", ALL, ids=lambda sheet: sheet.kind)
def test_each_letter_is_an_archive_file_in_tinos_on_a4(sheet):
    letter = pdf_of(sheet, at=AT)
    pdf = PdfReader(BytesIO(letter))
    box = pdf.pages[0].mediabox
    faces = re.findall(rb"/BaseFont/[A-Z]{6}\+(\w+)", letter)

    assert sorted((round(box.width / MM), round(box.height / MM))) == [210, 297]
    assert (box.width > box.height) is sheet.landscape
    assert pdf.xmp_metadata is not None
    assert (pdf.xmp_metadata.pdfaid_part, pdf.xmp_metadata.pdfaid_conformance) == ("2", "B")
    assert set(faces) == {b"Tinos"}
    assert pdf.metadata is not None
    assert pdf.metadata.title == sheet.title


def test_the_same_sheet_and_instant_give_the_same_bytes():
    first = pdf_of(sheets.receipt(), at=AT)
    pdf_of(sheets.apology(), at=AT)

    assert pdf_of(sheets.receipt(), at=AT.astimezone(UTC)) == first


def test_the_date_of_the_file_is_the_instant_it_was_asked_for():
    described = reader(sheets.apology()).metadata

    assert described is not None
    assert described.creation_date == AT
    with pytest.raises(NaiveInstant):
        pdf_of(sheets.apology(), at=AT.replace(tzinfo=None))


@pytest.mark.parametrize("papers", [0, 1, 5, 8])
def test_a_receipt_stays_on_one_page(papers):
    assert len(pages_of(pdf_of(sheets.receipt(papers), at=AT))) == 1


def test_a_long_letter_is_set_in_the_normal_size_on_numbered_pages():
    pages = pages_of(pdf_of(sheets.control(), at=AT))

    assert len(pages) > 2
    for at, page in enumerate(pages, start=1):
        assert squeezed("KẾT QUẢ GIẢI QUYẾT HỒ SƠ") in page, "the head is on every page"
        assert f"Trang{at}/{len(pages)}" in page
        assert squeezed(str(sheets.control().code_line)) in page
    assert sum("Mẫusố05" in page for page in pages) == 1
    assert "Trang" not in text_of(pdf_of(sheets.receipt(), at=AT))


def test_what_is_made_up_says_so_on_every_page():
    sheet = replace(sheets.control(), notice="HỒ SƠ TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ")

    assert all("KHÔNGCÓGIÁTRỊ" in page for page in pages_of(pdf_of(sheet, at=AT)))


@pytest.mark.parametrize("lines", range(16, 30, 2))
def test_the_place_for_the_hand_is_never_torn_from_its_title_nor_left_alone(lines):
    text = Text(text="Ủy ban nhân dân phường Long Thủy thông báo để Bà được biết. " * 3)
    sheet = replace(sheets.apology(), blocks=(text,) * lines)

    pages = pages_of(pdf_of(sheet, at=AT))
    signed = [at for at, page in enumerate(pages) if "TM.ỦYBANNHÂNDÂN" in page]

    assert signed == [at for at, page in enumerate(pages) if "LêVănHùng" in page]
    assert "đểBàđượcbiết." in pages[signed[0]]


def test_a_row_longer_than_a_page_goes_on_on_the_next():
    long = "Ý kiến của cơ quan phối hợp. " * 400
    columns = (Column(title="TT", width=0.2), Column(title="Nội dung"))
    sheet = replace(sheets.control(), blocks=(Table(columns=columns, rows=(("1", long),)),))

    said = text_of(pdf_of(sheet, at=AT))

    assert said.count("Ý") == 400
    assert said.count("hợp.") == 400


def test_a_row_with_a_cell_too_few_is_refused():
    columns = (Column(title="TT"), Column(title="Nội dung"))
    sheet = replace(sheets.control(), blocks=(Table(columns=columns, rows=(("1",),)),))

    with pytest.raises(ValueError, match="thiếu ô"):
        pdf_of(sheet, at=AT)
