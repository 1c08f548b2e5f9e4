"""The world of a plan: its offices with what they are asked for, and its days with their crowds."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from app.sample.dice import Dice
from app.sample.province.catalogue import BY_LEVEL, mix_of
from app.sample.province.hours import DAY, Hours
from app.sample.province.kinds import Choice, kinds_of
from app.sample.province.pack import packs
from app.sample.province.plan import Plan
from app.sample.province.rhythm import RESTING, WORKING, busyness
from app.sample.province.staff import Staff
from app.sample.province.tree import Office, offices
from sla.calendar import WorkingCalendar
from sla.zone import day_number, day_of
from workflows.agency import Level
from workflows.procedure import Procedure

BEFORE, AFTER = 20, 120  # days of the calendar that are needed beyond the period
SMALLEST = 0.35  # the busyness of the smallest office, when that of the greatest is 1 + this


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """An office as a citizen meets it; `sent` are the kinds that also come in at night."""

    code: str
    level: Level
    place: str
    staff: Staff
    asked: Choice
    sent: Choice


@dataclass(frozen=True, kw_only=True, slots=True)
class Coming:
    """The first sign of a case.

    Attributes:
        wall: its second on the wall.
        office_hours: whether somebody is at the desk.
        elapsed: how much of the period has passed, from 0 to 1.
        serial: its number of the day, from 1.
    """

    wall: int
    office_hours: bool
    elapsed: float
    serial: int


class World:
    """Everything that is decided before the first case comes."""

    def __init__(self, plan: Plan, calendar: WorkingCalendar, desks: Sequence[Desk]) -> None:
        self.plan, self.desks = plan, desks
        self.first, self.last = day_number(plan.first), day_number(plan.last)
        self.hours = _hours(calendar, plan)
        self.end = (self.last + 1) * DAY
        busy = list(accumulate(busyness(self.first, self.last, self.hours.days)))
        self._until = [round(plan.cases * sum_ / busy[-1]) for sum_ in busy]
        self._names = [f"{day_of(day):%y%m%d}" for day in range(self.first, self.last + 1)]
        self._worked = frozenset(self.hours.days)
        self.crowds = list(accumulate(_crowds(desks, plan.seed)))

    def coming(self, number: int, dice: Dice) -> Coming:
        """When case `number` (from 0) comes; a greater number comes no earlier."""
        place = bisect_right(self._until, number)
        before = self._until[place - 1] if place else 0
        day, count = self.first + place, self._until[place] - before
        share = (number - before + dice.random()) / count
        second = (WORKING if day in self._worked else RESTING).second(share)
        return Coming(
            wall=day * DAY + second,
            office_hours=self.hours.open_at(day * DAY + second),
            elapsed=place / len(self._until),
            serial=number - before + 1,
        )

    def day_name(self, wall: int) -> str:
        """The day of a second on the wall as it stands in a case's code: 240131."""
        return self._names[wall // DAY - self.first]

    def desk(self, dice: Dice) -> Desk:
        """Where somebody goes."""
        return self.desks[bisect_right(self.crowds, dice.random() * self.crowds[-1])]


def world_of(plan: Plan) -> World:
    """The world of a plan.

    Raises:
        CalendarGap: when a day the plan needs lies outside the years of the calendar.
    """
    read = packs()
    calendar = WorkingCalendar(read[0].calendars[0].record)
    procedures = {one.record.code: one.record for pack in read for one in pack.procedures}
    return World(plan, calendar, _desks(plan, procedures))


def _hours(calendar: WorkingCalendar, plan: Plan) -> Hours:
    earliest = day_number(date(calendar.spec.covers[0], 1, 1))
    first, last = day_number(plan.first), day_number(plan.last)
    # Asked here, so that a plan outside the calendar fails before anything is made.
    for day in (plan.first, day_of(last + AFTER)):
        calendar.is_working_day(day)
    return Hours(calendar, max(first - BEFORE, earliest), last + AFTER)


def _desks(plan: Plan, procedures: dict[str, Procedure]) -> list[Desk]:
    seen: dict[str, int] = {}
    made = []
    for office in offices(plan.agencies):
        place = seen.get(office.level, 0)
        seen[office.level] = place + 1
        made.append(_desk(office, place, procedures))
    return made


def _desk(office: Office, place: int, procedures: dict[str, Procedure]) -> Desk:
    staff = Staff.of(office.code)
    above = Staff.of(office.parent) if office.parent and ".D" in office.parent else staff
    kinds = kinds_of(mix_of(office.level, place), procedures, staff, above)
    return Desk(
        code=office.code,
        level=office.level,
        place=office.place,
        staff=staff,
        asked=Choice.among(kinds),
        sent=Choice.among([(kind, weight * kind.manner.online) for kind, weight in kinds]),
    )


def _crowds(desks: Sequence[Desk], seed: int) -> list[float]:
    """How many come to each office: the share of its level, some offices more than others.

    A level without offices leaves its share to the others.
    """
    dice = Dice(f"offices {seed}")
    sizes = [SMALLEST + dice.random() for _ in desks]
    of_level: defaultdict[Level, float] = defaultdict(float)
    for desk, size in zip(desks, sizes, strict=True):
        of_level[desk.level] += size
    return [
        size * BY_LEVEL[desk.level] / of_level[desk.level]
        for desk, size in zip(desks, sizes, strict=True)
    ]
