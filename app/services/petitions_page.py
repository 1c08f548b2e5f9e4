"""What the pages of petitions (phản ánh, kiến nghị) show, to whom, and what may be done there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from app.lists.people import names_of
from app.services.petitions import known, must_see
from app.store import petitions as store
from app.store.engine import Database
from app.store.petitions import Sender, petition_offices
from app.store.petitions_list import Listed, Which, counted, listed
from app.store.setup import Setup, read_setup
from sla.spec import SlaError
from workflows.agency import Agency, Field
from workflows.officer import Officer
from workflows.petition_events import Line, PetitionEvent, SenderErased
from workflows.petition_rules import handles, may, possible, reads_sender
from workflows.petitions import Petition, TimeLeft, petition_law, time_left

AT_ONCE = 100

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class PetitionList:
    """A page of the register.

    Attributes:
        counts: how many there are of each part.
        offices: the names of the offices by code.
        more: how many stand on the pages behind.
        writes: the offices whose register the officer keeps.
    """

    which: Which
    rows: Sequence[Listed]
    counts: Mapping[Which, int]
    offices: Mapping[str, str]
    more: int
    writes: tuple[Agency, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PetitionPage:
    """One petition as an officer sees it.

    Attributes:
        lines: all that was written down, corrections too, oldest first.
        reads_sender: whether the officer may read who sent it.
        sender: who did; None for those who may not, or where nobody is known.
        acts: what the officer may do now.
        time: what is left of the time for an answer; None once nobody waits for one, and where the
            law or the calendar does not reach the receipt.
        law: the source of the limit; None for a day that has none.
        erases: whether the officer may have who sent it forgotten.
        names: of who wrote the lines, by login.
    """

    petition: Petition
    office: Agency
    lines: Sequence[Line]
    field: str | None
    procedure: str | None
    reads_sender: bool
    sender: Sender | None
    acts: tuple[type[PetitionEvent], ...]
    time: TimeLeft | None
    law: str | None
    erases: bool
    names: Mapping[str, str]


def petition_list(
    database: Database, officer: Officer, *, which: Which, now: datetime, page: int = 1
) -> PetitionList:
    """The petitions an officer sees, what is due first on top; `page` counts from 1."""
    skip = (max(page, 1) - 1) * AT_ONCE
    with database.reading() as connection:
        setup = read_setup(connection)
        codes = petition_offices(connection, officer)
        counts = counted(connection, codes, now=now)
        rows = listed(connection, codes, which, now=now, skip=skip, limit=AT_ONCE)
    return PetitionList(
        which=which,
        rows=rows,
        counts=counts,
        offices={row.agency: setup.agencies[row.agency].name for row in rows},
        more=max(counts[which] - skip - len(rows), 0),
        writes=_registers(setup, officer),
    )


def petition_page(
    database: Database, officer: Officer, code: str, *, now: datetime
) -> PetitionPage:
    """One petition with all that was written down about it.

    Raises:
        Unknown: when there is no such petition, or the officer may not see it.
    """
    with database.reading() as connection:
        must_see(connection, officer, code)
        lines = store.load(connection, code)
        petition = known(code, lines)
        setup = read_setup(connection)
        reads = reads_sender(officer, petition)
        names = names_of(connection, {line.by for line in lines})
        sender = store.sender_of(connection, code) if reads else None
    office = setup.agency(petition.agency)
    calendar = setup.calendar(setup.calendar_of(office))
    return PetitionPage(
        petition=petition,
        office=office,
        lines=lines,
        field=_field(setup, petition),
        procedure=_procedure(setup, petition),
        reads_sender=reads,
        sender=sender,
        acts=tuple(kind for kind in possible(petition) if may(officer, petition.agency, kind)),
        time=_where_known(lambda: time_left(petition, calendar, now=now)),
        law=_where_known(lambda: petition_law(petition.received_at).source),
        erases=sender is not None and may(officer, petition.agency, SenderErased),
        names=names,
    )


def _where_known(asked: Callable[[], T]) -> T | None:
    """What law and calendar say; None where they have a gap, so that the page is there anyway."""
    try:
        return asked()
    except SlaError:
        return None


def registers(database: Database, officer: Officer) -> tuple[tuple[Agency, ...], Sequence[Field]]:
    """The offices whose register an officer keeps, and the fields a petition may be about."""
    with database.reading() as connection:
        setup = read_setup(connection)
    return _registers(setup, officer), tuple(setup.fields.values())


def _registers(setup: Setup, officer: Officer) -> tuple[Agency, ...]:
    found = (setup.agencies[code] for code in officer.agencies() if code in setup.agencies)
    return tuple(one for one in found if handles(officer, one.code))


def _field(setup: Setup, petition: Petition) -> str | None:
    found = setup.fields.get(petition.field or "")
    return found.name if found else petition.field


def _procedure(setup: Setup, petition: Petition) -> str | None:
    versions = setup.procedures.get(petition.procedure or "", ())
    return versions[-1].name if versions else petition.procedure
