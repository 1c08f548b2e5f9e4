"""The sample ward's working time as one line of whole seconds on which its cases are planned.

On this line nobody can work at night or on a rest day, and a later number is a later instant.
Deadlines are not reckoned here: they are asked of `sla`, as everywhere.
"""

from bisect import bisect_right
from datetime import date, datetime

from sla.calendar import WorkingCalendar
from sla.zone import SECOND, day_number, day_of, from_local_us, midnight, to_local_us

HOUR = 3_600


class Office:
    """Working seconds of a calendar, counted from the opening of the first working day."""

    def __init__(self, calendar: WorkingCalendar, first: date, last: date) -> None:
        every = [day_of(number) for number in range(day_number(first), day_number(last) + 1)]
        self.days = tuple(day for day in every if calendar.is_working_day(day))
        self.starts: list[int] = []
        self._opens: list[int] = []
        self._past: list[int] = []
        total = 0
        for day in self.days:
            self.starts.append(total)
            for window in calendar.day_windows(day):
                self._opens.append((to_local_us(midnight(day)) + window.opens) // SECOND)
                self._past.append(total)
                total += window.length // SECOND
        self.starts.append(total)

    def at(self, second: int) -> datetime:
        """The instant (Asia/Ho_Chi_Minh) of a working second; closing is the next opening."""
        window = bisect_right(self._past, second) - 1
        return from_local_us((self._opens[window] + second - self._past[window]) * SECOND)

    def past(self, instant: datetime) -> int:
        """The working seconds before an instant."""
        here = to_local_us(instant) // SECOND
        window = max(bisect_right(self._opens, here) - 1, 0)
        ends = [*self._past[window + 1 : window + 2], self.starts[-1]][0]
        return min(self._past[window] + max(here - self._opens[window], 0), ends)

    def index_on(self, day: date) -> int:
        """The place of the first working day on or after a day."""
        return next(index for index, each in enumerate(self.days) if each >= day)

    def index_of(self, second: int) -> int:
        """The place of the working day that holds a working second."""
        return bisect_right(self.starts, second) - 1

    def day_start(self, second: int) -> int:
        """The first working second of the day that holds one."""
        return self.starts[self.index_of(second)]

    def opens_after_rest(self, index: int) -> bool:
        """Whether the day before that working day was none: then more people are waiting."""
        return index == 0 or day_number(self.days[index]) - day_number(self.days[index - 1]) > 1
