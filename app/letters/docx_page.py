"""The page of a DOCX: A4 and one face, nothing of the library's own, the same bytes each time."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from app.letters.archive import repacked
from app.letters.docx_text import FACE, add_field, made, placed, say, shown
from app.letters.sheet import Sheet

SIDES = (210, 297)  # mm
# Above, below, left, right, in mm (NĐ 30/2020, Phụ lục I; recalled).
MARGINS = {False: (20, 20, 30, 15), True: (20, 17, 15, 15)}
_UPRIGHT, _LYING = 13.0, 11.0  # points
_STRAY = ("thumbnail", "stylesWithEffects", "customXml")  # what the library's own form carries
_STYLES = frozenset({"Normal Table", "Table Grid"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A document being written.

    Attributes:
        width: between the margins, in mm.
        size: of the letters, in points.
    """

    document: Document
    width: float
    size: float


def page_for(sheet: Sheet) -> Page:
    """An empty document of a sheet's paper."""
    document = docx.Document(BytesIO(_blank()))
    size = _LYING if sheet.landscape else _UPRIGHT
    _face(document, size)
    _paper(document, sheet.landscape)
    _about(document, sheet)
    width = SIDES[sheet.landscape] - sum(MARGINS[sheet.landscape][2:])
    return Page(document=document, width=width, size=size)


def bytes_of(page: Page) -> bytes:
    """The document as a file."""
    return repacked(_saved(page.document))


def _saved(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _paper(document: Document, landscape: bool) -> None:
    section = document.sections[0]
    width, height = SIDES[::-1] if landscape else SIDES
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    top, bottom, left, right = MARGINS[landscape]
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance, section.footer_distance = Mm(8), Mm(8)


def _face(document: Document, size: float) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(run):
        run.remove(child)
    run.append(made("w:rFonts", ascii=FACE, hAnsi=FACE, eastAsia=FACE, cs=FACE))
    run.append(made("w:lang", val="vi-VN", eastAsia="vi-VN", bidi="vi-VN"))
    normal = document.styles["Normal"]
    if isinstance(normal, ParagraphStyle):
        normal.font.name, normal.font.size = FACE, Pt(size)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), FACE)
        fonts.set(qn("w:cs"), FACE)
        shape = normal.paragraph_format
        shape.space_after, shape.line_spacing = Pt(0), 1.0


@cache
def _blank() -> bytes:
    """The library's own form without what a letter has no use for, which is most of its weight."""
    document = docx.Document()
    for rels in (document.part.package.rels, document.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(_STRAY)]:
            del rels[key]
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in _STYLES:
            style.element.getparent().remove(style.element)
    return _saved(document)


def _about(document: Document, sheet: Sheet) -> None:
    """Whose letter it is and what it is called; no dates, so that the bytes stay the same."""
    about = document.core_properties
    about.title, about.author = shown(sheet.title)[:255], shown(sheet.head.office)[:255]
    about.identifier, about.language = shown(sheet.code_line or "")[:255], "vi-VN"
    about.comments = about.last_modified_by = ""
    for name in ("created", "modified"):
        stamp = about._element.find(qn(f"dcterms:{name}"))
        about._element.remove(stamp)


def frame(page: Page, sheet: Sheet) -> None:
    """What stands on every page: the warning on top, the line of the store and the page number."""
    section = page.document.sections[0]
    if sheet.notice:
        top = placed(section.header.paragraphs[0], "centre")
        say(top, sheet.notice, size=10, bold=True)
    foot = placed(section.footer.paragraphs[0], "centre")
    if sheet.code_line:
        say(foot, f"{sheet.code_line} · ", size=8)
    say(foot, "Trang ", size=8)
    add_field(foot, "PAGE", size=8)
    say(foot, "/", size=8)
    add_field(foot, "NUMPAGES", size=8)
