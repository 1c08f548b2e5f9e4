"""The part of `verify` that looks at each case: its chain, its read rows, what it adds to tables.

Any process can do it for a span of cases; what was counted is put together by one.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from app.errors import Unknown
from app.projections.audit import ReadTablesAudit
from app.projections.rows import case_rows
from app.reports.asked import Asked
from app.reports.ii06a_raw import KnownCase, RawTally, known_case
from app.reports.period import Period
from app.reports.quarters import quarters_between
from app.reports.switches import CONTRACT, choices_for, choosers
from app.store.audit import Damaged, Fault, audited
from app.store.engine import Connection, Database, database
from app.store.event_log import CaseLog, Span
from app.store.hands import Job
from app.store.scope import Scope
from app.store.setup import Setup, read_setup
from app.store.snapshot import moment, see
from app.store.span import first_and_last_day
from sla.spec import SlaError
from workflows.log import known_at

BATCH = 200
SPAN = 2 * BATCH


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What a span of sound cases came to.

    Attributes:
        counts: for each table in its order, the cells to which the cases add, by field and name.
        rows: how many read rows they have, by name of the table.
    """

    cases: int
    events: int
    counts: tuple[Counter[tuple[str, str]], ...]
    rows: Counter[str]


class CaseChecks:
    """Checks spans of cases in one transaction."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        """Make ready.

        Args:
            connection: a reading transaction.
            now: the instant of the tables.
        """
        self._connection, self._setup = connection, read_setup(connection)
        self._tallies = list(tallies(connection, self._setup, now))

    def __call__(self, span: Span) -> Checked:
        """Check the cases of a span.

        Raises:
            Damaged: at the first place where something is off.
        """
        audit = ReadTablesAudit(self._connection)
        cases = events = 0
        with closing(audited(self._connection, span)) as logs:
            while batch := list(islice(logs, BATCH)):
                audit.compare([(log.code, _rows(log, self._setup)) for log in batch])
                for log in batch:
                    _tell(log, self._tallies)
                cases += len(batch)
                events += sum(log.version for log in batch)
        counts = tuple(_taken(tally) for tally in self._tallies)
        return Checked(cases=cases, events=events, counts=counts, rows=audit.seen)


def checking(opened: Database, connection: Connection, now: datetime) -> Job[Span, Checked]:
    """The work of checking spans, for this process and others, at the moment of a transaction."""
    here = CaseChecks(connection, now)
    return Job(here=here, begin=_checking, given=(opened.url, moment(connection), now))


def tallies(connection: Connection, setup: Setup, now: datetime) -> Iterator[RawTally]:
    """Each statutory quarter the log touches: as known now, and as known at its end."""
    days = first_and_last_day(connection)
    if days is None:
        return
    for quarter in quarters_between(*days):
        for known in (None, quarter.period.end):
            asked = Asked(scope=Scope(), period=quarter.period, as_known_at=known, now=now)
            yield RawTally(setup, asked)
        yield from _chosen_tallies(connection, setup, quarter.period, now)


def add(tally: RawTally, counts: Counter[tuple[str, str]]) -> None:
    """Add what was counted elsewhere to a table."""
    for (field, name), count in counts.items():
        tally.counts[field][name] += count


@contextmanager
def _checking(url: str, seen: str, now: datetime) -> Iterator[Callable[[Span], Checked]]:
    with database(url).reading() as connection:
        see(connection, seen)
        yield CaseChecks(connection, now)


def _chosen_tallies(
    connection: Connection, setup: Setup, period: Period, now: datetime
) -> Iterator[RawTally]:
    """The quarter of each office that counts in its own way, as known now."""
    for agency in choosers(connection):
        switches = choices_for(connection, agency, period.last)
        if switches != CONTRACT:
            scope = Scope(agency=agency, subtree=True)
            asked = Asked(scope=scope, period=period, now=now, switches=switches)
            yield RawTally(setup, asked, scope.codes(connection))


def _tell(log: CaseLog, counted: Sequence[RawTally]) -> None:
    # Most tables know the same beginning of a log, which is then folded only once.
    seen: dict[int, KnownCase | None] = {}
    for tally in counted:
        lines = known_at(log.lines, tally.asked.as_known_at)
        if len(lines) not in seen:
            seen[len(lines)] = known_case(log, tally.setup, lines)
        known = seen[len(lines)]
        if known is not None:
            tally.count(known)


def _taken(tally: RawTally) -> Counter[tuple[str, str]]:
    """What a table has counted; it begins anew."""
    counts: Counter[tuple[str, str]] = Counter()
    for field, cells in tally.counts.items():
        for name, count in cells.items():
            if count:
                counts[field, name] = count
                cells[name] = 0
    return counts


def _rows(log: CaseLog, setup: Setup) -> Any:
    try:
        return case_rows(log, setup)
    except (Unknown, SlaError, ValueError, LookupError) as error:
        fault = Fault(place=f"hồ sơ {log.code}", words=f"không dựng lại được ({error})")
        raise Damaged(fault) from None
