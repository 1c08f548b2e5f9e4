"""When the time for explanations has passed: the office is reminded, those above are told.

Answers are due at the end of a working day, and a round is told of from the next day on: so
whoever stands above several offices hears of all that are missing at once, and once a day at most.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from app.deadlines.letters import Letter, post, ways_to
from app.deadlines.weekly_letters import (
    LINES,
    Asking,
    Occasion,
    letters_for,
    not_told,
    numbered,
    supervisors_at,
    written,
)
from app.deadlines.weeks import week_asked
from app.errors import WriteConflict
from app.notices.alerts import opening
from app.notices.audience import upwards
from app.notices.offices import shown
from app.services.explanations import first_week
from app.store.engine import Connection, Database
from app.store.explanations import Tally, late_rounds, lines_of_round, mark_reminded, to_remind
from app.store.retry import tried
from app.store.setup import Setup
from sla.zone import local_date, midnight

TRIES = 3
AT_ONCE = 100  # rounds in one transaction


def remind(database: Database, setup: Setup, *, now: datetime) -> int:
    """Remind every office whose time has passed, and tell those above it; how many letters."""
    letters, more = 0, True
    while more:
        batch = partial(_batch, database, setup, now)
        told, more = tried(batch, times=TRIES, on=(WriteConflict,))
        letters += told
    return letters


def _batch(database: Database, setup: Setup, now: datetime) -> tuple[int, bool]:
    """The next rounds in one transaction; whether there may be more of them."""
    today = midnight(local_date(now))
    with database.reading() as connection:
        if not to_remind(connection, before=today, most=1):
            return 0, False
    with database.writing() as connection:
        found = to_remind(connection, before=today, most=AT_ONCE)
        # Important: on PostgreSQL another process may have had these since; its mark tells.
        mine = [one for one in found if mark_reminded(connection, one.round.id, now=now)]
        late = [one for one in mine if one.missing and one.round.agency in setup.agencies]
        letters = [letter for one in late for letter in _reminder(connection, setup, one, now)]
        letters += _to_those_above(connection, setup, late, now)
        letters = not_told(connection, letters)
        ways = ways_to(connection, list({letter.login for letter in letters}))
        return post(connection, letters, ways, now=now), len(found) == AT_ONCE


def _reminder(connection: Connection, setup: Setup, one: Tally, now: datetime) -> list[Letter]:
    office, week = one.round.agency, one.round.week_start
    occasion = Occasion(
        event="weekly_reminder",
        key=f"weekly_reminder:{office}:{week}:{local_date(one.round.due_at)}",
        office=setup.agency(office),
        link=f"/explanations/{office}/{week}",
        setup=setup,
        now=now,
        not_before=opening(setup, office, now),
    )
    missing = [line for line in lines_of_round(connection, one.round.id) if line.missing]
    asking = Asking(week=week_asked(setup, one.round), due=one.round.due_at)
    return letters_for(connection, occasion, asking, missing)


def _to_those_above(
    connection: Connection, setup: Setup, late: Sequence[Tally], now: datetime
) -> Iterator[Letter]:
    """One letter for each overseeing office and day, with all that have not answered."""
    tops = {top for one in late for top in upwards(one.round.agency, setup.agencies)}
    posts = supervisors_at(connection, tops, on=local_date(now))
    for top in sorted(tops):
        logins = [post.login for post in posts if post.agency == top]
        if logins:
            yield from _list(connection, setup, top, logins, now)


def _list(
    connection: Connection, setup: Setup, top: str, logins: Sequence[str], now: datetime
) -> list[Letter]:
    today = local_date(now)
    since = first_week(today)
    found, count = late_rounds(connection, top, since=since, before=midnight(today), most=LINES)
    occasion = Occasion(
        event="weekly_missing",
        key=f"weekly_missing:{top}:{today}",
        office=setup.agency(top),
        link="/explanations",
        setup=setup,
        now=now,
        not_before=opening(setup, top, now),
    )
    lines = [_line(setup, one) for one in found]
    words = {"count": str(count), "lines": numbered(lines, all_of=count, unit="phiếu")}
    return written(occasion, logins, ways_to(connection, logins), words)


def _line(setup: Setup, one: Tally) -> str:
    code = one.round.agency
    name = shown(setup.agencies[code].name, code) if code in setup.agencies else code
    week = week_asked(setup, one.round).in_words()
    return f"{name}, tuần {week}: còn {one.missing} trong {one.asked} mục chưa giải trình"
