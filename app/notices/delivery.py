"""Delivery: what waits in the outbox is sent, each message until its channel has taken it.

1. A short transaction takes the oldest messages due under a lease.
2. Each is sent outside any transaction, and settled in one of its own before the next is sent, on
   condition that the lease is still ours.

So what a channel has acknowledged is not sent again, whoever else is at work. One gap is left, and
nobody can close it from this side: when the machine dies between the acknowledgement and the
settling, the message is sent once more when the lease is over. It then bears the same Message-ID or
Idempotency-Key, by which the receiver can tell.

A message that is not taken is tried again after 1, 2, 4 … minutes up to six hours, for three days;
then it is dead, and an admin sees it. A channel that is away is left alone after 1, 2, 4 … minutes
up to ten, and its messages wait without being blamed. What falls due at night, as after a machine
stood still, waits for the next working hour of the office it speaks for. What an officer has
meanwhile chosen not to get, or has no account or address for any more, is dropped.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter, sleep

from app.errors import DatabaseNotReady
from app.notices.alerts import opening
from app.notices.channel import Channel
from app.notices.fates import Fate, pause_after, told, tried
from app.notices.unwanted import unwanted
from app.store import channels, outbox
from app.store.engine import Connection, Database
from app.store.outbox import Leased
from app.store.setup import Setup, read_setup
from sla.zone import later

LOG = logging.getLogger("motcua.delivery")
LEASE = 10  # minutes; longer than any batch takes
BATCH = 120.0  # seconds after which no further message of a batch is begun
_NOTING = (0.2, 1.0, 5.0)  # seconds between tries to note what became of a message


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivered:
    """What became of one batch.

    Attributes:
        sent: messages the channel has taken.
        later: messages to be tried again.
        dead: messages given up.
        held: messages that wait for their office to open.
        dropped: messages for officers who do not want them any more.
        paused: whether the channel is left alone now.
    """

    sent: int = 0
    later: int = 0
    dead: int = 0
    held: int = 0
    dropped: int = 0
    paused: bool = False

    @property
    def more(self) -> bool:
        """Whether another batch is worth a look at once."""
        done = self.sent + self.later + self.dead + self.held + self.dropped
        return not self.paused and done > 0


def deliver(database: Database, channel: Channel, *, now: datetime, limit: int) -> Delivered:
    """Send what is due by one channel, at most `limit` messages, oldest first.

    Any number of processes may do this at once, for the same channel too. Whatever goes wrong with
    a message or a channel is noted in the outbox and not raised.

    Raises:
        DatabaseNotReady: when the database is out of reach.
    """
    with database.reading() as connection:
        state = channels.channel_state(connection, channel.name)
        if state is not None and state.is_paused(now):
            return Delivered(paused=True)
        if not outbox.is_due(connection, channel.name, now=now):
            return Delivered()
        setup = read_setup(connection)
    with database.writing() as connection:
        leased, held = _leased(connection, channel.name, setup, now=now, limit=limit)
        batch = _wanted(connection, leased)
    failures = state.failures if state else 0
    done = _Round(database, channel, failures=failures, now=now).sent(batch)
    return replace(done, held=held, dropped=len(leased) - len(batch))


def _leased(
    connection: Connection, channel: str, setup: Setup, *, now: datetime, limit: int
) -> tuple[list[Leased], int]:
    """Messages to be sent now, and how many have to wait until their office opens."""
    until = later(now, minutes=LEASE)
    leased = outbox.lease(connection, channel, now=now, until=until, limit=limit)
    opens = {
        agency: opening(setup, agency, now) for agency in {one.message.agency for one in leased}
    }
    batch = [one for one in leased if opens[one.message.agency] <= now]
    held = [one for one in leased if opens[one.message.agency] > now]
    for one in held:
        outbox.put_off(connection, one, until=opens[one.message.agency])
    return batch, len(held)


def _wanted(connection: Connection, leased: Sequence[Leased]) -> list[Leased]:
    """Those that officers still want, by what they have said until now; the others are given up."""
    reasons = unwanted(connection, leased)
    for one in leased:
        if one.id in reasons:
            outbox.settle_dropped(connection, one, error=reasons[one.id])
    return [one for one in leased if one.id not in reasons]


class _Round:
    """One batch on its way by one channel."""

    def __init__(
        self, database: Database, channel: Channel, *, failures: int, now: datetime
    ) -> None:
        self._database, self._channel, self._now = database, channel, now
        self._failures, self._done = failures, Delivered()

    def sent(self, batch: Sequence[Leased]) -> Delivered:
        """Send one after the other until the channel is away, or the lease comes to its end."""
        began = perf_counter()
        for place, one in enumerate(batch):
            if self._done.paused or perf_counter() - began > BATCH:
                self._give_back(batch[place:])
                break
            self._note(one, tried(self._channel, one, now=self._now))
        return self._done

    def _give_back(self, rest: Sequence[Leased]) -> None:
        with self._database.writing() as connection:
            outbox.give_back(connection, rest)

    def _note(self, one: Leased, fate: Fate) -> None:
        """Settle a message, and tell how the channel does; when it has to be, several times."""
        for pause in _NOTING:
            try:
                return self._noted(one, fate)
            except DatabaseNotReady:
                # Important: what was taken and is not noted would be sent once more.
                sleep(pause)
        return self._noted(one, fate)

    def _noted(self, one: Leased, fate: Fate) -> None:
        failures = self._failures + 1 if fate.away else 0
        with self._database.writing() as connection:
            ours = _settled(connection, one, fate, now=self._now)
            if fate.away:
                until = later(self._now, minutes=pause_after(failures, fate.wait))
                name = self._channel.name
                channels.pause(connection, name, error=fate.words, until=until, failures=failures)
            elif self._failures:
                channels.resume(connection, self._channel.name)
        self._failures = failures
        self._done = _counted(self._done, fate)
        if not ours:
            LOG.warning("A lease was lost", extra=told("lost", one, fate=fate.kind))


def _settled(connection: Connection, one: Leased, fate: Fate, *, now: datetime) -> bool:
    """Write down what became of a message; False when the lease was not ours any more."""
    if fate.kind == "sent":
        return outbox.settle_sent(connection, one, receipt=fate.words, now=now)
    if fate.kind == "dead":
        return outbox.settle_dead(connection, one, error=fate.words)
    if fate.again is None:
        return outbox.settle_untried(connection, one, error=fate.words)
    return outbox.settle_later(connection, one, error=fate.words, next_try_at=fate.again)


def _counted(done: Delivered, fate: Fate) -> Delivered:
    return replace(
        done,
        sent=done.sent + (fate.kind == "sent"),
        later=done.later + (fate.kind in {"later", "untried"}),
        dead=done.dead + (fate.kind == "dead"),
        paused=fate.away,
    )
