"""A statutory table on the terminal: lines of text with group heads over their columns."""

from collections.abc import Iterable, Sequence
from itertools import groupby, zip_longest
from textwrap import wrap

from app.reports.layout import Column, Layout
from app.reports.quarters import name_of
from app.reports.table import Table

SHORT = {
    "Số lượng hồ sơ tiếp nhận": "Tiếp nhận",
    "Số lượng hồ sơ đã giải quyết": "Đã giải quyết",
    "Số lượng hồ sơ đang giải quyết": "Đang giải quyết",
    "Trực tiếp, dịch vụ bưu chính": "Trực tiếp, BCCI",
}
CELL = 8  # the widest word of the heads


def drawn(table: Table, layout: Layout, office: str) -> str:
    """The form as text: title, period, columns with their numbers, rows, total."""
    period = table.period
    quarter = name_of(period)
    known = table.as_known_at
    lines = [
        layout.number,
        layout.title,
        f"TẠI {office.upper()}",
        *([f"Kỳ báo cáo: {quarter}"] if quarter else []),
        f"(Từ ngày {period.first.day}/{period.first.month}/{period.first.year} "
        f"đến ngày {period.last.day}/{period.last.month}/{period.last.year})",
        *([f"Theo số liệu đã ghi nhận đến {known:%H:%M ngày %d/%m/%Y}"] if known else []),
        layout.unit,
        "",
        *_grid(table, layout),
    ]
    return "\n".join(lines) + "\n"


def _grid(table: Table, layout: Layout) -> Iterable[str]:
    wide = max(len(layout.field_head), *(len(row.field) for row in table.rows), 9)
    columns = layout.columns
    groups = [(name, len(list(some))) for name, some in groupby(columns, key=_group)]
    yield _rule("┌", "┬", "┐", wide, groups)
    yield _row("", "", wide, _spread(groups))
    heads = zip_longest(*(_head(column) for column in columns), fillvalue="")
    for number, texts in enumerate(heads):
        lead = ("STT", layout.field_head) if number == 0 else ("", "")
        yield _row(*lead, wide, [_boxed(columns, texts, "^")])
    numbers = [column.number.split("=")[0] for column in columns]
    yield _row("(1)", "(2)", wide, [_boxed(columns, numbers, "^")])
    yield _rule("├", "┼", "┤", wide, groups)
    for number, row in enumerate(table.rows, start=1):
        cells = [str(row.cells[column.cell]) for column in columns]
        yield _row(str(number), row.field, wide, [_boxed(columns, cells, ">")])
    yield _rule("├", "┼", "┤", wide, groups)
    total = [str(table.total[column.cell]) for column in columns]
    yield _row("", layout.total, wide, [_boxed(columns, total, ">")])
    yield _rule("└", "┴", "┘", wide, groups)


def _group(column: Column) -> str:
    return SHORT.get(column.groups[0], column.groups[0]) if column.groups else ""


def _head(column: Column) -> list[str]:
    return wrap(SHORT.get(column.head, column.head), CELL)


def _width(count: int) -> int:
    return count * (CELL + 1) - 1


def _spread(groups: Sequence[tuple[str, int]]) -> list[str]:
    return ["│".join(f"{name:^{_width(count)}}" for name, count in groups)]


def _boxed(columns: Sequence[Column], texts: Sequence[str], side: str) -> str:
    pairs = zip(columns, texts, strict=True)
    return "│".join(
        " ".join(f"{text:{side}{CELL}}" for _, text in some)
        for _, some in groupby(pairs, key=lambda pair: _group(pair[0]))
    )


def _row(number: str, field: str, wide: int, boxes: Sequence[str]) -> str:
    return f"│{number:>3} │ {field:<{wide}} │{'│'.join(boxes)}│"


def _rule(left: str, cross: str, right: str, wide: int, groups: Sequence[tuple[str, int]]) -> str:
    parts = ["─" * 4, "─" * (wide + 2), *("─" * _width(count) for _, count in groups)]
    return left + cross.join(parts) + right
