"""Parts told below a line ("1.1", "- ", "trong đó"): together they cannot be more than the line."""

import re
from collections.abc import Iterator, Sequence

from app.reports.checking.faults import Fault, at_cell, printed, shown
from app.reports.checking.sums import Cells, Sum
from app.reports.checking.tables import Column, Row, Sheet
from app.reports.checking.words import plain

_DOTTED = re.compile(r"[0-9]+\.[0-9.]+")
_LETTER = re.compile(r"[a-z]\)")


def details(sheet: Sheet, cells: Cells, sums: Sequence[Sum]) -> Iterator[Fault]:
    """Every line whose parts add up to more, or, where they look like all of them, to less."""
    summed = {at for one in sums if one.kind == "column" for at, _ in one.parts}
    for row, parts in _groups(sheet):
        # Where the total adds them up too, they are lines like the others.
        if not summed & {part.at for part in parts}:
            for column in sheet.counts():
                yield from _judged(sheet, cells, row, column, parts)


def _judged(
    sheet: Sheet, cells: Cells, row: Row, column: Column, parts: Sequence[Row]
) -> Iterator[Fault]:
    spots = [(part.at, column.at) for part in parts]
    told = [cells.figure(spot).meaning for spot in spots]
    added, whole = sum(map(cells.amount, spots)), cells.figure((row.at, column.at))
    if whole.meaning != "count" or not {"count"} <= set(told) <= {"count", "blank"}:
        return
    if added > whole.amount or (added < whole.amount and _all_told(parts)):
        more = added > whole.amount
        words = (
            f"{len(parts)} dòng chi tiết bên dưới cộng lại {'nhiều' if more else 'ít'} hơn dòng này"
        )
        yield at_cell(
            sheet,
            row,
            column,
            words,
            printed=printed(whole.text),
            computed=shown(added),
            weight="fault" if more else "remark",
        )


def _all_told(parts: Sequence[Row]) -> bool:
    """Whether the parts can be meant as all there are: "trong đó" tells only some."""
    some = any(plain(part.label).startswith("trong do") for part in parts)
    return len(parts) > 1 and not some


def _groups(sheet: Sheet) -> Iterator[tuple[Row, list[Row]]]:
    """Each line with the parts right below it; parts of parts are left out."""
    head: Row | None = None
    below: list[Row] = []
    for row in (*sheet.rows, None):
        if row is not None and row.kind == "detail":
            below.append(row)
            continue
        if head is not None and below:
            yield head, [each for each in below if _style(each) == _style(below[0])]
        head, below = (row if row is not None and row.kind == "row" else None), []


def _style(row: Row) -> str:
    """How a part is marked: those marked alike are of one level."""
    if _DOTTED.fullmatch(row.stt):
        return f"dots {row.stt.strip('.').count('.')}"
    return "letter" if _LETTER.fullmatch(plain(row.stt)) else "dash"
