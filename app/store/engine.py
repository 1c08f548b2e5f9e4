"""One Database for each URL: reading and writing transactions that mean the same on both kinds."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection as Connection
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError

from app.errors import DatabaseNotReady

BUSY_MS = 60_000


class Database:
    """A database reached by one URL; safe to share between threads."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write: all of it or nothing.

        On SQLite it takes the write lock first, so what it reads stays true until it commits.
        """
        with self._connected() as plain:
            connection = plain.execution_options(motcua_writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the database and cannot write."""
        with self._connected() as plain:
            connection = plain
            if self.engine.dialect.name == "postgresql":
                connection = plain.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            connection = self.engine.connect()
        except OperationalError as error:
            shown = make_url(self.url).render_as_string(hide_password=True)
            raise DatabaseNotReady(f"không mở được cơ sở dữ liệu {shown}: {error.orig}") from None
        with connection:
            yield connection


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
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(url, pool_pre_ping=True)
    _OPENED[url] = engine
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401
    # Important: the driver's own BEGIN comes too late to lock; ours is in _begin_sqlite.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("motcua_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
