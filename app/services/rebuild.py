"""Making the read tables anew."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.errors import WriteConflict
from app.projections.rebuild import is_stale, is_unsigned, rebuild, renew, sign
from app.reports.summaries import keep
from app.store.engine import Database
from app.store.fresh import cores
from app.store.incidents import try_all
from app.store.petitions_rebuild import rebuild_petitions
from app.store.retry import tried
from app.store.timer_sweep import TICK

TRIES = 3  # Somebody who records may hold what the rebuild asks for, and the other way round.


@dataclass(frozen=True, kw_only=True, slots=True)
class Rebuilt:
    """How many cases and petitions (phản ánh, kiến nghị) have their rows anew."""

    cases: int
    petitions: int


def rebuild_all(
    database: Database, progress: Callable[[int], None], *, now: datetime | None = None
) -> Rebuilt:
    """Drop the projections and replay the logs, in one transaction.

    Cases the clock work could not tell are tried again at its next run.

    Args:
        database: whose.
        progress: told how many cases were done.
        now: the months that are over by then are counted anew; without it the scheduler does so.
    """
    made = tried(lambda: _rebuilt(database, progress), times=TRIES, on=(WriteConflict,))
    _wake(database)
    if now is not None:
        keep(database, now=now)
    return made


def _rebuilt(database: Database, progress: Callable[[int], None]) -> Rebuilt:
    done = 0

    def told(cases: int) -> None:
        nonlocal done
        done += cases
        progress(done)

    with database.writing() as connection:
        cases = rebuild(connection, told, processes=cores())
        return Rebuilt(cases=cases, petitions=rebuild_petitions(connection))


def renewed(database: Database) -> bool:
    """Make the read tables anew where a new program or setup asks for it (quick if not).

    Whoever opens a database calls it after bringing the schema up; says whether it was needed.
    """
    with database.reading() as connection:
        stale, unsigned = is_stale(connection), is_unsigned(connection)
    if unsigned:
        with database.writing() as connection:
            sign(connection)
    if not stale:
        return False
    made = tried(lambda: _renewed(database), times=TRIES, on=(WriteConflict,))
    _wake(database)
    return made


def _renewed(database: Database) -> bool:
    with database.writing() as connection:
        made = renew(connection, processes=cores())
        if made:
            rebuild_petitions(connection)
        return made


def _wake(database: Database) -> None:
    # Important: a transaction of its own; whoever tries them holds their incidents first and their
    # timers then, and a rebuild has those in its hands.
    with database.writing() as connection:
        try_all(connection, job=TICK)
