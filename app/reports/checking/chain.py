"""Two tables in a row: what a period opens with is what the one before left open."""

from collections.abc import Iterator

from app.reports.checking.faults import Fault, at_cell, shown
from app.reports.checking.spans import period_of
from app.reports.checking.sums import Cells
from app.reports.checking.tables import Column, Row, Sheet
from app.reports.checking.words import told
from app.reports.period import Period
from sla.zone import day_number

_CARRIED, _OPEN, _PAUSED = "received.carried", "open.total", "open.paused"


def chained(sheet: Sheet, before: Sheet) -> Iterator[Fault]:
    """Every line whose opening stock is not the closing stock of the table before."""
    carried = sheet.by_cell()[_CARRIED]
    left = _left(before)
    cells = Cells(sheet)
    for row in sheet.figured():
        if row.kind not in ("row", "total"):
            continue
        opening, closing = cells.amount((row.at, carried.at)), left.pop(row.key, None)
        if closing is None:
            if opening and left:
                yield _new(sheet, row, carried, opening)
        elif opening != closing:
            yield at_cell(
                sheet,
                row,
                carried,
                "chuyển từ kỳ trước khác số đang giải quyết cuối kỳ trước",
                printed=shown(opening),
                computed=shown(closing),
                mend="đối chiếu với biểu kỳ trước",
            )
    yield from _lost(sheet, left, before)


def fits(sheet: Sheet) -> bool:
    """Whether a table has an opening and a closing stock."""
    return {_CARRIED, _OPEN} <= set(sheet.by_cell())


def between(period: Period | None, before: Period | None) -> Iterator[Fault]:
    """Whether one period begins on the day after the other."""
    if period is None or before is None:
        return
    gap = day_number(period.first) - day_number(before.last) - 1
    if gap:
        words = "kỳ trước chưa nối với kỳ này" if gap > 0 else "hai kỳ chồng lên nhau"
        yield Fault(
            what=f"{words}: kỳ trước đến {before.last:%d/%m/%Y}, kỳ này từ {period.first:%d/%m/%Y}",
            weight="remark",
        )


def period_between(text: str, before: str) -> Iterator[Fault]:
    """The same, of the texts of two files."""
    return between(period_of(text), period_of(before))


def _left(sheet: Sheet) -> dict[str, int]:
    """What a table leaves open, by line; paused cases counted once, in or beside the rest."""
    cells = Cells(sheet)
    found: dict[str, int] = {}
    for row in sheet.figured():
        if row.kind in ("row", "total"):
            found.setdefault(row.key, _stock(sheet, cells, row))
    return found


def _stock(sheet: Sheet, cells: Cells, row: Row) -> int:
    columns = sheet.by_cell()
    total = cells.amount((row.at, columns[_OPEN].at))
    if _PAUSED not in columns:
        return total
    paused = cells.amount((row.at, columns[_PAUSED].at))
    received, solved = (columns.get(name) for name in ("received.total", "solved.total"))
    if received is None or solved is None:
        return total
    owed = cells.amount((row.at, received.at)) - cells.amount((row.at, solved.at))
    return total + paused if owed == total + paused else total


def _new(sheet: Sheet, row: Row, column: Column, opening: int) -> Fault:
    words = f"dòng này không có trong biểu kỳ trước mà mở kỳ với {shown(opening)} hồ sơ"
    return at_cell(sheet, row, column, words, printed=shown(opening), computed="0")


def _lost(sheet: Sheet, left: dict[str, int], before: Sheet) -> Iterator[Fault]:
    names = {row.key: row.label for row in before.figured()}
    for key, closing in left.items():
        if closing and key:
            words = (
                f"“{told(names[key])}” kỳ trước còn {shown(closing)} hồ sơ, kỳ này không có dòng"
            )
            yield Fault(what=words, table=sheet.name, printed="0", computed=shown(closing))
