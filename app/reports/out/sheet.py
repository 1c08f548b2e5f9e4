"""A table as it is printed, whatever the format: its head, its grid, its foot, all as texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.reports.layout import Column, Layout
from app.reports.out.digest import digest
from app.reports.out.heads import Head, depth_of, heads_of
from app.reports.out.lines import Line, lines_of
from app.reports.out.office import Office
from app.reports.periods import name_of
from app.reports.printed import dotted, shown
from app.reports.table import Table
from sla.zone import local

UNVERIFIED = "Mẫu biểu chưa đối chiếu với bản gốc"
DOTS = "…………………………"
COMPILER = "NGƯỜI LẬP BIỂU"
BY_HAND = "(Ký, ghi rõ họ tên)"
STAMPED = "(Ký, đóng dấu, ghi rõ họ tên)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """What each writer sets in its own way.

    Attributes:
        left: the form's number, then by which text it was issued.
        title: the form's title, then the office.
        period: its name where it has one, then its days.
        right: labels with what stands below each.
        depth: rows of headings.
        lines: rows in their order, the total last.
        notes: what the form itself says below the table.
        rules: how cases were counted, one sentence each; none where it counts no cases.
        origin: as known when, at which place of the log, and its sum.
        notices: what must be seen on every page.
        signed: the place and day to be filled in above who signs.
    """

    left: tuple[str, ...]
    title: tuple[str, str]
    period: tuple[str, ...]
    right: tuple[tuple[str, str], ...]
    unit: str
    heads: tuple[Head, ...]
    depth: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    rules: tuple[str, ...]
    origin: tuple[str, ...]
    notices: tuple[str, ...]
    signed: str
    signer: tuple[str, ...]
    name: str
    sum: str


def sheet_of(table: Table, layout: Layout, office: Office) -> Sheet:
    """The table of an office as it is printed."""
    parts = {**_head(table, layout, office), **_foot(table, layout, office)}
    return Sheet(
        heads=heads_of(layout),
        depth=depth_of(layout),
        columns=layout.columns,
        lines=lines_of(table, layout),
        name=shown(layout.form),
        **parts,
    )


def _head(table: Table, layout: Layout, office: Office) -> dict[str, Any]:
    """What stands above the grid."""
    return {
        "left": tuple(_left(layout)),
        "title": (shown(layout.title), f"TẠI {shown(office.name).upper()}"),
        "period": tuple(_period(table)),
        "right": (
            ("Đơn vị báo cáo:", shown(office.name)),
            ("Đơn vị nhận báo cáo:", shown(office.superior) or DOTS),
        ),
        "unit": shown(layout.unit),
        "notices": tuple(dict.fromkeys(map(shown, (*table.notices, *office.notices)))),
    }


def _foot(table: Table, layout: Layout, office: Office) -> dict[str, Any]:
    """What stands below it."""
    return {
        "notes": tuple(map(shown, layout.notes)),
        "rules": tuple(map(shown, table.switches.footer())) if layout.counts_cases else (),
        "origin": tuple(_origin(table, layout)),
        "signed": f"{shown(office.place) or DOTS}, ngày …… tháng …… năm ………",
        "signer": tuple(shown(part).upper() for part in _titles(office)),
        "sum": digest(table),
    }


def _left(layout: Layout) -> Iterator[str]:
    yield shown(layout.number)
    if layout.issued:
        yield shown(layout.issued)
    if not layout.verified:
        yield f"({UNVERIFIED})"


def _titles(office: Office) -> Iterator[str]:
    """A title as “KT. CHỦ TỊCH, PHÓ CHỦ TỊCH” stands on two lines, each without its comma."""
    for line in office.signer_title.splitlines():
        yield from (part.strip() for part in line.split(", ") if part.strip())


def _period(table: Table) -> Iterator[str]:
    name = name_of(table.period)
    if name:
        yield f"Kỳ báo cáo: {name}"
    yield f"(Từ ngày {_day(table.period.first)} đến ngày {_day(table.period.last)})"


def _origin(table: Table, layout: Layout) -> Iterator[str]:
    if table.as_known_at:
        known = local(table.as_known_at)
        yield f"Theo những gì đã ghi nhận đến {known:%H:%M} ngày {_day(known)}"
    if table.made_at:
        made = local(table.made_at)
        yield f"Lập lúc {made:%H:%M} ngày {_day(made)}"
    # Other registers than that of cases have no place in its log.
    if table.known_position is not None and layout.counts_cases:
        yield f"Nhật ký hồ sơ đến sự kiện thứ {dotted(table.known_position)}"
    yield f"SHA-256 của biểu dạng JSON: {digest(table)}"


def _day(day: date) -> str:
    return f"{day:%d/%m/}{day.year:04}"
