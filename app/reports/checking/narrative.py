"""Figures a report tells line by line: summed like a row of II.06a, and held against its total."""

from collections.abc import Iterator, Mapping, Sequence

from app.reports.checking.faults import Fault, at_cell, shown
from app.reports.checking.known import balances, mosts, usual_sums
from app.reports.checking.sums import Cells
from app.reports.checking.tables import Sheet
from app.reports.checking.twice import Value, told_cells

_FEWEST = 3  # cells of II.06a that make a list of figures a report's


def is_narrative(sheet: Sheet) -> bool:
    """Whether the lines of a table are the cells of one row of II.06a."""
    return len(told_cells(sheet)) >= _FEWEST


def narrated(sheet: Sheet) -> Iterator[Fault]:
    """The sums and limits among such lines that do not hold."""
    told = told_cells(sheet)
    for cell, choices in (*usual_sums(), balances(told)):
        fitting = [names for names in choices if {cell, *names} <= set(told)]
        if fitting and not any(_short(told, cell, names) == 0 for names in fitting):
            yield _unequal(told, cell, fitting[0])
    for one in mosts():
        if {one.less, one.more} <= set(told) and _amount(told[one.less]) > _amount(told[one.more]):
            words = f"nhiều hơn “{told[one.more].row.label}” ({told[one.more].text})"
            yield _at(told[one.less], words, weight="fault" if one.sure else "remark")


def against_tables(sheets: Sequence[Sheet]) -> Iterator[Fault]:
    """Figures told in one table that differ from the total of another."""
    totals = [sheet for sheet in sheets if sheet.total is not None and sheet.by_cell()]
    for sheet in sheets:
        for cell, value in told_cells(sheet).items():
            for other in totals:
                yield from _against(cell, value, other)


def _against(cell: str, value: Value, other: Sheet) -> Iterator[Fault]:
    column, total = other.by_cell().get(cell), other.total
    if column is None or total is None or other is value.sheet:
        return
    amount = Cells(other).amount((total.at, column.at))
    if amount != _amount(value):
        where = ", ".join(filter(None, (other.name, f"{total.name}, cột {column.mark}")))
        words = f"khác {where}: cùng một số liệu mà có hai giá trị"
        yield _at(value, words, printed=value.text, computed=shown(amount))


def _unequal(told: Mapping[str, Value], cell: str, names: Sequence[str]) -> Fault:
    whole = told[cell]
    parts = " + ".join(f"“{told[name].row.label}” {told[name].text}" for name in names)
    computed = sum(_amount(told[name]) for name in names)
    return _at(whole, f"khác tổng của {parts}", printed=whole.text, computed=shown(computed))


def _short(told: Mapping[str, Value], cell: str, names: Sequence[str]) -> int:
    return _amount(told[cell]) - sum(_amount(told[name]) for name in names)


def _amount(value: Value) -> int:
    return value.row.figures[value.column.at].amount


def _at(value: Value, words: str, **more: str) -> Fault:
    fault: Fault = at_cell(value.sheet, value.row, value.column, words, **more)
    return fault
