"""Making the read tables anew."""

from collections.abc import Callable

from app.projections.write import is_stale, rebuild, renew
from app.store.engine import Database


def rebuild_all(database: Database, progress: Callable[[int], None]) -> int:
    """Drop the projections and replay the log, in one transaction; the number of cases."""
    done = 0

    def told(cases: int) -> None:
        nonlocal done
        done += cases
        progress(done)

    with database.writing() as connection:
        return rebuild(connection, told)


def renewed(database: Database) -> bool:
    """Make the read tables anew where a new program or setup asks for it (quick if not).

    Whoever opens a database calls it after bringing the schema up; says whether it was needed.
    """
    with database.reading() as connection:
        if not is_stale(connection):
            return False
    with database.writing() as connection:
        return renew(connection)
