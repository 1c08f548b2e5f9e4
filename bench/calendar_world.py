"""The office whose working time is counted, told in plain words, and a minute-by-minute oracle.

Monday to Friday 07:30–11:30 and 13:00–17:00 in three years, with the days off of those years; in
`SWAPPED` also the Saturdays worked in return. What the peers are told is made from these plain
lists, and so is the oracle, so that no code of `sla` judges itself.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sla.calendar import WorkingCalendar
from sla.spec import CalendarSpec, DayRule, Week, Window
from sla.zone import VIETNAM
from tests.sla.builders import MADE_UP, OFF

YEARS = (2024, 2026)
FIRST, AFTER = date(YEARS[0], 1, 1), date(YEARS[1] + 1, 1, 1)
OPENINGS = (("07:30", "11:30"), ("13:00", "17:00"))
DAYS_OFF = tuple(d for d in map(date.fromisoformat, OFF.split()) if d >= FIRST)
SATURDAYS = tuple(map(date.fromisoformat, MADE_UP))
# Deadlines of 480 hours must end before the last known holiday, after which a peer loses its way.
LAST_START = date(2026, 5, 31)
MINUTE = timedelta(minutes=1)
_DAY = 24 * 60


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """One way of working: which days are worked, and the calendar that sla makes of it."""

    saturdays: tuple[date, ...] = ()

    def worked(self, day: date) -> bool:
        """Whether anybody works on the day."""
        return day in self.saturdays or (day.weekday() < 5 and day not in DAYS_OFF)

    def calendar(self) -> WorkingCalendar:
        """The same for sla."""
        full = tuple(Window.parse("-".join(hours)) for hours in OPENINGS)
        week: Week = (full, full, full, full, full, (), ())
        off = [DayRule(date=day, kind="off", name="nghỉ lễ") for day in DAYS_OFF]
        made = [DayRule(date=day, kind="work", like=0, name="làm bù") for day in self.saturdays]
        return WorkingCalendar(CalendarSpec(code="đo", week=week, covers=YEARS, days=(*off, *made)))

    def minutes(self) -> bytes:
        """One byte for each minute of the years: 1 when it is worked."""
        plain = bytearray(_DAY)
        for opens, closes in OPENINGS:
            first, last = _minute(opens), _minute(closes)
            plain[first:last] = b"\1" * (last - first)
        days = (FIRST + timedelta(days=n) for n in range((AFTER - FIRST).days))
        return b"".join(bytes(plain) if self.worked(day) else bytes(_DAY) for day in days)


PLAIN = World()
SWAPPED = World(saturdays=SATURDAYS)


def starts(count: int, seed: int = 1) -> list[datetime]:
    """Whole minutes anywhere in the years, at night and on days off as well."""
    dice = random.Random(seed)
    begin = datetime(FIRST.year, 1, 1, tzinfo=VIETNAM)
    span = (LAST_START - FIRST).days * _DAY
    return [begin + dice.randrange(span) * MINUTE for _ in range(count)]


def at_work(count: int, seed: int = 2) -> list[datetime]:
    """Starts in working hours, as a desk's clock makes them."""
    worked, found = PLAIN.minutes(), list[datetime]()
    for start in starts(count * 8, seed):
        if worked[_number(start)]:
            found.append(start)
    return found[:count]


def by_minutes(worked: bytes, begun: Sequence[datetime], hours: int) -> list[datetime]:
    """The oracle: walk on minute by minute until so many worked ones have passed."""
    return [_walked(worked, start, hours * 60) for start in begun]


def _walked(worked: bytes, start: datetime, left: int) -> datetime:
    here = _number(start)
    while left:
        left -= worked[here]
        here += 1
    return datetime(FIRST.year, 1, 1, tzinfo=VIETNAM) + here * MINUTE


def _number(instant: datetime) -> int:
    return (instant - datetime(FIRST.year, 1, 1, tzinfo=VIETNAM)) // MINUTE


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
