"""Keeping the months that are over: each is counted of the facts in one statement.

    keep(database, *, now) -> int

Nobody who records waits for more than one month of it, and none of its rows is written by a step.
It is safe to be run by several at once, and to be cut short: what is not counted is asked of the
facts.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, and_, func, literal, select, union_all

from app.reports.asked import Asked
from app.reports.conditions import countable, known
from app.reports.months import ended, reckoned_by
from app.reports.period import Period
from app.reports.tallying import counting
from app.reports.truths import FACTS, Condition
from app.store import summaries as store
from app.store.engine import Connection, Database
from app.store.planning import planned_afresh
from app.store.scope import Scope
from app.store.summaries import COUNTS, MONTHS, KeptMonth

# The column of a month's counts for each cell that is counted; the other cells follow from them.
CELL_OF = {
    "online": "received.online",
    "direct": "received.direct",
    "early": "solved.early",
    "on_time": "solved.on_time",
    "late": "solved.late",
    "in_time": "open.in_time",
    "past_due": "open.late",
    "paused": "open.paused",
    "voided": "voided",
}
VERDICTS = ("early", "on_time", "late")
_NONE = literal(0)
_ANY_DAY = date(2000, 1, 1)
Offices = tuple[str, ...]  # their codes


def keep(database: Database, *, now: datetime, ending: Callable[[], bool] = lambda: False) -> int:
    """Count the months that are over by `now` and not kept, and what has changed in the others.

    Each month is a transaction, so that nobody has to wait for long.

    Args:
        database: whose months.
        now: the clock that says which are over.
        ending: whether the program has to end; asked after each, the rest waits for the next turn.

    Returns:
        How many months were counted, in full or in part.
    """
    done, lacking = 0, True
    while lacking:
        position = store.settled_position(database)
        if position is None or _nothing_to_do(database, position, now):
            break
        for counted, more in _turns(database, position, now):
            done, lacking = done + counted, more
            if ending():
                return done
    return done


@cache
def rules() -> str:
    """Stands for all that the counts of a month follow from but the facts: to be kept beside them.

    A change of a truth, a condition or a cell changes the statement or what is put into it.
    """
    some = _kept(Period(first=_ANY_DAY, last=_ANY_DAY))
    statement = counted_of_facts(some).compile()
    said = f"{statement}\n{statement.params}\n{reckoned_by()}"
    return hashlib.sha256(said.encode()).hexdigest()


def counted_of_facts(month: KeptMonth, *where: Condition) -> Select[*tuple[Any, ...]]:
    """The counts of a month as the facts have them, in the columns of `month_counts`.

    Args:
        month: that is over.
        where: which facts; all without.
    """
    own, back = _own(month, where), _taken_back(month, where)
    every = union_all(own, back).subquery("counted")
    return select(*every.c)


def taken_back(starts_at: datetime, ends_at: datetime) -> tuple[Condition, ...]:
    """The closings before some days whose cases were opened again in them, as known now."""
    f = FACTS.c
    again = and_(f.reopened_at >= starts_at, f.reopened_at < ends_at)
    return known(None), f.ends_how == "closed", f.ends_at < starts_at, again


def _nothing_to_do(database: Database, position: int, now: datetime) -> bool:
    with database.reading() as connection:
        known = position == store.position_of(connection) and store.is_by(connection, rules())
        return known and not _lacking(connection, now)


def _turns(database: Database, position: int, now: datetime) -> Iterator[tuple[int, bool]]:
    """All that has changed, and one month more; how many were counted, and whether some lack yet.

    What is cut short does no harm: the position advances at the end. And what others count between
    two transactions of these is as new as the position at least, since that was settled before.
    """
    for month, offices in _changed(database):
        with database.writing() as connection:
            counted = _again(connection, month, offices)
        yield counted, True
    with database.writing() as connection:
        last = _one_more(connection, position, now)
    yield last


def _changed(database: Database) -> list[tuple[KeptMonth, Offices]]:
    """The kept months that the log has gone past, each with the offices it did so of."""
    with database.reading() as connection:
        ours, kept = store.is_by(connection, rules()), store.kept_months(connection)
        touched = _touched(connection, kept) if ours else {}
    # Older cases than there ever were may have come in: all is counted anew, from theirs on.
    if not ours or any(at is not None and at < kept[0].starts_at for at in touched.values()):
        with database.writing() as connection:
            store.begin_anew(connection, rules())
        return []
    found = [
        (month, tuple(code for code, at in touched.items() if at is None or at < month.ends_at))
        for month in kept
    ]
    return [(month, codes) for month, codes in found if codes]


def _touched(connection: Connection, kept: tuple[KeptMonth, ...]) -> Mapping[str, datetime | None]:
    if not kept:
        return {}
    return store.touched_since(connection, store.position_of(connection), kept[-1].ends_at)


def _again(connection: Connection, month: KeptMonth, offices: Offices) -> int:
    """Count what has changed in a month, unless somebody has taken it away meanwhile."""
    if not _held(connection) or month not in store.kept_months(connection):
        return 0
    _count(connection, month, offices)
    return 1


def _one_more(connection: Connection, position: int, now: datetime) -> tuple[int, bool]:
    """Count the first month that lacks, and say up to where all are true."""
    if not _held(connection):
        return 0, False
    lacking = _lacking(connection, now)
    for month in lacking[:1]:
        _count(connection, month)
        store.add_month(connection, month)
    store.advance(connection, position)
    return len(lacking[:1]), len(lacking) > 1


def _held(connection: Connection) -> bool:
    """Have the months for oneself; whether they are still counted by this program's rules."""
    store.hold(connection)
    planned_afresh(connection)
    return store.is_by(connection, rules())


