"""Asking for a statutory table by its official number, and for the cases behind its cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.reports.asked import Asked
from app.reports.forms import form_of
from app.reports.layout import Layout
from app.reports.other_choices import other_choices
from app.reports.out.office import Office, office_of, superior_of
from app.reports.switches import choices_for, parsed
from app.reports.table import Table
from app.store.engine import Connection, Database
from app.store.offices import offices_of
from app.store.setup import Setup, read_setup
from app.store.watching import last_position

NO_CHOICES: Mapping[str, str] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A table with all that it takes to print it."""

    table: Table
    layout: Layout
    office: Office


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A cell of a table by name, in the row with that key; None for the total."""

    name: str
    row: str | None = None


def asked_of(database: Database, asked: Asked, choices: Mapping[str, str] = NO_CHOICES) -> Asked:
    """The question with the choices its office has to count by, and `choices` instead of some.

    Raises:
        BadInput: for a choice there is none of.
    """
    with database.reading() as connection:
        own = choices_for(connection, asked.scope.agency, asked.period.last)
    return replace(asked, switches=parsed({**own.as_json(), **choices}))


def statutory(database: Database, form: str, asked: Asked) -> Report:
    """The table with its layout and the office it is about.

    Args:
        database: what is counted.
        form: its official number, as “II.06a”.
        asked: whose cases, of which days, known when, counted how.

    Raises:
        BadInput: for a form or a variant there is none of.
        Unknown: for an agency nobody loaded.
    """
    with database.reading() as connection:
        return made(connection, form, asked)


def made(connection: Connection, form: str, asked: Asked) -> Report:
    """The same within a transaction, for who also writes what it shows.

    Raises:
        BadInput: as `statutory`.
        Unknown: as `statutory`.
    """
    chosen, setup = form_of(form), read_setup(connection)
    office = _office(setup, asked)
    table = chosen.table(connection, asked)
    notices = (
        *_notices(setup, offices_of(connection, table.scope)),
        *other_choices(connection, chosen, chosen.asked(asked)),
        *table.notices,
    )
    # Which event was the last one then the log does not tell: some are recorded with a past time.
    position = last_position(connection) if table.as_known_at is None else None
    return Report(
        table=replace(table, notices=notices, made_at=asked.now, known_position=position),
        layout=chosen.layout(asked.variant, asked.switches),
        office=office,
    )


def _office(setup: Setup, asked: Asked) -> Office:
    agency = setup.agency(asked.scope.agency or "")
    return office_of(agency, superior_of(agency, setup.agencies, asked.period.last))


def _notices(setup: Setup, codes: Iterable[str] | None) -> tuple[str, ...]:
    """Of the offices in the order of their codes, each sentence once."""
    found = (setup.agencies[code].notice for code in codes or ())
    return tuple(dict.fromkeys(notice for notice in found if notice))
