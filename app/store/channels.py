"""The channels outside the pages: which of them are served, and which are out of reach now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.store.engine import Connection, dialect_of
from app.store.outbox_tables import ChannelRow
from app.store.tables import table_of

CHANNELS = table_of(ChannelRow)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelState:
    """How a channel does.

    Attributes:
        in_use: whether the scheduler serves it; nobody puts messages there otherwise.
        since: when that was last changed.
        failures: how often in a row it was out of reach.
        paused_until: nothing is tried before; None while it works.
        error: why it was out of reach the last time; None while it works.
        site: where its scheduler says the pages are found; None where it does not.
    """

    name: str
    in_use: bool
    since: datetime
    failures: int
    paused_until: datetime | None
    error: str | None
    site: str | None = None

    def is_paused(self, now: datetime) -> bool:
        """Whether the channel is left alone at an instant."""
        return self.paused_until is not None and now < self.paused_until


def in_use(connection: Connection) -> frozenset[str]:
    """The channels the scheduler serves; empty before its first start."""
    return frozenset(connection.scalars(select(CHANNELS.c.name).where(CHANNELS.c.in_use)))


def pages_at(connection: Connection) -> str | None:
    """Where the pages are found from outside, as "https://host"; None where no scheduler says."""
    return connection.scalar(
        select(CHANNELS.c.site).where(CHANNELS.c.in_use, CHANNELS.c.site.is_not(None)).limit(1)
    )


def announce(
    connection: Connection,
    names: Collection[str],
    *,
    now: datetime,
    site: str | None = None,
    withdraw: bool = True,
) -> tuple[str, ...]:
    """Say, at a scheduler's start, which channels its configuration names; the latest start holds.

    Schedulers on several machines have to be configured alike.

    Args:
        connection: in a transaction that writes.
        names: the channels of the configuration.
        now: this instant.
        site: where the pages are found; None where the configuration does not say.
        withdraw: whether what the configuration leaves out is not served any more; not so for a
            single run, which may have been started by hand with less than the service's.

    Returns:
        The channels that were served until now and are not any more.
    """
    known = {state.name: state for state in channel_states(connection)}
    for name in names:
        old = known.get(name)
        where = site or (old.site if old and not withdraw else None)
        if old is None or (old.in_use, old.site) != (True, where):
            _keep(connection, name, in_use=True, site=where, since=now)
    left = [one.name for one in known.values() if one.in_use and one.name not in names]
    withdrawn = tuple(left) if withdraw else ()
    for name in withdrawn:
        _keep(connection, name, in_use=False, site=None, since=now)
    return withdrawn


def channel_states(connection: Connection) -> list[ChannelState]:
    """Every channel there ever was."""
    rows = connection.execute(select(CHANNELS).order_by(CHANNELS.c.name))
    return [ChannelState(**row._mapping) for row in rows]


def channel_state(connection: Connection, name: str) -> ChannelState | None:
    """One channel; None for one that was never announced."""
    row = connection.execute(select(CHANNELS).where(CHANNELS.c.name == name)).one_or_none()
    return ChannelState(**row._mapping) if row else None


def pause(connection: Connection, name: str, *, error: str, until: datetime, failures: int) -> None:
    """Leave a channel alone for a while, since it is out of reach."""
    values = {"error": error, "paused_until": until, "failures": failures}
    connection.execute(update(CHANNELS).where(CHANNELS.c.name == name).values(values))


def resume(connection: Connection, name: str) -> None:
    """A channel works again."""
    values = {"error": None, "paused_until": None, "failures": 0}
    connection.execute(update(CHANNELS).where(CHANNELS.c.name == name).values(values))


def _keep(connection: Connection, name: str, **values: Any) -> None:
    row = dialect_of(connection).insert(CHANNELS).values(name=name, failures=0, **values)
    connection.execute(row.on_conflict_do_update(index_elements=[CHANNELS.c.name], set_=values))
