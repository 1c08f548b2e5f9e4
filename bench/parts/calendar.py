"""Working time: one call and whole arrays, beside others that count it and a minute-wise oracle.

Three years with lunch, holidays and, where the other can be told, Saturdays worked in return. The
slow peers get fewer starts; rates are for each start. All that is timed was compared before.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bench.calendar_world import PLAIN, SWAPPED, World, at_work, by_minutes, starts
from bench.peers import working_time
from bench.protocol import (
    Compared,
    Found,
    Growth,
    Line,
    Series,
    Side,
    alone,
    alternated,
    at_least,
    at_most,
    equal,
    measured,
)
from bench.stage import Stage
from sla.arrays import ArrayCalendar, from_array, to_array
from sla.zone import HOUR

HOURS = (8, 480)
MANY, ARRAY, CHECKED = 20_000, 1_000_000, 60
UNIT = "starts/s"


def lines(stage: Stage) -> Iterator[Line | Growth]:
    """Yield agreement first, then one call, whole arrays, and working days."""
    yield from _agreement(stage)
    yield from _one_call(stage)
    yield measured(
        "cost",
        "one call: what 480 hours cost beside 8",
        partial(_cost, stage),
        goal=at_most(1.3),
    )
    for hours in HOURS:
        yield measured(
            f"array-{hours}h",
            f"add {hours} working hours to a column of unsorted starts, one core",
            partial(_array, stage, hours),
            goal=at_least(3_000_000),
        )
    for hours in HOURS:
        yield measured(
            f"elapsed-{hours}h-loop",
            f"measure a stretch of {hours} working hours, against a day-by-day loop",
            partial(_elapsed, stage, hours),
        )
    for days in (1, 60):
        yield measured(
            f"days-{days}-workalendar",
            f"add {days} working days to a date, against workalendar",
            partial(_days, stage, days),
        )


def _agreement(stage: Stage) -> Iterator[Line]:
    for hours in HOURS:
        yield measured(
            f"oracle-{hours}h",
            f"share of {hours}-hour deadlines as a minute-by-minute oracle has them, Saturdays "
            "worked in return included",
            partial(_oracle_share, stage.by_scale(100, 1_000), hours),
            goal=at_least(1),
            unit="share",
        )
    for name, adder, begun in (
        ("businesstimedelta", working_time.businesstimedelta_adder, starts(CHECKED)),
        ("pandas", working_time.pandas_adder, at_work(CHECKED)),
    ):
        yield measured(
            f"swapped-480h-{name}",
            f"share of 480-hour deadlines that {name} has right where Saturdays are worked in "
            "return, of which it cannot be told",
            partial(_swapped_share, adder, begun),
            unit="share",
        )


def _one_call(stage: Stage) -> Iterator[Line]:
    for hours, goal in zip(HOURS, (80, 2_000), strict=True):
        yield measured(
            f"add-{hours}h-businesstimedelta",
            f"add {hours} working hours, one call, aware datetimes, against businesstimedelta",
            partial(_business, stage, hours),
            goal=at_least(goal),
        )
    # The goals of the issue are for 480 hours; a day of 8 stands beside them.
    for hours, least in ((8, None), (480, at_least(10))):
        yield measured(
            f"add-{hours}h-pandas",
            f"add {hours} working hours, one call, against pandas CustomBusinessHour",
            partial(_pandas, stage, hours),
            goal=least,
        )
    for hours, least in ((8, None), (480, at_least(30))):
        yield measured(
            f"add-{hours}h-loop",
            f"add {hours} working hours, one call, against a day-by-day loop",
            partial(_loop, stage, hours),
            goal=least,
        )


def _oracle_share(count: int, hours: int) -> Found:
    begun = starts(count, seed=hours)
    right = by_minutes(SWAPPED.minutes(), begun, hours)
    calendar = ArrayCalendar(SWAPPED.calendar())
    whole = from_array(calendar.add(to_array(begun), hours * HOUR))
    equal(_each(SWAPPED, begun, hours), whole, "single calls and array")
    return _share(whole, right)


def _swapped_share(adder: Callable[[int], working_time.Adder], begun: list[datetime]) -> Found:
    theirs = adder(HOURS[1])(working_time.as_theirs(adder, begun))
    return _share(theirs, by_minutes(SWAPPED.minutes(), begun, HOURS[1]))


def _business(stage: Stage, hours: int) -> Compared:
    few = starts(stage.by_scale(20, 200) if hours == 8 else stage.by_scale(5, 20))
    return _beside(stage, working_time.businesstimedelta_adder, few, hours)


def _pandas(stage: Stage, hours: int) -> Compared:
    return _beside(stage, working_time.pandas_adder, at_work(stage.by_scale(100, 1_000)), hours)


def _beside(
    stage: Stage, adder: Callable[[int], working_time.Adder], few: list[datetime], hours: int
) -> Compared:
    """Compare with one that cannot be told of Saturdays, in the office that has none."""
    add, theirs = adder(hours), working_time.as_theirs(adder, few)
    equal(_each(PLAIN, few, hours), list(add(theirs)), f"deadlines of {hours} hours")
    peer = Side(name=working_time.name_of(adder), unit=UNIT, work=lambda: len(add(theirs)))
    return alternated(_ours(PLAIN, hours), peer, stage.rounds)


def _loop(stage: Stage, hours: int) -> Compared:
    few = starts(stage.by_scale(500, 5_000))
    add = working_time.loop_adder(SWAPPED, hours)
    equal(_each(SWAPPED, few, hours), add(few), f"deadlines of {hours} hours")
    peer = Side(name="loop", unit=UNIT, work=lambda: len(add(few)))
    return alternated(_ours(SWAPPED, hours), peer, stage.rounds)


def _cost(stage: Stage) -> Compared:
    return alternated(_ours(SWAPPED, HOURS[1]), _ours(SWAPPED, HOURS[0]), stage.rounds)


def _array(stage: Stage, hours: int) -> Series:
    begun = to_array(starts(stage.by_scale(ARRAY // 10, ARRAY)))
    calendar = ArrayCalendar(SWAPPED.calendar())
    side = Side(name="sla", unit=UNIT, work=lambda: len(calendar.add(begun, hours * HOUR)))
    return alone(side, stage.rounds)


def _elapsed(stage: Stage, hours: int) -> Compared:
    begun = starts(stage.by_scale(500, 5_000))
    pairs = list(zip(begun, _each(SWAPPED, begun, hours), strict=True))
    between = SWAPPED.calendar().between
    elapsed = working_time.loop_meter(SWAPPED)
    equal([between(*pair) for pair in pairs], elapsed(pairs), f"stretches of {hours} hours")
    ours = Side(name="sla", unit=UNIT, work=lambda: len([between(a, b) for a, b in pairs]))
    peer = Side(name="loop", unit=UNIT, work=lambda: len(elapsed(pairs)))
    return alternated(ours, peer, stage.rounds)


def _days(stage: Stage, days: int) -> Compared:
    calendar, add = PLAIN.calendar(), working_time.workalendar_adder(days)
    many = [start.date() for start in starts(MANY)]
    few = many[: stage.by_scale(200, 2_000)]
    after = calendar.working_days_after
    equal([after(day, days) for day in few], add(few), f"dates {days} working days on")
    ours = Side(name="sla", unit=UNIT, work=lambda: len([after(day, days) for day in many]))
    peer = Side(name="workalendar", unit=UNIT, work=lambda: len(add(few)))
    return alternated(ours, peer, stage.rounds)


def _ours(world: World, hours: int) -> Side:
    begun, amount, add = starts(MANY), timedelta(hours=hours), world.calendar().add
    return Side(
        name=f"sla {hours} h",
        unit=UNIT,
        work=lambda: len([add(start, amount) for start in begun]),
    )


def _each(world: World, begun: Sequence[datetime], hours: int) -> list[datetime]:
    add, amount = world.calendar().add, timedelta(hours=hours)
    return [add(start, amount) for start in begun]


def _share(found: Sequence[Any], right: Sequence[datetime]) -> float:
    same = [one == other for one, other in zip(found, right, strict=True)]
    return same.count(True) / len(same)
