"""II.06a a second time, straight from the raw log and by another way of thinking: for `verify`.

Nothing here reads a projection or a stretch: each case's events are cut at the end of the period,
folded, and the one case that results is asked where it stands.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.reports.asked import Asked
from app.reports.cells import FORM, RETURNED, cells_of, identities_of
from app.reports.period import Period
from app.reports.table import Table, TableRow, added
from app.store.event_log import CaseLog
from app.store.scope import Scope
from app.store.setup import Setup
from sla.clock import Verdict
from sla.zone import local_date
from workflows.case import Case, State
from workflows.clocks import case_clock
from workflows.events import Delivered, Event
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
    """The table out of the logs of the scope's cases, counted as the contract has it."""
    asked = Asked(scope=scope, period=period, as_known_at=as_known_at, now=now)
    return raw_table(logs, setup, asked)


def raw_table(logs: Iterable[CaseLog], setup: Setup, asked: Asked) -> Table:
    """The table out of the logs of the scope's cases, one case at a time."""
    tally = RawTally(setup, asked)
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

    def __init__(self, setup: Setup, asked: Asked, codes: Iterable[str] | None = None) -> None:
        """Begin to count.

        Args:
            setup: by which the cases are judged.
            asked: the table.
            codes: the offices whose cases count, where logs of others go by too.
        """
        self.setup, self.asked, self.choices = setup, asked, asked.switches
        self.start, self.end = asked.period.start, asked.period.end
        self._codes = None if codes is None else frozenset(codes)
        self._cells = cells_of(asked.switches)
        self.counts = {code: dict.fromkeys(self._cells, 0) for code in setup.fields}

    def add(self, log: CaseLog) -> None:
        """Count one case."""
        known = known_case(log, self.setup, known_at(log.lines, self.asked.as_known_at))
        if known is not None:
            self.count(known)

    def count(self, known: KnownCase) -> None:
        """Count a case by what was known of it."""
        if self._codes is not None and known.case.agency not in self._codes:
            return
        for name in self._names(known):
            self.counts[known.setting.procedure.field][name] += 1

    def table(self) -> Table:
        """What was counted so far."""
        rows = tuple(
            TableRow(field=field.name, key=field.code, cells=self.counts[field.code])
            for field in self.setup.fields.values()
        )
        return Table(
            form=FORM,
            scope=self.asked.scope,
            period=self.asked.period,
            as_known_at=self.asked.as_known_at,
            rows=rows,
            total=added((row.cells for row in rows), self._cells),
            identities=identities_of(self.choices),
            variant=self.asked.variant,
            switches=self.choices,
        )

    def _names(self, known: KnownCase) -> Iterable[str]:
        case = known.case
        if case.accepted_at is None or case.training:
            return []
        if case.voided_at is not None:
            return ["voided"] if self.start <= case.voided_at < self.end else []
        if self._is_over(case):
            return []
        return self._standing(self._at_the_end(known), known.setting)

    def _at_the_end(self, known: KnownCase) -> Case | None:
        """A case as it stood when the period ended."""
        before = [event for event in known.events if event.at < self.end]
        if len(before) == len(known.events):
            return known.case  # Folded out of these very events.
        return fold_true(known.case.code, before)

    def _is_over(self, case: Case) -> bool:
        """Whether nothing of a case was left when the period began."""
        left = self._left_at(case)
        return left is not None and left < self.start

    def _left_at(self, case: Case) -> datetime | None:
        """When a case left the open ones: closed, or its result handed over."""
        if self.choices.close_at == "hand_over" and case.state is State.RESOLVED:
            return None
        if self.choices.close_at == "hand_over" and case.state is State.DELIVERED:
            return max(event.at for event in case.log if isinstance(event, Delivered))
        return case.closed_at

    def _standing(self, case: Case | None, setting: Setting) -> Iterator[str]:
        """The cells of a case as it stood when the period ended."""
        if case is None or case.accepted_at is None or self._is_over(case):
            return
        yield "received.total"
        if case.accepted_at < self.start:
            yield "received.carried"
        else:
            yield "received.online" if case.channel == "online" else "received.direct"
        if self._left_at(case) is not None:
            yield "solved.total"
            yield self._solved(case, setting)
        elif self.choices.paused_in == "own_column" and case.state is State.PAUSED:
            yield "open.paused"
        else:
            yield "open.total"
            yield from self._open(case, setting)

    def _solved(self, case: Case, setting: Setting) -> str:
        sent_back = case.state in (State.RETURNED, State.WITHDRAWN)
        if sent_back and self.choices.returned_in != "by_date":
            return RETURNED if self.choices.returned_in == "separate" else "solved.on_time"
        return f"solved.{self._verdict(case, setting).value}"

    def _verdict(self, case: Case, setting: Setting) -> Verdict:
        if case.closed_at is None:
            raise ValueError(f"{case.code} is not closed")
        clock = case_clock(case, setting)
        verdict = clock.verdict(case.closed_at)
        judged = case.standing_since or case.closed_at
        if verdict is Verdict.LATE and not self._is_late(clock.due(), judged):
            return Verdict.ON_TIME
        return verdict

    def _open(self, case: Case, setting: Setting) -> Iterator[str]:
        paused = case.standing_since
        if case.closed_at is not None:  # It waits for its citizen, judged as it was resolved.
            late = self._verdict(case, setting) is Verdict.LATE
        else:
            late = self._is_late(case_clock(case, setting).due(), paused or self.asked.cut_off)
        yield "open.late" if late else "open.in_time"
        if paused is not None and case.closed_at is None:
            yield "open.paused"

    def _is_late(self, due: datetime, judged: datetime) -> bool:
        if self.choices.on_time_until == "end_of_due_day":
            return local_date(due) < local_date(judged)
        return due < judged
