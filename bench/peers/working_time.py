"""Others that add working time: businesstimedelta, pandas, workalendar, and a loop over the days.

Each `…_adder` is told the plain office of `bench/calendar_world.py`, without Saturdays worked in
return, which none of them can be told; the loop over the days can, and is.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from bench.calendar_world import AFTER, DAYS_OFF, FIRST, OPENINGS, World
from sla.zone import VIETNAM

Adder = Callable[[Sequence[datetime]], list[datetime]]
Meter = Callable[[Sequence[tuple[datetime, datetime]]], list[timedelta]]
DayAdder = Callable[[Sequence[date]], list[date]]


def businesstimedelta_adder(hours: int) -> Adder:
    """Return what adds hours by a work day, a lunch and holidays, as its documentation has it."""
    import businesstimedelta
    import pytz

    zone = pytz.FixedOffset(420)
    opens, lunch, back, closes = (time.fromisoformat(t) for pair in OPENINGS for t in pair)
    days = [0, 1, 2, 3, 4]
    rules = businesstimedelta.Rules(
        [
            businesstimedelta.WorkDayRule(opens, closes, days, tz=zone),
            businesstimedelta.LunchTimeRule(lunch, back, days, tz=zone),
            businesstimedelta.HolidayRule(frozenset(DAYS_OFF), tz=zone),
        ]
    )
    amount = businesstimedelta.BusinessTimeDelta(rules, hours=hours)
    return lambda begun: [start + amount for start in begun]


def pandas_adder(hours: int) -> Adder:
    """Return what adds hours by one CustomBusinessHour, made beforehand like the Timestamps."""
    import pandas

    opens, closes = zip(*OPENINGS, strict=True)
    amount = pandas.offsets.CustomBusinessHour(
        n=hours, start=list(opens), end=list(closes), holidays=list(DAYS_OFF)
    )
    return lambda begun: [start + amount for start in begun]


def as_theirs(adder: Callable[[int], Adder], begun: Sequence[datetime]) -> list[Any]:
    """Make the starts what an adder wants; Timestamps are datetimes too, so results compare."""
    if adder is not pandas_adder:
        return list(begun)
    import pandas

    return [pandas.Timestamp(start) for start in begun]


def name_of(adder: Callable[[int], Adder]) -> str:
    """Return the name of an adder's library."""
    return adder.__name__.removesuffix("_adder")


def workalendar_adder(days: int) -> DayAdder:
    """Return what adds working days, the only thing workalendar adds."""
    from workalendar.core import Calendar

    class Office(Calendar):
        def holidays(self, year: int | None = None) -> list[tuple[date, str]]:
            return [(day, "nghỉ lễ") for day in DAYS_OFF if day.year == year]

        def get_weekend_days(self) -> list[int]:
            return [5, 6]

    office = Office()
    return lambda begun: [office.add_working_days(day, days) for day in begun]


def loop_adder(world: World, hours: int) -> Adder:
    """Return what adds hours as helpdesks do: from day to day, taking from what is left."""
    days = _windows_by_day(world)
    amount = timedelta(hours=hours)
    return lambda begun: [_looped(days, start, amount) for start in begun]


def loop_meter(world: World) -> Meter:
    """Return what measures stretches by the same loop."""
    days = _windows_by_day(world)
    return lambda pairs: [_measured(days, start, end) for start, end in pairs]


Windows = list[tuple[datetime, datetime]]


def _windows_by_day(world: World) -> Mapping[date, Windows]:
    days = (FIRST + timedelta(days=n) for n in range((AFTER - FIRST).days))
    return {day: _windows(day) for day in days if world.worked(day)}


def _windows(day: date) -> Windows:
    return [
        (
            datetime.combine(day, time.fromisoformat(opens), VIETNAM),
            datetime.combine(day, time.fromisoformat(closes), VIETNAM),
        )
        for opens, closes in OPENINGS
    ]


def _looped(days: Mapping[date, Windows], start: datetime, left: timedelta) -> datetime:
    day, one = start.date(), timedelta(days=1)
    while day < AFTER:
        for opens, closes in days.get(day, ()):
            if start < closes:
                here = max(start, opens)
                if here + left <= closes:
                    return here + left
                left -= closes - here
        day += one
    raise OverflowError("the deadline lies beyond the years")


def _measured(days: Mapping[date, Windows], start: datetime, end: datetime) -> timedelta:
    passed, day, last = timedelta(), start.date(), end.date()
    while day <= last:
        for opens, closes in days.get(day, ()):
            if start < closes and opens < end:
                passed += min(end, closes) - max(start, opens)
        day += timedelta(days=1)
    return passed
