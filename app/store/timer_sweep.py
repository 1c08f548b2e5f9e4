"""How far the timers have been swept, so that nobody walks over those that fired long ago.

On PostgreSQL a row taken away stays in the index for as long as anybody's snapshot can see it, and
a query that begins with the earliest timer walks over all of them. On both databases the timers of
cases with incidents stay, and are walked over. So it begins at a mark behind which there is nothing
else.

The mark is right as long as nobody has set a timer behind it unseen. Whoever sets one holds a lock
(shared with others who do) until the end of their transaction, and having it they look where the
mark stands. The mark moves on only under the same lock alone, so that then no timer is on its way.
SQLite's writing transactions are alone anyway.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, insert, select, text, true

from app.store.clock_tables import IncidentRow, SweepRow
from app.store.engine import Connection
from app.store.read_tables import TimerRow
from app.store.tables import table_of
from sla.zone import later

TICK = "tick"  # the name of the job whose incidents are left aside
# Any number that no other program uses for its advisory lock on the same database.
LOCK = 7_266_082_307
# Minutes after which the mark is moved although nothing fired.
QUIET = 1

TIMERS, SWEEPS, INCIDENTS = map(table_of, (TimerRow, SweepRow, IncidentRow))


def swept(connection: Connection) -> datetime | None:
    """The mark: no timer fires before it, but for those of incidents; None for "look at all"."""
    found: datetime | None = connection.scalar(select(func.min(SWEEPS.c.since)))
    return found


def in_sweep(since: datetime | None) -> ColumnElement[bool]:
    """That a timer stands where the sweep looks: behind the mark, and its case has no incident."""
    troubled = exists().where(
        INCIDENTS.c.case_code == TIMERS.c.case_code,
        INCIDENTS.c.job == TICK,
        INCIDENTS.c.solved_at.is_(None),
    )
    return and_(true() if since is None else TIMERS.c.fires_at >= since, ~troubled)


def earliest(since: datetime | None) -> Select[datetime]:
    """Asks when the first timer fires that the sweep will come to."""
    return select(TIMERS.c.fires_at).where(in_sweep(since)).order_by(TIMERS.c.fires_at).limit(1)


def lower(connection: Connection, fires_at: datetime) -> None:
    """Say, in the transaction that sets it, that there is a timer at this instant.

    It waits while the mark is being moved, and keeps the mark where it is until it commits.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock_shared(:key)"), {"key": LOCK})
    # Important: a statement of its own, which sees what was committed while this one waited.
    since = swept(connection)
    if since is not None and fires_at < since:
        connection.execute(insert(SWEEPS).values(since=fires_at))


def advance(connection: Connection, until: datetime, *, fired: bool) -> bool:
    """Move the mark to the first timer still there, or to `until` when none fires before it.

    Nothing is done while timers are being set, or when little would be gained; the next time will
    do as well.

    Args:
        connection: a writing transaction that has written nothing yet.
        until: the sweep has just come to here.
        fired: whether it took any timer away.
    """
    before = swept(connection)
    worth = fired or before is None or later(before, minutes=QUIET) <= until
    if not worth or not alone(connection):
        return False
    # Important: asked again, now that nobody else can be about to set a timer.
    before = swept(connection)
    first = connection.scalar(earliest(before))
    return _moved(connection, before, until if first is None else min(first, until))


def behind(connection: Connection) -> int:
    """How many timers stand where no sweep would ever find them; anything but 0 is a fault."""
    since = swept(connection)
    if since is None:
        return 0
    lost = select(func.count()).select_from(TIMERS)
    return connection.scalar(lost.where(TIMERS.c.fires_at < since, in_sweep(None))) or 0


def alone(connection: Connection) -> bool:
    """Keep others from setting timers until the transaction ends; False while somebody is at it."""
    if connection.dialect.name != "postgresql":
        return True
    taken = text("SELECT pg_try_advisory_xact_lock(:key)")
    return bool(connection.scalar(taken, {"key": LOCK}))


def _moved(connection: Connection, before: datetime | None, to: datetime) -> bool:
    if before is not None and to <= before:
        return False
    connection.execute(delete(SWEEPS))
    connection.execute(insert(SWEEPS).values(since=to))
    return True
