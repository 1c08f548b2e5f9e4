"""The kept months: what there is of them, and whether the log has gone past them since.

Nobody who records an event touches them. They are counted of the facts now and then, together with
the position of the log up to which every event was there then. Whoever reads a month looks, in the
same snapshot, at the events after that position: where one of them happened before the month was
over, or may have changed what happened before it, the month tells nothing and the facts are asked.
So it does not matter who writes events, by what way, or while a month is being counted. Beside the
position stands by which rules was counted: to a program that counts otherwise they tell nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Row,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    tuple_,
    update,
)

from app.store.engine import Connection, Database
from app.store.read_tables import FactRow
from app.store.summaries_tables import MonthCountRow, SummaryMonthRow, SummaryStateRow
from app.store.tables import EventRow, table_of
from app.store.types import Instant
from app.store.watching import last_position

STATE, MONTHS, COUNTS = map(table_of, (SummaryStateRow, SummaryMonthRow, MonthCountRow))
FACTS, EVENTS = table_of(FactRow), table_of(EventRow)
# Events that change what was so before they happened.
BACKWARDS = ("corrected", "voided")
# Events after the position that are looked at; counting the facts is not much dearer than more.
MOST = 10_000
# Looks, and seconds between two, at whether those have ended who were writing events.
_LOOKS, _PAUSE = 100, 0.02


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptMonth:
    """A month that was counted: its first and last day, and its instants [starts_at, ends_at)."""

    first: date
    last: date
    starts_at: datetime
    ends_at: datetime


def kept_months(connection: Connection) -> tuple[KeptMonth, ...]:
    """All of them, oldest first."""
    rows = connection.execute(select(MONTHS).order_by(MONTHS.c.first)).mappings()
    return tuple(KeptMonth(**row) for row in rows)


def position_of(connection: Connection) -> int:
    """Up to where in the log the kept months are true for certain."""
    return connection.scalar(select(STATE.c.position)) or 0


def is_by(connection: Connection, rules: str) -> bool:
    """Whether the kept months were counted by these rules."""
    return connection.scalar(select(STATE.c.rules)) == rules


def still_true(
    connection: Connection, months: Sequence[tuple[date, datetime]], *, rules: str
) -> bool:
    """Whether months are kept by these rules and nothing in the log has gone past what they say.

    Args:
        connection: a reading transaction; what it says holds for its snapshot.
        months: the first day of each and the first instant after it, oldest first.
        rules: by which whoever asks would count them.
    """
    same = tuple_(MONTHS.c.first, MONTHS.c.ends_at).in_(months)
    kept = select(func.count()).select_from(MONTHS).where(same)
    beyond = select(func.max(EVENTS.c.position)).scalar_subquery() > STATE.c.position + MOST
    passed = exists().where(
        EVENTS.c.position > STATE.c.position,
        EVENTS.c.position <= STATE.c.position + MOST,
        _touches(months[-1][1]),
    )
    row = connection.execute(
        select(kept.scalar_subquery(), func.coalesce(beyond, False), passed, STATE.c.rules)
    ).one_or_none()
    return row is not None and tuple(row) == (len(months), False, False, rules)


def touched_since(
    connection: Connection, position: int, before: datetime
) -> Mapping[str, datetime | None]:
    """From when on the kept months of an office may be wrong, by its code; None for all of them.

    Args:
        connection: whose snapshot is asked.
        position: events after it count.
        before: later than this nothing is kept.
    """
    event = EVENTS.c
    # Important: of a case whose past has changed not even the facts tell how far back it went.
    since = case((event.type.in_(BACKWARDS), literal(None, Instant())), else_=event.at)
    query = (
        select(event.agency, func.min(since), func.count(since), func.count())
        .where(event.position > position, _touches(before))
        .group_by(event.agency)
    )
    return {
        agency: None if dated < every else at
        for agency, at, dated, every in connection.execute(query)
    }


def settled_position(database: Database) -> int | None:
    """A position of the log up to which every event is there for all who look from now on.

    Positions are given in order but come to light out of order: an event with a smaller one may
    still wait for its commit. So those who were writing events are waited for, and nobody is held
    up. None where one of them takes too long.
    """
    with database.reading() as connection:
        last = last_position(connection)
        if connection.dialect.name != "postgresql":
            return last  # Whoever writes there is alone.
        writing = _writers(connection)
        for _ in range(_LOOKS):
            if not writing:
                return last
            connection.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": _PAUSE})
            writing &= _writers(connection)
    return None


def hold(connection: Connection) -> int:
    """Keep others from counting months until the transaction ends; the position they stand at."""
    return connection.scalar(select(STATE.c.position).with_for_update()) or 0


def advance(connection: Connection, position: int) -> None:
    """Say that the kept months are true up to a position at least."""
    earlier = STATE.c.position < position
    connection.execute(update(STATE).where(earlier).values(position=position))


def forget_counts(
    connection: Connection, month: date, agencies: Collection[str] | None = None
) -> None:
    """Take a month's counts away; only those of some offices, where such are named."""
    query = delete(COUNTS).where(COUNTS.c.month == month)
    connection.execute(query if agencies is None else query.where(COUNTS.c.agency.in_(agencies)))


def add_month(connection: Connection, month: KeptMonth) -> None:
    """Say that a month is kept, whose counts are put in by the same transaction."""
    row = {name: getattr(month, name) for name in ("first", "last", "starts_at", "ends_at")}
    connection.execute(insert(MONTHS), [row])


def forget_all(connection: Connection) -> None:
    """Drop every month; who makes the facts anew does so in the same transaction."""
    # Important: first the row that who counts months holds, so that none of theirs comes after.
    connection.execute(update(STATE).values(position=0))
    connection.execute(delete(MONTHS))
    connection.execute(delete(COUNTS))


def begin_anew(connection: Connection, rules: str) -> None:
    """Drop every month, and say by which rules they are counted from now on."""
    forget_all(connection)
    connection.execute(update(STATE).values(rules=rules))


def first_stretch(connection: Connection) -> datetime | None:
    """When the earliest stretch of all that are known began."""
    found: datetime | None = connection.scalar(
        select(func.min(FACTS.c.starts_at)).where(FACTS.c.known_to.is_(None))
    )
    return found


def counts_of(connection: Connection, month: date) -> Sequence[Row[*tuple[object, ...]]]:
    """The counts of a month, in the order of office, field and month of closing."""
    by = (COUNTS.c.agency, COUNTS.c.field, COUNTS.c.closed_in)
    return connection.execute(select(COUNTS).where(COUNTS.c.month == month).order_by(*by)).all()


def _touches(before: datetime) -> ColumnElement[bool]:
    return or_(EVENTS.c.at < before, EVENTS.c.type.in_(BACKWARDS))


def _writers(connection: Connection) -> set[str]:
    """The transactions that have written an event, or are about to."""
    query = text(
        "SELECT virtualtransaction FROM pg_locks WHERE mode = 'RowExclusiveLock' "
        "AND relation = CAST(:events AS regclass) "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    return set(connection.scalars(query, {"events": EVENTS.name}))
