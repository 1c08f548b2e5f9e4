"""The words of a DOCX as XML, put together as text: a table has a hundred thousand cells.

Important: whatever comes from outside goes through `words`, which leaves no sign of XML in it.
"""

from collections.abc import Iterable, Sequence
from html import escape

# Names of the paragraph styles; app/reports/out/docx_page.py says how each looks.
PLAIN, BOLD, ITALIC, TITLE, SMALL = "Binhthuong", "Dam", "Nghieng", "Tieude", "Nho"
CENTRE, HAND, NOTICE, UNIT = "Giua", "Kyten", "Canhbao", "Donvitinh"
HEAD, NUMBER, NAME, FIGURE, CALM = "Dau", "Socot", "Ten", "So", "Sokhong"
ORDINAL, SUM, SUM_NAME = "Thutu", "Tong", "Tentong"


def words(text: str) -> str:
    """A text as a run."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def paragraph(text: str, style: str, *, keep: bool = False) -> str:
    """A paragraph in a style; `keep` leaves it on the page of what follows."""
    lines = "<w:r><w:br/></w:r>".join(map(words, text.split("\n")))
    shape = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{shape}</w:pPr>{lines}</w:p>'


def cell(content: str, width: int, *, across: int = 1, down: str = "") -> str:
    """A cell of a width in twentieths of a point; `down` begins or goes on a joined column."""
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    merge = f'<w:vMerge w:val="{down}"/>' if down else ""
    shape = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{shape}</w:tcPr>{content}</w:tc>"


def row(cells: Iterable[str], *, head: bool = False) -> str:
    """A row that stays on one page; a head is repeated on every page its table goes on."""
    shape = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    return f"<w:tr><w:trPr>{shape}</w:trPr>{''.join(cells)}</w:tr>"


def grid(rows: Iterable[str], widths: Sequence[int], *, ruled: bool) -> str:
    """A table of columns that keep their widths, whatever stands in them."""
    edges = ("top", "left", "bottom", "right", "insideH", "insideV") if ruled else ()
    lines = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for edge in edges
    )
    borders = f"<w:tblBorders>{lines}</w:tblBorders>" if ruled else ""
    sides = "".join(f'<w:{side} w:w="45" w:type="dxa"/>' for side in ("left", "right"))
    shape = (
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>{borders}'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar>'
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f"<w:tbl><w:tblPr>{shape}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
