"""What the pages of a run of letters show: which cases there are to choose, and what came of it."""

from collections.abc import Sequence
from datetime import date

from app.services.letter_rules import at_work
from app.services.letter_runs import AGAIN, LARGEST, seen_by
from app.store import letter_runs as store
from app.store.engine import Database
from app.store.letter_runs import Outcome, Run
from sla.zone import day_number, day_of, midnight
from workflows.agency import Role
from workflows.officer import Officer

_ISSUED = ("issued",)


def at_desk(officer: Officer) -> bool:
    """Whether cases are taken in where the officer sits."""
    return bool(officer.agencies(Role.ONE_STOP))


def without_receipt(database: Database, officer: Officer, day: date) -> tuple[str, ...]:
    """The cases accepted on a local day at the officer's desk that have no receipt, by code.

    At most as many as a run can take.
    """
    desks = officer.agencies(Role.ONE_STOP)
    window = midnight(day), midnight(day_of(day_number(day) + 1))
    with database.reading() as connection:
        return tuple(store.without(connection, desks, "receipt", window, most=LARGEST))


def run_seen(database: Database, officer: Officer, number: int) -> Run:
    """A run that the officer may look at and carry on.

    Raises:
        Unknown: for any other.
    """
    with database.reading() as connection:
        return seen_by(connection, officer, number)


def left_out(
    database: Database, officer: Officer, number: int, *, after: str = "", most: int = 100
) -> Sequence[Outcome]:
    """The cases of a run that got no letter, with the reason, from behind one on.

    Raises:
        Unknown: when there is no such run, or it is somebody else's.
    """
    with database.reading() as connection:
        seen_by(connection, officer, number)
        return store.outcomes(connection, number, after=after, most=most, but=_ISSUED)


def got(
    database: Database, officer: Officer, number: int, *, after: str = "", most: int = 100
) -> Sequence[Outcome]:
    """The cases of a run that got their letter, with its number, from behind one on.

    Raises:
        Unknown: when there is no such run, or it is somebody else's.
    """
    with database.reading() as connection:
        seen_by(connection, officer, number)
        return store.outcomes(connection, number, after=after, most=most, but=AGAIN)


def runs_of(database: Database, officer: Officer) -> Sequence[Run]:
    """The newest runs of an officer and of those they stand for, newest first."""
    with database.reading() as connection:
        return store.newest(connection, sorted(officer.logins))


def runs_to_carry_on(database: Database, officer: Officer) -> Sequence[Run]:
    """The unfinished runs of other people of which the officer works on every case."""
    with database.reading() as connection:
        return store.of_others(connection, at_work(officer))
