"""When a clock reaches the rungs of its ladder that are counted by its deadline.

A deadline that a pause, a fresh limit or a decision moved is a new one, and its rungs are reached
anew; what was reached of the earlier one before it moved stays so. Everything follows from what
happened up to the instant, so that asking hour by hour or once at the end gives the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from sla.calendar import WorkingCalendar
from sla.clock import Adjustment, Change, Clock, Effect, Pause
from sla.law import law_on
from sla.limits import TimeLimit
from sla.spec import CalendarGap
from sla.zone import local_date
from workflows.clocks import RunningClock
from workflows.rung import DUE, Ladder, Rung

# A rung, the deadline it belongs to, and the instant the clock reached it or will.
Reached = tuple[Rung, datetime, datetime]


@dataclass(frozen=True, slots=True)
class _Epoch:
    """A time under one deadline, as the clock was known then.

    Attributes:
        stops: those that had ended.
        begun: the start of the limit that counted.
        since: when the deadline was moved to `due`; None for the first one.
        until: when it ceased to count, or the clock stopped.
    """

    clock: Clock
    stops: Sequence[Pause]
    begun: datetime
    due: datetime
    since: datetime | None
    until: datetime | None


def reached(
    running: RunningClock, ladder: Ladder, *, until: datetime | None = None
) -> Iterator[Reached]:
    """The rungs of a ladder a clock has reached or will, deadline by deadline as it was moved.

    Of the rungs that lie before the instant a deadline was moved only the last one is reached
    anew: one word about the new date is enough.

    Args:
        running: the clock.
        ladder: its ladder.
        until: of a clock that nothing has moved, what is reached later may be left out.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
    """
    if until is not None and _is_plain(running.clock):
        yield from _soon(running, ladder, until)
        return
    stops = running.clock.stops()
    for epoch in _epochs(running):
        climbed = _climbed(epoch, ladder.rungs, stops)
        yield from _anew(list(climbed), epoch.since) if epoch.since else climbed


def counted(amount: TimeLimit, start: datetime, calendar: WorkingCalendar) -> datetime | None:
    """The instant so much working time after another; None beyond the calendar's years."""
    try:
        return amount.due(start, calendar, law_on(local_date(start)))
    except CalendarGap:
        return None  # A warning so far off is no reason to refuse what happens now.


def _is_plain(clock: Clock) -> bool:
    """Whether nothing has moved its deadline or stopped it: all of its life is one epoch."""
    return not (clock.pauses or clock.adjustments or clock.formerly)


def _soon(running: RunningClock, ladder: Ladder, until: datetime) -> Iterator[Reached]:
    """What a plain clock reaches; rungs are left out that lie behind a deadline behind `until`."""
    clock, due = running.clock, running.clock.first_due()
    epoch = _Epoch(clock, (), clock.start, due=due, since=None, until=running.stop)
    return _climbed(epoch, ladder.ahead if until < due else ladder.rungs, ())


def _anew(climbed: Sequence[Reached], since: datetime) -> Iterator[Reached]:
    early = [at for _, due, at in climbed if at <= since and at < due]
    for one in climbed:
        if one[2] not in early or one[2] == max(early):
            yield one


def _climbed(epoch: _Epoch, rungs: Sequence[Rung], stops: Sequence[Pause]) -> Iterator[Reached]:
    due = epoch.due
    for rung, instant in _instants(epoch, rungs):
        at = _running_from(instant, stops)
        # A decision may set a deadline before the start; no clock can reach that any more.
        if at is None or at < epoch.clock.start or not _before(at, epoch.until):
            continue
        # Who only goes on when nothing is left is not warned, but late.
        if at != due or rung.when == DUE:
            yield rung, due, at


def _epochs(running: RunningClock) -> Iterator[_Epoch]:
    clock, since = running.clock, None
    changes = [one for one in clock.changes() if _before(_effect(one), running.stop)]
    begun, due = clock.start, changes[0].before if changes else clock.first_due()
    stops: list[Pause] = []
    for change in changes:
        cause, effect = change.cause, _effect(change)
        if isinstance(cause, Adjustment) or change.due != due:
            known = _counting(clock, effect)
            yield _Epoch(known, tuple(stops), begun, due=due, since=since, until=effect)
            since, due = effect, change.due
        if isinstance(cause, Pause):
            stops.append(cause)
            begun = effect if change.effect is Effect.RESTARTED else begun
    # A calendar bound at the very instant of the end takes nothing back that was reached before it.
    known = _counting(clock, running.stop) if running.stop else clock
    yield _Epoch(known, tuple(stops), begun, due=due, since=since, until=running.stop)


def _effect(change: Change) -> datetime:
    """When a change takes effect: a pause at its end; while it is open it moves nothing."""
    cause = change.cause
    return cause.at if isinstance(cause, Adjustment) else cause.end or cause.start


def _counting(clock: Clock, until: datetime) -> Clock:
    """The clock with the calendar that counted just before an instant."""
    later = [one.calendar for one in clock.formerly if one.until >= until]
    return replace(clock, calendar=later[0]) if later else clock


def _instants(epoch: _Epoch, rungs: Sequence[Rung]) -> Iterator[tuple[Rung, datetime]]:
    fallen: set[str] = set()
    for rung in rungs:
        if rung.instead_of is not None and rung.instead_of not in fallen:
            continue
        instant = _instant(rung, epoch)
        if instant is None:
            fallen.add(rung.code)
        else:
            yield rung, instant


def _instant(rung: Rung, epoch: _Epoch) -> datetime | None:
    """When a rung is reached if nothing stops the clock; None where the ladder has no place."""
    if rung.when == DUE:
        return epoch.due
    if rung.share is not None:
        return _part(rung.share, epoch)
    if rung.amount is not None and rung.when == "before":
        return _days_ahead(rung.amount.whole_days, epoch)
    if rung.amount is not None and rung.when == "after" and _before(epoch.due, epoch.until):
        return counted(rung.amount, epoch.due, epoch.clock.calendar)
    return None


def _part(share: Fraction, epoch: _Epoch) -> datetime | None:
    due = epoch.due
    instant = epoch.clock.share_at(share, epoch.stops, begun=epoch.begun, due=due)
    return instant if instant < due else None


def _days_ahead(days: int, epoch: _Epoch) -> datetime | None:
    try:
        instant = epoch.clock.calendar.days_before(epoch.due, days)
    except CalendarGap:
        return None  # Before the calendar's years is before the start as well.
    return instant if instant > epoch.begun else None


def _running_from(instant: datetime, stops: Sequence[Pause]) -> datetime | None:
    """The instant itself, or when the clock goes on that stands still then; None: it does not."""
    for stop in stops:
        if stop.start <= instant and (stop.end is None or instant < stop.end):
            return stop.end
    return instant


def _before(instant: datetime, limit: datetime | None) -> bool:
    return limit is None or instant < limit
