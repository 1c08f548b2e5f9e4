"""A batch of whole cases of a journal: one transaction, tried again when another came first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.errors import CaseChangedMeanwhile, WriteConflict
from app.projections.letter_doubles import NumbersHeld
from app.projections.ready_rows import insert_ready_rows
from app.projections.rows import case_rows
from app.projections.write import move
from app.services.journal_cases import Change, Rejected
from app.services.journal_judged import Fresh, Grown, JudgedBatch, changed, read_alone
from app.store.engine import Connection, Database
from app.store.event_log import insert_ready, insert_rows, load, versions_of
from app.store.letter_numbers import hold_numbers, series_of
from app.store.retry import tried
from app.store.setup import Setup, read_setup
from app.store.spool import SpooledCase

TRIES = 5


New = Fresh | Change


@dataclass(kw_only=True, slots=True)
class Batch:
    """What a batch comes to: new cases and those that get more events, and what stays out."""

    changes: list[New] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    known: int = 0


def settle(
    database: Database,
    cases: Sequence[SpooledCase],
    judged: JudgedBatch,
    *,
    now: datetime,
    dry_run: bool,
) -> Batch:
    """Write what the cases add to the log, or with `dry_run` only say what it would be.

    Args:
        database: where.
        cases: a batch of the file.
        judged: what was found of each, before this transaction; found anew where it moved on.
        now: nothing may have been recorded after it.
        dry_run: write nothing.

    Raises:
        CaseChangedMeanwhile: when others were first again and again; nothing is written.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """

    def attempt() -> Batch:
        with (database.reading if dry_run else database.writing)() as connection:
            setup = read_setup(connection)
            batch = _sorted_out(_holding(connection, cases, judged, setup, now=now))
            if not dry_run:
                _hold(connection, batch.changes)
            _leave_out_doubles(connection, batch)
            if not dry_run:
                _write(connection, batch.changes, setup)
        return batch

    # Another import, an officer or the clock work may come first.
    return tried(attempt, times=TRIES, on=(CaseChangedMeanwhile, WriteConflict))


def _holding(
    connection: Connection,
    cases: Sequence[SpooledCase],
    judged: JudgedBatch,
    setup: Setup,
    *,
    now: datetime,
) -> Iterator[New | Rejected | None]:
    """What was found of each case as far as it holds in this transaction, else found anew."""
    pairs = [*zip(cases, judged.cases, strict=True)]
    # A rejected case may have a code that no database can even be asked for.
    asked = [spooled.code for spooled, one in pairs if one.version is not None]
    versions = versions_of(connection, asked)
    same_setup = judged.revision == setup.revision
    for spooled, one in sorted(pairs, key=lambda pair: pair[1].version is not None):
        moved = one.version is not None and one.version != versions.get(spooled.code, 0)
        if isinstance(one.found, Grown) or moved or not same_setup:
            yield _anew(connection, spooled, setup, now)
        else:
            yield one.found


def _anew(
    connection: Connection, spooled: SpooledCase, setup: Setup, now: datetime
) -> New | Rejected | None:
    lines = read_alone(spooled, now)
    if isinstance(lines, Rejected):
        return lines
    return changed(load(connection, spooled.code), lines, setup)


def _sorted_out(found: Iterable[New | Rejected | None]) -> Batch:
    batch = Batch()
    for one in found:
        if one is None:
            batch.known += 1
        elif isinstance(one, Rejected):
            batch.rejected.append(one)
        else:
            batch.changes.append(one)
    return batch


def _hold(connection: Connection, changes: Sequence[New]) -> None:
    # Important: first of all, as whoever issues a letter takes its number before anything else.
    hold_numbers(connection, series_of(row for change in changes for row in change.letters))


def _leave_out_doubles(connection: Connection, batch: Batch) -> None:
    """Two letters of one number could never be told apart again, and `verify` would never end."""
    held = NumbersHeld(connection, (row for one in batch.changes for row in one.letters))
    kept: list[New] = []
    for change in batch.changes:
        double = held.clash(change.letters)
        if double is None:
            held.take(change.letters)
            kept.append(change)
        else:
            batch.rejected.append(_doubled(change, double))
    batch.changes = kept


def _doubled(change: New, row: Mapping[str, Any]) -> Rejected:
    whose = f"{row['agency']} năm {row['year']}"
    words = f"số {row['number']} (thứ tự {row['serial']}) của {whose} đã cấp cho văn bản khác"
    return Rejected(change.place_of(row["version"]), [("data.serial", words)])


def _write(connection: Connection, changes: Sequence[New], setup: Setup) -> None:
    # Important: two imports that lock the same cases in the same order cannot deadlock.
    in_order = sorted(changes, key=lambda change: change.code)
    fresh = [one for one in in_order if isinstance(one, Fresh)]
    grown = [one for one in in_order if isinstance(one, Change)]
    insert_rows(connection, [row for change in grown for row in change.events])
    insert_ready(connection, [one.events for one in fresh], [one.code for one in fresh])
    insert_ready_rows(connection, (one.rows for one in fresh))
    for change in grown:
        move(connection, case_rows(change.before, setup), change.rows)
