"""When the time for explanations has passed: the office is reminded, those above are told once."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from app.deadlines.letters import Letter, post, ways_to
from app.deadlines.weekly_letters import (
    Occasion,
    heads_of,
    letters_for,
    supervisors_at,
    written,
)
from app.deadlines.weeks import Week
from app.errors import WriteConflict
from app.notices.alerts import opening
from app.notices.audience import upwards
from app.notices.offices import shown
from app.store.engine import Connection, Database
from app.store.explanations import Tally, lines_of_round, mark_reminded, rounds, to_remind
from app.store.retry import tried
from app.store.scope import subtree
from app.store.setup import Setup
from sla.zone import day_number, day_of, local_date

TRIES = 3
AT_ONCE = 100  # rounds in one transaction
_MOST = 2_000  # offices whose answers are missing, in one letter's count


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
    with database.reading() as connection:
        if not to_remind(connection, now=now, most=1):
            return 0, False
    with database.writing() as connection:
        found = to_remind(connection, now=now, most=AT_ONCE)
        # Important: on PostgreSQL another process may have had these since; its mark tells.
        mine = [one for one in found if mark_reminded(connection, one.round.id, now=now)]
        late = [one for one in mine if one.missing and one.round.agency in setup.agencies]
        letters = [letter for one in late for letter in _reminder(connection, setup, one, now)]
        letters += _to_those_above(connection, setup, late, now)
        ways = ways_to(connection, list({letter.login for letter in letters}))
        return post(connection, letters, ways, now=now), len(found) == AT_ONCE


def _reminder(connection: Connection, setup: Setup, one: Tally, now: datetime) -> list[Letter]:
    logins = heads_of(connection, one.round.agency, setup, on=local_date(now))
    occasion = _occasion(setup, one, one.round.agency, now, event="weekly_reminder")
    missing = [line for line in lines_of_round(connection, one.round.id) if line.missing]
    return letters_for(connection, occasion, logins, missing)


def _to_those_above(
    connection: Connection, setup: Setup, late: Sequence[Tally], now: datetime
) -> Iterator[Letter]:
    """One letter for each overseeing office and week, with all that have not answered."""
    tops = {
        (top, one.round.week_start): one
        for one in late
        for top in upwards(one.round.agency, setup.agencies)
    }
    posts = supervisors_at(connection, {top for top, _ in tops}, on=local_date(now))
    for (top, _), one in sorted(tops.items(), key=lambda pair: pair[0]):
        logins = [post.login for post in posts if post.agency == top]
        if logins:
            yield from _list(connection, setup, one, top, logins, now)


def _list(
    connection: Connection,
    setup: Setup,
    one: Tally,
    top: str,
    logins: Sequence[str],
    now: datetime,
) -> list[Letter]:
    places, week = list(connection.scalars(subtree([top]))), one.round.week_start
    missing = [
        found
        for found in rounds(connection, places, since=week, most=_MOST)
        if found.round.week_start == week and found.missing and found.round.due_at < now
    ]
    lines = [
        f"{shown(setup.agency(found.round.agency).name, found.round.agency)}: "
        f"còn {found.missing} trong {found.asked} hồ sơ chưa giải trình"
        for found in missing
    ]
    occasion = _occasion(setup, one, top, now, event="weekly_missing")
    ways = ways_to(connection, logins)
    return written(occasion, logins, ways, count=len(missing), lines=lines)


def _occasion(setup: Setup, one: Tally, office: str, now: datetime, *, event: str) -> Occasion:
    week = Week(
        start=one.round.week_start,
        last=day_of(day_number(one.round.until) - 1),
        until=one.round.until,
    )
    own = f"/explanations/{office}/{week.start}"
    reminder = event == "weekly_reminder"
    due = local_date(one.round.due_at)
    return Occasion(
        event=event,
        key=f"{event}:{office}:{week.start}:{due}",
        office=setup.agency(office),
        week=week,
        due=one.round.due_at,
        link=own if reminder else "/explanations",
        now=now,
        not_before=opening(setup, office, now),
    )
