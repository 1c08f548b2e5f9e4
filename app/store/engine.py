"""One Database for each URL: reading and writing transactions that mean the same on both kinds."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from time import sleep
from typing import Any

from sqlalchemy import Connection as Connection
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from app.errors import DatabaseNotReady, WriteConflict

BUSY_MS = 60_000
_MODE_TRIES, _MODE_PAUSE = 100, 0.02  # seconds
# PostgreSQL's names for "serialization failure" and "deadlock detected".
_GIVEN_UP = {"40001", "40P01"}


class Database:
    """A database reached by one URL; safe to share between threads."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write: all of it or nothing.

        On SQLite it takes the write lock first, so what it reads stays true until it commits.

        Raises:
            WriteConflict: when two transactions waited for each other and this one had to give way.
            DatabaseNotReady: when the database is out of reach, or busy for too long.
        """
        with self._connected() as plain:
            connection = plain.execution_options(motcua_writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the database and cannot write.

        Raises:
            DatabaseNotReady: when the database is out of reach.
        """
        with self._connected() as plain:
            connection = plain.execution_options(motcua_writes=False)
            if self.engine.dialect.name == "postgresql":
                connection = plain.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            if (told := _in_words(error, self.url)) is None:
                raise
            raise told from error


@lru_cache(maxsize=64)
def database(url: str) -> Database:
    """The Database of a URL, made once in a process."""
    return Database(url)


def dispose_all() -> None:
    """Close every pooled connection and forget the databases (before a fork, after a test)."""
    for url in list(_OPENED):
        _OPENED.pop(url).dispose()
    database.cache_clear()


_OPENED: dict[str, Engine] = {}


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        _make_room(parsed.database)
        engine = create_engine(url)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(url, pool_pre_ping=True)
    _OPENED[url] = engine
    return engine


def _make_room(file: str | None) -> None:
    if not file or file == ":memory:":
        return
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        words = f"không tạo được thư mục cho cơ sở dữ liệu {file} ({error.strerror})"
        raise DatabaseNotReady(words) from None


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Important: the driver's own BEGIN comes too late to lock; ours is in _begin_sqlite.
    connection.isolation_level = None
    for pragma in (f"busy_timeout = {BUSY_MS}", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    _write_ahead(connection)


def _write_ahead(connection: Any) -> None:
    # SQLite does not wait, whatever the timeout, where two processes change a new file's mode.
    tries = 0
    while True:
        tries += 1
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if tries == _MODE_TRIES or not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                raise
            sleep(_MODE_PAUSE)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("motcua_writes")
    connection.exec_driver_sql(f"PRAGMA query_only = {writes is False:d}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _in_words(error: DBAPIError, url: str) -> DatabaseNotReady | None:
    """What a person can make of an error; None for one that is a fault of this program."""
    if getattr(error.orig, "sqlstate", None) in _GIVEN_UP:
        return WriteConflict("cơ sở dữ liệu đã bỏ lần ghi này vì vướng lần ghi khác; hãy ghi lại")
    if str(getattr(error.orig, "sqlite_errorname", "")).startswith("SQLITE_BUSY"):
        waited = f"bận quá {BUSY_MS / 1000:g} giây"
        return DatabaseNotReady(f"cơ sở dữ liệu {waited}; hãy thử lại sau")
    if error.statement is None or error.connection_invalidated:
        shown = make_url(url).render_as_string(hide_password=True)
        return DatabaseNotReady(f"không dùng được cơ sở dữ liệu {shown}: {error.orig}")
    return None
