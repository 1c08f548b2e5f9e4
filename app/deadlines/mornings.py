"""The morning's digest: at an office's opening each of its people is told once what is pressing.

    morning(database, *, now) -> int

A row for each office and day says that it was told, and whoever puts the row there puts the
letters in the same transaction: so any number of schedulers tell it once, and one that dies in
between has told nobody. After days of standing still only the day that is asked for is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from app.deadlines.digest import Part, number_of, text_of
from app.deadlines.digest_facts import Facts, facts_of
from app.deadlines.failing import each_tried
from app.deadlines.letters import BELL, Letter, Ways, post, ways_to
from app.errors import Unknown
from app.notices.choices import Choices, Kind
from app.notices.offices import shown
from app.notices.wording import Rendered, render
from app.store.engine import Connection, Database
from app.store.mornings import claim_morning, last_told, told_on
from app.store.setup import Setup, read_setup
from sla.calendar import WorkingCalendar
from sla.spec import SlaError
from sla.words import day_in_words
from sla.zone import later, local_date, midnight
from workflows.agency import Agency

HOME, FORECAST = "/", "/forecast"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Morning:
    """One office whose day has begun."""

    office: Agency
    calendar: WorkingCalendar
    setup: Setup
    day: date
    now: datetime


def morning(database: Database, *, now: datetime) -> int:
    """Tell the people of every office at work what is pressing; how many letters that were.

    An office of which something cannot be told does not keep the others from theirs.

    Raises:
        DatabaseNotReady: when the database is busy for too long, or out of reach.
        Exception: the first of the faults met at single offices, after all others were told.
    """
    with database.reading() as connection:
        setup, done = read_setup(connection), told_on(connection, local_date(now))
    works = (partial(_told, database, one) for one in _mornings(setup, done, now))
    letters, faults = each_tried(works)
    if faults:
        raise faults[0]
    return letters


def at_work(setup: Setup, office: Agency, now: datetime) -> WorkingCalendar | None:
    """An office's calendar between its opening and closing on a working day; None otherwise."""
    day = local_date(now)
    if not (office.valid_from or day) <= day <= (office.valid_to or day):
        return None
    try:
        calendar = setup.calendar(setup.calendar_of(office))
        if not calendar.is_working_day(day):
            return None
        opens, closes = calendar.next_working(midnight(day)), calendar.day_end(day)
    except (SlaError, Unknown):
        return None
    return calendar if opens <= now < closes else None


def _mornings(setup: Setup, done: frozenset[str], now: datetime) -> Iterator[_Morning]:
    for code, office in setup.agencies.items():
        calendar = None if code in done else at_work(setup, office, now)
        if calendar is not None:
            yield _Morning(
                office=office, calendar=calendar, setup=setup, day=local_date(now), now=now
            )


def _told(database: Database, one: _Morning) -> int:
    # Important: all is reckoned before the write lock is taken, for which officers wait.
    with database.reading() as connection:
        facts = facts_of(
            connection, one.office, one.setup, since=_since(connection, one), now=one.now
        )
        ways = ways_to(connection, list(facts.staff.roles))
    letters = [
        letter for login in facts.staff.roles for letter in _letters(one, facts, ways, login)
    ]
    with database.writing() as connection:
        if not claim_morning(connection, one.office.code, one.day, at=one.now):
            return 0
        return post(connection, letters, ways, now=one.now)


def _since(connection: Connection, one: _Morning) -> datetime:
    """From when on the bells are read: where the last morning ended, else the last working day."""
    before = one.calendar.days_before(later(midnight(one.day), minutes=-1), 0)
    return last_told(connection, one.office.code) or midnight(local_date(before))


def _letters(one: _Morning, facts: Facts, ways: Ways, login: str) -> Iterator[Letter]:
    """The letter of one person; none where there is nothing to say."""
    parts = facts.parts(login, forecast=True)
    texts = {
        channel: _rendered(one, kind, channel, told, ways)
        for channel, choices in ways.channels(login)
        for kind, told in _parts(facts, login, channel, choices)
    }
    if number_of(parts):
        texts[BELL] = _rendered(one, "digest", BELL, parts, ways)
    if texts:
        yield Letter(
            login=login,
            key=f"digest:{one.office.code}:{one.day}",
            kind="digest",
            level="warn" if any(part.urgent for part in parts) else "info",
            office=one.office,
            texts=texts,
            link=HOME,
            at=one.now,
            not_before=one.calendar.next_working(one.now),
        )


def _parts(
    facts: Facts, login: str, channel: str, choices: Choices
) -> Iterator[tuple[Kind, list[Part]]]:
    """What a channel tells somebody: one letter at most, whatever they want of it."""
    foretold = choices.mode("forecast", channel) == "each"
    kind: Kind = "forecast"
    if choices.mode("digest", channel) == "each":
        parts = facts.parts(login, forecast=foretold)
        parts += facts.letter_news(login, channel, choices)
        kind = "digest"
    else:
        parts = facts.risks(login) if foretold else []
    if number_of(parts):
        yield kind, parts


def _rendered(one: _Morning, kind: Kind, channel: str, parts: list[Part], ways: Ways) -> Rendered:
    values = {
        "office": shown(one.office.name, one.office.code),
        "count": str(number_of(parts)),
        "lines": text_of(parts),
        "link": ways.link(FORECAST if kind == "forecast" else HOME),
        "day": day_in_words(one.day),
    }
    return render(kind, channel, one.office.level, values)
