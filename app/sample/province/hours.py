"""The working time of a calendar as one line of whole seconds, from and to seconds of the wall.

As `app.sample.office`, but in whole numbers on both sides: a million cases are planned on it. The
wall counts seconds of Vietnamese time since 1970-01-01 00:00 there. Deadlines are not reckoned
here: they are asked of `sla`, as everywhere.
"""

from bisect import bisect_right
from datetime import datetime

from sla.calendar import WorkingCalendar
from sla.law import law_on
from sla.limits import TimeLimit
from sla.zone import SECOND, day_of, from_local_us, to_local_us

DAY = 86_400  # seconds on the wall


class Hours:
    """Working seconds between two days (numbers of `sla.zone`), counted from the first opening."""

    def __init__(self, calendar: WorkingCalendar, first: int, last: int) -> None:
        self.calendar = calendar
        self.days: list[int] = []
        self._starts: list[int] = []
        self._opens: list[int] = []
        self._closes: list[int] = []
        self._past: list[int] = []
        self.total = 0
        for number in range(first, last + 1):
            if calendar.is_working_day(day_of(number)):
                self._add(number)

    def _add(self, number: int) -> None:
        self.days.append(number)
        self._starts.append(self.total)
        for window in self.calendar.day_windows(day_of(number)):
            self._opens.append(number * DAY + window.opens // SECOND)
            self._closes.append(self._opens[-1] + window.length // SECOND)
            self._past.append(self.total)
            self.total += window.length // SECOND

    def wall(self, worked: int) -> int:
        """The second on the wall of a working second; a closing is the next opening."""
        window = bisect_right(self._past, worked) - 1
        return self._opens[window] + worked - self._past[window]

    def worked(self, wall: int) -> int:
        """The working seconds before a second on the wall."""
        window = bisect_right(self._opens, wall) - 1
        if window < 0:
            return 0
        after = window + 1
        ends = self._past[after] if after < len(self._past) else self.total
        return min(self._past[window] + wall - self._opens[window], ends)

    def open_at(self, wall: int) -> bool:
        """Whether the office is open at a second on the wall."""
        window = bisect_right(self._opens, wall) - 1
        return window >= 0 and wall < self._closes[window]

    def day_start(self, worked: int) -> int:
        """The first working second of the day that holds one."""
        return self._starts[bisect_right(self._starts, worked) - 1]

    def due(self, limit: TimeLimit, wall: int) -> int:
        """The second on the wall of the deadline of a case accepted at one."""
        start = instant(wall)
        due = limit.due(start, self.calendar, law_on(start.date()))
        return to_local_us(due) // SECOND


def instant(wall: int) -> datetime:
    """The instant (Asia/Ho_Chi_Minh) of a second on the wall."""
    return from_local_us(wall * SECOND)
