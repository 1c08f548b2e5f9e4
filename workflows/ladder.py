"""Ladders from data: at which instants of a clock people are told, who, and how urgently.

    ladder_on(clock, day) -> Ladder            by the day the clock started
    rung_of(event, day) -> Rung                what an event of the clock work says
    ladder_from(rows, clock, day) -> Ladder    the same from rows of another file

The instants of rungs are in `workflows.rungs` and `workflows.waits`. A clock without a row, or with
an empty one, is still told near its deadline and at it: no gap in the data keeps one silent.
"""

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from workflows.events import ClockName, DeadlineMissed, DeadlineWarned
from workflows.ladder_file import read_ladders
from workflows.rung import DUE, Audience, Ladder, LadderRow, Level, Rung, When, plain_ladder

__all__ = [
    "DUE",
    "Audience",
    "Ladder",
    "LadderRow",
    "Level",
    "Rung",
    "When",
    "ladder_from",
    "ladder_on",
    "ladders_digest",
    "rung_of",
]

_FILE = Path(__file__).parent / "data" / "ladders.yaml"


def ladder_from(rows: Iterable[LadderRow], clock: ClockName, day: date) -> Ladder:
    """The ladder of the row that holds for clocks of that name started on a day."""
    found = (row.ladder for row in rows if row.ladder.clock == clock and row.in_force(day))
    ladder = next(found, None)
    if ladder is None:
        return plain_ladder(clock)
    return ladder if ladder.rungs else plain_ladder(clock, ladder.near_share)


@lru_cache(maxsize=4096)
def ladder_on(clock: ClockName, day: date) -> Ladder:
    """The ladder of a clock that started on a day (Asia/Ho_Chi_Minh)."""
    return ladder_from(_rows(), clock, day)


def rung_of(event: DeadlineMissed | DeadlineWarned, day: date) -> Rung:
    """The rung an event tells of, by the ladder of a clock that started on a day.

    A warning from elsewhere names none, and an old log may name one that is no more: both are told
    as a deadline that is near.
    """
    near, due = plain_ladder(event.clock).rungs
    code = DUE if isinstance(event, DeadlineMissed) else event.rung
    known = ladder_on(event.clock, day).rung(code) if code else None
    return known or (due if code == DUE else near)


def ladders_digest() -> str:
    """Stands for the ladders as this program holds them: other data, another digest."""
    return hashlib.sha256(_FILE.read_bytes()).hexdigest()


@lru_cache(maxsize=1)
def _rows() -> tuple[LadderRow, ...]:
    return read_ladders(_FILE.read_text(encoding="utf-8"), str(_FILE))
