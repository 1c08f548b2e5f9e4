"""Taking the write lock of an SQLite file: short waits by chance in place of SQLite's own.

SQLite soon sleeps a tenth of a second between two looks. Whoever has just written comes back for
the next writing sooner than that, so one writer may find the file taken at each look until its
patience is over, while the other goes on and on.
"""

import sqlite3
from secrets import randbelow
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection

_BEGIN = "BEGIN IMMEDIATE"
# Microseconds between two looks; a look takes some twenty, and a writing thousands.
_SHORTEST, _LONGEST = 500, 5_000


def begin_writing(connection: Connection, patience: int) -> None:
    """Begin a transaction that holds the write lock.

    Args:
        connection: with no transaction yet.
        patience: how long to wait for other writers, in milliseconds.

    Raises:
        OperationalError: SQLAlchemy's, when others wrote all the while.
    """
    plain = connection.connection.dbapi_connection
    given_up = monotonic() + patience / 1000
    _wait_in_sqlite(plain, 0)
    try:
        while (refusal := _refused(plain)) is not None:
            if not refusal.startswith("SQLITE_BUSY") or monotonic() >= given_up:
                connection.exec_driver_sql(_BEGIN)  # What it fails with comes out as SQLAlchemy's.
                return
            sleep(_pause())
    finally:
        _wait_in_sqlite(plain, patience)


def _refused(plain: Any) -> str | None:
    """SQLite's name of the reason; None once the transaction has begun."""
    try:
        plain.execute(_BEGIN)
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorname", "")
    return None


def _pause() -> float:
    """So many seconds; by chance, since two who wait alike would meet again and again."""
    return (_SHORTEST + randbelow(_LONGEST - _SHORTEST)) / 1_000_000


def _wait_in_sqlite(plain: Any, patience: int) -> None:
    plain.execute(f"PRAGMA busy_timeout = {patience}")
