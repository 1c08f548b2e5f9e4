"""Files as offices make them, out of rows of texts: CSV, XLSX and DOCX."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import takewhile
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from openpyxl.utils import get_column_letter

from tests.reports.checking.seeds import Lines

PACK = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
KINDS = ("csv", "xlsx", "docx")


def paper(kind: str, title: Lines, *tables: Lines, **how: str) -> bytes:
    """A file of that kind with its title and tables."""
    if kind == "csv":
        return as_csv(title, *tables, **how)
    return as_xlsx(title, *tables) if kind == "xlsx" else as_docx(title, *tables)


def as_csv(
    title: Lines, *tables: Lines, separator: str = ";", encoding: str = "utf-8-sig"
) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerows(title)
    for table in tables:
        writer.writerows([["" if text in "<^" else text for text in line] for line in table])
        writer.writerow([])
    return out.getvalue().encode(encoding)


def as_xlsx(title: Lines, *tables: Lines) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in title:
        sheet.append(line or [""])
    top = len(title)
    for table in tables:
        for row, line in enumerate(table, start=top + 1):
            for column, text in enumerate(line, start=1):
                if text not in ("", "<", "^"):
                    sheet.cell(row, column, int(text) if text.isdigit() else text)
        for first_row, first, last_row, last in merged(table):
            area = (f"{get_column_letter(first + 1)}{top + first_row + 1}:"
                    f"{get_column_letter(last + 1)}{top + last_row + 1}")  # fmt: skip
            sheet.merge_cells(area)
        top += len(table) + 1
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def as_docx(title: Lines, *tables: Lines) -> bytes:
    """Written as Word does: cells that span columns, and those that go on from the one above."""
    paragraphs = [f"<w:p>{run(' '.join(line))}</w:p>" for line in title]
    body = "".join([*paragraphs, *(f"{drawn(table)}<w:p/>" for table in tables)])
    return repacked(blank_document(), {"word/document.xml": lambda old: with_body(old, body)})


@cache
def blank_document() -> bytes:
    """The least that Word opens: three parts."""
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as pack:
        pack.writestr(
            "[Content_Types].xml",
            f"<Types xmlns='{PACK}/content-types'>"
            "<Default Extension='rels' "
            "ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
            "<Override PartName='/word/document.xml' "
            f"ContentType='{WORD}.document.main+xml'/></Types>",
        )
        pack.writestr(
            "_rels/.rels",
            f"<Relationships xmlns='{PACK}/relationships'><Relationship Id='r1' "
            f"Type='{OFFICE}/officeDocument/2006/relationships/officeDocument' "
            "Target='word/document.xml'/></Relationships>",
        )
        pack.writestr(
            "word/document.xml",
            f"<w:document xmlns:w='{OFFICE}/wordprocessingml/2006/main'><w:body><w:sectPr/>"
            "</w:body></w:document>",
        )
    return held.getvalue()


def repacked(pack: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """A pack with some of its parts changed; a part that is not there yet is added."""
    with ZipFile(io.BytesIO(pack)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for name, change in changes.items():
        parts[name] = change(parts.get(name, b""))
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return held.getvalue()


def with_body(old: bytes, body: str) -> bytes:
    start, end = old.index(b"<w:body>") + len(b"<w:body>"), old.index(b"<w:sectPr")
    return old[:start] + body.encode() + old[end:]


def run(text: str) -> str:
    parts = (f"<w:t xml:space='preserve'>{escape(part)}</w:t>" for part in text.split("\n"))
    return f"<w:r>{'<w:br/>'.join(parts)}</w:r>" if text else ""


def drawn(table: Lines) -> str:
    lines = (f"<w:tr>{''.join(cells_of(table, row))}</w:tr>" for row in range(len(table)))
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def cells_of(table: Lines, row: int) -> Iterator[str]:
    line = table[row]
    for column, text in enumerate(line):
        if text == "<":
            continue
        wide = 1 + sum(1 for _ in takewhile("<".__eq__, line[column + 1 :]))
        goes_on = row + 1 < len(table) and below(table, row + 1, column) == "^"
        merge = "<w:vMerge/>" if text == "^" else "<w:vMerge w:val='restart'/>" * goes_on
        shown = "" if text == "^" else run(text)
        yield (
            f"<w:tc><w:tcPr><w:gridSpan w:val='{wide}'/>{merge}</w:tcPr><w:p>{shown}</w:p></w:tc>"
        )


def merged(table: Lines) -> list[tuple[int, int, int, int]]:
    """First and last row and column of each merged area."""
    areas = []
    for row, line in enumerate(table):
        for column, text in enumerate(line):
            if text in ("<", "^"):
                continue
            right, bottom = column, row
            while right + 1 < len(line) and line[right + 1] == "<":
                right += 1
            while bottom + 1 < len(table) and below(table, bottom + 1, column) == "^":
                bottom += 1
            if (right, bottom) != (column, row):
                areas.append((row, column, bottom, right))
    return areas


def below(table: Lines, row: int, column: int) -> str:
    return table[row][column] if column < len(table[row]) else ""
