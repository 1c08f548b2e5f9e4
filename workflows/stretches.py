"""An accepted case as stretches of time in which nothing that a table asks about changed."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sla.clock import Adjustment, Change, Clock, Verdict
from workflows.case import Case, Span
from workflows.clocks import case_clock
from workflows.setting import Setting

EndsHow = Literal["open", "changed", "closed", "voided"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """[starts_at, ends_at) of an open case; `ends_at` None while it lasts.

    Attributes:
        ends_how: still open; a pause, resumption or adjustment follows; a closing; or (starting
            and ending at that instant) the case was struck out.
        due_at: the deadline as it stood in the stretch.
        paused_since: the start of the pause the stretch belongs to.
        verdict: of the closing that ended it.
        reopened_at: when the case was opened again after that closing.
    """

    starts_at: datetime
    ends_at: datetime | None
    ends_how: EndsHow
    due_at: datetime
    paused_since: datetime | None = None
    verdict: Verdict | None = None
    reopened_at: datetime | None = None


def stretches(case: Case, setting: Setting) -> tuple[Stretch, ...]:
    """What the tables must know of a case; nothing before acceptance."""
    if case.accepted_at is None:
        return ()
    clock = case_clock(case, setting)
    if case.voided_at is not None:
        struck = case.voided_at
        return (Stretch(starts_at=struck, ends_at=struck, ends_how="voided", due_at=clock.due()),)
    following = (*(span.start for span in case.spans[1:]), None)
    pairs = zip(case.spans, following, strict=True)
    return tuple(part for span, reopened in pairs for part in _parts(clock, case, span, reopened))


def _parts(clock: Clock, case: Case, span: Span, reopened: datetime | None) -> Iterator[Stretch]:
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
        ends_how="open" if span.end is None else "closed",
        due_at=moving.due,
        paused_since=moving.paused_since,
        verdict=None if span.end is None else clock.verdict(span.end),
        reopened_at=reopened,
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
