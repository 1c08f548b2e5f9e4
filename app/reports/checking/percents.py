"""Percentages once more: by the printed formula, by "951/1.652" beside them, or by pairs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import permutations

from app.reports.checking.faults import Fault, at_cell, shown
from app.reports.checking.tables import Column, Row, Sheet
from app.reports.checking.words import plain

_HUNDRED = Decimal(100)
_PLACES = 6  # digits behind the comma that are compared
_MOST = 8  # counts of a line that are tried in pairs
_GUESSED = 150  # percentages of a table whose counts are guessed
_GROWTH = re.compile(r"\b(tang|giam|so voi|chenh lech)\b")
Pair = tuple[Decimal, Decimal]  # a part and its whole


def percentages(sheet: Sheet) -> Iterator[Fault]:
    """Every percentage that does not come out."""
    numbers = sheet.by_number()
    guesses = 0 if sheet.form else _GUESSED
    for row in sheet.figured():
        ratios = [figure.ratio for figure in row.figures.values() if figure.ratio is not None]
        for column in _percent_columns(sheet, row):
            pairs = _printed(row, column, numbers) or ratios
            yield from _percent(sheet, row, column, pairs)
            if not pairs and guesses:
                guesses -= 1
                yield from _guessed(sheet, row, column)
        yield from _ratios(sheet, row)


def _percent_columns(sheet: Sheet, row: Row) -> Iterator[Column]:
    return (column for column in sheet.columns if row.figures[column.at].meaning == "percent")


def share(part: Decimal, whole: Decimal, places: int) -> Pair:
    """A percentage with so many digits behind the comma: rounded, and cut off."""
    exact = part * _HUNDRED / whole
    unit = Decimal(1).scaleb(-min(places, _PLACES))
    return exact.quantize(unit, ROUND_HALF_UP), exact.quantize(unit, ROUND_DOWN)


def _ratios(sheet: Sheet, row: Row) -> Iterator[Fault]:
    for column in sheet.columns:
        pair = row.figures[column.at].ratio
        if pair is not None and pair[0] > pair[1]:
            words = f"tử số {shown(int(pair[0]))} lớn hơn mẫu số {shown(int(pair[1]))}"
            yield at_cell(sheet, row, column, words)


def _percent(sheet: Sheet, row: Row, column: Column, pairs: Sequence[Pair]) -> Iterator[Fault]:
    """A percentage of what the table says it is of; and one below zero, of whatever."""
    value = _value(row, column)
    if value < 0 and not _GROWTH.search(plain(" ".join(column.heads))):
        yield at_cell(sheet, row, column, f"tỷ lệ {row.figures[column.at].text} nhỏ hơn 0")
    elif whole := [pair for pair in pairs if pair[1]]:
        yield from _compared(sheet, row, column, whole, sure=True)
    elif pairs and value:
        words = "mẫu số bằng 0 nên không có tỷ lệ nào"
        text, some = row.figures[column.at].text, any(part for part, _ in pairs)
        weight = "fault" if some else "remark"
        yield at_cell(sheet, row, column, words, printed=text, computed="trống", weight=weight)


def _guessed(sheet: Sheet, row: Row, column: Column) -> Iterator[Fault]:
    """A percentage nothing says the parts of: held against its line, and worth a look only."""
    value, places = abs(_value(row, column)), _places(row, column)
    pairs = [pair for pair in permutations(_counts(row), 2) if pair[1]]
    others = [*((abs(part - whole), whole) for part, whole in pairs), *_of_totals(sheet, row)]
    if pairs and not any(value in share(*pair, places) for pair in others):
        yield from _compared(sheet, row, column, pairs, sure=False)


def _of_totals(sheet: Sheet, row: Row) -> Iterator[Pair]:
    """Each count of a line with the total of its column."""
    total = sheet.total
    if total is None:
        return
    for column in sheet.counts():
        part, whole = row.figures[column.at], total.figures[column.at].amount
        if part.meaning == "count" and whole:
            yield Decimal(part.amount), Decimal(whole)


def _compared(
    sheet: Sheet, row: Row, column: Column, pairs: Sequence[Pair], *, sure: bool
) -> Iterator[Fault]:
    value = _value(row, column)
    told = [share(*pair, _places(row, column)) for pair in pairs]
    if any(value == rounded for rounded, _ in told):
        return
    cut = next((n for n, (_, down) in enumerate(told) if value == down), None)
    nearest = min(range(len(told)), key=lambda n: abs(told[n][0] - value))
    chosen = nearest if cut is None else cut
    words = _words(pairs[chosen], told[chosen], cut=cut is not None, sure=sure)
    yield at_cell(
        sheet,
        row,
        column,
        words,
        printed=row.figures[column.at].text,
        computed=_written(told[chosen][0]),
        weight="fault" if sure and cut is None else "remark",
    )


def _words(pair: Pair, told: Pair, *, cut: bool, sure: bool) -> str:
    of = f"{shown(int(pair[0]))}/{shown(int(pair[1]))}"
    if cut:
        return f"tỷ lệ {of} bị cắt bớt, không làm tròn"
    rounded, down = map(_written, told)
    begins = "tỷ lệ không khớp" if sure else "không rõ tỷ lệ tính từ số nào, gần nhất là"
    return f"{begins} {of} (làm tròn {rounded}, cắt bớt {down})"


def _value(row: Row, column: Column) -> Decimal:
    """As printed, to as many digits as are compared."""
    value = row.figures[column.at].value or Decimal(0)
    return value.quantize(Decimal(1).scaleb(-_places(row, column)), ROUND_HALF_UP)


def _places(row: Row, column: Column) -> int:
    text = row.figures[column.at].text
    digits = text.replace(".", ",").rpartition(",")[2] if set(text) & set(",.") else ""
    return min(_PLACES, len([each for each in digits if each.isdigit()]))


def _written(value: Decimal) -> str:
    return f"{value:f}%".replace(".", ",")


def _printed(row: Row, column: Column, numbers: Mapping[int, Column]) -> list[Pair]:
    """What a percentage is of by the printed formula, where its cells can be read."""
    if not column.share or not set(column.share) <= set(numbers):
        return []
    part, whole = (row.figures[numbers[number].at] for number in column.share)
    readable = {part.meaning, whole.meaning} <= {"count", "blank"}
    return [(Decimal(part.amount), Decimal(whole.amount))] if readable else []


def _counts(row: Row) -> list[Decimal]:
    """The counts of a line, where they are few enough to guess from."""
    counts = [Decimal(f.amount) for f in row.figures.values() if f.meaning == "count"]
    return counts if len(counts) <= _MOST else []
