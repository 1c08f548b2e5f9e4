"""When an office opens next, by the calendar it keeps today."""

from datetime import datetime

from app.store.engine import Database
from app.store.setup import Setup, read_setup
from sla.calendar import WorkingCalendar
from sla.zone import day_number, day_of, local_date, midnight
from workflows.officer import Officer


def next_opening(database: Database, officer: Officer, now: datetime) -> datetime:
    """The first working instant of the next working day at an officer's first office.

    Raises:
        Unknown: when no calendar was loaded.
        CalendarGap: beyond the calendar's years.
    """
    with database.reading() as connection:
        calendar = _calendar_of(read_setup(connection), officer)
    tomorrow = midnight(day_of(day_number(local_date(now)) + 1))
    return calendar.next_working(tomorrow)


def _calendar_of(setup: Setup, officer: Officer) -> WorkingCalendar:
    agency = next(iter(officer.agencies()), None) or next(iter(setup.agencies))
    return setup.calendar(setup.calendar_of(setup.agency(agency)))
