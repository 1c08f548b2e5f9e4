"""Charts of a table as SVG drawn here: shares by field, and the periods before it.

Each can be read in grey: parts differ by lightness and by hatching, and every bar has its figure.
The colours are those of the desk (app/web/static/desk.css); what is written takes the colour of
the page it stands on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from app.reports.printed import dotted, shown
from app.reports.table import Table

EARLY, ON_TIME, LATE, CALM = "#8fbfa0", "#0b5563", "#a61b1b", "#43539c"
MOST_BARS, MOST_POINTS = 12, 8
OTHERS = "Các lĩnh vực còn lại"
_WIDTH, _NAMES, _FIGURES, _BAR, _STEP, _TOP = 640, 210, 60, 15, 23, 58
_LONGEST = 34  # letters of a name beside its bar
_FACE = "Tinos, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A picture: its name (also of the marks within it), its title, and the SVG itself."""

    name: str
    title: str
    svg: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One period of a trend: cases newly received, solved, and open at its end."""

    name: str
    received: int
    solved: int
    open: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """A part of each bar: the cell it shows, its words, its colour, and whether it is hatched."""

    cell: str
    words: str
    colour: str
    hatched: bool = False


_SOLVED = (
    _Part(cell="solved.early", words="Trước hạn", colour=EARLY),
    _Part(cell="solved.on_time", words="Đúng hạn", colour=ON_TIME),
    _Part(cell="solved.late", words="Quá hạn", colour=LATE, hatched=True),
)
_OPEN = (
    _Part(cell="open.in_time", words="Trong hạn", colour=EARLY),
    _Part(cell="open.late", words="Quá hạn", colour=LATE, hatched=True),
)
_TREND = (
    _Part(cell="received", words="Tiếp nhận mới", colour=EARLY),
    _Part(cell="solved", words="Đã giải quyết", colour=ON_TIME),
    _Part(cell="open", words="Còn lại cuối kỳ", colour=CALM, hatched=True),
)


def charts_of(table: Table, *, trend: Sequence[Point] = ()) -> tuple[Chart, ...]:
    """What can be shown of a table: nothing of one that does not count cases."""
    made = (
        _bars(table, "solved", "Hồ sơ đã giải quyết theo lĩnh vực", _SOLVED),
        _bars(table, "open", "Hồ sơ đang giải quyết cuối kỳ theo lĩnh vực", _OPEN),
        trend_chart(trend) if len(trend) > 1 else None,
    )
    return tuple(chart for chart in made if chart)


def _bars(table: Table, name: str, title: str, parts: Sequence[_Part]) -> Chart | None:
    """Lying bars, one for each name with any case, the longest first."""
    rows = _by_name(table, [part.cell for part in parts])
    if not rows:
        return None
    most = max(sum(values) for values in rows.values())
    scale = (_WIDTH - _NAMES - _FIGURES) / most
    drawn = [
        _bar(label, values, _TOP + at * _STEP, scale, parts, name)
        for at, (label, values) in enumerate(rows.items())
    ]
    return _chart(name, title, parts, drawn, _TOP + len(rows) * _STEP + 4)


def _by_name(table: Table, cells: Sequence[str]) -> Mapping[str, list[int]]:
    """The figures of each name over all sections; what is beyond the longest bars in one."""
    sums: dict[str, list[int]] = {}
    for row in table.rows:
        if row.kind == "row":
            old = sums.setdefault(shown(row.field), [0] * len(cells))
            new = (max(0, row.cells.get(cell, 0)) for cell in cells)
            sums[shown(row.field)] = [a + b for a, b in zip(old, new, strict=True)]
    # Those of one length stay in the order of the table.
    ranked = sorted(((name, each) for name, each in sums.items() if any(each)), key=_length)
    kept, rest = ranked[: MOST_BARS - 1], ranked[MOST_BARS - 1 :]
    if len(rest) > 1:
        every = zip(*(values for _, values in rest), strict=True)
        rest = [(f"{OTHERS} ({len(rest)})", [sum(values) for values in every])]
    return dict([*kept, *rest])


def _length(named: tuple[str, list[int]]) -> int:
    return -sum(named[1])


def _bar(
    label: str, values: Sequence[int], y: int, scale: float, parts: Sequence[_Part], name: str
) -> str:
    at, boxes = float(_NAMES), []
    for value, part in zip(values, parts, strict=True):
        boxes.append(_box(at, y, value * scale, _BAR, part, name))
        at += value * scale
    short = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"
    told = ", ".join(f"{part.words} {dotted(v)}" for part, v in zip(parts, values, strict=True))
    total = _text(at + 5, y + 12, dotted(sum(values)), "start")
    hint = f"<title>{escape(f'{label}: {told}')}</title>"
    return f"<g>{hint}{_text(_NAMES - 6, y + 12, short, 'end')}{''.join(boxes)}{total}</g>"


def trend_chart(points: Sequence[Point]) -> Chart:
    """Standing bars for the last periods, oldest on the left."""
    last = points[-MOST_POINTS:]
    most = max(1, *(max(one.received, one.solved, one.open) for one in last))
    high, left = 170, 10
    step = (_WIDTH - 2 * left) / len(last)
    drawn = [f'<path d="M{left} {_TOP + high}H{_WIDTH - left}" stroke="currentColor"/>']
    for at, one in enumerate(last):
        drawn.append(_column(one, left + at * step, step, high / most, _TOP + high))
    return _chart("trend", "Diễn biến qua các kỳ báo cáo", _TREND, drawn, _TOP + high + 24)


def _column(one: Point, left: float, step: float, scale: float, floor: float) -> str:
    wide = step * 0.26
    found = []
    for at, (value, part) in enumerate(
        zip((one.received, one.solved, one.open), _TREND, strict=True)
    ):
        x, high = left + step * 0.1 + at * wide, value * scale
        found.append(_box(x, floor - high, wide * 0.88, high, part, "trend"))
        found.append(_text(x + wide * 0.44, floor - high - 3, dotted(value), "middle", size=9))
    label = _text(left + step / 2, floor + 15, shown(one.name), "middle", size=10)
    return f"<g>{''.join(found)}{label}</g>"


def _box(x: float, y: float, width: float, height: float, part: _Part, name: str) -> str:
    if width <= 0 or height <= 0:
        return ""
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    over = f'<rect {place} fill="url(#{name}-hatch)"/>' if part.hatched else ""
    return f'<rect {place} fill="{part.colour}"/>{over}'


def _text(x: float, y: float, text: str, anchor: str, *, size: int = 11, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"{weight} '
        f'fill="currentColor">{escape(text)}</text>'
    )


def _chart(
    name: str, title: str, parts: Iterable[_Part], drawn: Iterable[str], height: float
) -> Chart:
    hatch = (
        f'<defs><pattern id="{name}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path d="M0 0V5" stroke="#ffffff" stroke-width="2.4"/>'
        "</pattern></defs>"
    )
    inner = "".join((hatch, _text(0, 16, title, "start", size=14, bold=True), _key(parts, name)))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" role="img" '
        f'aria-label="{escape(title)}" font-family="{_FACE}" class="chart">'
        f"{inner}{''.join(drawn)}</svg>"
    )
    return Chart(name=name, title=title, svg=svg)


def _key(parts: Iterable[_Part], name: str) -> str:
    """What the colours mean."""
    return "".join(
        _box(at * 130, 30, 14, 12, part, name) + _text(at * 130 + 19, 40, part.words, "start")
        for at, part in enumerate(parts)
    )
