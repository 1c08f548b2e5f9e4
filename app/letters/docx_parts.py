"""The parts of a letter in a DOCX, from its head to the codes at its foot."""

from io import BytesIO

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Mm, Pt
from docx.table import _Cell

from app.letters.docx_page import Page
from app.letters.docx_tables import data_table, gap, grid, unbroken, underlined
from app.letters.docx_text import line_in, placed, say
from app.letters.marks import MODULE_MM, bars, square
from app.letters.pictures import png_of
from app.letters.sheet import Block, Items, Line, Marks, Sheet, Signature, Table, Text

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_HEAD = (0.44, 0.56)  # shares of the two columns on top
_HAND = 44  # points left for a hand and a stamp
_INDENT = 10  # mm
_SQUARE = 22  # mm: side of the square code
_BAR = 7.5  # mm: height of the bars


def labels(page: Page, sheet: Sheet) -> None:
    """The form's own label, and why it may differ from the law's, on the right."""
    if sheet.label:
        say(placed(page.document.add_paragraph(), "right"), sheet.label, size=11, bold=True)
    if sheet.unverified:
        line = placed(page.document.add_paragraph(), "right", after=2)
        say(line, sheet.unverified, size=8, italic=True)


def head(page: Page, sheet: Sheet) -> None:
    """The two columns on top."""
    left, right = grid(page, _HEAD).rows[0].cells
    _office(page, left, sheet)
    say(line_in(right), COUNTRY, size=page.size - 1, bold=True)
    say(line_in(right), MOTTO, size=page.size, bold=True)
    underlined(right, share=0.55, width=page.width * _HEAD[1])
    if sheet.head.place_date:
        say(line_in(right), sheet.head.place_date, size=page.size, italic=True)


def _office(page: Page, cell: _Cell, sheet: Sheet) -> None:
    """Whose paper it is, in bold, under those above it; the number, and the case code as bars."""
    names = (sheet.head.superior, sheet.head.office, sheet.head.desk)
    *above, last = [name.upper() for name in names if name]
    for name in above:
        say(line_in(cell), name, size=page.size - 1)
    say(line_in(cell), last, size=page.size - 1, bold=True)
    underlined(cell, share=0.35, width=page.width * _HEAD[0])
    if sheet.head.number:
        say(line_in(cell), f"Số: {sheet.head.number}", size=page.size)
    if sheet.marks.barcode:
        _bars(cell, sheet.marks.barcode, most=page.width * _HEAD[0] - 4)


def _bars(cell: _Cell, code: str, *, most: float) -> None:
    drawn = bars(code)
    width, picture = len(drawn.rows[0]) * MODULE_MM, png_of(drawn, dots=4, stretch=8)
    run = placed(line_in(cell), "centre", before=4).add_run()
    run.add_picture(BytesIO(picture), width=Mm(min(width, most)), height=Mm(_BAR))
    say(line_in(cell), code, size=9)


def title(page: Page, sheet: Sheet) -> None:
    """What the letter is called."""
    line = placed(page.document.add_paragraph(), "centre", before=12, after=2)
    say(line, sheet.title, size=page.size + 1, bold=True)
    if sheet.subtitle:
        say(placed(page.document.add_paragraph(), "centre", after=2), sheet.subtitle, bold=True)
    page.document.paragraphs[-1].paragraph_format.space_after = Pt(8)


def block(page: Page, one: Block) -> None:
    """A block of the body."""
    match one:
        case Line():
            _labelled(page, one)
        case Text():
            _text(page, one)
        case Items():
            for number, text in enumerate(one.texts, start=1):
                item = placed(page.document.add_paragraph(), "both", after=3)
                item.paragraph_format.left_indent = Mm(_INDENT)
                say(item, f"{number}. {text}")
        case Table():
            data_table(page, one)
            gap(page, 5)


def _labelled(page: Page, line: Line) -> None:
    paragraph = placed(page.document.add_paragraph(), "left", after=3)
    # Two short facts share a line in halves, so that the eye finds them one below the other.
    halves = len(line.parts) == 2
    if halves:
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm((page.width + _INDENT) / 2))
    paragraph.paragraph_format.first_line_indent = Mm(_INDENT)
    for at, (label, value) in enumerate(line.parts):
        if at:
            paragraph.add_run("\t" if halves else "    ")
        say(paragraph, f"{label}: {value}" if label else value)


def _text(page: Page, one: Text) -> None:
    centred = one.style == "centre"
    # A line end inside a justified paragraph would tear the words of its line apart.
    for text in one.text.split("\n"):
        paragraph = placed(page.document.add_paragraph(), "centre" if centred else "both", after=4)
        if not centred:
            paragraph.paragraph_format.first_line_indent = Mm(_INDENT)
        say(paragraph, text, bold=one.style == "bold", italic=one.style == "italic")


def signatures(page: Page, sheet: Sheet) -> None:
    """Who gets the letter and who signs it, side by side; a single one signs on the right."""
    beside = bool(sheet.recipients) or len(sheet.signatures) == 1
    columns = len(sheet.signatures) + beside
    if not columns:
        return
    row = grid(page, [1] * columns).rows[0]
    unbroken(row)
    if sheet.recipients:
        _recipients(row.cells[0], sheet)
    for cell, one in zip(row.cells[beside:], sheet.signatures, strict=True):
        _signature(page, cell, one)


def _recipients(cell: _Cell, sheet: Sheet) -> None:
    title = placed(line_in(cell, "left"), "left", before=8)
    say(title, "Nơi nhận:", size=12, bold=True, italic=True)
    for name in sheet.recipients:
        say(line_in(cell, "left"), f"- {name}", size=11)


def _signature(page: Page, cell: _Cell, one: Signature) -> None:
    # "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH" stands on two lines, each without its comma.
    for at, line in enumerate(one.title.split(", ")):
        say(placed(line_in(cell), "centre", before=0 if at else 8), line, size=page.size, bold=True)
    if one.note:
        say(line_in(cell), one.note, size=page.size - 1, italic=True)
    if one.mark:
        say(placed(line_in(cell), "centre", before=8, after=8), one.mark, size=page.size - 2)
    name = placed(line_in(cell), "centre", before=0 if one.mark else _HAND)
    if one.name:
        say(name, one.name, size=page.size, bold=True)


def marks(page: Page, given: Marks) -> None:
    """The square code and its words, at the end."""
    if not given.qr:
        return
    gap(page, 6)
    row = grid(page, (0.18, 0.82)).rows[0]
    unbroken(row)
    picture, words = row.cells
    drawn = BytesIO(png_of(square(given.qr), dots=6))
    line_in(picture, "left").add_run().add_picture(drawn, width=Mm(_SQUARE))
    words.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if given.hint:
        say(line_in(words, "left"), given.hint, size=10)
