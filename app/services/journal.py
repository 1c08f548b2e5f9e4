"""Importing a journal (contract 3): whole cases or nothing of them, as often as one likes."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime

from app.services.journal_batches import Batch, settle
from app.services.journal_cases import MAX_BYTES, MAX_EVENTS
from app.services.journal_complaints import Complaints
from app.services.journal_judged import Fresh, JudgedBatch, judging
from app.services.journal_lines import BOM, MAX_LINE, BadLine, case_of
from app.store.engine import Database
from app.store.fresh import cores
from app.store.hands import shared
from app.store.spool import Spool, SpooledCase

BATCH_LINES = 2_000
BATCH_BYTES = 4 * 1024 * 1024
MANY_LINES = 16_000  # for fewer no other process is started


@dataclass(kw_only=True, slots=True)
class Imported:
    """What an import did, counted while it goes on; problems in the order of the file."""

    lines: int = 0
    lines_unreadable: int = 0
    cases_new: int = 0
    cases_grown: int = 0
    cases_known: int = 0
    cases_rejected: int = 0
    events: int = 0
    problems: list[str] = field(default_factory=list)


def import_journal(
    database: Database,
    lines: Iterable[bytes],
    source: str,
    *,
    now: datetime,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Imported:
    """Take in a journal.

    A case with a bad line is left out whole and reported; the others go in, a batch of whole cases
    at a time, so a killed import leaves whole cases and the next one completes it. Lines the log
    already holds add nothing.

    Args:
        database: where.
        lines: the file, line by line; read once.
        source: its name in complaints.
        now: nothing may have been recorded after it.
        dry_run: check everything, write nothing.
        progress: told lines done and lines in all.
    """
    result, complaints = Imported(), Complaints(source)
    with Spool() as spool:
        for number, raw in _numbered(lines):
            result.lines += 1
            result.lines_unreadable += not _kept(spool, number, raw, complaints)
        done = 0
        processes = cores() if result.lines >= MANY_LINES else 1
        for batch, judged in _judged(database, spool, now, processes):
            settled = settle(database, batch, judged, now=now, dry_run=dry_run)
            _add(result, complaints, settled)
            done += sum(spooled.count for spooled in batch)
            progress(done, result.lines)
    result.problems = complaints.told()
    return result


def _judged(
    database: Database, spool: Spool, now: datetime, processes: int
) -> Iterator[tuple[list[SpooledCase], JudgedBatch]]:
    """The cases batch by batch, each with what other processes have found of it meanwhile."""
    waiting: deque[list[SpooledCase]] = deque()

    def tasks() -> Iterator[list[SpooledCase]]:
        for batch in _batches(spool.cases(most_lines=MAX_EVENTS, most_bytes=MAX_BYTES)):
            waiting.append(batch)
            yield batch

    job = judging(database, now)
    # Important: none is looked at beforehand, since a batch of long lines is large.
    with closing(shared(job, tasks(), processes=processes, worth_it=0)) as judged:
        for found in judged:
            yield waiting.popleft(), found


def _numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that say anything, without the mark some editors put before the first."""
    for number, line in enumerate(lines, start=1):
        raw = line[: MAX_LINE + 1]
        if number == 1:
            raw = raw.removeprefix(BOM)
        if raw.strip():
            yield number, raw


def _kept(spool: Spool, number: int, raw: bytes, complaints: Complaints) -> bool:
    """Put a line with its case; False for one that does not even say of which case it is."""
    try:
        spool.put(case_of(raw), number, raw)
    except BadLine as error:
        complaints.add(number, error.problems, "dòng")
        return False
    return True


def _batches(cases: Iterator[SpooledCase]) -> Iterator[list[SpooledCase]]:
    batch: list[SpooledCase] = []
    lines = size = 0
    for spooled in cases:
        batch.append(spooled)
        lines, size = lines + spooled.count, size + spooled.size
        if lines >= BATCH_LINES or size >= BATCH_BYTES:
            yield batch
            batch, lines, size = [], 0, 0
    if batch:
        yield batch


def _add(result: Imported, complaints: Complaints, batch: Batch) -> None:
    new = sum(isinstance(change, Fresh) or not change.before.lines for change in batch.changes)
    result.cases_new += new
    result.cases_grown += len(batch.changes) - new
    result.cases_known += batch.known
    result.cases_rejected += len(batch.rejected)
    result.events += sum(len(change.places) for change in batch.changes)
    for rejected in batch.rejected:
        complaints.add(rejected.number, rejected.problems)
