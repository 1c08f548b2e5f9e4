"""Finding the tables in a grid: where each begins, which lines are its heads, where it ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.reports.checking.grids import Cell, Grid
from app.reports.checking.numbers import figure
from app.reports.checking.words import plain

_STT = frozenset({"stt", "tt", "so tt", "so thu tu"})
_NUMBER = re.compile(r"\(?\s*([0-9]{1,2}|[a-e])\s*\)?\s*(=.*)?", re.IGNORECASE | re.DOTALL)
_BRACKETED = re.compile(r"\(\s*[0-9]{1,2}\s*\)\s*(=.*)?", re.DOTALL)
_TOTAL = re.compile(r"(tong cong|tong so|tong|cong)\b.*")
_HIGHEST = 8  # lines of heads
_FEWEST = 3  # column numbers that make a line of numbers


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A table in a grid, lines counted from 0.

    Attributes:
        top: its first line.
        body: its first line below the heads.
        end: the line behind its last.
        numbers: the line of column numbers.
        stt: the column of running numbers, where the heads name one.
    """

    top: int
    body: int
    end: int
    numbers: int | None = None
    stt: int | None = None


def places(grid: Grid) -> list[Place]:
    """Every table of a grid, from the top."""
    found: list[Place] = []
    at = 0
    while at < len(grid.rows):
        place = _headed(grid, at, found[-1].end if found else 0)
        if place is not None:
            found.append(place)
        at = place.end if place else at + 1
    return sorted([*found, *_headless(grid, found)], key=lambda place: place.top)


def has_figures(row: tuple[Cell, ...]) -> bool:
    """Whether a number stands in a line, the running number aside."""
    return any(figure(cell).meaning in ("count", "percent", "ratio") for cell in row[1:])


def _headed(grid: Grid, at: int, low: int) -> Place | None:
    if is_numbers(grid.rows[at]):
        top, stt = _top(grid, at, low)
        return Place(
            top=top, body=at + 1, end=_end(grid, at + 1), numbers=at, stt=_first(grid, at, stt)
        )
    stt = _stt(grid, at)
    if stt is None or _wide(grid, at) <= 1:
        return None
    body = _body(grid, at + 1, stt)
    if body < len(grid.rows) and is_numbers(grid.rows[body]):
        return Place(top=at, body=body + 1, end=_end(grid, body + 1), numbers=body, stt=stt)
    return Place(top=at, body=body, end=_end(grid, body), stt=stt)


def is_numbers(row: tuple[Cell, ...]) -> bool:
    """Whether a line holds the numbers of the columns, as (1), (2), (3)=(4)+(5)."""
    texts = [plain(cell.text).replace(" ", "") for cell in row if cell.text]
    if len(texts) < _FEWEST:
        return False
    if sum(1 for text in texts if _BRACKETED.fullmatch(text)) >= max(_FEWEST, len(texts) - 3):
        return True
    # A spreadsheet takes (3) for minus three.
    bare = [text.removeprefix("-") for text in texts]
    counted = [text for text in bare if text.isdigit()]
    in_order = [str(n) for n in range(1, len(counted) + 1)]
    letters = [text for text in bare if _NUMBER.fullmatch(text)]
    return len(counted) >= _FEWEST and counted == in_order and len(letters) == len(texts)


def _first(grid: Grid, numbers: int, stt: int | None) -> int | None:
    if stt is not None:
        return stt
    first = next(grid.filled(numbers), None)
    text = "" if first is None else plain(grid.cell(numbers, first).text)
    return first if text.strip("()-") == "1" else None


def _top(grid: Grid, numbers: int, low: int) -> tuple[int, int | None]:
    """The first line of the heads above a line of numbers, and the column named STT."""
    highest = max(low, numbers - _HIGHEST)
    for at in range(numbers - 1, highest - 1, -1):
        stt = _stt(grid, at)
        if stt is not None:
            return at, stt
    top = numbers
    while top > highest and _wide(grid, top - 1) > 1:
        top -= 1
    return top, None


def _stt(grid: Grid, at: int) -> int | None:
    return next((c for c in grid.filled(at) if plain(grid.cell(at, c).text) in _STT), None)


def _body(grid: Grid, at: int, stt: int) -> int:
    """The first line below heads that have no line of numbers."""
    lowest = min(len(grid.rows), at + _HIGHEST)
    while at < lowest and _is_head(grid, at, stt):
        at += 1
    return at


def _is_head(grid: Grid, at: int, stt: int) -> bool:
    filled = list(grid.filled(at))
    return bool(filled) and filled[0] > stt + 1 and not has_figures(grid.rows[at])


def _end(grid: Grid, body: int) -> int:
    """The line behind a table: the heads of the next, or the first gap behind its total."""
    total = False
    for at in range(body, len(grid.rows)):
        filled = list(grid.filled(at))
        if is_numbers(grid.rows[at]):
            return max(body, _top(grid, at, body)[0])
        if (_stt(grid, at) is not None and len(filled) > 1) or (not filled and total):
            return at
        total = total or any(_is_total(grid.cell(at, column)) for column in filled[:2])
    return len(grid.rows)


def _is_total(cell: Cell) -> bool:
    return _TOTAL.fullmatch(plain(cell.text)) is not None


def _headless(grid: Grid, found: list[Place]) -> Iterator[Place]:
    """Runs of lines outside of the others that begin with a text and a number, or their heads."""
    taken = {at for place in found for at in range(place.top, place.end)}
    at = 0
    while at < len(grid.rows):
        end = at
        while end < len(grid.rows) and end not in taken and _wide(grid, end) > (end == at):
            end += 1
        if any(has_figures(grid.rows[line]) for line in range(at, end)):
            yield Place(top=at, body=_first_body(grid, at, end), end=end)
        at = max(end, at + 1)


def _first_body(grid: Grid, at: int, end: int) -> int:
    """The first line of a run below its heads: they have a word over a column of figures."""
    figured = next(line for line in range(at, end) if has_figures(grid.rows[line]))
    body = at
    while body < figured and _wide(grid, body) > 1 and body < at + _HIGHEST:
        body += 1
    return body


def _wide(grid: Grid, at: int) -> int:
    return len(list(grid.filled(at)))
