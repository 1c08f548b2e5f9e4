"""An office as everybody may know it: what it is called, where it is and when it is open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.letters.versions import versions
from app.notices.offices import office_values
from app.store.engine import Database
from app.store.setup import Setup, read_setup
from sla.zone import local_date
from workflows.agency import Agency


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicOffice:
    """An office and its desk; whatever nobody has filled in is empty.

    Attributes:
        desk: what the law of the day calls its desk.
        notice: what must stand beside everything shown of it, as for made-up data.
    """

    name: str
    desk: str
    address: str
    phone: str
    hours: str
    notice: str


def public_office(setup: Setup, agency: Agency, *, now: datetime) -> PublicOffice:
    """An office today."""
    told = office_values(setup, agency, now=now)
    return PublicOffice(
        name=told["office"],
        desk=agency.desk or versions().on(local_date(now)).desk(agency.level),
        address=told["address"],
        phone=told["phone"],
        hours=told["hours"],
        notice=agency.notice or "",
    )


def house(database: Database, *, now: datetime) -> PublicOffice | None:
    """Whose pages these are: the lowest office of today above all that have none below, if any.

    Raises:
        DatabaseNotReady: when the database is out of reach.
    """
    with database.reading() as connection:
        setup = read_setup(connection)
    found = _shared([one for one in setup.agencies.values() if _is_open(one, local_date(now))])
    return public_office(setup, setup.agencies[found], now=now) if found else None


def _is_open(agency: Agency, day: date) -> bool:
    return (agency.valid_from or day) <= day <= (agency.valid_to or day)


def _shared(agencies: Sequence[Agency]) -> str | None:
    """The lowest that all of them have above, or are themselves."""
    known, parents = {one.code: one for one in agencies}, {one.parent for one in agencies}
    ways = [tuple(_upwards(one, known)) for one in agencies if one.code not in parents]
    shared = (code for code in ways[0] if all(code in way for way in ways)) if ways else iter(())
    return next(shared, None)


def _upwards(agency: Agency, agencies: Mapping[str, Agency]) -> Iterator[str]:
    """An office and those above it, as far as they were loaded."""
    seen: set[str] = set()
    found: Agency | None = agency
    while found is not None and found.code not in seen:
        seen.add(found.code)
        yield found.code
        found = agencies.get(found.parent or "")
