"""How much of somebody's file is read."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The most that a table of an office may need, and far less than would stop this machine.

    Attributes:
        file: bytes of the file itself.
        whole: bytes of all that a packed file holds, unpacked.
        part: bytes of one file inside, unpacked.
        parts: files inside.
        sheets: sheets of a workbook, or tables of a document.
        rows: lines of one sheet or table.
        columns: columns of one sheet or table.
        cells: cells of the whole file, empty ones of a written line among them.
        text: characters of one cell that are kept.
        lines: sentences around the tables that are read.
        line: characters of one of them that are kept.
        checked: tables that are judged.
        places: what looks like the heads of a table.
        merged: merged areas of one sheet.
        elements: XML elements of the whole file.
        listed: those that are neither cells nor of a document: styles, texts, relations, names;
            a library makes an object of each.
    """

    file: int = 8 * MEGABYTE
    whole: int = 48 * MEGABYTE
    part: int = 16 * MEGABYTE
    parts: int = 1500
    sheets: int = 60
    rows: int = 5000
    columns: int = 120
    cells: int = 100_000
    text: int = 500
    lines: int = 2000
    line: int = 1200
    checked: int = 60
    places: int = 300
    merged: int = 5000
    elements: int = 1_000_000
    listed: int = 150_000


LIMITS = Limits()
