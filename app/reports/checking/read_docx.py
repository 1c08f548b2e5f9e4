"""Tables of a Word document, with merged cells; what was deleted in a revision is not read."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import accumulate
from typing import Any

import docx
from docx.oxml.ns import qn

from app.reports.checking.grids import EMPTY, Cell, File, Grid, Span
from app.reports.checking.limits import Limits
from app.reports.checking.package import Package
from app.reports.checking.walk import unusable
from app.reports.checking.words import tidy

_TABLE, _PARAGRAPH, _ROW, _CELL = qn("w:tbl"), qn("w:p"), qn("w:tr"), qn("w:tc")
# What Word puts around paragraphs, lines and cells without being one.
_AROUND = frozenset(qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_TEXT, _BREAKS = qn("w:t"), frozenset({qn("w:br"), qn("w:tab"), qn("w:cr")})
_EVEN = 1000  # of a column whose width is not told, in twentieths of a point
_ABOVE = 3000  # characters above a table that may name its form and period


def read_docx(content: bytes, package: Package, limits: Limits) -> File:
    """Read every table, and the text around them.

    Raises:
        BadInput: for more tables or cells than a report may have.
    """
    body = docx.Document(BytesIO(content)).element.body
    grids: list[Grid] = []
    above, texts, outside = "", [], []
    for block in _found(body, (_TABLE, _PARAGRAPH)):
        if block.tag == _TABLE:
            grids.append(_grid(block, len(grids) + 1, above, limits))
            _judge(grids, limits)
            above = ""
            texts += [cell.text for row in grids[-1].rows for cell in row if cell.text]
        else:
            outside.append(_text(block))
            texts.append(outside[-1])
            above = f"{above}\n{texts[-1]}"[-_ABOVE:]
    return File(kind="docx", grids=tuple(grids), text="\n".join(texts), outside=tuple(outside))


def _judge(grids: Sequence[Grid], limits: Limits) -> None:
    if len(grids) > limits.sheets:
        raise unusable(f"tệp có hơn {limits.sheets} bảng")
    if sum(len(row) for grid in grids for row in grid.rows) > limits.cells:
        raise unusable(f"tệp có hơn {limits.cells} ô")


def _found(element: Any, wanted: Collection[str]) -> Iterator[Any]:
    """The children of these kinds in their order, past the content controls around them."""
    left = list(reversed(element))
    while left:
        child = left.pop()
        if child.tag in wanted:
            yield child
        elif child.tag in _AROUND:
            left += reversed(child)


def _text(element: Any) -> str:
    if not len(element):
        return ""
    words: list[str] = []
    for each in element.iter():
        if each.tag == _TEXT:
            words.append(each.text or "")
        elif each.tag in _BREAKS or each.tag == _PARAGRAPH:
            words.append(" ")
    return tidy("".join(words))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    """A cell as it stands in its line: between which edges, with what, and how it is merged."""

    left: int
    right: int
    text: str
    merge: str


def _grid(table: Any, number: int, above: str, limits: Limits) -> Grid:
    lines = _lines(table, number, limits)
    sheet = _Sheet(starts=_starts(lines))
    for line in lines:
        sheet.add(line)
    spans = tuple(
        Span(top=top, left=left, bottom=bottom, right=right)
        for (top, left), (bottom, right) in sorted(sheet.spans.items())
    )
    rows = tuple(tuple(row) for row in sheet.rows)
    return Grid(name=f"bảng {number}", rows=rows, spans=spans, before=above)


def _lines(table: Any, number: int, limits: Limits) -> list[list[_Piece]]:
    edges = _edges(table, limits)
    lines: list[list[_Piece]] = []
    count = widest = 0
    for row in _found(table, (_ROW,)):
        lines.append(list(_pieces(row, edges, limits)))
        count, widest = count + 1, max(widest, len(lines[-1]))
        if count > limits.rows:
            raise unusable(f"bảng {number} dài hơn {limits.rows} dòng")
        # Each line will be as wide as the widest: counted before room is made for them.
        if count * widest > limits.cells:
            raise unusable(f"tệp có hơn {limits.cells} ô")
    return lines


def _edges(table: Any, limits: Limits) -> list[int]:
    """Where the columns of the grid begin, by their widths; evenly where no widths are told."""
    grid = table.find(qn("w:tblGrid"))
    columns = [] if grid is None else list(grid)[: limits.columns]
    widths = [_value(column, qn("w:w")) or _EVEN for column in columns]
    edges = list(accumulate(widths, initial=0))
    while len(edges) <= limits.columns:
        edges.append(edges[-1] + _EVEN)
    return edges


def _pieces(row: Any, edges: Sequence[int], limits: Limits) -> Iterator[_Piece]:
    left = min(_before(row), limits.columns)
    for cell in _found(row, (_CELL,)):
        right = left + _wide(cell, limits)
        if right > limits.columns:
            raise unusable(f"bảng rộng hơn {limits.columns} cột")
        text = _text(cell)[: limits.text]
        yield _Piece(left=edges[left], right=edges[right], text=text, merge=_merge(cell))
        left = right


def _starts(lines: Sequence[Sequence[_Piece]]) -> list[int]:
    """Where columns begin to a reader's eye: as in the line with the most cells.

    Borders that were dragged a little line by line make many more columns of the grid.
    """
    widest = max(lines, key=len, default=[])
    return [piece.left for piece in widest] or [0]


@dataclass(kw_only=True, slots=True)
class _Sheet:
    """A table while it is read.

    Attributes:
        starts: where its columns begin.
        rows: its lines so far.
        tops: by column, where a vertical merge began: its first row and its last column.
        spans: by first row and column, the last row and column.
    """

    starts: Sequence[int]
    rows: list[list[Cell]] = field(default_factory=list)
    tops: dict[int, tuple[int, int]] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def add(self, pieces: Sequence[_Piece]) -> None:
        """Take in one line."""
        line = [EMPTY] * len(self.starts)
        self.rows.append(line)
        free = 0
        for number, piece in enumerate(pieces):
            room = len(self.starts) - (len(pieces) - number)
            left = max(free, min(self._nearest(piece.left), room))
            right = max(left, min(self._nearest(piece.right, end=True) - 1, room))
            self._place(piece, line, left, right)
            free = right + 1

    def _nearest(self, edge: int, *, end: bool = False) -> int:
        last = len(self.starts) - 1
        if end and edge > self.starts[last]:
            return last + 1
        at = min(bisect_left(self.starts, edge), last)
        left = max(at - 1, 0)
        return left if edge - self.starts[left] <= self.starts[at] - edge else at

    def _place(self, piece: _Piece, line: list[Cell], left: int, right: int) -> None:
        here = len(self.rows) - 1
        if piece.merge == "continue" and left in self.tops:
            top, right_of_top = self.tops[left]
            self.spans[top, left] = (here, max(right, right_of_top))
            return
        self.tops.pop(left, None)
        if piece.merge == "restart":
            self.tops[left] = (here, right)
        if right > left:
            self.spans[here, left] = (here, right)
        line[left] = Cell(text=piece.text)


def _properties(cell: Any, name: str) -> Any:
    properties = cell.find(qn("w:tcPr"))
    return None if properties is None else properties.find(qn(name))


def _wide(cell: Any, limits: Limits) -> int:
    return _number(_properties(cell, "w:gridSpan"), limits, least=1)


def _merge(cell: Any) -> str:
    merge = _properties(cell, "w:vMerge")
    return "" if merge is None else str(merge.get(qn("w:val")) or "continue")


def _before(row: Any) -> int:
    properties = row.find(qn("w:trPr"))
    skipped = None if properties is None else properties.find(qn("w:gridBefore"))
    return _number(skipped, Limits(), least=0)


def _number(element: Any, limits: Limits, *, least: int) -> int:
    value = None if element is None else _value(element, qn("w:val"))
    return least if value is None else max(least, min(value, limits.columns + 1))


def _value(element: Any, name: str) -> int | None:
    text = str(element.get(name) or "")
    return int(text[:6]) if text.isascii() and text.isdigit() else None
