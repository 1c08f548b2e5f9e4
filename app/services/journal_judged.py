"""What a case of a journal comes to, judged by any process before anybody writes it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from app.projections.ready_rows import ReadyRows, ready_rows
from app.services.journal_cases import Change, Rejected, change_of, read_case
from app.services.journal_lines import Line
from app.store.engine import Database, database
from app.store.event_log import CaseLog, load_many
from app.store.hands import Job
from app.store.ready import Ready, ready
from app.store.setup import Setup, read_setup
from app.store.spool import SpooledCase


@dataclass(frozen=True, kw_only=True, slots=True)
class Fresh:
    """A case that the log does not know, ready to be written.

    Attributes:
        events: the rows of its events, as many as there are `places`.
        rows: its read rows.
        letters: the rows of its letters once more, to be looked at.
        places: where in the file each line stood.
    """

    code: str
    events: Ready
    rows: ReadyRows
    letters: Sequence[dict[str, Any]]
    places: tuple[int, ...]

    def place_of(self, version: int) -> int:
        """Where in the file the line of that version stood."""
        return self.places[version - 1]


class Grown:
    """The log knows the case and gets more of it: whoever writes judges it again, with its rows."""


Found = Fresh | Rejected | Grown | None  # None: the log holds all lines


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """What came out of a case.

    Attributes:
        version: how many events the log had of it; None where it was not asked, since the lines
            by themselves are wrong already.
    """

    version: int | None
    found: Found


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedBatch:
    """Cases judged at one moment, by one revision of the setup, in their order."""

    revision: int
    cases: tuple[Judged, ...]


def judging(opened: Database, now: datetime) -> Job[Sequence[SpooledCase], JudgedBatch]:
    """The work of judging batches of cases, for this process and others."""
    return Job(here=partial(_judged, opened, now), begin=_judging, given=(opened.url, now))


def read_alone(spooled: SpooledCase, now: datetime) -> list[Line] | Rejected:
    """A case as far as its lines can be judged by themselves; needs no transaction."""
    try:
        return read_case(spooled, now)
    except Rejected as rejected:
        return rejected


def changed(log: CaseLog, lines: Sequence[Line], setup: Setup) -> Change | Rejected | None:
    """What lines add to a log, or why they cannot; None when it holds them all."""
    try:
        return change_of(log, lines, setup)
    except Rejected as rejected:
        return rejected


@contextmanager
def _judging(url: str, now: datetime) -> Iterator[Callable[[Sequence[SpooledCase]], JudgedBatch]]:
    yield partial(_judged, database(url), now)


def _judged(opened: Database, now: datetime, batch: Sequence[SpooledCase]) -> JudgedBatch:
    read = [(spooled.code, read_alone(spooled, now)) for spooled in batch]
    # A rejected case may have a code that no database can even be asked for.
    codes = [code for code, lines in read if not isinstance(lines, Rejected)]
    with opened.reading() as connection:
        setup = read_setup(connection)
        known = load_many(connection, codes)
    dialect = opened.engine.dialect.name
    cases = [
        Judged(version=None, found=lines)
        if isinstance(lines, Rejected)
        else _of_case(known.get(code, CaseLog(code=code)), lines, setup, dialect)
        for code, lines in read
    ]
    return JudgedBatch(revision=setup.revision, cases=tuple(cases))


def _of_case(log: CaseLog, lines: Sequence[Line], setup: Setup, dialect: str) -> Judged:
    found = changed(log, lines, setup)
    if not isinstance(found, Change):
        return Judged(version=log.version, found=found)
    return Judged(version=log.version, found=Grown() if log.lines else _fresh(found, dialect))


def _fresh(change: Change, dialect: str) -> Fresh:
    return Fresh(
        code=change.before.code,
        events=ready(change.events, dialect),
        rows=ready_rows([change.rows], dialect),
        letters=change.letters,
        places=change.places,
    )
