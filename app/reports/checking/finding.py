"""From the grids of a file to its tables."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from app.reports.checking.columns import columns_of, label_column
from app.reports.checking.grids import File, Grid
from app.reports.checking.heads import Place, places
from app.reports.checking.known import KnownForm, form_named, known_form
from app.reports.checking.limits import LIMITS, Limits
from app.reports.checking.rows import has_numbers, rows_of
from app.reports.checking.tables import Column, Sheet
from app.reports.checking.walk import unusable

_KIN = frozenset({"received.total", "solved.total", "open.total"})
_FEWEST = 3  # columns of a form that make a table one of it
_LEAST = 6  # cells of II.06a that make a table one of its kin


def tables_of(file: File, form: str = "", limits: Limits = LIMITS) -> tuple[Sheet, ...]:
    """Every table of figures in a file; of that form, where the asker says so.

    Raises:
        BadInput: where there is none, or far too many.
    """
    found = list(islice(_in_file(file, form, limits), limits.checked + 1))
    if not found:
        raise unusable("không thấy bảng số liệu nào trong tệp")
    if len(found) > limits.checked:
        raise unusable(f"tệp có hơn {limits.checked} bảng số liệu")
    if len(found) == 1:
        return (replace(found[0], name=""),)
    return tuple(
        replace(sheet, name=f"bảng {number}" + (f", {sheet.name}" if file.kind == "xlsx" else ""))
        for number, sheet in enumerate(found, start=1)
    )


def _in_file(file: File, form: str, limits: Limits) -> Iterator[Sheet]:
    left = limits.places
    for grid in file.grids:
        found = places(grid)
        left -= len(found)
        if left < 0:
            raise unusable(f"tệp có hơn {limits.checked} bảng số liệu")
        yield from _in_grid(file, grid, found, form)


def _in_grid(file: File, grid: Grid, found: Sequence[Place], form: str) -> Iterator[Sheet]:
    named, low = "", 0
    for place in found:
        above = "\n".join([grid.before if low == 0 else "", *_lines(grid, low, place.top)])
        named = form_named(above) or named
        low = place.end
        sheet = _sheet(file, grid, place, form or named)
        if sheet is not None:
            yield replace(sheet, above=above)


def _lines(grid: Grid, low: int, top: int) -> Iterator[str]:
    return (" ".join(cell.text for cell in grid.rows[row]) for row in range(low, top))


def _sheet(file: File, grid: Grid, place: Place, form: str) -> Sheet | None:
    known: KnownForm | None = known_form(form) if form else None
    label = label_column(grid, place)
    columns = columns_of(grid, place, label, known)
    rows = rows_of(grid, place, label, columns)
    if not any(has_numbers(row.figures) for row in rows):
        return None
    kin = {column.cell for column in columns if column.cell}
    guessed = "II.06a" if kin >= _KIN and len(kin) >= _LEAST else ""
    fitting = form if known and _fits(columns, known) else guessed
    return Sheet(name=grid.name, kind=file.kind, form=fitting, columns=columns, rows=rows)


def _fits(columns: Sequence[Column], form: KnownForm) -> bool:
    """Whether a table can be of a form: what stands below the same title may be another one."""
    known = [c for c in columns if c.number in form.cells or c.cell in form.cells.values()]
    return len(known) >= _FEWEST
