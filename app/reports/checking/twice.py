"""One indicator with two values, in two tables of a file or among its lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from app.reports.checking.faults import Fault, at_cell, place_of
from app.reports.checking.known import cell_of
from app.reports.checking.tables import Column, Row, Sheet
from app.reports.checking.words import plain, told

_LONG = 8  # words; shorter names are too much alike
_ALIKE = 0.7  # of the longer name
MOST = 400  # values of a file that are held against each other


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A value with the words of its name, and where it stands."""

    words: tuple[str, ...] = ()
    sheet: Sheet
    row: Row
    column: Column

    @property
    def text(self) -> str:
        """As printed."""
        return self.row.figures[self.column.at].text

    def same_as(self, other: "Value") -> bool:
        """Whether both say the same number."""
        mine, others = (each.row.figures[each.column.at] for each in (self, other))
        return mine.value == others.value


def two_values(sheets: Sequence[Sheet]) -> Iterator[Fault]:
    """Percentages of one indicator that differ, each held against the first it is unlike."""
    named = (value for sheet in sheets for value in _percentages(sheet))
    found = list(islice((value for value in named if len(value.words) >= _LONG), MOST))
    for number, second in enumerate(found):
        others = (one for one in found[:number] if alike(one.words, second.words))
        first = next((one for one in others if not one.same_as(second)), None)
        if first is not None:
            yield _differs(first, second)


def _differs(first: Value, second: Value) -> Fault:
    words = (
        f"“{told(second.row.label, 90)}” ở đây là {second.text}, "
        f"còn ở {_where(first)} là {first.text}"
    )
    return at_cell(second.sheet, second.row, second.column, words, mend="chỉ giữ một số liệu")


def _where(value: Value) -> str:
    return ", ".join(filter(None, (value.sheet.name, place_of(value.row, value.column))))


def _percentages(sheet: Sheet) -> Iterator[Value]:
    for row in sheet.figured():
        shares = [c for c in sheet.columns if row.figures[c.at].meaning == "percent"]
        if row.kind in ("row", "detail") and len(shares) == 1:
            yield Value(words=words_of(row.label), sheet=sheet, row=row, column=shares[0])


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared."""
    return tuple(word.strip(".,;:()") for word in plain(name).split())


def alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the words of the shorter name stand, in their order, in the longer."""
    short, long = sorted((one, other), key=len)
    if len(short) < _LONG or len(short) < _ALIKE * len(long):
        return False
    left = iter(long)
    return all(word in left for word in short)


def told_cells(sheet: Sheet) -> dict[str, Value]:
    """The figures a narrative tells line by line ("Đã giải quyết: 2.011"), by cell of II.06a.

    A table is one when it has a single column of counts and names three cells or more.
    """
    counts = [column for column in sheet.counts() if _used(sheet, column)]
    if sheet.form or len(counts) != 1:
        return {}
    found: dict[str, Value] = {}
    for row in sheet.figured():
        cell, read = _cell(row), row.figures[counts[0].at]
        if cell and read.meaning == "count":
            value = Value(sheet=sheet, row=row, column=counts[0])
            found.setdefault(cell, value)
    return found


def _used(sheet: Sheet, column: Column) -> bool:
    return any(row.figures[column.at].meaning == "count" for row in sheet.figured())


def _cell(row: Row) -> str:
    return cell_of(row.label)
