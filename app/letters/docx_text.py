"""Text in a DOCX: signs that no paper can show are dropped, the rest is written as it is."""

import unicodedata
from collections.abc import Mapping
from typing import Literal

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from app.letters.plain import ENDS, SPACES

Side = Literal["left", "centre", "right", "both"]
FACE = "Times New Roman"
ALIGNED: Mapping[Side, WD_ALIGN_PARAGRAPH] = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
# Controls, halves of characters, and what is invisible and steers how others are shown.
_DROPPED = frozenset({"Cc", "Cf", "Cs"})


def shown(text: str) -> str:
    """A text as it is printed: one form of each letter, line ends kept, no invisible orders.

    Unlike on a PDF, what one face lacks stays: a word processor takes it from another.
    """
    for other, one in (*ENDS.items(), *SPACES.items()):
        text = text.replace(other, one)
    signs = unicodedata.normalize("NFC", text)
    return "".join(
        sign for sign in signs if sign == "\n" or unicodedata.category(sign) not in _DROPPED
    )


def say(
    paragraph: Paragraph, text: str, *, size: float = 0, bold: bool = False, italic: bool = False
) -> Run:
    """Add a text to a paragraph; `size` in points, 0 for the page's own."""
    run = paragraph.add_run(shown(text))
    run.bold, run.italic = bold or None, italic or None
    if size:
        run.font.size = Pt(size)
    return run


def placed(paragraph: Paragraph, align: Side, *, before: float = 0, after: float = 0) -> Paragraph:
    """Set a paragraph's side and the space around it, in points."""
    paragraph.alignment = ALIGNED[align]
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    return paragraph


def line_in(cell: _Cell, align: Side = "centre") -> Paragraph:
    """The next paragraph of a cell; the one it is born with comes first."""
    first = cell.paragraphs[0]
    return placed(first if first._p.pPr is None else cell.add_paragraph(), align)


def add_field(paragraph: Paragraph, name: str, *, size: float) -> None:
    """Add a number that the program counts itself, as PAGE."""
    field = made("w:fldSimple", instr=name)
    field.append(say(paragraph, "1", size=size)._r)
    paragraph._p.append(field)


def made(tag: str, **attributes: str) -> BaseOxmlElement:
    """An element of the word-processing namespace with attributes of the same."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
