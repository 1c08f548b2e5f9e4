"""Writing the read tables: after each event the difference, after `rebuild` everything anew."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from sqlalchemy import (
    ColumnElement,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    insert,
    select,
    text,
    update,
)

from app.projections.facts import may_change_facts
from app.projections.rows import CASES, FACTS, STEPS, TABLES, TIMERS, CaseRows, Row, case_rows
from app.store.engine import Connection
from app.store.event_log import CaseLog, stream
from app.store.read_tables import ReadStateRow
from app.store.setup import Setup, read_setup
from app.store.tables import table_of
from app.store.timer_sweep import lower
from sla.law import law_digest
from workflows import events as ev
from workflows.ladder import ladders_digest
from workflows.log import Recorded

BATCH = 500
STATE = table_of(ReadStateRow)
# What is put on paper moves no clock and no step.
_PAPERS = (ev.LetterIssued, ev.LetterPublished)


def project(connection: Connection, before: CaseLog, after: CaseLog, setup: Setup) -> None:
    """Bring the read rows of a case from one state of its log to the next, same transaction."""
    project_all(connection, [(before, after)], setup)


def project_all(
    connection: Connection, grown: Sequence[tuple[CaseLog, CaseLog]], setup: Setup
) -> None:
    """The same for many cases, each once, in a few statements for all of them."""
    old, new = _no_rows(), _no_rows()
    for before, after in grown:
        tables = _touched(after.lines[before.version :])
        _add(old, _old_rows(before, setup, tables))
        _add(new, case_rows(after, setup, tables))
    move(connection, old, new)


def move(connection: Connection, old: CaseRows, new: CaseRows) -> None:
    """Turn the written rows of a case into others, touching only what differs."""
    for table in new.rows:
        _move(connection, table, old, new)


def note_told(connection: Connection, logs: Sequence[CaseLog], gone: Sequence[Row]) -> None:
    """Write what deadline events change in the read tables, in two statements for many cases.

    Nothing follows from such an event but that the case has one more, and a timer less.

    Args:
        connection: the writing transaction of the events.
        logs: the cases' logs with the events.
        gone: the rows of the timers that fired.
    """
    _delete(connection, TIMERS, gone)
    names = ("version", "head_hash", "recorded_at")
    statement = update(CASES).where(_by_key(CASES))
    statement = statement.values({name: bindparam(name) for name in names})
    if logs:
        connection.execute(statement, [{"key_code": log.code, **_head(log)} for log in logs])


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
    """Empty every read table."""
    for table in TABLES:
        connection.execute(delete(table))


def rebuild(connection: Connection, progress: Callable[[int], None] = lambda cases: None) -> int:
    """Drop what the projections hold and make it again from the log; returns the number of cases.

    Officers may go on reading meanwhile and see the old rows; whoever records waits for the end.

    Args:
        connection: a writing transaction that has not touched the read tables yet.
        progress: told how many cases came with each batch.
    """
    _hold(connection)
    clear(connection)
    # Read only now: whatever was recorded before the tables were held may rest on the newest setup.
    setup = read_setup(connection)
    total = 0
    for batch in _batches(case_rows(log, setup) for log in stream(connection)):
        insert_new(connection, batch)
        total += len(batch)
        progress(len(batch))
    connection.execute(update(STATE).values(stale=False, rules=_rules()))
    return total


def is_stale(connection: Connection) -> bool:
    """Whether the read tables have to be made anew.

    Somebody has asked for it, or they were made by another state of the program's ladders and law.
    """
    stale, rules = connection.execute(select(STATE.c.stale, STATE.c.rules)).one()
    return bool(stale) or rules not in (None, _rules())


def is_unsigned(connection: Connection) -> bool:
    """Whether a new database has yet to hear by which ladders and law its tables are made."""
    return connection.scalar(select(STATE.c.rules)) is None


def sign(connection: Connection) -> None:
    """Note by which ladders and law the read tables of a new database are made."""
    connection.execute(update(STATE).where(STATE.c.rules.is_(None)).values(rules=_rules()))


def mark_stale(connection: Connection) -> None:
    """Ask for the read tables to be made anew, by whoever opens the database next."""
    connection.execute(update(STATE).values(stale=True))


def renew(connection: Connection, progress: Callable[[int], None] = lambda cases: None) -> bool:
    """Rebuild what an earlier program has left; says whether that was needed.

    Of several processes that open a database at once, the first does it and the others wait.
    """
    _hold(connection)
    if not is_stale(connection):
        return False
    rebuild(connection, progress)
    return True


def _rules() -> str:
    """Stands for the program's data that the timers of open cases follow from."""
    return hashlib.sha256((law_digest() + ladders_digest()).encode()).hexdigest()


