"""The pages of a letter as pictures: as many as the PDF has, the same from a helper's hands."""

import pytest

from app.letters.pdf import pdf_of, pictures_of
from app.letters.typst_helper import Helper
from app.letters.typst_press import Inputs, NotDrawn, Press
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


def test_a_helper_draws_the_same_and_says_what_is_wrong():
    inputs, helper = Inputs(sheet="{", size="13"), Helper()

    with pytest.raises(NotDrawn, match="failed to parse JSON") as here:
        Press().pictured(inputs, 0)
    with pytest.raises(NotDrawn) as there:
        helper.pictured(inputs, 0)

    assert str(there.value) == str(here.value)
