"""Working time of one calendar: prefix sums and bisection, so 480 hours cost as much as 8.

Three sorted lists over all windows of the covered years: where each opens and closes, and how much
working time has run when it closes. An instant finds its day by number, a sum its window by hour
of working time and a short bisection; no day is ever walked.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from sla.spec import CalendarGap, CalendarSpec, DayRule, Windows
from sla.zone import VIETNAM, local, local_date, midnight

_NOTHING = timedelta()
_MICROSECOND = timedelta(microseconds=1)
_HOUR = timedelta(hours=1)

# Opening, closing, working time run at the opening.
_Span = tuple[datetime, datetime, timedelta]


class WorkingCalendar:
    """Adds and measures working time by one spec; never changes, to be built once and kept.

    Raises:
        BadCalendar: when the spec contradicts itself.
        CalendarGap: from every method, for a day outside the covered years.
    """

    def __init__(self, spec: CalendarSpec) -> None:
        spec.check()
        self.spec = spec
        self.first_day = date(spec.covers[0], 1, 1)
        self._day_after = date(spec.covers[1] + 1, 1, 1)
        self._first = self.first_day.toordinal()
        self._rules = {rule.date: rule for rule in spec.days}
        self.hours = tuple(self._hours_of_all_days())
        self._working = [day for day, hours in enumerate(self.hours, self._first) if hours]
        # Datetimes and timedeltas instead of whole microseconds: their arithmetic is in C, and
        # turning a large number into either costs more than a whole addition here.
        self._closes: list[datetime] = []
        self._past: list[timedelta] = []
        self._days = tuple(self._spans_of_all_days())
        self._total = self._past[-1] if self._past else _NOTHING
        self._hour_index = self._index_by_hour()

    @property
    def code(self) -> str:
        """The calendar's code, as packs and agencies name it."""
        return self.spec.code

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """The instant when `amount` of working time has run from `start`.

        An end exactly on a closing time stays there; an amount of nothing gives the first working
        instant at or after `start`.

        Raises:
            ValueError: for a negative amount.
        """
        if amount <= _NOTHING:
            if amount < _NOTHING:
                raise ValueError(f"không thể cộng thời gian âm ({amount})")
            return self.next_working(start)
        target = self._past_at(start) + amount
        if target > self._total:
            raise self._gap(self._day_after)
        hour = target.days * 24 + target.seconds // 3600
        lowest, highest = self._hour_index[hour]
        window = bisect_left(self._past, target, lowest, highest)
        return self._closes[window] - (self._past[window] - target)

    def subtract(self, end: datetime, amount: timedelta) -> datetime:
        """The earliest instant from which exactly `amount` of working time runs until `end`.

        So the day's work before is asked for at its closing time and not at the next opening; an
        amount of nothing gives `end` itself.

        Raises:
            ValueError: for a negative amount.
        """
        if amount <= _NOTHING:
            if amount < _NOTHING:
                raise ValueError(f"không thể trừ thời gian âm ({amount})")
            return local(end)
        target = self._past_at(end) - amount
        if target < _NOTHING:
            raise self._gap(date.fromordinal(self._first - 1))
        window = bisect_left(self._past, target)
        return self._closes[window] - (self._past[window] - target)

    def between(self, a: datetime, b: datetime) -> timedelta:
        """Working time in [a, b); negative when b comes before a."""
        return self._past_at(b) - self._past_at(a)

    def next_working(self, t: datetime) -> datetime:
        """The first working instant at or after `t`."""
        here = local(t)
        for opens, closes, _ in self._spans(here):
            if here < closes:
                return max(here, opens)
        return self._opening(self._working_from(here.toordinal() + 1))

    def knows(self, day: date) -> bool:
        """Whether the day lies in the years the calendar covers."""
        return self.spec.covers[0] <= day.year <= self.spec.covers[1]

    def is_working_day(self, day: date) -> bool:
        """Whether the day has any working time."""
        return bool(self.day_windows(day))

    def working_days_after(self, day: date, n: int) -> date:
        """The n-th working day after a day; the day itself for n = 0.

        Raises:
            ValueError: for a negative n.
        """
        if n < 0:
            raise ValueError(f"không thể đếm {n} ngày")
        self.day_windows(day)
        return self._working_from(day.toordinal() + 1, n - 1) if n else day

    def days_before(self, t: datetime, n: int) -> datetime:
        """The instant `n` working days before `t`, at the same time of day.

        It is the last one from which `n` working days end no later than `t`: off the hours of the
        day reached it is the closing time before, and before a rest day that of a whole day.

        Raises:
            ValueError: for a negative n.
        """
        if n < 0:
            raise ValueError(f"không thể đếm lùi {n} ngày")
        here = local(t)
        day = here.date()
        reached = self._working_to(day.toordinal(), n)
        if not self.is_working_day(day):
            return self.day_end(reached)
        return self._last_working(here + (reached - day))

    def next_working_day(self, day: date) -> date:
        """The day itself when it is a working day, else the first one after it."""
        self.day_windows(day)
        return self._working_from(day.toordinal())

    def day_windows(self, day: date) -> Windows:
        """The working hours of a day; empty on a rest day."""
        index = day.toordinal() - self._first
        if not 0 <= index < len(self.hours):
            raise self._gap(day)
        return self.hours[index]

    def day_length(self, day: date) -> timedelta:
        """The working time of a day; nothing on a rest day."""
        return sum((window.length for window in self.day_windows(day)), 0) * _MICROSECOND

    def day_end(self, day: date) -> datetime:
        """The closing time of a working day.

        Raises:
            ValueError: on a rest day.
        """
        windows = self.day_windows(day)
        if not windows:
            raise ValueError(f"ngày {day:%d/%m/%Y} không phải ngày làm việc")
        return midnight(day) + windows[-1].closes * _MICROSECOND

    def off_rest_days(self, t: datetime) -> datetime:
        """`t` itself on a working day, else the same time of day on the next working day."""
        day = local_date(t)
        return local(t) + (self.next_working_day(day) - day)

    def day_rule(self, day: date) -> DayRule | None:
        """What the calendar says of this very day, when it is out of the ordinary."""
        return self._rules.get(day)

    def day_name(self, day: date) -> str | None:
        """The name of the holiday or make-up day, when it has one."""
        rule = self._rules.get(day)
        return rule.name or None if rule else None

    def _past_at(self, t: datetime) -> timedelta:
        # Working time that has run since the first covered midnight.
        here = t if t.tzinfo is VIETNAM else local(t)
        index = here.toordinal() - self._first
        if not 0 <= index < len(self._days):
            return self._past_at_edge(here)
        spans, past_at_end = self._days[index]
        for opens, closes, past in spans:
            if here < closes:
                return past + (here - opens) if here > opens else past
        return past_at_end

    def _past_at_edge(self, here: datetime) -> timedelta:
        # The midnight after the last day still counts: half-open stretches may end there.
        if here != midnight(self._day_after):
            raise self._gap(here.date())
        return self._total

    def _spans(self, here: datetime) -> tuple[_Span, ...]:
        index = here.toordinal() - self._first
        if not 0 <= index < len(self._days):
            raise self._gap(here.date())
        return self._days[index][0]

    def _opening(self, day: date) -> datetime:
        return self._days[day.toordinal() - self._first][0][0][0]

    def _working_from(self, ordinal: int, skipped: int = 0) -> date:
        index = bisect_left(self._working, ordinal) + skipped
        if index >= len(self._working):
            raise self._gap(self._day_after)
        return date.fromordinal(self._working[index])

    def _working_to(self, ordinal: int, skipped: int = 0) -> date:
        index = bisect_right(self._working, ordinal) - 1 - skipped
        if index < 0:
            raise self._gap(date.fromordinal(self._first - 1))
        return date.fromordinal(self._working[index])

    def _last_working(self, here: datetime) -> datetime:
        # The last instant up to `here` that lies in working time or ends it.
        for opens, closes, _ in reversed(self._spans(here)):
            if here >= opens:
                return min(here, closes)
        return self.day_end(self._working_to(here.toordinal() - 1))

    def _gap(self, day: date) -> CalendarGap:
        return CalendarGap(self.code, day, self.spec.covers)

    def _hours_of_all_days(self) -> Iterator[Windows]:
        for ordinal in range(self._first, self._day_after.toordinal()):
            day = date.fromordinal(ordinal)
            rule = self._rules.get(day)
            if rule is None:
                yield self.spec.week_on(day)[day.weekday()]
            else:
                yield self.spec.worked_hours(rule) if rule.kind == "work" else ()

    def _spans_of_all_days(self) -> Iterator[tuple[tuple[_Span, ...], timedelta]]:
        past = _NOTHING
        for ordinal, windows in enumerate(self.hours, self._first):
            spans = []
            start = midnight(date.fromordinal(ordinal))
            for window in windows:
                opens, closes = (start + us * _MICROSECOND for us in (window.opens, window.closes))
                spans.append((opens, closes, past))
                past += closes - opens
                self._closes.append(closes)
                self._past.append(past)
            yield tuple(spans), past

    def _index_by_hour(self) -> tuple[tuple[int, int], ...]:
        # For every hour of working time the windows among which its sums can end.
        marks: list[int] = []
        for window, past in enumerate(self._past):
            marks += [window] * (past // _HOUR + 1 - len(marks))
        return tuple(pairwise([*marks, len(self._past) - 1]))
