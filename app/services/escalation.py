"""A second apology: refused, and told to those who must see to the case instead.

The refusal undoes its own transaction, so the telling is one of its own, made after it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import Refused
from app.notices.apologies import escalated
from app.services.act import Press, must_see
from app.services.letter_making import Desk, case_of
from app.services.record import known_log
from app.services.transacting import in_one
from app.store.engine import Connection, Database
from app.store.setup import read_setup
from workflows.commands import Command
from workflows.desk_rights import RIGHTS, Seat


@contextmanager
def second_told(database: Database, press: Press, code: str, kind: type[Command]) -> Iterator[None]:
    """Tell leaders and the centre when what follows is refused as a second apology.

    Meant for drafting alone: two clerks who issue the first one at once promise nothing twice.
    Once a day of a case, however often it is tried; not of somebody who could not have made the
    first.

    Raises:
        Whatever what follows raises.
    """
    try:
        yield
    except Refused:
        escalate_second(database, press, code, kind)
        raise


def escalate_second(database: Database, press: Press, code: str, kind: type[Command]) -> bool:
    """Tell them, if the case is open and has had its one apology; whether anybody was told now.

    Raises:
        Unknown: when there is no such case, or the officer may not see it.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """

    def work(connection: Connection) -> bool:
        must_see(connection, press.officer, code)
        case = case_of(known_log(connection, code))
        seat = Desk(connection, Path(), press.officer, now=press.now).seat(case)
        if case.apology is None or not case.is_open or not could(seat, kind):
            return False
        return escalated(connection, case, read_setup(connection), now=press.now) > 0

    return in_one(database, work)


def could(seat: Seat, kind: type[Command]) -> bool:
    """Whether an officer holds a role that such a command asks for, whatever the case stands at."""
    return bool(seat.officer.roles_at(*seat.offices(kind)) & {*RIGHTS.get(kind, ())})
