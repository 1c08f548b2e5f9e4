"""The register of petitions (PAKN): numbers without a gap, the log, and the rows read out of it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, exists, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.errors import PetitionChangedMeanwhile
from app.store.engine import Connection, dialect_of
from app.store.petitions_tables import (
    PetitionEventRow,
    PetitionNumberRow,
    PetitionRow,
    PetitionSenderRow,
)
from app.store.scope import subtree
from app.store.tables import table_of
from sla.zone import local_date
from workflows.agency import Role
from workflows.codec import canonical
from workflows.officer import Officer
from workflows.petition_events import NAME_OF_TYPE, Line, from_data, to_data
from workflows.petitions import Petition

NUMBERS, EVENTS = table_of(PetitionNumberRow), table_of(PetitionEventRow)
PETITIONS, SENDERS = table_of(PetitionRow), table_of(PetitionSenderRow)
READ_BELOW = (Role.LEADER, Role.SUPERVISOR, Role.AUDITOR)
# What a petition's row repeats of the petition itself.
REPEATED = (
    "code", "version", "agency", "channel", "about", "field", "procedure", "subject", "received_at",
    "due_at", "accepted_at", "ended_at", "ended_how", "ended_recorded_at", "published_at",
)  # fmt: skip
# How each database names the key that decides a race: PostgreSQL by constraint, SQLite by columns.
_RACE = ("uq_petition_events_petition_version", "petition_events.petition, petition_events.version")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sender:
    """Who sent a petition, as far as they said, and all they wrote."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    content: str | None = None


def next_petition_code(connection: Connection, agency: str, now: datetime) -> str:
    """Take the next number of an office's petitions in the year it is written down.

    The number is taken in the transaction that writes the first event: a rollback gives it back,
    and another process waits for the outcome, so there is neither gap nor double.
    """
    year = local_date(now).year
    taken = dialect_of(connection).insert(NUMBERS).values(agency=agency, year=year, last=1)
    statement = taken.on_conflict_do_update(
        index_elements=[NUMBERS.c.agency, NUMBERS.c.year], set_={"last": NUMBERS.c.last + 1}
    ).returning(NUMBERS.c.last)
    serial: int = connection.execute(statement).scalar_one()
    return f"PAKN-{agency}-{year}-{serial:04d}"


def load(connection: Connection, code: str) -> tuple[Line, ...]:
    """All a petition's lines, oldest first; none for a number nobody has."""
    query = select(EVENTS).where(EVENTS.c.petition == code).order_by(EVENTS.c.version)
    return tuple(line_of(row) for row in connection.execute(query))


def line_of(row: Row[Any]) -> Line:
    """A line as a row of the log keeps it."""
    return Line(
        version=row.version,
        event=from_data(row.type, row.at, json.loads(row.data)),
        recorded_at=row.recorded_at,
        by=row.actor,
    )


def append(connection: Connection, code: str, agency: str, line: Line) -> None:
    """Write the next line of a petition.

    Raises:
        PetitionChangedMeanwhile: when another process has written this version first; the
            transaction is of no more use.
    """
    row = {
        "petition": code,
        "version": line.version,
        "type": NAME_OF_TYPE[type(line.event)],
        "at": line.event.at,
        "recorded_at": line.recorded_at,
        "actor": line.by,
        "agency": agency,
        "data": canonical(to_data(line.event)),
    }
    try:
        connection.execute(insert(EVENTS), row)
    except IntegrityError as error:
        if not any(key in str(error.orig).partition("\n")[0] for key in _RACE):
            raise
        raise PetitionChangedMeanwhile(code) from None


def project(connection: Connection, petition: Petition, *, known_from: datetime) -> None:
    """Keep what a petition has become, beside what it was known to be before."""
    former = and_(PETITIONS.c.code == petition.code, PETITIONS.c.known_to.is_(None))
    connection.execute(update(PETITIONS).where(former).values(known_to=known_from))
    row = {name: getattr(petition, name) for name in REPEATED}
    connection.execute(insert(PETITIONS), {**row, "known_from": known_from})


def keep_sender(connection: Connection, code: str, sender: Sender) -> None:
    """Write down who sent a petition, in the transaction of its first event."""
    row = {name: getattr(sender, name) for name in Sender.__slots__}
    connection.execute(insert(SENDERS), {**row, "petition": code})


def sender_of(connection: Connection, code: str) -> Sender | None:
    """Who sent a petition; None where nothing was written down, or it was erased."""
    columns = [SENDERS.c[name] for name in Sender.__slots__]
    found = (
        connection.execute(select(*columns).where(SENDERS.c.petition == code)).mappings().first()
    )
    return Sender(**found) if found else None


def erase_sender(connection: Connection, code: str) -> bool:
    """Forget who sent a petition; whether there was anything to forget."""
    statement = delete(SENDERS).where(SENDERS.c.petition == code).returning(SENDERS.c.petition)
    return connection.execute(statement).first() is not None


def petition_offices(connection: Connection, officer: Officer) -> tuple[str, ...]:
    """The offices whose petitions an officer sees, in order; at most one query."""
    found = set(officer.agencies(Role.ONE_STOP))
    if tops := officer.agencies(*READ_BELOW):
        found.update(connection.scalars(subtree(tops)))
    return tuple(sorted(found))


def sees(connection: Connection, officer: Officer, code: str) -> bool:
    """Whether there is such a petition and the officer may see it."""
    own = EVENTS.c.agency.in_(officer.agencies(Role.ONE_STOP))
    below = EVENTS.c.agency.in_(subtree(officer.agencies(*READ_BELOW)))
    query = select(exists().where(EVENTS.c.petition == code, or_(own, below)))
    return bool(connection.scalar(query))
