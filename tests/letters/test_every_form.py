"""Every form of the program, filled for a ward: what it says is in the PDF and in the DOCX."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import pytest

from app.letters.docx import docx_of
from app.letters.form import Form, FormItems, FormTable
from app.letters.forms import all_forms
from app.letters.pdf import pdf_of
from app.letters.sheet import Sheet
from tests.letters.docxes import said
from tests.letters.reading import pages_of, squeezed
from tests.letters.shots import name_of
from tests.letters.wards import Specimen
from tests.letters.world import specimens

ALL = {one.form.name: one for one in specimens()}
# Machines read these, or they are words of the program about the text.
UNSPOKEN = {"qr", "kind", "style", "align", "group", "width", "numbered", "landscape"}
# One row for each passing of the file, or for each case of a month: as long as that takes.
LONG = {"control", "register"}
DOCS = Path(__file__).parents[2] / "docs"
LISTED = (DOCS / "letters.md").read_text(encoding="utf-8").splitlines()
PLACE = re.compile(r"\{([a-z_]+)\}")
VIETNAMESE_ONLY = re.compile(r"\b(None|True|False|null|nan|the|of|and|due|day|hours?)\b")


@pytest.fixture(params=sorted(ALL))
def one(request: pytest.FixtureRequest) -> Specimen:
    return ALL[request.param]


def texts(part: object) -> Iterator[str]:
    """Every text of a sheet that a reader sees."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for key, inside in part.items():
            if key not in UNSPOKEN:
                yield from texts(inside)
    elif isinstance(part, list | tuple):
        for inside in part:
            yield from texts(inside)


def spoken(sheet: Sheet) -> Iterator[str]:
    """The same as it is printed: the names of offices on top are in capitals."""
    whole = asdict(sheet)
    head = whole.pop("head")
    yield from (head[key].upper() for key in ("superior", "office", "desk") if head[key])
    yield from (head[key] for key in ("number", "place_date") if head[key])
    yield from texts(whole)


def wanted(one: Specimen) -> Iterator[str]:
    """What the facts tell of the words a form uses, head, marks and tables included."""
    form, values = one.form, one.facts.values
    for name in {*PLACE.findall(str(asdict(form))), "case", "number"} & set(values) - {"qr"}:
        yield values[name]
    for rows, columns in tables(form):
        for row in one.facts.lists[rows]:
            yield from (row[name] for name in columns)


def tables(form: Form) -> Iterator[tuple[str, frozenset[str]]]:
    for block in form.blocks:
        if isinstance(block, FormTable):
            yield block.rows, frozenset().union(*(column.cell.names for column in block.columns))
        elif isinstance(block, FormItems):
            yield block.rows, block.each.names


def test_each_form_of_each_circular_is_among_them():
    assert set(ALL) == {form.name for form in all_forms().values()}
    assert {name.split("/")[0] for name in ALL} == {"tt01_2018", "tt03_2025", "extra"}


def test_the_text_of_the_pdf_holds_every_field_exactly(one):
    pages = pages_of(pdf_of(one.sheet, at=one.at))
    found = "".join(pages)

    assert found == unicodedata.normalize("NFC", found)
    # A table goes on over the page: its cells are whole on one page or the other.
    assert [text for text in (*spoken(one.sheet), *wanted(one)) if not held(text, found)] == []
    assert len(pages) <= (2 if one.form.kind in LONG else 1)


def held(text: str, found: str) -> bool:
    return squeezed(text) in found or squeezed(text.upper()) in found


def test_the_docx_holds_every_field_exactly(one):
    found = squeezed(said(docx_of(one.sheet)))

    pictured = {one.sheet.marks.barcode}
    spoke = [text for text in spoken(one.sheet) if text not in pictured]
    assert [text for text in (*spoke, *wanted(one)) if not held(text, found)] == []


def test_nothing_is_a_hole_and_nothing_is_english(one):
    said_here = list(spoken(one.sheet))

    assert [text for text in said_here if not text.strip()] == []
    assert [text for text in said_here if re.search(r"[{}\[\]_]|\.{3,}|…", text)] in (
        [],
        [one.sheet.code_line],
    )
    assert [text for text in said_here if VIETNAMESE_ONLY.search(text)] == []


def test_a_form_says_what_of_it_could_not_be_checked(one):
    """No circular was at hand: each of its forms says so in its head, and where it was taken."""
    prescribed = one.form.label is not None

    assert (one.form.unverified is not None) or not prescribed
    assert one.form.source


def test_the_papers_tell_of_each_form_and_show_it(one):
    """docs/letters.md, and the pictures that `make letters` drew."""
    (row,) = [line for line in LISTED if line.startswith(f"| [`{one.form.name}`](")]
    told = {one.form.kind, one.form.title.text, one.form.source, one.form.unverified or "–"}

    assert {word for word in told if word not in row} == set()
    shown = row.split("](")[1].split(")")[0]
    assert name_of(one) in shown
    assert (DOCS / shown).is_file()
