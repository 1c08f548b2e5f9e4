"""A statutory table on the terminal: lines of text with group heads over their columns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from textwrap import wrap

from app.reports.layout import Column, Group, Layout
from app.reports.out.lines import Line, lines_of
from app.reports.out.sheet import UNVERIFIED
from app.reports.periods import name_of
from app.reports.printed import figure
from app.reports.switches import CONTRACT
from app.reports.table import Table
from sla.zone import local

FIELD = 32  # where the names of fields are wrapped, so that thirteen figures fit beside them
CELL = 4  # no column is narrower
PAGE = 100  # where a note is wrapped


def drawn(table: Table, layout: Layout, office: str) -> str:
    """The form as text: title, period, columns with their numbers, rows, total, what it says."""
    period = table.period
    quarter = name_of(period)
    known = table.as_known_at
    lines = [
        layout.number,
        *([] if layout.verified else [f"({UNVERIFIED})"]),
        layout.title,
        f"TẠI {office.upper()}",
        *([f"Kỳ báo cáo: {quarter}"] if quarter else []),
        f"(Từ ngày {period.first.day}/{period.first.month}/{period.first.year} "
        f"đến ngày {period.last.day}/{period.last.month}/{period.last.year})",
        *([f"Theo số liệu đã ghi nhận đến {local(known):%H:%M ngày %d/%m/%Y}"] if known else []),
        layout.unit,
        "",
        *_grid(table, layout),
    ]
    return "\n".join((*lines, *_below(table, layout))) + "\n"


def _below(table: Table, layout: Layout) -> Iterator[str]:
    """What the form says of itself, and how it was counted where that is not as usual."""
    told = layout.notes or table.switches != CONTRACT
    yield from [""] if told else []
    for note in layout.notes:
        yield from wrap(note, PAGE, initial_indent="- ", subsequent_indent="  ")
    if table.switches != CONTRACT:
        yield from (f"- {said}" for said in table.switches.footer())


@dataclass(frozen=True, kw_only=True, slots=True)
class _Frame:
    """How wide the column of fields is, and the figures, group by group."""

    field: int
    groups: Sequence[tuple[str, Sequence[int]]]

    def rule(self, left: str, cross: str, right: str) -> str:
        """A line across the table."""
        boxes = ("─" * _across(widths) for _, widths in self.groups)
        return left + cross.join(["─" * 4, "─" * (self.field + 2), *boxes]) + right

    def heads(self) -> str:
        """The names of the groups."""
        return self._line("", "", [f"{name:^{_across(widths)}}" for name, widths in self.groups])

    def lines(
        self, number: str, field: str, cells: Sequence[Sequence[str]], side: str
    ) -> Iterator[str]:
        """A row, as many lines high as its field or its highest cell."""
        fields = wrap(field, self.field) or [""]
        for place, (name, *texts) in enumerate(zip_longest(fields, *cells, fillvalue="")):
            yield self._line("" if place else number, name, self._boxes(texts, side))

    def _boxes(self, texts: Sequence[str], side: str) -> Iterator[str]:
        left = iter(texts)
        for _, widths in self.groups:
            yield " ".join(f"{next(left):{side}{width}}" for width in widths)

    def _line(self, number: str, field: str, boxes: Iterable[str]) -> str:
        return f"│{number:>3} │ {field:<{self.field}} │{'│'.join(boxes)}│"


def _grid(table: Table, layout: Layout) -> Iterator[str]:
    columns, frame = layout.columns, _frame(table, layout)
    yield frame.rule("┌", "┬", "┐")
    yield frame.heads()
    heads = [wrap(_brief(column), _head_width(column)) for column in columns]
    yield from frame.lines("STT", layout.field_head, heads, "^")
    yield from frame.lines("(1)", "(2)", [[_number(column)] for column in columns], "^")
    yield frame.rule("├", "┼", "┤")
    for line in lines_of(table, layout):
        if line.kind == "total":
            yield frame.rule("├", "┼", "┤")
        yield from frame.lines(line.number, line.name, _figures(line, columns), ">")
    yield frame.rule("└", "┴", "┘")


def _frame(table: Table, layout: Layout) -> _Frame:
    fields = (layout.field_head, layout.total, *(row.field for row in table.rows))
    groups: list[tuple[str, list[int]]] = []
    for name, columns in groupby(layout.columns, key=_group):
        widths = [_width(column, table) for column in columns]
        widths[-1] += max(0, len(name) - _across(widths))
        groups.append((name, widths))
    return _Frame(field=min(FIELD, max(map(len, fields))), groups=groups)


def _width(column: Column, table: Table) -> int:
    cells = (table.total, *(row.cells for row in table.rows))
    figures = (_figure(each.get(column.cell), column) for each in cells)
    return max(_head_width(column), *map(len, figures))


def _head_width(column: Column) -> int:
    return max(CELL, len(_number(column)), *map(len, _brief(column).split()))


def _across(widths: Sequence[int]) -> int:
    return sum(widths) + len(widths) - 1


def _group(column: Column) -> str:
    return _brief(column.groups[0]) if column.groups else ""


def _brief(heading: Column | Group) -> str:
    return heading.short or heading.head


def _number(column: Column) -> str:
    return column.number.split("=")[0]


def _figures(line: Line, columns: Sequence[Column]) -> list[list[str]]:
    return [[_figure(value, column)] for value, column in zip(line.values, columns, strict=True)]


def _figure(value: int | None, column: Column) -> str:
    """As it is printed, but in plain digits: a terminal's table is also read by programs."""
    return figure(value, column) if column.kind == "percent" or value is None else str(value)
