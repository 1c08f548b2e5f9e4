"""Which line is which: of a field, a section, a part of the line above, a subtotal, the total."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.reports.checking.grids import Grid
from app.reports.checking.heads import Place
from app.reports.checking.numbers import Figure, figure
from app.reports.checking.tables import Column, Row, RowKind
from app.reports.checking.words import plain

_STRICT = re.compile(
    r"((tong|tong so|tong cong|cong)( chung| toan (tinh|huyen|xa|tp))?|tong cong\b.*)"
)
_LOOSE = re.compile(r"(tong|cong|toan (tinh|huyen|xa|thanh pho))\b.*")
_SUBTOTAL = re.compile(r"(cong|tong|tong cong|tong so) (muc |phan )?([a-h]|[ivx]+)\b.*")
_ORDINAL = re.compile(r"[0-9]+\.?")
_HEADING = re.compile(r"[a-hivx]+[.)]?|(muc |phan )?([a-h]|[ivx]+)[.)/:] ?.*", re.IGNORECASE)
_DETAIL = re.compile(r"[-+–•*].*|trong do\b.*")
_DETAIL_STT = re.compile(r"[0-9]+\.[0-9.]+|[a-z]\)|[-+–•*]")
_FIGURES = ("count", "percent", "ratio")


def rows_of(grid: Grid, place: Place, label: int, columns: Sequence[Column]) -> tuple[Row, ...]:
    """Every line with figures, and the headings between them."""
    read = [_row(grid, at, place, label, columns) for at in range(place.body, place.end)]
    named = [row for row in read if row.figures or row.label]
    while named and not named[-1].figures:
        named.pop()
    if not any(has_numbers(row.figures) for row in named[:-1]):
        # Only the total was filled in: what stands above it are its lines all the same.
        named = [_row_of(row, grid, columns) for row in named]
    return tuple(_ordered(_with_totals(_with_sections(named))))


def _row_of(row: Row, grid: Grid, columns: Sequence[Column]) -> Row:
    figures = {column.at: _figure(grid, row.at, column) for column in columns}
    return row if row.figures else replace(row, kind="row", figures=figures)


def _row(grid: Grid, at: int, place: Place, label: int, columns: Sequence[Column]) -> Row:
    stt = grid.cell(at, place.stt).text if place.stt is not None else ""
    name = grid.cell(at, label).text if label >= 0 else ""
    if not name and not _ORDINAL.fullmatch(stt):
        stt, name = "", stt
    figures = {column.at: _figure(grid, at, column) for column in columns}
    if not has_numbers(figures) and not _left_blank(stt, name, figures):
        figures = {}
    detail = _DETAIL.fullmatch(plain(name)) or _DETAIL_STT.fullmatch(plain(stt))
    kind: RowKind = ("detail" if detail else "row") if figures else "section"
    return Row(at=at, order=0, label=name, stt=stt, kind=kind, figures=figures)


def has_numbers(figures: Mapping[int, Figure]) -> bool:
    """Whether one of them is a number."""
    return any(each.meaning in _FIGURES for each in figures.values())


def _left_blank(stt: str, name: str, figures: Mapping[int, Figure]) -> bool:
    """Whether a line should have figures, and has none: a numbered one, or a total."""
    expected = _ORDINAL.fullmatch(stt) or _STRICT.fullmatch(_called(name))
    return bool(name and expected) and all(f.meaning == "blank" for f in figures.values())


def _figure(grid: Grid, at: int, column: Column) -> Figure:
    return figure(grid.cell(at, column.at), percent=column.kind == "percent")


def _with_sections(rows: Sequence[Row]) -> Iterator[Row]:
    """Lines numbered A, B or I, II among those numbered 1, 2 are headings with their subtotal."""
    mixed = any(_ORDINAL.fullmatch(row.stt) for row in rows)
    for row in rows:
        heading = _HEADING.fullmatch(plain(row.stt or row.label)) and not _is_total(row)
        if row.kind == "row" and (heading and mixed and not _ORDINAL.fullmatch(row.stt)):
            yield replace(row, kind="section")
        else:
            yield row


def _with_totals(rows: Iterator[Row]) -> Iterator[Row]:
    listed = list(rows)
    total = _total(listed)
    for number, row in enumerate(listed):
        if number == total:
            yield replace(row, kind="total")
        elif row.kind == "row" and (_is_total(row) or _SUBTOTAL.fullmatch(plain(row.label))):
            yield replace(row, kind="subtotal")
        else:
            yield row


def _total(rows: Sequence[Row]) -> int | None:
    """The line of totals: the last that is called so, else a first or last one that begins so."""
    figured = [n for n, row in enumerate(rows) if row.figures]
    strict = [n for n in figured if _is_total(rows[n])]
    edges = [n for n in (*figured[-1:], *figured[:1]) if _LOOSE.fullmatch(plain(rows[n].label))]
    found = [*reversed(strict), *edges, *_outside(rows)] if len(figured) > 1 else strict
    return found[0] if found else None


def _outside(rows: Sequence[Row]) -> Iterator[int]:
    """A last line without a running number below lines that all have one, whatever it is called.

    Old Vietnamese fonts, and a CSV saved in a code page without our letters, leave no name to read.
    """
    *others, last = rows
    numbered = [_ORDINAL.fullmatch(row.stt) for row in others if row.kind == "row"]
    if last.kind == "row" and not _ORDINAL.fullmatch(last.stt) and numbered and all(numbered):
        yield len(others)


def _is_total(row: Row) -> bool:
    label = _called(row.label)
    return not _SUBTOTAL.fullmatch(label) and _STRICT.fullmatch(label) is not None


def _called(label: str) -> str:
    return plain(label).strip(" :.()")


def _ordered(rows: Iterator[Row]) -> Iterator[Row]:
    """Numbered as a reader counts: the lines with figures, headings and totals aside."""
    order = 0
    for row in rows:
        order += row.kind in ("row", "detail")
        yield replace(row, order=order)
