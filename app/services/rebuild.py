"""Making the read tables anew."""

from collections.abc import Callable

from app.projections.write import rebuild
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
