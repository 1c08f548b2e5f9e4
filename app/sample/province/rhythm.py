"""When people come: how busy each day is, and each hour of it. All of it is invented.

Mondays are busiest, the first days after a long rest too; before Tết there is a rush and then
nobody, and after it a slow week. At night and on rest days things are only sent online.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from app.sample.province.hours import DAY

BY_WEEKDAY = (1.25, 1.06, 1.0, 0.97, 0.92, 0.62, 0.62)  # the last two worked to make up for others
REST, LONG_REST = 0.07, 0.03
AFTER_WEEKEND_REST = 1.12  # after three or four days of rest
TET = 5  # days of rest at a stretch
RUSH, LAST_DAYS, SLOW_WEEK = 1.2, 0.6, (0.7, 0.75, 0.85, 0.95, 1.0)

# Until which hour of the day, and how many of a hundred come up to there since the last one.
_WORKING = (
    (6.0, 0.5), (7.5, 1.5), (8.0, 9.0), (9.0, 19.0), (10.0, 17.0), (11.0, 10.5), (11.5, 2.5),
    (13.5, 3.5), (14.0, 7.0), (15.0, 13.0), (16.0, 8.0), (17.0, 3.0), (17.5, 0.5), (20.0, 2.5),
    (22.5, 2.0), (24.0, 0.5),
)  # fmt: skip
_RESTING = ((7.0, 5.0), (11.5, 40.0), (14.0, 10.0), (18.0, 20.0), (22.5, 23.0), (24.0, 2.0))


class DayCurve:
    """The hours of a day: which share of its people has come by when."""

    def __init__(self, parts: Sequence[tuple[float, float]]) -> None:
        whole = sum(share for _, share in parts)
        self._until = [0, *(int(hour * 3600) for hour, _ in parts)]
        self._reached = [0.0, *accumulate(share / whole for _, share in parts)]

    def second(self, share: float) -> int:
        """The second of the day by which that share (0 to 1) has come."""
        place = min(bisect_right(self._reached, share) - 1, len(self._until) - 2)
        low, high = self._reached[place], self._reached[place + 1]
        start, end = self._until[place], self._until[place + 1]
        return min(start + int((share - low) / (high - low) * (end - start)), DAY - 1)


WORKING, RESTING = DayCurve(_WORKING), DayCurve(_RESTING)


def busyness(first: int, last: int, working: Sequence[int]) -> list[float]:
    """How busy each day from `first` to `last` is, of day numbers; `working` are those worked on.

    `working` must begin before `first` and end after `last`.
    """
    busy = dict(zip(working, _busy(working), strict=True))
    return [busy.get(day) or _resting(day, working) for day in range(first, last + 1)]


def _resting(day: int, working: Sequence[int]) -> float:
    after = bisect_right(working, day)
    long = 0 < after < len(working) and working[after] - working[after - 1] > TET
    return LONG_REST if long else REST


def _busy(working: Sequence[int]) -> Iterator[float]:
    tet = [place for place in range(1, len(working)) if _gap(working, place) >= TET]
    for place, day in enumerate(working):
        # 1970-01-01, day number 0, was a Thursday.
        usual = BY_WEEKDAY[(day + 3) % 7]
        if place and 2 < _gap(working, place) < TET:
            usual *= AFTER_WEEKEND_REST
        yield usual * _near_tet(place, tet)


def _gap(working: Sequence[int], place: int) -> int:
    """The days of rest before the working day at a place."""
    return working[place] - working[place - 1] - 1


def _near_tet(place: int, tet: Sequence[int]) -> float:
    for back in tet:
        away = place - back
        if 0 <= away < len(SLOW_WEEK):
            return SLOW_WEEK[away]
        if -2 <= away < 0:
            return LAST_DAYS
        if -10 <= away < -2:
            return RUSH
    return 1.0
