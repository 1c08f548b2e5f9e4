"""Which column is which: by the printed numbers, by the words above it, or by its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.reports.checking.grids import Grid, Span
from app.reports.checking.heads import Place
from app.reports.checking.known import KnownForm, cell_of
from app.reports.checking.numbers import figure, is_fraction
from app.reports.checking.tables import Column, ColumnKind
from app.reports.checking.words import plain

_NUMBERED = re.compile(r"-?\(?(\d{1,2})\)?(?:=(.*))?")
_SHARE = re.compile(
    r"\(?(\d+)\)?[/:]\(?(\d+)\)?(?:[x*×]?100%?)?|\(?(\d+)\)?[x*×]100[/:]\(?(\d+)\)?"
)
_SUM = re.compile(r"[\d()+\s]+")
_PERCENT = re.compile(r"\bty le\b|%|\bphan tram\b")


def label_column(grid: Grid, place: Place) -> int:
    """The column of names; -1 where there is none."""
    if place.stt is not None:
        return place.stt + 1
    for at in range(grid.width):
        cells = [grid.cell(row, at) for row in range(place.body, place.end)]
        texts = sum(1 for cell in cells if figure(cell).meaning == "text")
        if texts * 2 > sum(1 for cell in cells if cell.text):
            return at
    return -1


def columns_of(grid: Grid, place: Place, label: int, form: KnownForm | None) -> tuple[Column, ...]:
    """Every column right of the names that can hold figures."""
    heads = _heads(grid, place)
    found = [
        _column(grid, place, at, heads[at])
        for at in range(grid.width)
        if at > label and at != place.stt
    ]
    used = [column for column in found if column.heads or _any_figure(grid, place, column.at)]
    return tuple(_recognised(used, form))


def _any_figure(grid: Grid, place: Place, at: int) -> bool:
    rows = range(place.body, place.end)
    return any(figure(grid.cell(row, at)).meaning not in ("blank", "text") for row in rows)


def _column(grid: Grid, place: Place, at: int, heads: tuple[str, ...]) -> Column:
    column = Column(at=at, heads=heads)
    if place.numbers is not None:
        column = _numbered(column, grid.cell(place.numbers, at).text)
    return replace(column, kind=_kind(grid, place, column))


def _numbered(column: Column, text: str) -> Column:
    found = _NUMBERED.fullmatch("".join(text.split()))
    if found is None:
        return column
    numbered = replace(column, number=int(found[1]))
    printed = found[2] or ""
    if share := _SHARE.fullmatch(printed):
        part, whole = (int(each) for each in share.groups() if each)
        return replace(numbered, share=(part, whole))
    if not _SUM.fullmatch(printed):
        return numbered
    odd = f"công thức in “{text}” thiếu dấu ngoặc" if _unbalanced(printed) else ""
    return replace(numbered, formula=tuple(map(int, re.findall(r"\d+", printed))), odd=odd)


def _unbalanced(text: str) -> bool:
    return re.fullmatch(r"(\(\d+\)|\d+)(\+(\(\d+\)|\d+))*", text) is None


def _kind(grid: Grid, place: Place, column: Column) -> ColumnKind:
    if _PERCENT.search(plain(" ".join(column.heads[-1:]))) or column.share:
        return "percent"
    cells = [grid.cell(row, column.at) for row in range(place.body, place.end)]
    read = [figure(cell).meaning for cell in cells]
    filled = [meaning for meaning in read if meaning != "blank"]
    if filled.count("percent") * 2 > len(filled):
        return "percent"
    others = filled.count("text") + filled.count("ratio")
    if not cell_of(" ".join(column.heads)):
        others += sum(map(is_fraction, cells))  # Hours or kilometres: nothing that is counted.
    return "text" if column.number is None and others * 2 > len(filled) else "count"


def _heads(grid: Grid, place: Place) -> list[tuple[str, ...]]:
    """The texts above each column from the top, each once, merged ones over all they span."""
    bottom = place.body if place.numbers is None else place.numbers
    spread = [[cell.text for cell in grid.rows[row]] for row in range(place.top, bottom)]
    for line in spread:
        line += [""] * (grid.width - len(line))
    if spans := grid.spans_in(place.top, bottom):
        _by_spans(spans, place, spread)
    else:
        _by_guess(spread)
    return [_path(line[at] for line in spread) for at in range(grid.width)]


def _path(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _by_spans(spans: Sequence[Span], place: Place, spread: list[list[str]]) -> None:
    for span in spans:
        first = span.top - place.top
        if span.left >= len(spread[first]):
            continue
        text = spread[first][span.left]
        for line in spread[first : span.bottom - place.top + 1]:
            line[span.left : span.right + 1] = [text] * (min(span.right + 1, len(line)) - span.left)


def _by_guess(spread: list[list[str]]) -> None:
    """Without merged cells a blank belongs to the heading on its left, if a lower one follows."""
    origins = [list(range(len(line))) for line in spread]
    for number, line in enumerate(spread[:-1]):
        for at in range(1, len(line)):
            below = any(lower[at] for lower in spread[number + 1 :])
            above = number == 0 or origins[number - 1][at] == origins[number - 1][at - 1]
            if not line[at] and below and above and line[at - 1]:
                line[at], origins[number][at] = line[at - 1], origins[number][at - 1]


def _recognised(columns: Sequence[Column], form: KnownForm | None) -> Iterator[Column]:
    """The columns with their cells: by words, else by the number, else by the place."""
    by_words = [cell_of(" ".join(column.heads)) for column in columns]
    if form is not None and not any(by_words) and _unnumbered(columns):
        by_words = _by_place(columns, form)
    taken: set[str] = set()
    for column, word in zip(columns, by_words, strict=True):
        cell = word or _by_number(column, columns, form)
        if column.kind != "count" or cell in taken:
            cell = ""
        taken.add(cell)
        yield replace(column, cell=cell)


def _unnumbered(columns: Sequence[Column]) -> bool:
    return all(column.number is None for column in columns)


def _by_place(columns: Sequence[Column], form: KnownForm) -> list[str]:
    for order in form.order:
        if len(order) == len(columns):
            return list(order)
    return [""] * len(columns)


def _by_number(column: Column, columns: Sequence[Column], form: KnownForm | None) -> str:
    numbers = {each.number for each in columns if each.number is not None}
    if form is None or column.number is None or not set(form.cells) <= numbers:
        return ""
    return form.cells.get(column.number, "")
