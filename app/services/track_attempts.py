"""Look-ups that found nothing, counted by address in the database for all workers.

Only failures are counted, after them: whoever has a receipt is never kept waiting by a write. A
handful may slip through while others are counted; of a million million codes that is nothing.
"""

from datetime import datetime
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from app.errors import Refused, WriteConflict
from app.store import sessions
from app.store.engine import Connection, Database
from app.store.retry import tried
from app.store.track_tallies import PREFIX, forget_old, tally_of
from sla.zone import later, local
from workflows.lockout import Limit

# Twenty wrong codes in a quarter of an hour are a family with a bad photograph; a program that
# guesses would need some millions of years. The door of an office's address opens again soon.
TRACK_LIMIT = Limit(failures=20, window=15, steps=(15, 30, 60))
TRIES = 3
_DIGITS = 32  # of a hash: no address stands in the table in plain words
_NETWORK = 64  # of an IPv6 address, all of which one household has


class TooManyLookups(Refused):
    """Nothing is looked up from here for a while.

    Attributes:
        until: when to try again.
    """

    def __init__(self, until: datetime) -> None:
        super().__init__(f"đã nhập sai quá nhiều lần; hãy thử lại sau {local(until):%H:%M}", "code")
        self.until = until


def must_be_open(connection: Connection, address: str, *, now: datetime) -> None:
    """Refuse an address from which too many look-ups failed.

    Raises:
        TooManyLookups: until when.
    """
    until = tally_of(connection, subject(address)).closed_until(TRACK_LIMIT, now=now)
    if until is not None:
        raise TooManyLookups(until)


def count_failure(database: Database, address: str, *, now: datetime) -> None:
    """Count a look-up that found nothing; the last one allowed closes the door."""

    def count() -> None:
        with database.writing() as connection:
            forget_old(connection, before=later(now, minutes=-TRACK_LIMIT.forgets))
            held = sessions.held_tally(connection, subject(address))
            failed = held.attempted(TRACK_LIMIT, now=now).failed(TRACK_LIMIT, now=now)
            sessions.keep_tally(connection, subject(address), failed)

    tried(count, times=TRIES, on=(WriteConflict,))


def subject(address: str) -> str:
    """What is counted against an address is called; whatever stands there is no address of ours."""
    told = sha256(_household(address).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{PREFIX}{told[:_DIGITS]}"


def _household(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(ip_network((found, _NETWORK), strict=False))
    return str(found)
