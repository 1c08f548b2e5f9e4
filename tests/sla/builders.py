"""What the tests of sla build with: instants with their weekday, one office, calendars of packs."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from sla.calendar import WorkingCalendar
from sla.clock import Clock, Pause
from sla.law import law_on
from sla.limits import TimeLimit
from sla.spec import CalendarSpec, DayRule, Week, Window
from sla.zone import VIETNAM, local_date

HERE = Path(__file__).parent
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

FULL = (Window.parse("07:30-11:30"), Window.parse("13:30-17:30"))
MORNING = (Window.parse("07:30-11:30"),)
WEEK: Week = (FULL,) * 5 + ((), ())

# The weekdays off and the Saturdays made up for, as our domain notes list them.
OFF = """
2023-01-02 2023-01-20 2023-01-23 2023-01-24 2023-01-25 2023-01-26 2023-05-01 2023-05-02 2023-05-03
2023-09-01 2023-09-04
2024-01-01 2024-02-08 2024-02-09 2024-02-12 2024-02-13 2024-02-14 2024-04-18 2024-04-29 2024-04-30
2024-05-01 2024-09-02 2024-09-03
2025-01-01 2025-01-27 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-04-07 2025-04-30 2025-05-01
2025-05-02 2025-09-01 2025-09-02
2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-04-27 2026-04-30
2026-05-01 2026-08-31 2026-09-01 2026-09-02 2026-11-24
"""
MADE_UP = {"2024-05-04": 0, "2025-04-26": 4, "2026-01-10": 4, "2026-08-22": 0}


def at(text: str) -> datetime:
    """The instant of "Thu 2023-06-15 09:00" in Vietnam; the weekday must be true."""
    weekday, rest = text.split(" ", 1)
    instant = datetime.fromisoformat(rest).replace(tzinfo=VIETNAM)
    assert DAYS[instant.weekday()] == weekday.lower(), f"{text} is not a {weekday}"
    return instant


def off(day: str, name: str = "") -> DayRule:
    return DayRule(date=date.fromisoformat(day), kind="off", name=name)


def work(day: str, like: int | None = None, name: str = "") -> DayRule:
    return DayRule(date=date.fromisoformat(day), kind="work", like=like, name=name)


def spec(*days: DayRule, week: Week = WEEK, covers: tuple[int, int] = (2023, 2026)) -> CalendarSpec:
    return CalendarSpec(code="thử", week=week, covers=covers, days=days)


def calendar(*days: DayRule, week: Week = WEEK) -> WorkingCalendar:
    return WorkingCalendar(spec(*days, week=week))


OFFICE = calendar(
    *(off(day, "ngày lễ") for day in OFF.split()),
    *(work(day, like, "làm bù") for day, like in MADE_UP.items()),
)


def clock(
    limit: str | None, start: str, *pauses: Pause, on: WorkingCalendar = OFFICE, **more: Any
) -> Clock:
    """A clock of the office of the vectors."""
    parsed = TimeLimit.parse(limit) if limit else None
    begun = at(start)
    return Clock(on, law_on(local_date(begun)), parsed, begun, pauses=pauses, **more)


def pause(start: str, end: str | None = None, *, restarts: bool = False) -> Pause:
    return Pause(at(start), at(end) if end else None, restarts)


def minutes(duration: timedelta) -> float:
    return duration / timedelta(minutes=1)


def calendars_of(path: Path) -> dict[str, WorkingCalendar]:
    """The calendars of a pack, read as plainly as possible."""
    pack = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {entry["code"]: WorkingCalendar(_spec_of(entry)) for entry in pack["calendars"]}


def _spec_of(entry: dict[str, Any]) -> CalendarSpec:
    week = tuple(tuple(map(Window.parse, entry["week"].get(day, ()))) for day in DAYS)
    rules = tuple(
        DayRule(
            date=row["date"],
            kind=row["kind"],
            like=DAYS.index(row["as"]) if "as" in row else None,
        )
        for row in entry["days"]
    )
    first, last = entry["covers"]
    return CalendarSpec(code=entry["code"], week=week, covers=(first, last), days=rules)
