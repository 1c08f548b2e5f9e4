"""When a case has stood still, waited for papers or lain untouched for too long.

These rungs have no deadline of their own: their key is the instant itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import dropwhile

from sla.limits import TimeLimit, Unit
from sla.pauses import united
from sla.zone import local_date
from workflows import events as ev
from workflows.case import Case
from workflows.events import ClockName
from workflows.ladder import ladder_on
from workflows.rung import Ladder, Rung, When
from workflows.rungs import counted
from workflows.setting import Setting

# What moves a case: somebody took it a step on, or stopped it, or gave it to somebody. Fees, scans
# and marks come from beside the work; an apology, a moved deadline, a correction and the clock's
# own events leave the file where it lies.
_STANDS = (ev.SupplementRequested, ev.Paused, ev.Resolved, ev.Returned, ev.Withdrawn)
_MOVES = (
    *_STANDS,
    ev.Accepted,
    ev.StepStarted,
    ev.StepCompleted,
    ev.StepReturned,
    ev.StepAssigned,
    ev.Resumed,
    ev.Supplemented,
    ev.Reopened,
)
_OPENS_A_WINDOW = (ev.Submitted, ev.Supplemented)
_ANSWERS = (ev.Supplemented, ev.Resumed, ev.Refused, ev.Returned, ev.Withdrawn)
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wait:
    """A time in which nothing came: of which clock, and at which kind of rung it is too long.

    Attributes:
        end: None while it lasts.
        until: the limit that was set for it, where one was.
    """

    clock: ClockName
    run: int | None
    when: When
    start: datetime
    end: datetime | None
    until: datetime | None = None


def waits(case: Case) -> Iterator[Wait]:
    """Every wait of a case, short or long; pauses that touch are one."""
    yield from _for_papers(case)
    if case.accepted_at is None:
        return
    for stop in united(case.pauses, case.accepted_at):
        end = stop.end or case.closed_at
        yield Wait(clock="case", run=None, when="paused", start=stop.start, end=end)
    yield from _untouched(case)


def too_long(
    case: Case, setting: Setting, *, until: datetime | None = None
) -> Iterator[tuple[Wait, Rung, datetime]]:
    """The waits that reached their rung or will if nothing happens, and when.

    Args:
        case: whose waits.
        setting: what it is bound to.
        until: waits that are too long only later may be left out.
    """
    for wait in waits(case):
        rung = _ladder(case, wait).first(wait.when)
        at = _reached(wait, rung, setting, until) if rung else None
        if rung is not None and at is not None:
            yield wait, rung, at


def _ladder(case: Case, wait: Wait) -> Ladder:
    began = case.accepted_at if wait.run is None else case.intakes[wait.run - 1].start
    return ladder_on(wait.clock, local_date(began or wait.start))


def _reached(wait: Wait, rung: Rung, setting: Setting, until: datetime | None) -> datetime | None:
    at = wait.until
    if at is None and rung.amount is not None and not _short(wait, rung.amount, until):
        at = _over(rung.amount, wait.start, setting)
    return at if at is not None and (wait.end is None or at < wait.end) else None


def _over(amount: TimeLimit, start: datetime, setting: Setting) -> datetime | None:
    # By the calendar of the time, like a deadline; another one only counts from its day on.
    for one in setting.formerly:
        at = counted(amount, start, one.calendar) if start < one.until else None
        if at is not None and at < one.until:
            return at
    return counted(amount, start, setting.calendar)


def _short(wait: Wait, amount: TimeLimit, until: datetime | None) -> bool:
    """Whether a wait ended too soon to be too long, or cannot be too long by `until`."""
    # Working time never runs faster than the wall clock, which is far cheaper to read.
    least = amount.hours if amount.unit is Unit.WORKING_HOURS else _DAY * amount.whole_days
    if wait.end is not None and wait.end - wait.start <= least:
        return True
    return until is not None and until - wait.start < least


def _for_papers(case: Case) -> Iterator[Wait]:
    asked: Wait | None = None
    windows, accepted = 0, False
    for event in case.log:
        if asked is not None and isinstance(event, _ANSWERS):
            yield replace(asked, end=event.at)
            asked = None
        windows += not accepted and isinstance(event, _OPENS_A_WINDOW)
        accepted = accepted or isinstance(event, ev.Accepted)
        if isinstance(event, ev.SupplementRequested):
            asked = _asked(event, None if accepted else windows)
    if asked is not None:
        yield asked


def _asked(event: ev.SupplementRequested, run: int | None) -> Wait:
    return Wait(
        clock="case" if run is None else "intake",
        run=run,
        when="supplement",
        start=event.at,
        end=None,
        until=event.until,
    )


def _untouched(case: Case) -> Iterator[Wait]:
    """The times between two moves of an accepted case in which it was open and its clock ran."""
    since: datetime | None = None
    moves = (event for event in case.log if isinstance(event, _MOVES))
    for event in dropwhile(lambda event: not isinstance(event, ev.Accepted), moves):
        if since is not None:
            yield _still(since, event.at)
        if isinstance(event, _STANDS):
            since = None
        elif since is not None or not isinstance(event, ev.StepAssigned):
            since = event.at
    if since is not None:
        yield _still(since, None)


def _still(start: datetime, end: datetime | None) -> Wait:
    return Wait(clock="case", run=None, when="still", start=start, end=end)
