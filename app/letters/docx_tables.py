"""Tables of a DOCX: grids without lines to lay things side by side, and tables of data."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.shared import Length, Mm, Pt
from docx.table import Table as Drawn
from docx.table import _Cell, _Row

from app.letters.docx_page import Page
from app.letters.docx_text import line_in, made, placed, say
from app.letters.sheet import Column, Table

_LINES = "Table Grid"
_WIDE = 8  # columns from which on a table is set smaller
_MARGIN = "60"  # twentieths of a point beside what stands in a cell


def gap(page: Page, points: float) -> None:
    """An empty line of a height: two tables without one between them become one."""
    shape = placed(page.document.add_paragraph(), "left").paragraph_format
    shape.line_spacing = Pt(points)


def grid(page: Page, widths: Sequence[float], rows: int = 1) -> Drawn:
    """A table without lines over the whole width; widths are shares."""
    drawn: Drawn = page.document.add_table(rows=rows, cols=len(widths))
    _fixed(drawn, page.width, widths)
    return drawn


def _fixed(drawn: Drawn, width: float, shares: Sequence[float]) -> None:
    """Give each column its share, whatever stands in it."""
    drawn.autofit = False
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    whole = sum(shares)
    widths = [Mm(width * share / whole) for share in shares]
    for column, mm in zip(drawn.columns, widths, strict=True):
        column.width = mm
    for row in drawn._tbl.tr_lst:
        _widths(row, widths)
    margins = made("w:tblCellMar")
    margins.extend(made(f"w:{side}", w=_MARGIN, type="dxa") for side in ("left", "right"))
    drawn._tbl.tblPr.append(margins)


def _widths(row: CT_Row, widths: Sequence[Length]) -> None:
    """Give each cell of a row its width; one that joins several columns has theirs together."""
    at = 0
    for cell in row.tc_lst:
        after = at + cell.grid_span
        cell.width = Length(sum(widths[at:after]))
        at = after


def unbroken(row: _Row, *, head: bool = False) -> None:
    """Keep a row on one page; a head is repeated on every page its table goes on."""
    shape = row._tr.get_or_add_trPr()
    shape.append(made("w:cantSplit"))
    if head:
        shape.append(made("w:tblHeader"))


def data_table(page: Page, table: Table) -> None:
    """A table with its head, its groups of columns and its rows."""
    size = page.size - (2 if len(table.columns) > _WIDE else 1)
    heads = 1 + _grouped(table) + table.numbered
    drawn: Drawn = page.document.add_table(rows=heads, cols=len(table.columns))
    drawn.style = _LINES
    _head(drawn, table, size)
    for texts in table.rows:
        # The library finds a cell by walking the table from its top: a register has many rows.
        cells = [_Cell(one, drawn) for one in _added(drawn).tc_lst]
        _row(cells, table, texts, size)
    for at, row in enumerate(drawn.rows):
        unbroken(row, head=at < heads)
    _fixed(drawn, page.width, [column.width for column in table.columns])


def _added(drawn: Drawn) -> CT_Row:
    row = drawn._tbl.add_tr()
    for column in drawn._tbl.tblGrid.gridCol_lst:
        row.add_tc().width = column.w or Length(0)
    return row


def _grouped(table: Table) -> bool:
    return any(column.group for column in table.columns)


def _head(drawn: Drawn, table: Table, size: float) -> None:
    last = 1 if _grouped(table) else 0
    for at, column in enumerate(table.columns):
        top = drawn.cell(0, at)
        if last and not column.group:
            _title(top.merge(drawn.cell(1, at)), column.title, size)
        else:
            _title(drawn.cell(last, at), column.title, size)
    for name, first, end in _groups(table.columns):
        _title(drawn.cell(0, first).merge(drawn.cell(0, end)), name, size)
    if table.numbered:
        for at in range(len(table.columns)):
            say(line_in(drawn.cell(last + 1, at)), f"({at + 1})", size=size - 1, italic=True)


def _groups(columns: Sequence[Column]) -> Iterator[tuple[str, int, int]]:
    """Each shared head with its first and its last column."""
    for name, members in groupby(enumerate(columns), key=lambda pair: pair[1].group):
        places = [at for at, _ in members]
        if name:
            yield name, places[0], places[-1]


def _title(cell: _Cell, text: str, size: float) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for spare in cell.paragraphs[1:]:
        cell._tc.remove(spare._p)
    say(line_in(cell), text, size=size, bold=True)


def _row(cells: Sequence[_Cell], table: Table, texts: Sequence[str], size: float) -> None:
    for cell, column, text in zip(cells, table.columns, texts, strict=True):
        say(line_in(cell, column.align), text, size=size)


def underlined(cell: _Cell, *, share: float, width: float) -> None:
    """A short rule in the middle of a cell: `share` of its `width` in mm."""
    rule = line_in(cell)
    side = Mm(width * (1 - share) / 2)
    rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = side
    rule.paragraph_format.line_spacing = Pt(5)
    edge = made("w:pBdr")
    edge.append(made("w:top", val="single", sz="6", space="1", color="auto"))
    shape = rule._p.get_or_add_pPr()
    place = shape.find(qn("w:spacing"))
    place.addprevious(edge)
