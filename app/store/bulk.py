"""Many rows in one statement on PostgreSQL: they go as one text of JSON, which the server unfolds.

A place in the statement for each value of each row costs more than writing the rows does. SQLite
has no way to its server and gains nothing by it: there each row goes by itself.

All rows of one call have the same keys, which are names of columns.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Delete,
    Insert,
    Row,
    Table,
    TableValuedAlias,
    Text,
    Update,
    and_,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql

from app.store.engine import Connection, dialect_of

Given = Mapping[str, Any]
Names = tuple[str, ...]
_ROWS = "rows"
# Fewer rows go faster by themselves than PostgreSQL unfolds a text of them.
_FEW = 2


def insert_all(connection: Connection, table: Table, rows: Sequence[Given]) -> None:
    """Write rows.

    Raises:
        IntegrityError: when one of them is there already.
    """
    if _unfolds(connection, rows):
        connection.execute(_inserting(table, tuple(rows[0])), _text(rows))
    elif rows:
        connection.execute(insert(table), list(rows))


def insert_new(
    connection: Connection,
    table: Table,
    rows: Sequence[Given],
    returning: tuple[Column[Any], ...],
) -> Sequence[Row[Any]]:
    """Write those rows that are not there yet, in their order, and give back columns of them."""
    if not rows:
        return []
    if _unfolds(connection, rows):
        statement = _inserting_new(table, tuple(rows[0]), returning)
        return connection.execute(statement, _text(rows)).all()
    new = dialect_of(connection).insert(table).on_conflict_do_nothing().returning(*returning)
    return connection.execute(new, list(rows)).all()


def update_all(connection: Connection, table: Table, rows: Sequence[Given]) -> None:
    """Put the values of rows into those with the same primary key."""
    if _unfolds(connection, rows):
        connection.execute(_updating(table, tuple(rows[0])), _text(rows))
    elif rows:
        places = [{f"{_ROWS}_{name}": value for name, value in row.items()} for row in rows]
        connection.execute(_updating_each(table, tuple(rows[0])), places)


def delete_all(connection: Connection, table: Table, rows: Sequence[Given]) -> None:
    """Take away the rows with the same primary key."""
    keys = tuple(name.name for name in table.primary_key)
    trimmed = [{name: row[name] for name in keys} for row in rows]
    if _unfolds(connection, rows):
        connection.execute(_deleting(table), _text(trimmed))
    elif rows:
        places = [{f"{_ROWS}_{name}": row[name] for name in keys} for row in trimmed]
        connection.execute(_deleting_each(table), places)


def _unfolds(connection: Connection, rows: Sequence[Given]) -> bool:
    return connection.dialect.name == "postgresql" and len(rows) > _FEW


def _text(rows: Sequence[Given]) -> dict[str, str]:
    return {_ROWS: json.dumps([dict(row) for row in rows], ensure_ascii=False, default=_plain)}


def _plain(value: object) -> str:
    """An instant or a day, the only values that JSON has no word for.

    Raises:
        ValueError: for an instant without an offset, which no column takes.
        TypeError: for anything else.
    """
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no offset")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written in bulk")


def _given(table: Table, names: Names) -> TableValuedAlias:
    columns = (column(name, table.c[name].type) for name in names)
    rows = cast(bindparam(_ROWS, type_=Text()), JSON)
    unfolded = func.json_to_recordset(rows).table_valued(*columns)
    return unfolded.render_derived(name="given", with_types=True)


@cache
def _inserting(table: Table, names: Names) -> Insert:
    given = _given(table, names)
    return insert(table).from_select(names, select(*(given.c[name] for name in names)))


@cache
def _inserting_new(table: Table, names: Names, returning: tuple[Column[Any], ...]) -> Insert:
    given = _given(table, names)
    new = postgresql.insert(table).from_select(names, select(*(given.c[n] for n in names)))
    return new.on_conflict_do_nothing().returning(*returning)


@cache
def _updating(table: Table, names: Names) -> Update:
    given = _given(table, names)
    values = {name: given.c[name] for name in _others(table, names)}
    return update(table).where(_same(table, given)).values(values)


@cache
def _deleting(table: Table) -> Delete:
    given = _given(table, tuple(column.name for column in table.primary_key))
    return delete(table).where(_same(table, given))


@cache
def _updating_each(table: Table, names: Names) -> Update:
    values: dict[str, Any] = {name: bindparam(f"{_ROWS}_{name}") for name in _others(table, names)}
    return update(table).where(_by_key(table)).values(values)


@cache
def _deleting_each(table: Table) -> Delete:
    return delete(table).where(_by_key(table))


def _others(table: Table, names: Names) -> list[str]:
    return [name for name in names if not table.c[name].primary_key]


def _same(table: Table, given: TableValuedAlias) -> ColumnElement[bool]:
    return and_(*(key == given.c[key.name] for key in table.primary_key))


def _by_key(table: Table) -> ColumnElement[bool]:
    return and_(*(key == bindparam(f"{_ROWS}_{key.name}") for key in table.primary_key))
