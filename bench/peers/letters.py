"""Others that draw letters as PDF: WeasyPrint from a web page, reportlab from its flowables.

Both get the words, the faces and the marks of our sheet. Each `…_drawer` reads the faces once, as a
server does that stays up; what it returns draws one prepared letter.
"""

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from itertools import groupby
from typing import Any

from app.letters.marks import square
from app.letters.sheet import Line, Sheet, Table, Text
from app.press.press import FONTS
from bench.letter_page import FACES, page_of

SQUARE = 62.0  # points: 22 mm
Drawer = Callable[[Any], bytes]
# What a peer is given, made of our sheet before the clock runs; and what draws it.
Peer = tuple[Callable[[Sheet], Any], Drawer]


def weasyprint() -> Peer:
    """Return the sheet as a web page, and what prints it."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    faces = FontConfiguration()

    def drawn(page: str) -> bytes:
        made: bytes = weasyprint.HTML(string=page, base_url=".").write_pdf(font_config=faces)
        return made

    return page_of, drawn


def reportlab() -> Peer:
    """Return the sheet itself, and what lays it out with platypus."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for face in FACES:
        pdfmetrics.registerFont(TTFont(_face(face), str(FONTS / f"Tinos-{face}.ttf")))
    pdfmetrics.registerFontFamily(
        _face("Regular"), _face("Regular"), _face("Bold"), _face("Italic"), _face("Bold")
    )
    return _same, partial(_laid_out, _styles())


def _same(sheet: Sheet) -> Sheet:
    return sheet


def _face(name: str) -> str:
    return f"Tinos-{name}"


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    body = ParagraphStyle("body", fontName=_face("Regular"), fontSize=12, leading=13.5)
    return {
        "body": ParagraphStyle("text", body, firstLineIndent=28, alignment=4, spaceAfter=3),
        "cell": ParagraphStyle("cell", body, fontSize=11, leading=12),
        "centred": ParagraphStyle("centred", body, alignment=1),
        "title": ParagraphStyle("title", body, fontSize=14, leading=17, alignment=1),
        "small": ParagraphStyle("small", body, fontSize=10, leading=12, alignment=2),
    }


def _laid_out(styles: dict[str, Any], sheet: Sheet) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    out = BytesIO()
    margins = {"topMargin": 57, "bottomMargin": 57, "leftMargin": 85, "rightMargin": 43}
    document = SimpleDocTemplate(out, pagesize=A4, title=sheet.title, **margins)
    story = [Paragraph(f"{sheet.label}<br/>{sheet.unverified}", styles["small"])]
    story += [_head(styles, sheet), Paragraph(f"<b>{sheet.title}</b>", styles["title"])]
    for block in sheet.blocks:
        story += _block(styles, block)
    story += [_signed(styles, sheet), *_square(styles, sheet)]
    document.build(story, onFirstPage=partial(_foot, str(sheet.code_line or "")))
    return out.getvalue()


def _foot(code: str, canvas: Any, _document: Any) -> None:
    canvas.setFont(_face("Regular"), 8)
    canvas.drawString(85, 40, code)


def _head(styles: dict[str, Any], sheet: Sheet) -> Any:
    from reportlab.graphics.barcode.code128 import Code128
    from reportlab.platypus import Paragraph, Table

    head, code = sheet.head, str(sheet.marks.barcode)
    office = "<br/>".join(str(it).upper() for it in (head.superior, head.office, head.desk))
    ours = [
        Paragraph(f"{office}<br/>Số: {head.number}", styles["centred"]),
        Code128(code, barHeight=23, barWidth=0.6),
        Paragraph(code, styles["centred"]),
    ]
    state = Paragraph(
        "<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br/>Độc lập - Tự do - Hạnh phúc</b><br/>"
        f"<i>{head.place_date}</i>",
        styles["centred"],
    )
    return Table([[ours, state]], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])


def _block(styles: dict[str, Any], block: object) -> list[Any]:
    from reportlab.platypus import Paragraph

    if isinstance(block, Line):
        said = " ".join(f"{label}: {words}" for label, words in block.parts)
        return [Paragraph(said, styles["body"])]
    if isinstance(block, Text):
        return [Paragraph(block.text, styles["body"])]
    return [_papers(styles, block)] if isinstance(block, Table) else []


def _papers(styles: dict[str, Any], table: Table) -> Any:
    from reportlab.lib.colors import black
    from reportlab.platypus import Paragraph
    from reportlab.platypus import Table as Grid

    whole = sum(column.width for column in table.columns)
    widths = [467 * column.width / whole for column in table.columns]
    heads = [Paragraph(f"<b>{column.title}</b>", styles["cell"]) for column in table.columns]
    rows = [[Paragraph(cell, styles["cell"]) for cell in row] for row in table.rows]
    return Grid([heads, *rows], colWidths=widths, style=[("GRID", (0, 0), (-1, -1), 0.5, black)])


def _signed(styles: dict[str, Any], sheet: Sheet) -> Any:
    from reportlab.platypus import Paragraph
    from reportlab.platypus import Table as Grid

    cells = [
        Paragraph(
            f"<b>{it.title}</b><br/><i>{it.note}</i>{'<br/>' * 5}<b>{it.name}</b>",
            styles["centred"],
        )
        for it in sheet.signatures
    ]
    return Grid([cells])


def _square(styles: dict[str, Any], sheet: Sheet) -> list[Any]:
    from reportlab.platypus import Flowable, Paragraph

    class Square(Flowable):
        """Our own QR code in one path: reportlab's widget would take half of all its time."""

        width = height = SQUARE

        def draw(self) -> None:
            _fill(self.canv, square(str(sheet.marks.qr)).rows)

    return [Square(), Paragraph(str(sheet.marks.hint), styles["cell"])]


def _fill(canvas: Any, rows: Sequence[Sequence[bool]]) -> None:
    path, side = canvas.beginPath(), SQUARE / len(rows)
    for at, row in enumerate(rows):
        begun = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                path.rect(begun * side, SQUARE - (at + 1) * side, length * side, side)
            begun += length
    canvas.drawPath(path, stroke=0, fill=1)
