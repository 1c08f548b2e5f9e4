"""How wide the columns of a printed table are: figures as they need, names what is left."""

from app.reports.layout import Column
from app.reports.out.sheet import Sheet
from app.reports.printed import figure, number_lines

_ROOM = 150.0  # letters of the body beside each other on A4 lying down
_STT, _NAMES, _NAMES_AT_EASE, _FEW = 5.0, 24.0, 36.0, 5.5
_HEAD_LINES = 3  # what a heading may well take
_BESIDE = 1.6  # letters of white beside a figure


def shares(sheet: Sheet) -> tuple[float, ...]:
    """The part of the whole width for the running number, the names and each column."""
    figures = [_figures(sheet, at, column) for at, column in enumerate(sheet.columns)]
    left = _ROOM - _STT - sum(figures)
    longest = max(len(line.name) for line in sheet.lines) + _BESIDE
    names = max(_NAMES, min(left, max(_NAMES_AT_EASE, longest)))
    # What the names do not need makes all the figures easier to read.
    spare = max(0.0, left - names) / len(figures)
    letters = [_STT, names, *(each + spare for each in figures)]
    return tuple(each / sum(letters) for each in letters)


def _figures(sheet: Sheet, at: int, column: Column) -> float:
    values = [line.values[at] for line in sheet.lines]
    longest = max((len(figure(value, column)) for value in _ends(values)), default=0)
    words = max(*map(len, column.head.split()), len(column.head) / _HEAD_LINES)
    number = max(map(len, number_lines(column.number))) * 0.72
    return max(_FEW, longest * 1.05 + _BESIDE, words * 1.08 + _BESIDE, number + _BESIDE)


def _ends(values: list[int | None]) -> list[int]:
    """The least and the greatest of the figures: one of them is the longest."""
    told = [value for value in values if value is not None]
    return [min(told), max(told)] if told else []


def names_in_a_line(sheet: Sheet) -> float:
    """How many letters of a name certainly stand on one line."""
    return shares(sheet)[1] * _ROOM * 0.75
