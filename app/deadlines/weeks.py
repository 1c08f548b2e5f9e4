"""Which week an office is asked to explain: the last one in which it worked, Monday to Sunday."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from app.errors import Unknown
from app.store.explanations import Round
from app.store.setup import Setup
from sla.calendar import WorkingCalendar
from sla.law import law_on, read_law
from sla.limits import TimeLimit
from sla.spec import LawGap, SlaError
from sla.zone import day_number, day_of, later, local_date, midnight

_FILE = Path(__file__).parent / "data" / "choices.yaml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Week:
    """The days from `start` on and before `until`; `last` is the last working day of them.

    After weeks in which nobody worked it reaches over these.
    """

    start: date
    last: date
    until: date

    def in_words(self) -> str:
        """As "từ 12/06/2023 đến 16/06/2023"."""
        return f"từ {self.start:%d/%m/%Y} đến {self.last:%d/%m/%Y}"


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day_of(day_number(day) - day.weekday())


def week_before(calendar: WorkingCalendar, day: date) -> Week:
    """The last week with a working day before the week of a day.

    Raises:
        CalendarGap: when there is none in the calendar's years.
    """
    until = monday(day)
    last = _last_day(calendar, until)
    return Week(start=monday(last), last=last, until=until)


def week_asked(setup: Setup, asked: Round) -> Week:
    """The week of a round, named by the same days whenever its office is written to."""
    try:
        reference = setup.calendar_of(setup.agency(asked.agency))
        last = _last_day(setup.calendar(reference), asked.until)
    except (SlaError, Unknown):
        last = day_of(day_number(asked.until) - 1)
    return Week(start=asked.week_start, last=last, until=asked.until)


def _last_day(calendar: WorkingCalendar, until: date) -> date:
    return local_date(calendar.days_before(later(midnight(until), minutes=-1), 0))


def answer_due(calendar: WorkingCalendar, asked_at: datetime) -> datetime:
    """Until when an explanation asked for at an instant is to be given: a working day's end.

    Raises:
        CalendarGap: when that lies beyond the calendar's years.
        LawGap: when nothing is said of that day.
    """
    day = local_date(asked_at)
    return calendar.day_end(local_date(_time(day).due(asked_at, calendar, law_on(day))))


@cache
def _time(day: date) -> TimeLimit:
    rows = read_law(_FILE.read_text(encoding="utf-8"))
    values = [row.value for row in rows if row.rule == "explanation_time" and row.in_force(day)]
    if len(values) != 1:
        raise LawGap(f"Quy định “explanation_time” không rõ cho ngày {day:%d/%m/%Y}.")
    return TimeLimit.parse(values[0])
