"""What nobody asks for any more: old presses, ended sessions, old sign-ins; taken away in bits.

Each function takes at most `limit` rows, so that no transaction is long and nobody waits for it.
"""

from datetime import datetime

from sqlalchemy import delete, select

from app.store.acts import ACTS
from app.store.engine import Connection
from app.store.sessions import SESSIONS, SIGN_INS


def forget_acts(connection: Connection, *, before: datetime, limit: int) -> int:
    """Take away presses of buttons recorded before an instant; how many.

    The same form sent again would be recorded again, so `before` has to lie further back than any
    page stays open.
    """
    old = select(ACTS.c.key).where(ACTS.c.recorded_at < before).limit(limit)
    return connection.execute(delete(ACTS).where(ACTS.c.key.in_(old))).rowcount


def forget_sessions(connection: Connection, *, before: datetime, limit: int) -> int:
    """Take away sessions that could no longer be used from an instant on; how many."""
    old = select(SESSIONS.c.id).where(SESSIONS.c.ends_at < before).limit(limit)
    return connection.execute(delete(SESSIONS).where(SESSIONS.c.id.in_(old))).rowcount


def forget_sign_ins(connection: Connection, *, before: datetime, limit: int) -> int:
    """Take away attempts to sign in made before an instant; how many."""
    # The first by number are the first in time, and no other index is needed to find them.
    first = select(SIGN_INS.c.id).order_by(SIGN_INS.c.id).limit(limit)
    old = SIGN_INS.c.at < before
    return connection.execute(delete(SIGN_INS).where(SIGN_INS.c.id.in_(first), old)).rowcount
