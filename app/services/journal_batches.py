"""A batch of whole cases of a journal: one transaction, tried again when another came first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.errors import CaseChangedMeanwhile, WriteConflict
from app.projections.letter_doubles import NumbersHeld
from app.projections.rows import case_rows
from app.projections.write import insert_new, move
from app.services.journal_cases import Change, Rejected, change_of, read_case
from app.services.journal_lines import Line
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog, insert_rows, load_many
from app.store.letter_numbers import LETTERS, hold_numbers, series_of
from app.store.retry import tried
from app.store.setup import Setup, read_setup
from app.store.spool import SpooledCase

TRIES = 5

ReadCase = tuple[str, list[Line] | Rejected]


@dataclass(kw_only=True, slots=True)
class Batch:
    """What a batch comes to."""

    changes: list[Change] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    known: int = 0


def read_alone(spooled: SpooledCase, now: datetime) -> ReadCase:
    """A case as far as its lines can be judged by themselves; needs no transaction."""
    try:
        return spooled.code, read_case(spooled, now)
    except Rejected as rejected:
        return spooled.code, rejected


def settle(database: Database, read: Sequence[ReadCase], *, dry_run: bool) -> Batch:
    """Write what the cases add to the log, or with `dry_run` only say what it would be.

    Raises:
        CaseChangedMeanwhile: when others were first again and again; nothing is written.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """

    def attempt() -> Batch:
        with (database.reading if dry_run else database.writing)() as connection:
            setup = read_setup(connection)
            batch = _judged(connection, read, setup)
            if not dry_run:
                _hold(connection, batch.changes)
            _leave_out_doubles(connection, batch)
            if not dry_run:
                _write(connection, batch.changes, setup)
        return batch

    # Another import, an officer or the clock work may come first.
    return tried(attempt, times=TRIES, on=(CaseChangedMeanwhile, WriteConflict))


def _judged(connection: Connection, read: Sequence[ReadCase], setup: Setup) -> Batch:
    # A rejected case may have a code that no database can even be asked for.
    cases = [(code, lines) for code, lines in read if not isinstance(lines, Rejected)]
    batch = Batch(rejected=[lines for _, lines in read if isinstance(lines, Rejected)])
    known = load_many(connection, [code for code, _ in cases])
    for code, lines in cases:
        try:
            change = change_of(known.get(code, CaseLog(code=code)), lines, setup)
        except Rejected as rejected:
            batch.rejected.append(rejected)
            continue
        if change is None:
            batch.known += 1
        else:
            batch.changes.append(change)
    return batch


def _hold(connection: Connection, changes: Sequence[Change]) -> None:
    # Important: first of all, as whoever issues a letter takes its number before anything else.
    letters = [row for change in changes for row in change.rows.rows[LETTERS]]
    hold_numbers(connection, series_of(letters))


def _leave_out_doubles(connection: Connection, batch: Batch) -> None:
    """Two letters of one number could never be told apart again, and `verify` would never end."""
    held = NumbersHeld(connection, (row for one in batch.changes for row in one.letters))
    kept = []
    for change in batch.changes:
        double = held.clash(change.letters)
        if double is None:
            held.take(change.letters)
            kept.append(change)
        else:
            batch.rejected.append(_doubled(change, double))
    batch.changes = kept


def _doubled(change: Change, row: Mapping[str, Any]) -> Rejected:
    whose = f"{row['agency']} năm {row['year']}"
    words = f"số {row['number']} (thứ tự {row['serial']}) của {whose} đã cấp cho văn bản khác"
    return Rejected(change.place_of(row["version"]), [("data.serial", words)])


def _write(connection: Connection, changes: Sequence[Change], setup: Setup) -> None:
    # Important: two imports that lock the same cases in the same order cannot deadlock.
    in_order = sorted(changes, key=lambda change: change.before.code)
    insert_rows(connection, [row for change in in_order for row in change.events])
    insert_new(connection, (change.rows for change in changes if not change.before.lines))
    for change in changes:
        if change.before.lines:
            move(connection, case_rows(change.before, setup), change.rows)
