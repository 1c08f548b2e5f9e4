"""II.06a a second time, straight from the raw log and by another way of thinking: for `verify`.

Nothing here reads a projection or a stretch: each case's events are cut at the end of the period,
folded, and the one case that results is asked where it stands.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.reports.ii06a import CELLS, FORM, IDENTITIES
from app.reports.period import Period
from app.reports.table import Table, TableRow, added
from app.store.event_log import CaseLog
from app.store.scope import Scope
from app.store.setup import Setup
from workflows.case import Case
from workflows.clocks import case_clock
from workflows.events import Event
from workflows.evolve import fold_true, true_times
from workflows.log import Recorded, known_at
from workflows.setting import Setting


def raw_report(
    logs: Iterable[CaseLog],
    setup: Setup,
    scope: Scope,
    period: Period,
    *,
    as_known_at: datetime | None = None,
    now: datetime,
) -> Table:
    """The table out of the logs of the scope's cases, one case at a time."""
    tally = RawTally(setup, scope, period, as_known_at=as_known_at, now=now)
    for log in logs:
        tally.add(log)
    return tally.table()


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownCase:
    """A case by what was recorded up to some moment: its true events and where they lead."""

    events: tuple[Event, ...]
    case: Case
    setting: Setting


def known_case(log: CaseLog, setup: Setup, lines: Sequence[Recorded]) -> KnownCase | None:
    """The case that the first lines of its log make; None for no lines."""
    events = true_times(tuple(line.event for line in lines))
    case = fold_true(log.code, events)
    if case is None:
        return None
    return KnownCase(events=events, case=case, setting=setup.setting_of(case))


class RawTally:
    """One table that is counted while logs go by, so that many can be counted in one pass."""

    def __init__(
        self,
        setup: Setup,
        scope: Scope,
        period: Period,
        *,
        as_known_at: datetime | None = None,
        now: datetime,
    ) -> None:
        self.setup, self.scope, self.period, self.as_known_at = setup, scope, period, as_known_at
        self.start, self.end = period.start, period.end
        self.cut_off = min(instant for instant in (self.end, as_known_at, now) if instant)
        self.counts = {code: dict.fromkeys(CELLS, 0) for code in setup.fields}

    def add(self, log: CaseLog) -> None:
        """Count one case; the caller gives only cases of the scope."""
        known = known_case(log, self.setup, known_at(log.lines, self.as_known_at))
        if known is not None:
            self.count(known)

    def count(self, known: KnownCase) -> None:
        """Count a case by what was known of it."""
        for name in self._names(known):
            self.counts[known.setting.procedure.field][name] += 1

    def _names(self, known: KnownCase) -> Iterable[str]:
        case = known.case
        if case.accepted_at is None or case.training:
            return []
        if case.voided_at is not None:
            return ["voided"] if self.start <= case.voided_at < self.end else []
        if case.closed_at is not None and case.closed_at < self.start:
            return []
        before = [event for event in known.events if event.at < self.end]
        return self._cells(fold_true(case.code, before), known.setting)

    def table(self) -> Table:
        """What was counted so far."""
        rows = tuple(
            TableRow(field=field.name, cells=self.counts[field.code])
            for field in self.setup.fields.values()
        )
        return Table(
            form=FORM,
            scope=self.scope,
            period=self.period,
            as_known_at=self.as_known_at,
            rows=rows,
            total=added((row.cells for row in rows), CELLS),
            identities=IDENTITIES,
        )

    def _cells(self, case: Case | None, setting: Setting) -> Iterator[str]:
        if case is None or case.accepted_at is None:
            return
        closed = case.closed_at
        if closed is not None and closed < self.start:
            return
        yield "received.total"
        if case.accepted_at < self.start:
            yield "received.carried"
        else:
            yield "received.online" if case.channel == "online" else "received.direct"
        yield from self._open(case, setting) if closed is None else self._solved(case, setting)

    def _solved(self, case: Case, setting: Setting) -> Iterator[str]:
        if case.closed_at is not None:
            yield "solved.total"
            yield f"solved.{case_clock(case, setting).verdict(case.closed_at).value}"

    def _open(self, case: Case, setting: Setting) -> Iterator[str]:
        paused = case.standing_since
        judged = self.cut_off if paused is None else paused
        yield "open.total"
        yield "open.late" if case_clock(case, setting).due() < judged else "open.in_time"
        if paused is not None:
            yield "open.paused"
