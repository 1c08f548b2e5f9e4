"""The pages of a letter as pictures: as many as the PDF has, each another."""

import pytest

from app.letters.pdf import pdf_of, pictures_of
from tests.letters import sheets
from tests.letters.reading import pages_of
from tests.letters.sheets import AT

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("sheet", [sheets.apology(), sheets.register(60)], ids=lambda one: one.kind)
def test_each_page_is_a_picture(sheet):
    pages = pictures_of(sheet, at=AT)

    assert len(pages) == len(pages_of(pdf_of(sheet, at=AT)))
    assert all(page.startswith(PNG) for page in pages)
    assert len(set(pages)) == len(pages)
