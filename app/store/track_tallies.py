"""What is counted against addresses that look cases up: read without a lock, and soon forgotten."""

from datetime import datetime

from sqlalchemy import and_, delete, or_, select

from app.store.engine import Connection
from app.store.sessions import TALLIES
from workflows.lockout import Tally

PREFIX = "track:"
_MOST = 20  # old rows that one new failure takes away: more than it brings


def tally_of(connection: Connection, subject: str) -> Tally:
    """What is counted against an address; nothing where nothing is."""
    columns = (TALLIES.c.failures, TALLIES.c.locks, TALLIES.c.since, TALLIES.c.locked_until)
    row = connection.execute(select(*columns).where(TALLIES.c.subject == subject)).one_or_none()
    return Tally(**row._mapping) if row else Tally()


def forget_old(connection: Connection, *, before: datetime) -> None:
    """Take away some of what was counted last before an instant, so that the table stays small."""
    old = and_(
        # The next letter after the prefix's last one: a range of the key, for both databases.
        TALLIES.c.subject >= PREFIX,
        TALLIES.c.subject < f"{PREFIX[:-1]};",
        or_(TALLIES.c.since.is_(None), TALLIES.c.since < before),
        or_(TALLIES.c.locked_until.is_(None), TALLIES.c.locked_until < before),
    )
    some = select(TALLIES.c.subject).where(old).limit(_MOST)
    connection.execute(delete(TALLIES).where(TALLIES.c.subject.in_(some)))
