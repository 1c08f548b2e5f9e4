"""A table as DOCX, to be sent with a report: joined heads that come again on every page."""

from collections.abc import Iterator, Sequence

from app.reports.layout import Layout
from app.reports.out import docx_words as styles
from app.reports.out.digest import dated
from app.reports.out.docx_page import ROOM, made
from app.reports.out.docx_words import cell, grid, paragraph, row
from app.reports.out.heads import Head
from app.reports.out.lines import Line
from app.reports.out.office import Office
from app.reports.out.sheet import BY_HAND, COMPILER, STAMPED, Sheet, sheet_of
from app.reports.out.widths import shares
from app.reports.printed import figure, number_lines
from app.reports.table import Table
from sla.zone import local

_HEAD = (0.23, 0.55, 0.22)  # shares of what stands beside each other on top
_NUMBERS = ("(1)", "(2)")


def write(table: Table, layout: Layout, office: Office) -> bytes:
    """The form as a document."""
    sheet = sheet_of(table, layout, office)
    body = "".join((*_top(sheet), _grid(sheet), *_foot(sheet), *_signing(sheet)))
    return made(sheet, body, local(dated(table)))


def _top(sheet: Sheet) -> Iterator[str]:
    widths = [round(ROOM * share) for share in _HEAD]
    left = [paragraph(sheet.left[0], styles.BOLD)]
    left += [paragraph(text, styles.ITALIC) for text in sheet.left[1:]]
    middle = [paragraph(text, styles.TITLE) for text in sheet.title]
    middle += [paragraph(text, styles.CENTRE) for text in sheet.period]
    right = [
        paragraph(text, style)
        for label, name in sheet.right
        for text, style in ((f"- {label}", styles.PLAIN), (name, styles.BOLD))
    ]
    parts = ("".join(part) for part in (left, middle, right))
    yield grid([row(map(cell, parts, widths))], widths, ruled=False)
    yield paragraph(sheet.unit, styles.UNIT, keep=True)


def _grid(sheet: Sheet) -> str:
    widths = [round(ROOM * share) for share in shares(sheet)]
    heads = (row(cells, head=True) for cells in (*_heads(sheet, widths), _numbers(sheet, widths)))
    return grid((*heads, *_lines(sheet, widths)), widths, ruled=True)


def _heads(sheet: Sheet, widths: Sequence[int]) -> Iterator[list[str]]:
    for at in range(sheet.depth):
        reaching = (one for one in sheet.heads if one.row <= at < one.row + one.rows)
        ordered = sorted(reaching, key=lambda head: head.column)
        yield [_head(one, at, widths) for one in ordered]


def _head(one: Head, at: int, widths: Sequence[int]) -> str:
    """The part of a heading in a row of heads; in its lower rows it only goes on."""
    width = sum(widths[one.column : one.column + one.columns])
    text = paragraph(one.text if at == one.row else "", styles.HEAD)
    down = "" if one.rows == 1 else "restart" if at == one.row else "continue"
    return cell(text, width, across=one.columns, down=down)


def _numbers(sheet: Sheet, widths: Sequence[int]) -> list[str]:
    texts = ["\n".join(number_lines(column.number)) for column in sheet.columns]
    said = (paragraph(text, styles.NUMBER) for text in (*_NUMBERS, *texts))
    return list(map(cell, said, widths))


def _lines(sheet: Sheet, widths: Sequence[int]) -> Iterator[str]:
    for line in sheet.lines:
        plain = line.kind == "row"
        number = paragraph(line.number, styles.ORDINAL)
        name = paragraph(line.name, styles.NAME if plain else styles.SUM_NAME)
        if line.kind == "section" and not any(value is not None for value in line.values):
            yield row(
                (cell(number, widths[0]), cell(name, sum(widths[1:]), across=len(widths) - 1))
            )
        else:
            yield row(map(cell, (number, name, *_figures(sheet, line)), widths))


def _figures(sheet: Sheet, line: Line) -> Iterator[str]:
    usual = styles.FIGURE if line.kind == "row" else styles.SUM
    for value, column in zip(line.values, sheet.columns, strict=True):
        style = styles.CALM if value == 0 and line.kind == "row" else usual
        yield paragraph(figure(value, column), style)


def _signing(sheet: Sheet) -> Iterator[str]:
    half = [ROOM // 2, ROOM - ROOM // 2]
    left = (("", styles.HAND), (COMPILER, styles.HEAD), (BY_HAND, styles.HAND))
    right = (
        (sheet.signed, styles.HAND),
        *((text, styles.HEAD) for text in sheet.signer),
        (STAMPED, styles.HAND),
        ("\n\n", styles.HAND),
    )
    parts = ("".join(paragraph(*one) for one in part) for part in (left, right))
    yield paragraph("", styles.SMALL, keep=True)
    yield grid([row(map(cell, parts, half))], half, ruled=False)


def _foot(sheet: Sheet) -> Iterator[str]:
    yield from (paragraph(f"Ghi chú: {text}", styles.SMALL) for text in sheet.notes)
    if sheet.rules:
        yield paragraph("Cách đếm: " + " ".join(sheet.rules), styles.SMALL, keep=True)
    yield paragraph(" · ".join(sheet.origin), styles.SMALL, keep=True)
