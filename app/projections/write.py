"""Writing the read tables: after each event the difference, after `rebuild` everything anew."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Table, and_, bindparam, delete, insert, update

from app.projections.rows import TABLES, CaseRows, Row, case_rows
from app.store.engine import Connection
from app.store.event_log import CaseLog, stream
from app.store.setup import Setup

BATCH = 500


def project(connection: Connection, before: CaseLog, after: CaseLog, setup: Setup) -> None:
    """Bring the read rows of a case from one state of its log to the next, same transaction."""
    move(connection, case_rows(before, setup), case_rows(after, setup))


def move(connection: Connection, old: CaseRows, new: CaseRows) -> None:
    """Turn the written rows of a case into others, touching only what differs."""
    for table in TABLES:
        _move(connection, table, old, new)


def insert_new(connection: Connection, cases: Iterable[CaseRows]) -> None:
    """Write the rows of cases that have none yet."""
    gathered = list(cases)
    for table in TABLES:
        rows = [row for case in gathered for row in case.rows[table]]
        if rows:
            connection.execute(insert(table), rows)


def clear(connection: Connection) -> None:
    """Empty every read table."""
    for table in TABLES:
        connection.execute(delete(table))


def rebuild(
    reading: Connection,
    writing: Connection,
    setup: Setup,
    progress: Callable[[int], None] = lambda cases: None,
) -> int:
    """Drop what the projections hold and make it again from the log; returns the number of cases.

    Both connections may be the same. `progress` is told how many cases came with each batch.
    """
    clear(writing)
    total = 0
    batch: list[CaseRows] = []
    for log in stream(reading):
        batch.append(case_rows(log, setup))
        if len(batch) == BATCH:
            total += _flush(writing, batch, progress)
    return total + _flush(writing, batch, progress)


def _flush(
    connection: Connection, batch: list[CaseRows], progress: Callable[[int], None]
) -> int:
    done = len(batch)
    insert_new(connection, batch)
    batch.clear()
    progress(done)
    return done


def _move(connection: Connection, table: Table, old: CaseRows, new: CaseRows) -> None:
    before, after = old.keyed(table), new.keyed(table)
    gone = [row for key, row in before.items() if key not in after]
    fresh = [row for key, row in after.items() if key not in before]
    changed = [row for key, row in after.items() if key in before and before[key] != row]
    if gone:
        connection.execute(delete(table).where(_by_key(table)), _keys(table, gone))
    if changed:
        others = [column.name for column in table.columns if not column.primary_key]
        statement = update(table).where(_by_key(table))
        statement = statement.values({name: bindparam(name) for name in others})
        connection.execute(statement, [{**row, **key} for row, key in _pairs(table, changed)])
    if fresh:
        connection.execute(insert(table), fresh)


def _by_key(table: Table) -> Any:  # noqa: ANN401
    return and_(*(column == bindparam(f"key_{column.name}") for column in table.primary_key))


def _keys(table: Table, rows: Sequence[Row]) -> list[Row]:
    return [{f"key_{column.name}": row[column.name] for column in table.primary_key} for row in rows]


def _pairs(table: Table, rows: Sequence[Row]) -> Iterable[tuple[Row, Row]]:
    others = [column.name for column in table.columns if not column.primary_key]
    trimmed = ({name: row[name] for name in others} for row in rows)
    return zip(trimmed, _keys(table, rows), strict=True)
