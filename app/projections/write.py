"""Writing the read tables: after each event the difference (anew: `app.projections.rebuild`)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Table, delete

from app.projections.rows import (
    CASES,
    TABLES,
    TIMERS,
    CaseRows,
    Growth,
    Row,
    growth,
    no_rows,
    rows_between,
)
from app.store.at_once import Change, write_at_once
from app.store.bulk import delete_all, insert_all, update_all
from app.store.engine import Connection
from app.store.event_log import EVENTS, CaseLog, insert_rows, racing
from app.store.setup import Setup
from app.store.step_log import hold_mark
from app.store.summaries import forget_all
from app.store.timer_sweep import lower


def project(connection: Connection, before: CaseLog, after: CaseLog, setup: Setup) -> None:
    """Bring the read rows of a case from one state of its log to the next, same transaction."""
    grown = growth(before, after, setup)
    if grown is not None:
        move(connection, *rows_between(grown, setup))


def write_all(
    connection: Connection, events: Sequence[Row], grown: Sequence[Growth], setup: Setup
) -> None:
    """Write new events of cases, and what changes with them in the read tables.

    Args:
        connection: a writing transaction; it is of no more use after an error.
        events: the rows of the new lines.
        grown: the cases, each once.
        setup: what this transaction sees of it.

    Raises:
        CaseChangedMeanwhile: when another process was first with one of the lines.
    """
    changes = _changes(*_rows_of_all(grown, setup))
    if connection.dialect.name == "postgresql" and len(grown) == 1 and events:
        _at_once(connection, grown[0].after.code, events, changes)
    else:
        insert_rows(connection, events)
        _write(connection, changes)


def move(connection: Connection, old: CaseRows, new: CaseRows) -> None:
    """Turn the written rows of a case into others, touching only what differs."""
    _write(connection, _changes(old, new))


def note_told(connection: Connection, logs: Sequence[CaseLog], gone: Sequence[Row]) -> None:
    """Write what deadline events change in the read tables, in two statements for many cases.

    Nothing follows from such an event but that the case has one more, and a timer less.

    Args:
        connection: the writing transaction of the events.
        logs: the cases' logs with the events.
        gone: the rows of the timers that fired.
    """
    delete_all(connection, TIMERS, gone)
    update_all(connection, CASES, [{"code": log.code, **_head(log)} for log in logs])


def set_timers(connection: Connection, codes: Collection[str], rows: Sequence[Row]) -> None:
    """Let these rows be all the timers of some cases, whatever stood there.

    Args:
        connection: a writing transaction in which nobody else can be setting timers.
        codes: the cases; those without a log have no rows.
        rows: what their logs ask for.
    """
    if codes:
        connection.execute(delete(TIMERS).where(TIMERS.c.case_code.in_(codes)))
        _insert(connection, TIMERS, rows)


def insert_new(connection: Connection, cases: Iterable[CaseRows]) -> None:
    """Write the rows of cases that have none yet."""
    gathered = list(cases)
    for table in TABLES:
        _insert(connection, table, [row for case in gathered for row in case.rows[table]])


def clear(connection: Connection) -> None:
    """Empty every read table, and forget the months that were counted of them."""
    forget_all(connection)
    for table in TABLES:
        connection.execute(delete(table))


def _rows_of_all(grown: Sequence[Growth], setup: Setup) -> tuple[CaseRows, CaseRows]:
    """The rows of many cases before and after, table by table."""
    old, new = no_rows(), no_rows()
    for one in grown:
        before, after = rows_between(one, setup)
        _add(old, before)
        _add(new, after)
    return old, new


def _changes(old: CaseRows, new: CaseRows) -> list[Change]:
    """What turns rows into others, in the order in which everybody touches the tables."""
    return [change for table in new.rows for change in _changes_of(table, old, new) if change.rows]


def _changes_of(table: Table, old: CaseRows, new: CaseRows) -> Iterator[Change]:
    before, after = old.keyed(table), new.keyed(table)
    gone = [row for key, row in before.items() if key not in after]
    changed = [row for key, row in after.items() if key in before and before[key] != row]
    fresh = [row for key, row in after.items() if key not in before]
    yield Change(verb="gone", table=table, rows=gone)
    yield Change(verb="changed", table=table, rows=changed)
    yield Change(verb="fresh", table=table, rows=fresh)


def _at_once(
    connection: Connection, code: str, events: Sequence[Row], changes: Sequence[Change]
) -> None:
    earliest = _earliest(changes)
    if earliest is not None:
        hold_mark(connection)
    with racing([code]):
        added = Change(verb="fresh", table=EVENTS, rows=events)
        write_at_once(connection, code, (added, *changes), gate=TABLES[0], earliest=earliest)


def _write(connection: Connection, changes: Sequence[Change]) -> None:
    for change in changes:
        _WRITERS[change.verb](connection, change.table, change.rows)
    earliest = _earliest(changes)
    if earliest is not None:
        lower(connection, earliest)


_WRITERS = {"gone": delete_all, "changed": update_all, "fresh": insert_all}


def _earliest(changes: Sequence[Change]) -> datetime | None:
    """When the first fires of the timers that are set."""
    set_now = (one for one in changes if one.table is TIMERS and one.verb != "gone")
    return min((row["fires_at"] for one in set_now for row in one.rows), default=None)


def _insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    insert_all(connection, table, rows)
    if rows and table is TIMERS:
        lower(connection, min(row["fires_at"] for row in rows))


def _head(log: CaseLog) -> Row:
    return {
        "version": log.version,
        "head_hash": log.head,
        "recorded_at": log.lines[-1].recorded_at,
    }


def _add(gathered: CaseRows, one: CaseRows) -> None:
    for table, rows in one.rows.items():
        gathered.rows[table] += rows
