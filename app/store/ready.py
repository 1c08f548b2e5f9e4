"""Rows as a database takes them at once: made anywhere, then written without looking at each again.

PostgreSQL gets the lines of a COPY, SQLite the values of its own kinds. Making them is most of the
work, and needs no connection: another process can do it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from operator import itemgetter
from typing import Any

import psycopg
from sqlalchemy import Table
from sqlalchemy.exc import DBAPIError

from app.store.engine import Connection
from app.store.unsaid import unsaid

_ODD = re.compile(r"[\\\t\n\r]")
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """Rows of one table for one kind of database.

    Attributes:
        names: their columns.
        count: how many there are.
        values: lines of a COPY, or each row's values.
    """

    names: tuple[str, ...]
    count: int
    values: str | tuple[tuple[Any, ...], ...]


NONE = Ready(names=(), count=0, values="")


def ready(rows: Sequence[Mapping[str, Any]], dialect: str) -> Ready:
    """Rows with the same keys, which are names of columns, for `postgresql` or `sqlite`.

    Raises:
        ValueError: for an instant without an offset.
        TypeError: for a value no column takes.
    """
    if not rows:
        return NONE
    names = tuple(rows[0])
    # The first one twice, since one name alone would give its value bare.
    values_of = itemgetter(names[0], *names)
    kept = (values_of(row)[1:] for row in rows)
    if dialect == "postgresql":
        return Ready(names=names, count=len(rows), values="".join(map(_line, kept)))
    bare = (tuple([_BARE.get(type(v), _same)(v) for v in values]) for values in kept)
    return Ready(names=names, count=len(rows), values=tuple(bare))


def write(connection: Connection, table: Table, parts: Iterable[Ready]) -> int:
    """Write rows that are not there yet; returns how many.

    Raises:
        IntegrityError: when one of them is.
    """
    some = [part for part in parts if part.count]
    for names in dict.fromkeys(part.names for part in some):
        same = [part.values for part in some if part.names == names]
        if connection.dialect.name == "postgresql":
            _copy(connection, _copying(table, names), (str(text) for text in same))
        else:
            values = [row for rows in same for row in rows]
            connection.exec_driver_sql(_inserting(table, names), values)
    return sum(part.count for part in some)


def _copy(connection: Connection, statement: str, texts: Iterable[str]) -> None:
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for text in texts:
                copy.write(text)
    except psycopg.Error as error:
        # As any statement's would come; without the rows, which no message may show.
        raise DBAPIError.instance(statement, None, unsaid(error), psycopg.Error) from None


@cache
def _copying(table: Table, names: tuple[str, ...]) -> str:
    return f"COPY {table.name} ({', '.join(_quoted(names))}) FROM STDIN"


@cache
def _inserting(table: Table, names: tuple[str, ...]) -> str:
    places = ", ".join("?" * len(names))
    columns = ", ".join(_quoted(names))
    return " ".join(["INSERT INTO", table.name, f"({columns})", f"VALUES ({places})"])


def _quoted(names: Iterable[str]) -> Iterable[str]:
    return (f'"{name}"' for name in names)


def _line(values: Iterable[Any]) -> str:
    return "\t".join([_TEXTS.get(type(value), _other)(value) for value in values]) + "\n"


def _text(value: str) -> str:
    return value if _ODD.search(value) is None else value.translate(_ESCAPED)


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no offset")
    return value.isoformat()


def _other(value: object) -> str:
    if isinstance(value, str):  # a word of an enumeration
        return _text(str.__str__(value))
    raise TypeError(f"{type(value).__name__} cannot be written in bulk")


_TEXTS: Mapping[type[Any], Callable[[Any], str]] = {
    str: _text,
    int: str,
    bool: lambda value: "t" if value else "f",
    type(None): lambda _: "\\N",
    datetime: _instant,
}


def _same(value: Any) -> Any:
    return value


def _without_offset(value: datetime) -> str:
    """As SQLite keeps it: an instant in UTC without an offset (`app.store.types.Instant`)."""
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no offset")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


_BARE: Mapping[type[Any], Callable[[Any], Any]] = {datetime: _without_offset}