def _lacking(connection: Connection, now: datetime) -> tuple[KeptMonth, ...]:
    """The months that are over and not kept, oldest first."""
    kept = store.kept_months(connection)
    since = kept[-1].ends_at if kept else store.first_stretch(connection)
    return () if since is None else tuple(_kept(one) for one in ended(since, now))


def _kept(period: Period) -> KeptMonth:
    return KeptMonth(
        first=period.first, last=period.last, starts_at=period.start, ends_at=period.end
    )


def _count(
    connection: Connection, month: KeptMonth, agencies: Collection[str] | None = None
) -> None:
    """Put a month's counts in the place of those there were; only of some offices, where named."""
    store.forget_counts(connection, month.first, agencies)
    where = () if agencies is None else (FACTS.c.agency.in_(agencies),)
    names = [column.name for column in COUNTS.c]
    connection.execute(COUNTS.insert().from_select(names, counted_of_facts(month, *where)))


def _own(month: KeptMonth, where: tuple[Condition, ...]) -> Select[*tuple[Any, ...]]:
    """What the table of the month alone says."""
    days = Period(first=month.first, last=month.last)
    asked = Asked(scope=Scope(), period=days, now=month.ends_at)
    cells = counting(asked, ("agency", "field"), (*where, *countable(asked))).subquery("own")
    first = literal(month.first, Date)
    counts = (func.coalesce(cells.c[cell], 0).label(name) for name, cell in CELL_OF.items())
    return select(
        first.label("month"), cells.c.agency, cells.c.field, first.label("closed_in"), *counts
    )


def _taken_back(month: KeptMonth, where: tuple[Condition, ...]) -> Select[*tuple[Any, ...]]:
    """What the tables of earlier months say, but one that holds this month too must not."""
    f, earlier = FACTS.c, MONTHS.c
    closed = and_(f.ends_at >= earlier.starts_at, f.ends_at < earlier.ends_at)
    counts = (
        -func.count().filter(f.verdict == name) if name in VERDICTS else _NONE for name in CELL_OF
    )
    return (
        select(literal(month.first, Date), f.agency, f.field, earlier.first, *counts)
        .select_from(FACTS.join(MONTHS, closed))
        .where(*where, *taken_back(month.starts_at, month.ends_at))
        .group_by(f.agency, f.field, earlier.first)
    )
