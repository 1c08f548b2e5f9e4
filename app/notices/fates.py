"""What became of one try to send a message, and when the next one is worth it."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Literal

from app.notices.channel import Away, Channel, Later, Never
from app.store.outbox import Leased
from sla.zone import shifted

LOG = logging.getLogger("motcua.delivery")
LONGEST = 6 * 60  # minutes between two tries of a message
TRIES = 21  # one minute, then two and so on: somewhat over three days
LONGEST_PAUSE = 10  # minutes between two looks at a channel that is away
LONGEST_WISH = 60  # minutes a channel may ask to be left alone


@dataclass(frozen=True, kw_only=True, slots=True)
class Fate:
    """What became of a try.

    Attributes:
        kind: `untried` where there was nobody to take it.
        words: the receipt of what was sent; else why it was not.
        again: when it is tried again; None for what is not, and for what keeps its place.
        away: whether the channel is to be left alone.
        wait: seconds the channel asks for; None where it does not.
    """

    kind: Literal["sent", "later", "untried", "dead"]
    words: str
    again: datetime | None = None
    away: bool = False
    wait: int | None = None


def tried(channel: Channel, one: Leased, *, now: datetime) -> Fate:
    """Try to send a message, once; nothing is raised."""
    try:
        return Fate(kind="sent", words=channel.send(one.message))
    except Away as error:
        blamed = (
            _failed(one, error, now) if error.counts else Fate(kind="untried", words=str(error))
        )
        return replace(blamed, away=True, wait=error.wait)
    except Later as error:
        return _failed(one, error, now)
    except Never as error:
        return Fate(kind="dead", words=str(error))
    except Exception as error:
        # A fault of this program must not stop the other messages, nor be taken for a success.
        LOG.exception("A message failed", extra=told("fault", one))
        return _failed(one, Later(f"lỗi của chương trình ({type(error).__name__})"), now)


def next_try(one: Leased, *, now: datetime, wait: int | None = None) -> datetime:
    """When a message that failed once more is tried again, not before so many seconds.

    A little is added that follows from the key, so that messages which failed together do not all
    come back together.
    """
    minutes = min(1 << min(one.attempts, 10), LONGEST)
    scatter = int.from_bytes(sha256(one.message.key.encode()).digest()[:4], "big")
    return shifted(now, max(minutes * 60, wait or 0) + scatter % (minutes * 6 + 1))


def pause_after(failures: int, wait: int | None = None) -> int:
    """Minutes for which a channel is left alone that was away so often in a row.

    Args:
        failures: this time included.
        wait: seconds it asks for.
    """
    wish = min(-(-(wait or 0) // 60), LONGEST_WISH)
    return max(min(1 << min(failures - 1, 10), LONGEST_PAUSE), wish)


def told(event: str, one: Leased, **more: object) -> dict[str, object]:
    """What our own lines in the log say of a message: its number, and nobody's name."""
    return {"told": {"event": event, "channel": one.message.channel, "message": one.id, **more}}


def _failed(one: Leased, error: Later, now: datetime) -> Fate:
    """The message was not taken; after three days of that it is given up."""
    if one.attempts + 1 >= TRIES:
        return Fate(kind="dead", words=str(error))
    again = next_try(one, now=now, wait=error.wait)
    return Fate(kind="later", words=str(error), again=again)
