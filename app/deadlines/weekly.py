"""The weekly letter: each office is asked once to explain what went wrong in the week before.

    weekly(database, *, now) -> int

A round row for each office and week says that it was asked, and whoever puts the row there puts
its lines and letters in the same transaction. A week with nothing to explain has a row as well,
and no letter. After weeks of standing still only the last week is asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from app.deadlines.failing import is_nobodys
from app.deadlines.letters import Letter, post, ways_to
from app.deadlines.mornings import at_work
from app.deadlines.reminders import remind
from app.deadlines.weekly_letters import Occasion, heads_of, letters_for
from app.deadlines.weeks import Week, answer_due, monday, week_before
from app.errors import WriteConflict
from app.store.engine import Connection, Database
from app.store.explained_events import to_explain
from app.store.explanations import NewLine, Round, asked_since, open_round
from app.store.retry import tried
from app.store.setup import Setup, read_setup
from app.store.watching import oldest_timer
from sla.calendar import WorkingCalendar
from sla.spec import SlaError
from sla.zone import day_number, day_of, later, local_date, midnight
from workflows.agency import Agency

TRIES = 3
_BACK = 28  # days: whoever was asked within them is known to be asked
# Minutes from opening for which the letter waits for a clock work that is behind.
_PATIENCE = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asking:
    """One office to be asked for a week."""

    office: Agency
    calendar: WorkingCalendar
    week: Week
    setup: Setup
    now: datetime


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
    letters, faults = 0, list[Exception]()
    for one in _askings(setup, asked, now):
        if _is_behind(one, oldest):
            continue
        try:
            letters += tried(partial(_ask, database, one), times=TRIES, on=(WriteConflict,))
        except Exception as error:
            if is_nobodys(error):
                raise
            faults.append(error)
    letters += remind(database, setup, now=now)
    if faults:
        raise faults[0]
    return letters


def _askings(setup: Setup, asked: dict[str, date], now: datetime) -> Iterator[_Asking]:
    for code, office in setup.agencies.items():
        if (calendar := at_work(setup, office, now)) is None:
            continue
        try:
            week = week_before(calendar, local_date(now))
        except SlaError:
            continue  # Its calendar begins with this week.
        if asked.get(code, date.min) < week.start:
            yield _Asking(office=office, calendar=calendar, week=week, setup=setup, now=now)


def _is_behind(one: _Asking, oldest: datetime | None) -> bool:
    """Whether deadlines of the week have not been told yet, and may still be in a while."""
    if oldest is None or oldest >= midnight(one.week.until):
        return False
    opens = one.calendar.next_working(midnight(monday(local_date(one.now))))
    return one.now < later(opens, minutes=_PATIENCE)


def _ask(database: Database, one: _Asking) -> int:
    # Important: all is read before the write lock is taken, for which officers wait.
    with database.reading() as connection:
        since, until = midnight(one.week.start), midnight(one.week.until)
        lines = to_explain(connection, one.office.code, since=since, until=until)
        due = answer_due(one.calendar, one.now)
        letters = _letters(connection, one, lines, due) if lines else []
        ways = ways_to(connection, [letter.login for letter in letters])
    with database.writing() as connection:
        new = Round(
            id=0,
            agency=one.office.code,
            week_start=one.week.start,
            until=one.week.until,
            asked_at=one.now,
            due_at=due,
        )
        if not open_round(connection, new, lines):
            return 0
        return post(connection, letters, ways, now=one.now)


def _letters(
    connection: Connection, one: _Asking, lines: list[NewLine], due: datetime
) -> list[Letter]:
    logins = heads_of(connection, one.office.code, one.setup, on=local_date(one.now))
    occasion = Occasion(
        event="weekly",
        key=f"weekly:{one.office.code}:{one.week.start}",
        office=one.office,
        week=one.week,
        due=due,
        link=f"/explanations/{one.office.code}/{one.week.start}",
        now=one.now,
        not_before=one.calendar.next_working(one.now),
    )
    return letters_for(connection, occasion, logins, lines)
