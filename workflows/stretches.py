"""An accepted case as stretches of time in which nothing that a table asks about changed."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from typing import Literal

from sla.clock import Adjustment, Change, Clock, Verdict
from sla.zone import day_number, day_of, local_date, midnight
from workflows import events as ev
from workflows.case import Case, Span
from workflows.clocks import case_clock
from workflows.setting import Setting

EndsHow = Literal["open", "changed", "closed", "voided"]
Outcome = Literal["resolved", "returned", "withdrawn"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Closing:
    """How an accepted case was closed, and by what it is judged.

    Attributes:
        outcome: the event that closed it.
        judged_at: the closing, or the start of the pause it was closed in.
        due_at: the deadline it is judged by, which may have been moved at that very instant.
        verdict: whether it was closed in time, to the instant.
        day_verdict: the same where a case is late only once its due day is over.
        handed_at: when the result was handed over.
        reopened_at: when the case was opened again.
    """

    outcome: Outcome
    judged_at: datetime
    due_at: datetime
    verdict: Verdict
    day_verdict: Verdict
    handed_at: datetime | None = None
    reopened_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """[starts_at, ends_at) of an open case; `ends_at` None while it lasts.

    Attributes:
        ends_how: still open; a pause, resumption or adjustment follows; a closing; or (starting
            and ending at that instant) the case was struck out.
        due_at: the deadline as it stood in the stretch.
        paused_since: the start of the pause the stretch belongs to.
        closing: the one that ended it.
    """

    starts_at: datetime
    ends_at: datetime | None
    ends_how: EndsHow
    due_at: datetime
    paused_since: datetime | None = None
    closing: Closing | None = None

    @property
    def due_day_ends(self) -> datetime:
        """The midnight after the day of the deadline."""
        return midnight(day_of(day_number(local_date(self.due_at)) + 1))


def stretches(case: Case, setting: Setting) -> tuple[Stretch, ...]:
    """What the tables must know of a case; nothing before acceptance."""
    if case.accepted_at is None:
        return ()
    clock = case_clock(case, setting)
    if case.voided_at is not None:
        struck = case.voided_at
        return (Stretch(starts_at=struck, ends_at=struck, ends_how="voided", due_at=clock.due()),)
    # A span that lasts is the last one, and has no closing.
    pairs = zip_longest(case.spans, _closings(clock, case))
    return tuple(part for span, closing in pairs for part in _parts(clock, case, span, closing))


def _closings(clock: Clock, case: Case) -> Iterator[Closing]:
    """The closing of each span that has one, in their order."""
    last: Closing | None = None
    for event in case.log:
        if isinstance(event, ev.Resolved | ev.Returned | ev.Withdrawn):
            last = _closing(clock, event)
        elif last is not None and isinstance(event, ev.Delivered):
            last = replace(last, handed_at=event.at)
        elif last is not None and isinstance(event, ev.Reopened):
            yield replace(last, reopened_at=event.at)
            last = None
    if last is not None:
        yield last


def _closing(clock: Clock, event: ev.Resolved | ev.Returned | ev.Withdrawn) -> Closing:
    judged, due = clock.judged(event.at)
    verdict = clock.verdict(event.at)
    kept_its_day = verdict is Verdict.LATE and local_date(judged) <= local_date(due)
    return Closing(
        outcome=_OUTCOMES[type(event)],
        judged_at=judged,
        due_at=due,
        verdict=verdict,
        day_verdict=Verdict.ON_TIME if kept_its_day else verdict,
    )


_OUTCOMES: dict[type[ev.Event], Outcome] = {
    ev.Resolved: "resolved",
    ev.Returned: "returned",
    ev.Withdrawn: "withdrawn",
}


def _parts(clock: Clock, case: Case, span: Span, closing: Closing | None) -> Iterator[Stretch]:
    start = span.start
    moving = _Moving(clock)
    for instant in _turns(case, span):
        moving.to(instant)
        yield Stretch(
            starts_at=start,
            ends_at=instant,
            ends_how="changed",
            due_at=moving.due,
            paused_since=moving.paused_since,
        )
        start = instant
    moving.to(span.end)
    yield Stretch(
        starts_at=start,
        ends_at=span.end,
        ends_how="closed" if closing else "open",
        due_at=moving.due,
        paused_since=moving.paused_since,
        closing=closing,
    )


class _Moving:
    """A clock that is asked about ever later instants, in one pass over what moved it."""

    def __init__(self, clock: Clock) -> None:
        self.due = clock.first_due()
        self.paused_since: datetime | None = None
        self._changes = deque(clock.changes())
        self._stops = deque(clock.stops())

    def to(self, instant: datetime | None) -> None:
        """Take in what happened strictly before an instant; everything for None."""
        while self._changes and _before(_effect(self._changes[0]), instant):
            self.due = self._changes.popleft().due
        while self._stops and self._stops[0].end and _before(self._stops[0].end, instant):
            self._stops.popleft()
        stop = self._stops[0] if self._stops else None
        self.paused_since = stop.start if stop and _before(stop.start, instant) else None


def _effect(change: Change) -> datetime:
    """When a change takes effect: a pause at its end, or never yet, which moves nothing."""
    cause = change.cause
    return cause.at if isinstance(cause, Adjustment) else cause.end or cause.start


def _before(one: datetime, other: datetime | None) -> bool:
    return other is None or one < other


def _turns(case: Case, span: Span) -> list[datetime]:
    """The instants inside a span at which a pause began or ended or the deadline was adjusted."""
    instants = {pause.start for pause in case.pauses}
    instants |= {pause.end for pause in case.pauses if pause.end is not None}
    instants |= {adjustment.at for adjustment in case.adjustments}
    return sorted(
        instant
        for instant in instants
        if span.start < instant and (span.end is None or instant < span.end)
    )
