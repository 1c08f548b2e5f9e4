"""Look-ups that found nothing, counted by address in the database for all workers.

Only failures are counted, after them: whoever has a receipt is never kept waiting by a write. A
handful may slip through while others are counted; of a million million codes that is nothing.
"""

from datetime import datetime
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from app.errors import Refused, WriteConflict
from app.store import sessions
from app.store.engine import Connection, Database
from app.store.retry import tried
from app.store.track_tallies import PREFIX, forget_old, tally_of
from sla.zone import later, local
from workflows.lockout import Limit

# Behind one address a carrier may have a whole town, so many may mistype at once. A program that
# guesses at the 40 bits of a code would still need some ten thousands of years for one case. No
# case is closed by itself: a stranger could keep its citizen out. A right code is not answered
# either while the door is closed: it would tell whoever guesses which one was right.
TRACK_LIMIT = Limit(failures=300, window=15, steps=(15, 30, 60))
TRIES = 3
_DIGITS = 32  # of a hash: no address stands in the table in plain words
_NETWORK = 64  # of an IPv6 address, all of which one household has
_NAT64 = ip_network("64:ff9b::/96")  # where IPv4 is reached through IPv6 (RFC 6052)


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
    found = _read(address.strip())
    if found is None:
        return address
    if isinstance(found, IPv6Address):
        return str(ip_network((found, _NETWORK), strict=False))
    return str(found)


def _read(address: str) -> IPv4Address | IPv6Address | None:
    """An address without its port; one of IPv4 that is written as IPv6 as what it is."""
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    try:
        found = ip_address(address)
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        within = IPv4Address(found.packed[-4:]) if found in _NAT64 else None
        return found.ipv4_mapped or within or found
    return found
