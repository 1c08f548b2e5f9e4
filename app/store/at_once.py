"""What one step writes into several tables, as one statement on PostgreSQL.

The way to the server and back costs more than writing a handful of rows does, so all of them go
together, as texts of JSON that the server unfolds. All rows belong to one case, whose code is the
first column of every key.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import Table
from sqlalchemy.exc import DataError

from app.store.engine import Connection
from app.store.unsaid import unsaid

Row = dict[str, Any]
Verb = Literal["gone", "changed", "fresh"]
# What is done to which table, with which columns; and the place of the rows among the parameters.
_Part = tuple[Verb, Table, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """Rows of one table, at least one: to take away, to put in the place of others, or to add.

    Of rows that go only the primary key is read; all rows have the same columns.
    """

    verb: Verb
    table: Table
    rows: Sequence[Row]


def write_at_once(
    connection: Connection,
    code: str,
    changes: Sequence[Change],
    *,
    gate: Table,
    earliest: datetime | None = None,
) -> None:
    """Write all that changes with one case; only on PostgreSQL.

    Args:
        connection: a writing transaction; it is of no more use after an error.
        code: the case.
        changes: the first one adds rows and comes before all others: whoever loses the race for
            their keys has changed nothing. The others follow in the order in which everybody
            touches the tables; each table is there once for each verb.
        gate: the table that whoever locks all of them locks first.
        earliest: when the first of the timers fires that are set with them; whoever sets any has
            held the lock of their mark (`app.store.timer_sweep`) since an earlier statement.

    Raises:
        IntegrityError: when one of the new rows is there already.
        DataError: when the server does not take a value; without the value.
    """
    parts = tuple((one.verb, one.table, tuple(one.rows[0])) for one in changes)
    given = {f"rows_{place}": _text(one.rows) for place, one in enumerate(changes)}
    if earliest is not None:
        given["earliest"] = earliest.isoformat()
    statement = _statement(gate, parts, marks=earliest is not None)
    try:
        connection.exec_driver_sql(statement, {"code": code, **given})
    except DataError as error:
        raise DataError(statement, None, unsaid(error.orig)) from None


# What `app.store.timer_sweep.lower` does once it holds the lock.
_MARK = """INSERT INTO timer_sweeps (since) SELECT %(earliest)s::timestamptz
    WHERE %(earliest)s::timestamptz < (SELECT min(since) FROM timer_sweeps)"""
# The names in these are those of our own tables and columns.
_VERBS: dict[Verb, str] = {
    "gone": "DELETE FROM {table} AS old USING {given} WHERE {same}",
    "changed": "UPDATE {table} AS old SET {values} FROM {given} WHERE {same}",
    "fresh": "INSERT INTO {table} ({columns}) SELECT {columns} FROM {given}",
}
_GIVEN = "json_populate_recordset(NULL::{table}, %(rows_{place})s::json) AS given"


# Tables are locked in the order in which a statement names them, rows in the one in which it is
# carried out, and these are opposite. So the first lock is asked for first here as well.
_GATE = "gate AS (SELECT FROM {table} WHERE false FOR UPDATE)"


@cache
def _statement(gate: Table, parts: tuple[_Part, ...], *, marks: bool) -> str:
    first, *others = (_part(place, *part) for place, part in enumerate(parts))
    if marks:
        others.append(_MARK)
    # PostgreSQL runs the main statement and then those beside it, beginning with the last named.
    beside = [f"part_{place} AS ({part})" for place, part in enumerate(others)]
    named = ", ".join((_GATE.format(table=gate.name), *reversed(beside)))
    return " ".join(("WITH", named, first))


def _part(place: int, verb: Verb, table: Table, names: tuple[str, ...]) -> str:
    others = (name for name in names if not table.c[name].primary_key)
    return _VERBS[verb].format(
        table=table.name,
        given=_GIVEN.format(table=table.name, place=place),
        columns=", ".join(names),
        values=", ".join(f"{name} = given.{name}" for name in others),
        same=_same(table),
    )


def _same(table: Table) -> str:
    # The code stands by itself, so that the few rows of the case are found by the key's beginning.
    code, *others = (column.name for column in table.primary_key)
    pairs = (f"old.{name} = given.{name}" for name in others)
    return " AND ".join([f"old.{code} = %(code)s", *pairs])


def _plain(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.isoformat()
    raise ValueError(f"{value!r} cannot be written at once")


_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


def _text(rows: Sequence[Row]) -> str:
    return _encoded(rows)
