"""Whole columns of instants at once, for replanning and reports; the only module that knows numpy.

Instants are int64 local microseconds (sla.zone.to_local_us), durations int64 microseconds. Results
and errors are those of the single calls: at the first instant that cannot be answered, the single
call is made and its error is the answer.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from sla.calendar import WorkingCalendar
from sla.law import Law
from sla.limits import TimeLimit, Unit
from sla.zone import DAY, day_number, day_of, from_local_us, to_local_us

Micros = NDArray[np.int64]
_Flags = NDArray[np.bool_]

_MICROSECOND = timedelta(microseconds=1)
_NEVER = 1 << 62


def to_array(instants: Iterable[datetime]) -> Micros:
    """Aware instants as local microseconds."""
    return np.fromiter((to_local_us(instant) for instant in instants), dtype=np.int64)


def from_array(micros: Micros) -> list[datetime]:
    """Local microseconds as aware instants (Asia/Ho_Chi_Minh)."""
    return [from_local_us(us) for us in micros.tolist()]


class ArrayCalendar:
    """The answers of one WorkingCalendar for whole arrays.

    Raises:
        CalendarGap: from every method, as the single call at the first failing instant does.
    """

    def __init__(self, calendar: WorkingCalendar) -> None:
        self._calendar = calendar
        first = day_number(calendar.first_day)
        self._first, self._after = first * DAY, (first + len(calendar.hours)) * DAY
        windows = [
            (day * DAY + window.opens, day * DAY + window.closes)
            for day, hours in enumerate(calendar.hours, first)
            for window in hours
        ]
        # A last window of no length, never reached, spares a case for "after all windows".
        bounds = np.array([*windows, (_NEVER, _NEVER)], dtype=np.int64)
        self._opens, self._closes = bounds.T.copy()
        self._last_close = int(max((closes for _, closes in windows), default=self._first))
        self._past: Micros = np.cumsum(self._closes - self._opens)
        self._total = int(self._past[-1])
        worked = [day for day, hours in enumerate(calendar.hours, first) if hours]
        self._working = np.array(worked, dtype=np.int64)
        self._ends = to_array(calendar.day_end(day_of(day)) for day in worked)
        halves = (calendar.day_length(day_of(day)) / 2 for day in worked)
        self._halves = np.array([half // _MICROSECOND for half in halves], dtype=np.int64)

    def add(self, starts: Micros, amounts: Micros | int) -> Micros:
        """For each start the instant when its amount of working time has run (see the single add).

        Raises:
            ValueError: for a negative amount.
        """
        wanted = np.broadcast_to(np.asarray(amounts, dtype=np.int64), starts.shape)
        if (wanted < 0).any():
            raise ValueError("không thể cộng thời gian âm")
        target = self._past_at(starts) + wanted
        at_once = wanted == 0
        failing = self._uncovered(starts) | (target > self._total) | (at_once & self._over(starts))
        for bad in np.flatnonzero(failing)[:1]:
            amount = int(wanted[bad]) * _MICROSECOND
            self._calendar.add(from_local_us(int(starts[bad])), amount)
        window = np.searchsorted(self._past, target)
        ends = self._closes[window] - self._past[window] + target
        return np.where(at_once, self._moved(starts), ends) if at_once.any() else ends

    def between(self, a: Micros, b: Micros) -> Micros:
        """For each pair the working time in [a, b); negative when b comes before a."""
        for bad in np.flatnonzero(self._uncovered(a) | self._uncovered(b))[:1]:
            self._calendar.between(from_local_us(int(a[bad])), from_local_us(int(b[bad])))
        return self._past_at(b) - self._past_at(a)

    def due(self, limit: TimeLimit, starts: Micros, law: Law) -> Micros:
        """For each start the deadline the limit gives under one law (see TimeLimit.due)."""
        dues = self._due(limit, starts, law)
        if dues is None:
            # Rare and slow on purpose: some start fails, and its single call says which and why.
            each = (limit.due(start, self._calendar, law) for start in from_array(starts))
            return to_array(each)
        return dues

    def _due(self, limit: TimeLimit, starts: Micros, law: Law) -> Micros | None:
        if limit.unit is Unit.WORKING_HOURS:
            return self.add(starts, limit.hours // _MICROSECOND)
        if (self._uncovered(starts) | self._over(starts)).any():
            return None
        begun = self._moved(starts)
        if limit.unit is Unit.WORKING_DAYS:
            return self._working_days_after(begun, limit)
        if limit.unit is Unit.CALENDAR_DAYS:
            moved = begun + limit.elapsed // _MICROSECOND
            return self._on_day(np.searchsorted(self._working, moved // DAY), moved)
        late = begun % DAY > law.same_day_until
        day = np.searchsorted(self._working, begun // DAY) + late
        return None if (day >= len(self._working)).any() else self._ends[day]

    def _working_days_after(self, begun: Micros, limit: TimeLimit) -> Micros | None:
        day = np.searchsorted(self._working, begun // DAY) + limit.whole_days
        reached = self._on_day(day, begun)
        if reached is None or not limit.has_half:
            return reached
        return self.add(reached, self._halves[day])

    def _on_day(self, index: Micros, times: Micros) -> Micros | None:
        # The same times of day on the working days of those indexes.
        if (index >= len(self._working)).any():
            return None
        return self._working[index] * DAY + times % DAY

    def _uncovered(self, us: Micros) -> _Flags:
        return (us < self._first) | (us > self._after)

    def _over(self, us: Micros) -> _Flags:
        # After the last closing time no working instant is known.
        return us >= self._last_close

    def _window(self, us: Micros) -> Micros:
        return np.searchsorted(self._closes, us, side="right")

    def _moved(self, us: Micros) -> Micros:
        moved: Micros = np.maximum(us, self._opens[self._window(us)])
        return moved

    def _past_at(self, us: Micros) -> Micros:
        window = self._window(us)
        reached: Micros = np.maximum(us, self._opens[window])
        past: Micros = self._past[window] - self._closes[window] + reached
        return past
