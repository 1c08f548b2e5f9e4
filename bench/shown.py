"""Figures as a person reads them, on the terminal and on the page."""

import math

from bench.protocol import Line, Shown

SHARE = "share"


def as_row(line: Line) -> str:
    """One line of the terminal: the state, what was measured, what was got."""
    told = f"{line.state:8} {line.key}: {got(line)}"
    return f"{told} ({line.words})" if line.words and line.got is None else told


def got(line: Line) -> str:
    """Median, least and most, the goal, and the absolute numbers behind a ratio."""
    if line.got is None:
        return "–"
    beside = f"; {numbers(line)}" if line.peer else ""
    wanted = f", goal {goal(line)}" if line.goal else ""
    return f"{spread(line)}{wanted}{beside}"


def spread(line: Line) -> str:
    """The median, with least and most where there were rounds."""
    found = line.got
    if found is None:
        return "–"
    told = _with_unit(found.median, line.unit)
    if found.rounds == 1:
        return told
    return f"{told} ({_bare(found.low, line.unit)} – {_bare(found.high, line.unit)})"


def goal(line: Line) -> str:
    """What was asked for, with its sign and unit."""
    if line.goal is None:
        return "–"
    return f"{'≤' if line.goal.most else '≥'} {_with_unit(line.goal.value, line.unit)}"


def numbers(line: Line) -> str:
    """Both absolute numbers with their units."""
    sides = [side for side in (line.ours, line.peer) if side]
    return " against ".join(absolute(side) for side in sides) or "–"


def absolute(side: Shown) -> str:
    """A side's name with its median and unit."""
    return f"{side.name} {number(side.value)} {side.unit}"


def number(value: float) -> str:
    """Three figures that count, thousands parted."""
    if value and abs(value) < 100:
        return f"{value:.3g}"
    return f"{value:,.0f}"


def _with_unit(value: float, unit: str) -> str:
    sign = "%" if unit == SHARE else unit
    return f"{_bare(value, unit)} {sign}".strip()


def _bare(value: float, unit: str) -> str:
    # Rounding up to "100 %" would hide the very one that is wrong.
    if unit == SHARE:
        return f"{math.floor(value * 10_000) / 100:.4g}"
    return number(value)
