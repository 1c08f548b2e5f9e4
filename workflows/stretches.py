"""An accepted case as stretches of time in which nothing that a table asks about changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sla.clock import Clock, Verdict
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
    for instant in _turns(case, span):
        yield Stretch(
            starts_at=start,
            ends_at=instant,
            ends_how="changed",
            due_at=clock.due(instant),
            paused_since=clock.paused_since(instant),
        )
        start = instant
    yield Stretch(
        starts_at=start,
        ends_at=span.end,
        ends_how="open" if span.end is None else "closed",
        due_at=clock.due(span.end),
        paused_since=clock.paused_since(span.end) if span.end else case.standing_since,
        verdict=None if span.end is None else clock.verdict(span.end),
        reopened_at=reopened,
    )


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
