"""`verify`: the chain, the read tables against the log, the letters, the tables by two paths."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.projections.audit import ReadTablesAudit
from app.projections.letter_audit import check_numbers, letter_files
from app.reports.forms import form_of
from app.reports.ii06a import table
from app.reports.ii06a_raw import RawTally
from app.reports.summary_audit import check_months
from app.reports.table import Table
from app.services.verify_cases import SPAN, Checked, add, checking, tallies
from app.services.verify_files import check_files
from app.services.verify_seals import check_sealed_files, check_seals
from app.store.audit import Damaged, Fault, audited_spans
from app.store.engine import Connection, Database
from app.store.fresh import cores
from app.store.hands import shared
from app.store.petitions_audit import check_petitions
from app.store.setup import read_setup
from sla.zone import local


@dataclass(kw_only=True, slots=True)
class Verified:
    """What was looked at, and the first fault, if there is one.

    Attributes:
        petitions: those of the register (phản ánh, kiến nghị) whose rows are as their log tells.
        letters: the files of letters that are here and as they were issued.
        seals: the files of signed tables that are here and as they were signed.
        note: a sentence about what could not be looked at, and is no fault.
    """

    events: int = 0
    cases: int = 0
    tables: int = 0
    petitions: int = 0
    letters: int = 0
    seals: int = 0
    note: str | None = None
    fault: Fault | None = None

    def as_json(self) -> dict[str, Any]:
        """For `motcua verify --json`."""
        fault = self.fault
        return {
            "ok": fault is None,
            "events": self.events,
            "cases": self.cases,
            "tables": self.tables,
            "petitions": self.petitions,
            "letters": self.letters,
            "seals": self.seals,
            "note": self.note,
            "fault": None if fault is None else {"place": fault.place, "words": fault.words},
        }


def verify(
    database: Database,
    *,
    now: datetime,
    folder: Path | None = None,
    progress: Callable[[int], None] = lambda cases: None,
) -> Verified:
    """Check everything against the log, in one consistent view of the database.

    Args:
        database: what is checked.
        now: the instant of the tables.
        folder: where the files of letters are kept; None leaves them unread.
        progress: is told how many cases were looked at.
    """
    result = Verified()
    try:
        with database.reading() as connection:
            _verify(database, connection, result, now, progress)
            letters = letter_files(connection) if folder else []
            seals = check_seals(connection, read_setup(connection))
        # Reading the files takes its time, and needs no transaction.
        if folder is not None:
            result.letters, result.note = check_files(folder, letters)
        result.seals = check_sealed_files(folder, seals)
    except Damaged as damaged:
        result.fault = damaged.fault
    return result


def _verify(
    database: Database,
    connection: Connection,
    result: Verified,
    now: datetime,
    progress: Callable[[int], None],
) -> None:
    setup = read_setup(connection)
    counted = list(tallies(connection, setup, now))
    audit = ReadTablesAudit(connection)
    job = checking(database, connection, now)
    spans = audited_spans(connection, SPAN)
    with closing(shared(job, spans, processes=cores())) as checked:
        for part in checked:
            _count(part, counted, audit, result)
            progress(result.cases)
    audit.finish()
    check_numbers(connection)
    result.petitions = check_petitions(connection)
    check_months(connection)
    for tally in counted:
        compare_tables(connection, tally)
        result.tables += 1


def _count(
    part: Checked, counted: Sequence[RawTally], audit: ReadTablesAudit, result: Verified
) -> None:
    for tally, counts in zip(counted, part.counts, strict=True):
        add(tally, counts)
    audit.seen.update(part.rows)
    result.cases += part.cases
    result.events += part.events


def compare_tables(connection: Connection, tally: RawTally) -> None:
    """Hold a table counted from the raw log against the one from the facts.

    Raises:
        Damaged: at the first cell that differs, or the first sum that does not hold.
    """
    raw = tally.table()
    facts = table(connection, tally.asked)
    for found in (facts, raw):
        _identities(found)
    for one, other in zip(facts.rows, raw.rows, strict=True):
        for name, value in one.cells.items():
            if value != other.cells[name]:
                words = f"{value} theo bảng đọc, {other.cells[name]} theo nhật ký"
                head = form_of(facts.form).layout(switches=facts.switches).head_of(name)
                place = f"{_title(facts)}, {one.field}, ô “{head}”"
                raise Damaged(Fault(place=place, words=words))


def _identities(table: Table) -> None:
    if broken := table.broken():
        raise Damaged(Fault(place=_title(table), words=f"không thỏa {broken[0].text}"))


def _title(table: Table) -> str:
    period = table.period
    at = table.as_known_at
    known = f" như đã biết lúc {local(at):%H:%M ngày %d/%m/%Y}" if at else ""
    whose = f" của {table.scope.agency}" if table.scope.agency else ""
    return f"biểu {table.form}{whose} từ {period.first:%d/%m/%Y} đến {period.last:%d/%m/%Y}{known}"
