"""A sheet as a PDF that is the same to the byte each time it is drawn, and as pictures of it.

Text layer, archive profile (PDF/A-2b) and date come from the sheet and `at` alone; nothing is read
but the template and the type of the press.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from app.letters.marks import MODULE_MM, bars, square
from app.letters.plain import plain_tree
from app.letters.sheet import Block, Head, Items, Line, Marks, Sheet, Table, Text
from app.press.press import Inputs, NotDrawn, Template
from app.press.room import room
from sla.zone import local

Made = TypeVar("Made")

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "letters"
# The one template for all letters.
LETTER = Template(path=TEMPLATES / "letter.typ", function="letter")

# Where a text may have several lines; anywhere else a line end could forge a field of its own.
SEVERAL_LINES = frozenset({"text", "texts", "rows", "columns", "signing_as", "mark", "hint"})

# Sizes of the body, in points: a smaller one is tried where it saves the second of two pages.
UPRIGHT = (13, 12, 11)
LYING = (11,)
NEARLY_ONE = 2
# How typst writes the root of the pages; a line in the first hundred bytes.
PAGES = re.compile(rb"/Type/Pages/Count (\d+)")


def pdf_of(sheet: Sheet, *, at: datetime) -> bytes:
    """The letter as PDF/A-2b, dated `at`: the same bytes for the same sheet and instant.

    Raises:
        BadInput: when a mark cannot be drawn.
        NotDrawn: when the template is at fault.
    """
    return _fitting(sheet, at, room(LETTER).drawn, _pages)


def pictures_of(sheet: Sheet, *, at: datetime) -> list[bytes]:
    """The pages of that PDF as PNG, to be looked at beside a form.

    Raises:
        As `pdf_of`.
    """
    return _fitting(sheet, at, room(LETTER).pictured, len)


def _fitting(
    sheet: Sheet, at: datetime, draw: Callable[[Inputs, int], Made], pages: Callable[[Made], int]
) -> Made:
    said = json.dumps(plain_tree(_filled(sheet), keep=SEVERAL_LINES), ensure_ascii=False)
    seconds = int(local(at).timestamp())
    normal, *smaller = LYING if sheet.landscape else UPRIGHT

    def drawn(size: int) -> Made:
        return draw(Inputs(sheet=said, size=size), seconds)

    letter = drawn(normal)
    if pages(letter) == NEARLY_ONE:
        return next((it for it in map(drawn, smaller) if pages(it) == 1), letter)
    return letter


def _pages(letter: bytes) -> int:
    found = PAGES.search(letter)
    if found is None:
        raise NotDrawn("typst viết danh sách trang của PDF theo một cách khác")
    return int(found[1])


def _filled(sheet: Sheet) -> dict[str, object]:
    return {
        **{part.name: getattr(sheet, part.name) for part in fields(sheet)},
        "head": _head(sheet.head),
        "blocks": [{"is": _name(block), **asdict(block)} for block in map(_whole, sheet.blocks)],
        "signatures": [{"signing_as": it.title, **asdict(it)} for it in sheet.signatures],
        "marks": _marks(sheet.marks),
        "keywords": [sheet.code_line] if sheet.code_line else [],
    }


def _head(head: Head) -> dict[str, str | None]:
    def capitals(name: str | None) -> str | None:
        return name.upper() if name else None

    superior, office, desk = map(capitals, (head.superior, head.office, head.desk))
    return {**asdict(head), "superior": superior, "office": office, "desk": desk}


def _whole(block: Block) -> Block:
    # A cell too few would move the rest of a table under the wrong heads.
    if isinstance(block, Table) and {len(row) for row in block.rows} - {len(block.columns)}:
        raise ValueError("bảng có dòng thừa hoặc thiếu ô so với số cột")
    return block


def _name(block: Block) -> str:
    if isinstance(block, Line):
        return "line"
    if isinstance(block, Text):
        return "text"
    return "items" if isinstance(block, Items) else "table"


def _marks(marks: Marks) -> dict[str, str | float | None]:
    drawn = bars(marks.barcode) if marks.barcode else None
    return {
        "barcode": marks.barcode,
        "bars": drawn.svg if drawn else None,
        "bars_width": len(drawn.rows[0]) * MODULE_MM if drawn else None,
        "qr": square(marks.qr).svg if marks.qr else None,
        "hint": marks.hint,
    }
