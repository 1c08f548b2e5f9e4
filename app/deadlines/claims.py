"""Taking cases whose timers are due, so that no other process takes them at the same time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, exists, literal, select, tuple_

from app.store.engine import Connection
from app.store.incidents import to_try
from app.store.timer_sweep import TICK, TIMERS, in_sweep, swept
from workflows.timers import Timer

Place = tuple[datetime, str]  # where a sweep stands: the instant and the case

_AS_OTHER = TIMERS.alias("other")
# The order of a case's own timers; with the rest of the primary key in it no two stand level.
_OWN = ("fires_at", "clock", "step", "run", "rung", "due_at")


@dataclass(frozen=True, kw_only=True, slots=True)
class Claimed:
    """Cases that this process alone lets fire until its transaction ends.

    Attributes:
        heads: each case's earliest timer; None where a case with an incident has none that is due.
        tried: the cases among them that have an incident.
        last: how far the sweep has come; cases up to there are not looked at again.
    """

    heads: Mapping[str, Timer | None]
    tried: frozenset[str]
    last: Place | None


def claim(
    connection: Connection, until: datetime, *, now: datetime, limit: int, after: Place | None
) -> Claimed:
    """The cases with the earliest due timers, after those whose incident is to be tried again.

    The row of a case's earliest timer stands for the case: on PostgreSQL whoever holds it has the
    case, and others pass over it; on SQLite the writing transaction is alone anyway.

    Args:
        connection: a writing transaction.
        until: timers that fire later stay.
        now: incidents whose next try comes later wait.
        limit: how many cases at most.
        after: how far the sweep came before in this run.
    """
    tried = to_try(connection, job=TICK, now=now, limit=limit)
    heads: dict[str, Timer | None] = dict.fromkeys(tried)
    if tried:
        # Only an officer at work on one of them can be in the way, and not for long.
        again = _heads(until).where(TIMERS.c.case_code.in_(tried))
        heads |= _taken(connection, again, wait=True)
    if len(tried) < limit:
        fresh = _sweep(until, swept(connection), after).limit(limit - len(tried))
        for code, timer in _taken(connection, fresh, wait=False):
            heads[code], after = timer, (timer.fires_at, code)
    return Claimed(heads=heads, tried=frozenset(tried), last=after)


def _heads(until: datetime) -> Select[Any]:
    """The earliest timer of each case, where that one is due."""
    mine, others = (tuple_(*(table.c[name] for name in _OWN)) for table in (TIMERS, _AS_OTHER))
    earlier = exists().where(_AS_OTHER.c.case_code == TIMERS.c.case_code, others < mine)
    return select(TIMERS).where(TIMERS.c.fires_at <= until, ~earlier)


def _sweep(until: datetime, since: datetime | None, after: Place | None) -> Select[Any]:
    columns = TIMERS.c.fires_at, TIMERS.c.case_code
    query = _heads(until).where(in_sweep(since)).order_by(*columns)
    if after is None:
        return query
    values = (literal(value, column.type) for value, column in zip(after, columns, strict=True))
    return query.where(tuple_(*columns) > tuple_(*values))


def _taken(
    connection: Connection, query: Select[Any], *, wait: bool
) -> Iterator[tuple[str, Timer]]:
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(of=TIMERS, skip_locked=not wait)
    for row in connection.execute(query):
        yield row.case_code, _timer(row)


def _timer(row: Row[Any]) -> Timer:
    return Timer(
        clock=row.clock,
        step=row.step or None,
        run=row.run or None,
        rung=row.rung,
        due_at=row.due_at,
        fires_at=row.fires_at,
    )
