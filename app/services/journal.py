"""Importing a journal (contract 3): whole cases or nothing of them, as often as one likes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from app.errors import CaseChangedMeanwhile, Refused, Unknown
from app.projections.rows import CaseRows, case_rows
from app.projections.write import insert_new, move
from app.services.journal_lines import BadLine, Line, case_of, read_line, same_event
from app.services.record import setting_for, settled
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog, extended, insert_rows, load_many, rows_of
from app.store.setup import Setup, read_setup
from app.store.spool import Spool, SpooledLine
from sla.spec import SlaError
from workflows.case import Case
from workflows.decide import command_for, decide
from workflows.evolve import evolve, fold
from workflows.log import Recorded

BATCH = 200
TRIES = 5
MAX_EVENTS = 2_000


@dataclass(kw_only=True, slots=True)
class Imported:
    """What an import did, counted while it goes on."""

    lines: int = 0
    cases_new: int = 0
    cases_grown: int = 0
    cases_known: int = 0
    cases_rejected: int = 0
    events: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Change:
    """What one case of the file adds to the log."""

    before: CaseLog
    after: CaseLog
    rows: CaseRows


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
    result = Imported()
    with Spool() as spool:
        _spool(spool, lines, source, result)
        done = 0
        for batch in _batches(spool.cases()):
            _batch(database, batch, source, result, now=now, dry_run=dry_run)
            done += sum(len(spooled) for _, spooled in batch)
            progress(done, result.lines)
    return result


def _spool(spool: Spool, lines: Iterable[bytes], source: str, result: Imported) -> None:
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        result.lines += 1
        code, text = case_of(raw)
        if code is None:
            result.problems += _told(source, number, [("case", "không đọc được mã hồ sơ")])
        else:
            spool.put(code, number, text)


def _batches(
    cases: Iterator[tuple[str, list[SpooledLine]]],
) -> Iterator[list[tuple[str, list[SpooledLine]]]]:
    while batch := list(islice(cases, BATCH)):
        yield batch


def _batch(
    database: Database,
    batch: Sequence[tuple[str, list[SpooledLine]]],
    source: str,
    result: Imported,
    *,
    now: datetime,
    dry_run: bool,
) -> None:
    for attempt in range(1, TRIES + 1):
        tally = Imported()
        try:
            with (database.reading if dry_run else database.writing)() as connection:
                changes = list(_changes(connection, batch, source, tally, now))
                if not dry_run:
                    _write(connection, changes, read_setup(connection))
        except CaseChangedMeanwhile:
            # Another import or officer wrote one of these cases first: look again.
            if attempt == TRIES:
                raise
        else:
            _add(result, tally)
            return


def _changes(
    connection: Connection,
    batch: Sequence[tuple[str, list[SpooledLine]]],
    source: str,
    tally: Imported,
    now: datetime,
) -> Iterator[_Change]:
    setup = read_setup(connection)
    known = load_many(connection, [code for code, _ in batch])
    for code, spooled in batch:
        before = known.get(code, CaseLog(code=code))
        try:
            after = _grown(before, _read(spooled, now), setup)
            rows = _projected(after, spooled[-1][0], setup)
        except _Rejected as error:
            tally.cases_rejected += 1
            tally.problems += _told(source, error.number, error.problems)
            continue
        if after.version == before.version:
            tally.cases_known += 1
            continue
        tally.events += after.version - before.version
        tally.cases_grown += bool(before.lines)
        tally.cases_new += not before.lines
        yield _Change(before=before, after=after, rows=rows)


class _Rejected(Exception):
    def __init__(self, number: int, problems: list[tuple[str, str]]) -> None:
        self.number, self.problems = number, problems


def _read(spooled: Sequence[SpooledLine], now: datetime) -> list[Line]:
    if len(spooled) > MAX_EVENTS:
        words = f"hồ sơ có {len(spooled)} sự kiện, quá {MAX_EVENTS}"
        raise _Rejected(spooled[0][0], [("case", words)])
    lines = []
    for number, text in spooled:
        try:
            lines.append(read_line(number, text, now))
        except BadLine as error:
            raise _Rejected(number, error.problems) from None
    return lines


def _grown(log: CaseLog, lines: Sequence[Line], setup: Setup) -> CaseLog:
    case = fold(log.code, (line.event for line in log.lines))
    added: list[Recorded] = []
    for line in _fresh(log, lines):
        last = added[-1] if added else log.lines[-1] if log.lines else None
        case = _taken(log.code, case, line, last, setup)
        added.append(_enveloped(case, line))
    return extended(log, added)


def _fresh(log: CaseLog, lines: Sequence[Line]) -> Iterator[Line]:
    """The lines the log does not hold yet."""
    place = 0
    for line in lines:
        held = range(place, log.version)
        match = next((index for index in held if same_event(line, log.lines[index])), None)
        if match is None:
            yield line
        else:
            place = match + 1


def _taken(
    code: str, case: Case | None, line: Line, last: Recorded | None, setup: Setup
) -> Case:
    if last is not None and line.recorded_at < last.recorded_at:
        words = "được ghi nhận trước sự kiện đứng trên nó"
        raise _Rejected(line.number, [("recorded_at", words)])
    command = command_for(line.event)
    try:
        setting = setting_for(setup, case, command)
        (event,) = settled(decide(case, command, setting, now=line.recorded_at))
    except (Refused, Unknown) as error:
        raise _Rejected(line.number, [(error.field, str(error))]) from None
    except SlaError as error:
        raise _Rejected(line.number, [("at", str(error))]) from None
    return evolve(case, event, code=code)


def _enveloped(case: Case, line: Line) -> Recorded:
    # The last event of the case is the line's own, with what `decide` bound to it, unless a
    # correction put other times in front of it; a correction itself binds nothing.
    return Recorded(
        version=case.version,
        event=case.log[-1],
        recorded_at=line.recorded_at,
        by=line.by,
        agency=case.agency,
    )


def _projected(log: CaseLog, number: int, setup: Setup) -> CaseRows:
    """The read rows of a log; a deadline no calendar reaches keeps the case out."""
    try:
        return case_rows(log, setup)
    except SlaError as error:
        raise _Rejected(number, [("at", str(error))]) from None


def _write(connection: Connection, changes: Sequence[_Change], setup: Setup) -> None:
    rows = [
        row
        for change in changes
        for row in rows_of(change.before, change.after.lines[change.before.version :])
    ]
    insert_rows(connection, rows)
    insert_new(connection, (change.rows for change in changes if not change.before.lines))
    for change in changes:
        if change.before.lines:
            move(connection, case_rows(change.before, setup), change.rows)


def _told(source: str, number: int, problems: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{source}:{number}: {name}: {words}" for name, words in problems]


def _add(result: Imported, tally: Imported) -> None:
    result.cases_new += tally.cases_new
    result.cases_grown += tally.cases_grown
    result.cases_known += tally.cases_known
    result.cases_rejected += tally.cases_rejected
    result.events += tally.events
    result.problems += tally.problems