def _hold(connection: Connection) -> None:
    """Keep other writers out of the read tables; on SQLite this transaction does so already.

    Each recording writes its events and its read rows in one transaction. So once the tables are
    held, every event that can be seen has its rows, and the rows of one still to be committed will
    be written after the rebuild, as a difference to the state the rebuild leaves.
    """
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in TABLES)
        connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))


def _batches(cases: Iterator[CaseRows]) -> Iterator[list[CaseRows]]:
    while batch := list(islice(cases, BATCH)):
        yield batch


def _move(connection: Connection, table: Table, old: CaseRows, new: CaseRows) -> None:
    before, after = old.keyed(table), new.keyed(table)
    gone = [row for key, row in before.items() if key not in after]
    fresh = [row for key, row in after.items() if key not in before]
    changed = [row for key, row in after.items() if key in before and before[key] != row]
    _delete(connection, table, gone)
    if changed:
        rows = [{**row, **key} for row, key in _pairs(table, changed)]
        connection.execute(_updating(table), rows)
    _insert(connection, table, fresh)
    if table is TIMERS and changed:
        lower(connection, min(row["fires_at"] for row in changed))


@cache
def _updating(table: Table) -> Update:
    """Putting a row's values in the place of another's; dear to make, and the same every time."""
    others = [column.name for column in table.columns if not column.primary_key]
    statement = update(table).where(_by_key(table))
    return statement.values({name: bindparam(name) for name in others})


def _delete(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(delete(table).where(_by_key(table)), _keys(table, rows))


def _insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(insert(table), rows)
    if rows and table is TIMERS:
        lower(connection, min(row["fires_at"] for row in rows))


def _head(log: CaseLog) -> Row:
    return {
        "version": log.version,
        "head_hash": log.head,
        "recorded_at": log.lines[-1].recorded_at,
    }


def _touched(fresh: Sequence[Recorded]) -> list[Table]:
    """The tables that new lines can change; of those left out the old rows hold."""
    # Most events, those of the steps, leave the facts alone, which are the dearest to make.
    left_out = set() if may_change_facts(fresh) else {FACTS}
    if all(isinstance(line.event, _PAPERS) for line in fresh):
        left_out |= {TIMERS, STEPS}
    return [table for table in TABLES if table not in left_out]


def _old_rows(log: CaseLog, setup: Setup, tables: Sequence[Table]) -> CaseRows:
    """The rows of a case before it grew; of `cases` only which one, for it differs anyway."""
    made = case_rows(log, setup, [table for table in tables if table is not CASES])
    return CaseRows(rows={**made.rows, CASES: [{"code": log.code}] if log.lines else []})


def _no_rows() -> CaseRows:
    return CaseRows(rows={table: [] for table in TABLES})


def _add(gathered: CaseRows, one: CaseRows) -> None:
    for table, rows in one.rows.items():
        gathered.rows[table] += rows


def _by_key(table: Table) -> ColumnElement[bool]:
    return and_(*(column == bindparam(f"key_{column.name}") for column in table.primary_key))


def _keys(table: Table, rows: Sequence[Row]) -> list[Row]:
    return [
        {f"key_{column.name}": row[column.name] for column in table.primary_key} for row in rows
    ]


def _pairs(table: Table, rows: Sequence[Row]) -> Iterable[tuple[Row, Row]]:
    others = [column.name for column in table.columns if not column.primary_key]
    trimmed = ({name: row[name] for name in others} for row in rows)
    return zip(trimmed, _keys(table, rows), strict=True)
