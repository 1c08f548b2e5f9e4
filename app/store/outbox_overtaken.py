"""Messages that wait still while what they say has ceased to be true."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, update

from app.store.engine import Connection
from app.store.outbox import DROPPED, OUTBOX, WAITING, free


def drop_overtaken(
    connection: Connection, cases: Collection[str], keys: str, *, words: str, now: datetime
) -> int:
    """Give up messages of some cases that nobody is sending; their keys stay.

    Args:
        connection: the writing transaction of what has overtaken them.
        cases: codes of cases.
        keys: which of their messages, as a pattern of LIKE.
        words: why, for whoever looks after the outbox.
        now: a lease that ended before binds nobody any more.

    Returns:
        How many.
    """
    if not cases:
        return 0
    mine = and_(OUTBOX.c.case_code.in_(cases), OUTBOX.c.key.like(keys), OUTBOX.c.state == WAITING)
    dropped = update(OUTBOX).where(mine, free(now)).values(state=DROPPED, error=words)
    return connection.execute(dropped).rowcount
