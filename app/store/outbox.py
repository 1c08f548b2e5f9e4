"""The outbox: messages put there in the transaction of their event, leased, sent, settled.

A message goes `waiting` → `sent` or `dead`; an admin lets a dead one wait again, or drops it. What
nobody wants any more, or what is true no longer, is `dropped` before it is sent. A lease is a
number and an instant: when the instant has passed somebody else may take the message under the
next number, and whoever was too slow settles nothing any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    exists,
    literal_column,
    or_,
    select,
    update,
)

from app.store.engine import Connection, dialect_of
from app.store.outbox_files import Attachment as Attachment
from app.store.outbox_tables import OutboxRow
from app.store.tables import table_of

OUTBOX = table_of(OutboxRow)
BEFORE = OUTBOX.alias("stands_before")

State = Literal["waiting", "sent", "dead", "dropped"]
WAITING: State = "waiting"
SENT: State = "sent"
DEAD: State = "dead"
DROPPED: State = "dropped"


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """What is to be sent once to one address; who and what stays out of every log.

    Attributes:
        key: what makes it the same message, whoever puts it and however often.
        channel: `mail`, `sms` or `zalo`.
        agency: the office in whose name it is sent: where the case lies.
        case_code: messages of one case to one address arrive in the order they were put.
        login: the officer it is for; None for citizens.
        sender: the name the receiver sees; None where the office has registered none.
        sender_name: the full name of the office, for channels that can do without a registered one.
        not_before: it is not sent earlier.
        attachments: kept files that go with it; short messages leave them out.
    """

    key: str
    channel: str
    address: str = field(repr=False)
    agency: str
    case_code: str | None = None
    login: str | None = None
    kind: str
    subject: str = field(repr=False)
    body: str = field(repr=False)
    sender: str | None = None
    sender_name: str | None = None
    not_before: datetime
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Leased:
    """A message that is ours to send for a while.

    Attributes:
        lease_no: what to settle it with.
        attempts: tries that failed before.
    """

    id: int
    lease_no: int
    attempts: int
    message: Message


_NAMES = tuple(one.name for one in fields(Message))


def put(connection: Connection, messages: Sequence[Message], *, now: datetime) -> int:
    """Put messages into the outbox, in the caller's transaction; how many were not there yet."""
    if not messages:
        return 0
    new = dialect_of(connection).insert(OUTBOX)
    new = new.on_conflict_do_nothing(index_elements=[OUTBOX.c.key])
    # Important: asked for the numbers, since no driver counts the rows of many inserts alike.
    told = connection.scalars(new.returning(OUTBOX.c.id), [_row(each, now) for each in messages])
    return len(told.all())


def free(now: datetime) -> ColumnElement[bool]:
    """That nobody is sending a message: it was not leased, or for no longer than until now."""
    return or_(OUTBOX.c.leased_until.is_(None), OUTBOX.c.leased_until <= now)


def is_due(connection: Connection, channel: str, *, now: datetime) -> bool:
    """Whether a channel has anything to send."""
    return connection.scalar(_turns(channel, now).limit(1)) is not None


def lease(
    connection: Connection, channel: str, *, now: datetime, until: datetime, limit: int
) -> list[Leased]:
    """Take the oldest messages due, for so long; those that others are sending are left to them.

    Of one case and address only the first is taken: the next one's turn is when it is settled.
    """
    query = _turns(channel, now).limit(limit)
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    # Important: the numbers first; a subquery may be run again and lock others than are changed.
    taken = list(connection.scalars(query))
    ours = update(OUTBOX).where(OUTBOX.c.id.in_(taken))
    ours = ours.values(lease_no=OUTBOX.c.lease_no + 1, leased_until=until)
    found = {row.id: _leased(row) for row in connection.execute(ours.returning(OUTBOX))}
    return [found[number] for number in taken]


def settle_sent(connection: Connection, one: Leased, *, receipt: str, now: datetime) -> bool:
    """The channel has taken it; False when the lease was not ours any more."""
    return _settle(connection, one, state=SENT, receipt=receipt, sent_at=now, error=None)


def settle_later(connection: Connection, one: Leased, *, error: str, next_try_at: datetime) -> bool:
    """It was not taken this time; False when the lease was not ours any more."""
    attempts = one.attempts + 1
    return _settle(connection, one, attempts=attempts, error=error, next_try_at=next_try_at)


def settle_untried(connection: Connection, one: Leased, *, error: str) -> bool:
    """Nobody was there to take it: it keeps its place and its tries."""
    return _settle(connection, one, error=error)


def put_off(connection: Connection, one: Leased, *, until: datetime) -> bool:
    """It is not the hour for it."""
    return _settle(connection, one, next_try_at=until)


def settle_dead(connection: Connection, one: Leased, *, error: str) -> bool:
    """Nobody tries it again, but for an admin who wants it."""
    return _settle(connection, one, state=DEAD, attempts=one.attempts + 1, error=error)


def settle_dropped(connection: Connection, one: Leased, *, error: str) -> bool:
    """Nobody wants it any more; False when the lease was not ours any more."""
    return _settle(connection, one, state=DROPPED, error=error)


def give_back(connection: Connection, leased: Sequence[Leased]) -> None:
    """Let go of messages that were not tried."""
    for one in leased:
        _settle(connection, one)


def _settle(connection: Connection, one: Leased, **values: Any) -> bool:
    mine = and_(OUTBOX.c.id == one.id, OUTBOX.c.lease_no == one.lease_no, OUTBOX.c.state == WAITING)
    changed = connection.execute(update(OUTBOX).where(mine).values(leased_until=None, **values))
    return changed.rowcount == 1


def _turns(channel: str, now: datetime) -> Select[tuple[int]]:
    """The numbers of what is due, in the order of `ix_outbox_waiting`, so that few are read."""
    oldest = (OUTBOX.c.next_try_at, OUTBOX.c.id)
    return select(OUTBOX.c.id).where(_due(channel, now)).order_by(*oldest)


def _due(channel: str, now: datetime) -> ColumnElement[bool]:
    # The state stands in the query as a word, so that SQLite sees its partial index fits.
    state = OUTBOX.c.state == literal_column(f"'{WAITING}'")
    waits = and_(state, OUTBOX.c.channel == channel, OUTBOX.c.next_try_at <= now)
    # Important: the state stands here so that no partial index fits. On PostgreSQL, whose figures
    # of a table are old when a backlog comes, "hardly anything waits" made it walk all that waits
    # again for each message; by `ix_outbox_turns` each is asked for its own few before it.
    first = and_(
        BEFORE.c.state.concat(literal_column("''")) == WAITING,
        BEFORE.c.case_code == OUTBOX.c.case_code,
        BEFORE.c.channel == OUTBOX.c.channel,
        BEFORE.c.address == OUTBOX.c.address,
        BEFORE.c.id < OUTBOX.c.id,
    )
    return and_(waits, free(now), ~exists().where(first))


def _row(message: Message, now: datetime) -> dict[str, Any]:
    told = {name: getattr(message, name) for name in _NAMES}
    fresh = {"state": WAITING, "attempts": 0, "lease_no": 0, "at": now}
    return {**told, **fresh, "next_try_at": message.not_before}


def _leased(row: Row[Any]) -> Leased:
    message = Message(**{name: getattr(row, name) for name in _NAMES})
    return Leased(id=row.id, lease_no=row.lease_no, attempts=row.attempts, message=message)
