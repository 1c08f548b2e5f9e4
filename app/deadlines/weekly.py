"""The weekly letter: each office is asked once to explain what went wrong in the week before.

    weekly(database, *, now) -> int

A round row for each office and week says that it was asked, and whoever puts the row there puts
its lines and letters in the same transaction. A week with nothing to explain has a row as well,
and no letter. After weeks of standing still only the last week is asked for.

Until a round's time is out it is topped up with whatever of its week was recorded later, by the
clock work after an outage or by an officer; its office is told so once a day at most.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import chain

from app.deadlines.failing import each_tried
from app.deadlines.letters import Letter, post, ways_to
from app.deadlines.mornings import at_work
from app.deadlines.reminders import remind
from app.deadlines.weekly_letters import Asking, Occasion, letters_for, not_told
from app.deadlines.weeks import Week, answer_due, week_asked, week_before
from app.store.engine import Connection, Database
from app.store.explained_events import to_explain
from app.store.explanations import (
    NewLine,
    Round,
    Tally,
    add_lines,
    asked_since,
    in_time,
    open_round,
    restart,
)
from app.store.setup import Setup, read_setup
from app.store.watching import oldest_timer
from sla.calendar import WorkingCalendar
from sla.spec import SlaError
from sla.zone import day_number, day_of, later, local_date, midnight
from workflows.agency import Agency

_BACK = 28  # days: whoever was asked within them is known to be asked
# Minutes from a day's opening for which letters wait for a clock work that is behind.
_PATIENCE = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class _Round:
    """One office to be asked for a week; `asked` is its round where it was asked before."""

    office: Agency
    calendar: WorkingCalendar
    week: Week
    setup: Setup
    now: datetime
    asked: Tally | None = None

    @property
    def number(self) -> int | None:
        """The number of its round; None for one that is not opened yet."""
        return self.asked.round.id if self.asked else None

    @property
    def due(self) -> datetime:
        """Until when answers are asked for: of a round without a line it begins with the first."""
        if self.asked and self.asked.asked:
            return self.asked.round.due_at
        return answer_due(self.calendar, self.now)


def weekly(database: Database, *, now: datetime) -> int:
    """Ask every office at work for the week before, and remind those whose time has passed.

    An office of which something cannot be told does not keep the others from theirs.

    Raises:
        DatabaseNotReady: when the database is busy for too long, or out of reach.
        Exception: the first of the faults met at single offices, after all others were asked.
    """
    with database.reading() as connection:
        setup, oldest = read_setup(connection), oldest_timer(connection)
        asked = asked_since(connection, day_of(day_number(local_date(now)) - _BACK))
        open_ones = in_time(connection, now=now)
    found = chain(_new(setup, asked, now), _again(setup, open_ones, now))
    works = (partial(_ask, database, one) for one in found if not _is_behind(one, oldest))
    letters, faults = each_tried(works)
    letters += remind(database, setup, now=now)
    if faults:
        raise faults[0]
    return letters


def _new(setup: Setup, asked: dict[str, date], now: datetime) -> Iterator[_Round]:
    for code, office in setup.agencies.items():
        if (calendar := at_work(setup, office, now)) is None:
            continue
        try:
            week = week_before(calendar, local_date(now))
        except SlaError:
            continue  # Its calendar begins with this week.
        if asked.get(code, date.min) < week.start:
            yield _Round(office=office, calendar=calendar, week=week, setup=setup, now=now)


def _again(setup: Setup, asked: Iterable[Tally], now: datetime) -> Iterator[_Round]:
    for one in asked:
        office = setup.agencies.get(one.round.agency)
        calendar = at_work(setup, office, now) if office else None
        if office and calendar:
            week = week_asked(setup, one.round)
            yield _Round(
                office=office, calendar=calendar, week=week, setup=setup, now=now, asked=one
            )


def _is_behind(one: _Round, oldest: datetime | None) -> bool:
    """Whether deadlines of the week have not been told yet, and may still be in a while."""
    if oldest is None or oldest >= midnight(one.week.until):
        return False
    opens = one.calendar.next_working(midnight(local_date(one.now)))
    return one.now < later(opens, minutes=_PATIENCE)


def _ask(database: Database, one: _Round) -> int:
    # Important: all is read before the write lock is taken, for which officers wait.
    with database.reading() as connection:
        since, until = midnight(one.week.start), midnight(one.week.until)
        lines = to_explain(
            connection, one.office.code, since=since, until=until, asked_in=one.number
        )
        if one.asked and not lines:
            return 0
        letters = _letters(connection, one, lines) if lines else []
        ways = ways_to(connection, [letter.login for letter in letters])
    with database.writing() as connection:
        number = one.number or open_round(connection, _opened(one))
        if number is None or not add_lines(connection, number, lines):
            return 0
        if one.asked and not one.asked.asked:
            restart(connection, number, asked_at=one.now, due_at=one.due)
        return post(connection, not_told(connection, letters), ways, now=one.now)


def _opened(one: _Round) -> Round:
    return Round(
        id=0,
        agency=one.office.code,
        week_start=one.week.start,
        until=one.week.until,
        asked_at=one.now,
        due_at=one.due,
    )


def _letters(connection: Connection, one: _Round, lines: list[NewLine]) -> list[Letter]:
    week = f"{one.office.code}:{one.week.start}"
    day = f":{local_date(one.now)}" if one.asked else ""
    occasion = Occasion(
        event="weekly_more" if one.asked and one.asked.asked else "weekly",
        key=f"weekly:{week}{day}",
        office=one.office,
        link=f"/explanations/{one.office.code}/{one.week.start}",
        setup=one.setup,
        now=one.now,
        not_before=one.calendar.next_working(one.now),
    )
    return letters_for(connection, occasion, Asking(week=one.week, due=one.due), lines)
