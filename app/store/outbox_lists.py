"""What an admin sees of the outbox, and what they do there: send again, give up, tidy away.

Nobody changes a message while somebody is sending it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Update,
    and_,
    case,
    delete,
    func,
    literal,
    not_,
    select,
    update,
)

from app.store.engine import Connection
from app.store.outbox import DEAD, DROPPED, OUTBOX, SENT, WAITING, Attachment, State, free
from app.store.scope import subtree

# A message that told a citizen of an apology, by its key (app/notices/citizens.py), and was sent.
TOLD_OF_APOLOGY = and_(
    OUTBOX.c.kind == "citizen", OUTBOX.c.key.like("citizen:%:apology:%"), OUTBOX.c.state == SENT
)
_SAYING_NOTHING = {"address": "", "subject": "", "body": "", "attachments": None}
_UNSENT = (WAITING, DEAD, DROPPED)
_SHOWN = (
    "id",
    "channel",
    "address",
    "agency",
    "case_code",
    "login",
    "kind",
    "at",
    "not_before",
    "state",
    "attempts",
    "next_try_at",
    "receipt",
    "error",
    "sent_at",
    "attachments",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Posted:
    """A message as it stands in the lists, without what it says."""

    id: int
    channel: str
    address: str
    agency: str
    case_code: str | None
    login: str | None
    kind: str
    at: datetime
    not_before: datetime
    state: State
    attempts: int
    next_try_at: datetime
    receipt: str | None
    error: str | None
    sent_at: datetime | None
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """How many messages of a channel are in a state; of those sent, lately.

    Attributes:
        oldest: when the first of them was put there.
        sent_at: when the channel took the last of them; None for those it has not taken.
    """

    channel: str
    state: State
    count: int
    oldest: datetime
    sent_at: datetime | None


def loads(connection: Connection, tops: Sequence[str], *, sent_since: datetime) -> list[Load]:
    """The messages of some offices and all below them, counted by channel and state.

    Nearly all that ever was put there is sent, and would be counted for long: so of what is sent
    only what was sent since an instant counts.
    """
    # By the word "sent" PostgreSQL might go through all of them and not through the latest.
    which = (OUTBOX.c.state.in_(_UNSENT), OUTBOX.c.sent_at >= sent_since)
    return [load for condition in which for load in _loads(connection, condition, tops)]


def _loads(
    connection: Connection, which: ColumnElement[bool], tops: Sequence[str]
) -> Iterator[Load]:
    what = (OUTBOX.c.channel, OUTBOX.c.state)
    oldest, latest = func.min(OUTBOX.c.at), func.max(OUTBOX.c.sent_at)
    found = (func.count().label("count"), oldest.label("oldest"), latest.label("sent_at"))
    query = select(*what, *found).where(which, _of(tops)).group_by(*what).order_by(*what)
    return (Load(**row._mapping) for row in connection.execute(query))


def posted(
    connection: Connection,
    tops: Sequence[str],
    *,
    state: State | None = None,
    channel: str | None = None,
    before: int | None = None,
    limit: int,
) -> list[Posted]:
    """Messages of some offices and all below them, the latest first, those put before a number."""
    query = select(*(OUTBOX.c[name] for name in _SHOWN)).where(_of(tops))
    if state is not None:
        query = query.where(OUTBOX.c.state == state)
    if channel is not None:
        query = query.where(OUTBOX.c.channel == channel)
    if before is not None:
        query = query.where(OUTBOX.c.id < before)
    rows = connection.execute(query.order_by(OUTBOX.c.id.desc()).limit(limit))
    return [Posted(**row._mapping) for row in rows]


def state_of(connection: Connection, number: int, tops: Sequence[str]) -> State | None:
    """How a message of some offices stands; None where there is none of that number."""
    query = select(OUTBOX.c.state).where(OUTBOX.c.id == number, _of(tops))
    found: State | None = connection.scalar(query)
    return found


def let_wait(
    connection: Connection, which: ColumnElement[bool], tops: Sequence[str], *, now: datetime
) -> int:
    """Let messages that are dead or wait be sent at the next turn, with all tries before them.

    Returns:
        How many; those that somebody is sending just now are left alone.
    """
    mine = and_(which, _of(tops), OUTBOX.c.state.in_([DEAD, WAITING]), free(now))
    # A message that was dead before its hour must not be sent before its hour either.
    turn = case(
        (OUTBOX.c.not_before > now, OUTBOX.c.not_before),
        else_=literal(now, OUTBOX.c.not_before.type),
    )
    values = {"state": WAITING, "attempts": 0, "next_try_at": turn}
    return _changed(connection, update(OUTBOX).where(mine).values(values))


def one(number: int) -> ColumnElement[bool]:
    """The message of a number."""
    return OUTBOX.c.id == number


def dead_of(channel: str) -> ColumnElement[bool]:
    """The dead messages of a channel."""
    return and_(OUTBOX.c.channel == channel, OUTBOX.c.state == DEAD)


def drop(
    connection: Connection, number: int, tops: Sequence[str], *, words: str, now: datetime
) -> bool:
    """Give up a message that is dead or waits; its key stays, so that nobody puts it once more."""
    mine = and_(one(number), _of(tops), OUTBOX.c.state.in_([DEAD, WAITING]), free(now))
    dropped = update(OUTBOX).where(mine).values(state=DROPPED, error=words)
    return _changed(connection, dropped) == 1


def forget_messages(connection: Connection, *, before: datetime, limit: int) -> int:
    """Take away messages put there before an instant that wait for nothing; how many.

    That a citizen was told of an apology stays known: only what it said, and to whom, is taken.
    """
    old = and_(OUTBOX.c.at < before, OUTBOX.c.state != WAITING)
    gone = select(OUTBOX.c.id).where(old, not_(TOLD_OF_APOLOGY)).limit(limit)
    taken = connection.execute(delete(OUTBOX).where(OUTBOX.c.id.in_(gone))).rowcount
    full = select(OUTBOX.c.id).where(old, TOLD_OF_APOLOGY, OUTBOX.c.address != "")
    bare = update(OUTBOX).where(OUTBOX.c.id.in_(full.limit(limit - taken)))
    return taken + connection.execute(bare.values(_SAYING_NOTHING)).rowcount


def _changed(connection: Connection, change: Update) -> int:
    # Important: of a change that begins with the tree of offices SQLite does not tell the count.
    return len(connection.scalars(change.returning(OUTBOX.c.id)).all())


def _of(tops: Sequence[str]) -> ColumnElement[bool]:
    return OUTBOX.c.agency.in_(subtree(tops))
