"""How near a deadline is: from when it is, and what is left of it on a list of many cases."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from sla.calendar import WorkingCalendar
from sla.clock import Clock
from sla.words import duration_in_words
from sla.zone import local_date
from workflows.events import ClockName
from workflows.ladder import ladder_on

_MICROSECOND, _MINUTE = timedelta(microseconds=1), timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """What a clock has left at the moment of asking.

    Attributes:
        clock: which one.
        due_at: its deadline.
        left: working time, negative when overdue; while the case is paused, what was left then.
        day: the working time of the calendar's usual day, by which `left` is told in days.
    """

    clock: ClockName
    due_at: datetime
    left: timedelta
    day: timedelta
    late: bool

    def in_words(self) -> str:
        """As "còn 2 ngày 3 giờ" or "quá 20 phút", in working time."""
        return f"{'quá' if self.late else 'còn'} {span_in_words(self.left, self.day)}"


def span_in_words(span: timedelta, day: timedelta) -> str:
    """Working time as "2 ngày 3 giờ", by the usual day; without its sign, to the minute."""
    days, rest = divmod(abs(span), day) if day else (0, abs(span))
    told = f"{days} ngày" if days else ""
    if rest >= _MINUTE or not days:
        told = f"{told} {duration_in_words(rest - rest % _MINUTE)}".lstrip()
    return told


def left_of(
    clock: ClockName,
    due_at: datetime,
    calendar: WorkingCalendar,
    *,
    now: datetime,
    paused_since: datetime | None = None,
) -> Left:
    """Read one clock by nothing but its deadline.

    Raises:
        CalendarGap: beyond the calendar's years.
    """
    until = now if paused_since is None else min(now, paused_since)
    return Left(
        clock=clock,
        due_at=due_at,
        left=calendar.between(until, due_at),
        day=calendar.spec.standard_day(),
        late=due_at < until,
    )


def near_from(clock: Clock, name: ClockName) -> datetime:
    """The instant from which the deadline is near, by the share its ladder gives."""
    return clock.warn_at(_near_share(clock, name))


def last_day_from(clock: Clock) -> datetime:
    """The instant from which one working day is left to the case's deadline.

    Then an apology has to be made ready (NĐ 61/2018, Đ. 19: a day before; recalled). A limit of a
    day or less has no such instant within it: there it is the one from which the deadline is near.
    """
    return clock.left_from(clock.calendar.spec.standard_day()) or near_from(clock, "case")


def _near_share(clock: Clock, name: ClockName) -> Fraction:
    return ladder_on(name, local_date(clock.start)).near_share
