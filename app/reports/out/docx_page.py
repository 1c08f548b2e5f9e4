"""The page of a DOCX: A4 lying down, its styles, and what stands on every page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from app.reports.out import docx_words as names
from app.reports.out.docx_words import words
from app.reports.out.packing import repacked
from app.reports.out.sheet import Sheet

FACE = "Times New Roman"
WIDTH, HEIGHT, MARGIN = 297, 210, 12  # mm
ROOM = round((WIDTH - 2 * MARGIN) / 25.4 * 1440)  # twentieths of a point between the margins
_LEFT, _CENTRE, _RIGHT = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
)
_CALM = RGBColor(0x7F, 0x7F, 0x7F)
_BODY, _END = "word/document.xml", b"<w:sectPr"  # what says the paper stands last
_STRAY = ("thumbnail", "stylesWithEffects", "customXml")  # what the library's own form carries


@dataclass(frozen=True, kw_only=True, slots=True)
class _Look:
    """How a paragraph looks; points and the side it stands on."""

    size: float = 11
    side: WD_ALIGN_PARAGRAPH = _LEFT
    bold: bool = False
    italic: bool = False
    calm: bool = False
    after: float = 0


_LOOKS: Mapping[str, _Look] = {
    names.PLAIN: _Look(),
    names.BOLD: _Look(bold=True),
    names.ITALIC: _Look(size=10, italic=True),
    names.TITLE: _Look(size=12.5, side=_CENTRE, bold=True),
    names.SMALL: _Look(size=8.5, italic=True, after=1),
    names.CENTRE: _Look(side=_CENTRE),
    names.HAND: _Look(side=_CENTRE, italic=True),
    names.NOTICE: _Look(size=9.5, side=_CENTRE, bold=True),
    names.UNIT: _Look(side=_RIGHT, italic=True, after=2),
    names.HEAD: _Look(size=10, side=_CENTRE, bold=True),
    names.NUMBER: _Look(size=7.5, side=_CENTRE, italic=True),
    names.NAME: _Look(size=10),
    names.FIGURE: _Look(size=10, side=_RIGHT),
    names.CALM: _Look(size=10, side=_RIGHT, calm=True),
    names.ORDINAL: _Look(size=10, side=_CENTRE),
    names.SUM: _Look(size=10, side=_RIGHT, bold=True),
    names.SUM_NAME: _Look(size=10, bold=True),
}


def made(sheet: Sheet, body: str, at: datetime) -> bytes:
    """A document of this body, dated `at`."""
    document = docx.Document(BytesIO(_blank()))
    _about(document, sheet, at)
    _running(document, sheet)
    out = BytesIO()
    document.save(out)
    # As text into text: moving a large tree of elements takes time by the square of its size.
    return repacked(out.getvalue(), {_BODY: lambda part: part.replace(_END, body.encode() + _END)})


@cache
def _blank() -> bytes:
    """The library's own form without what a table has no use for, with our paper and styles."""
    document = docx.Document()
    for rels in (document.part.package.rels, document.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(_STRAY)]:
            del rels[key]
    for style in list(document.styles):
        if style.name != "Normal Table" and style.type == WD_STYLE_TYPE.TABLE:
            style.element.getparent().remove(style.element)
    _paper(document)
    _styles(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _paper(document: Document) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin = Mm(15), Mm(14)
    section.header_distance, section.footer_distance = Mm(7), Mm(7)


def _styles(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    fonts = "".join(f' w:{kind}="{FACE}"' for kind in ("ascii", "hAnsi", "eastAsia", "cs"))
    for child in list(run):
        run.remove(child)
    run.append(parse_xml(f"<w:rFonts {nsdecls('w')}{fonts}/>"))
    run.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="vi-VN" w:eastAsia="vi-VN"/>'))
    for name, look in _LOOKS.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if isinstance(style, ParagraphStyle):
            _look(style, look)


def _look(style: ParagraphStyle, look: _Look) -> None:
    font, shape = style.font, style.paragraph_format
    font.name, font.size = FACE, Pt(look.size)
    font.bold, font.italic = look.bold or None, look.italic or None
    if look.calm:
        font.color.rgb = _CALM
    shape.alignment, shape.line_spacing = look.side, 1.0
    shape.space_before, shape.space_after = Pt(0), Pt(look.after)


def _about(document: Document, sheet: Sheet, at: datetime) -> None:
    about = document.core_properties
    about.title = f"{sheet.left[0]} – {sheet.title[0]}"[:255]
    about.author, about.identifier = sheet.right[0][1][:255], sheet.sum
    about.created = about.modified = at.replace(microsecond=0)
    about.comments = about.last_modified_by = ""
    about.language = "vi-VN"


def _running(document: Document, sheet: Sheet) -> None:
    """What must be seen on top of every page; the form, its sum and the page at the foot."""
    section = document.sections[0]
    for part, style, inner in (
        (section.header, names.NOTICE, words(" · ".join(sheet.notices))),
        (section.footer, names.SMALL, _foot(sheet)),
    ):
        block = part._element
        for child in list(block):
            block.remove(child)
        shape = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        block.append(parse_xml(f"<w:p {nsdecls('w')}>{shape}{inner}</w:p>"))


def _foot(sheet: Sheet) -> str:
    def field(name: str) -> str:
        return f'<w:fldSimple w:instr="{name}">{words("1")}</w:fldSimple>'

    said = words(f"{sheet.name} · {sheet.sum[:16]} · Trang ")
    return f"{said}{field('PAGE')}{words('/')}{field('NUMPAGES')}"
