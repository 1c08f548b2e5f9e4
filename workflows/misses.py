"""From when on the forecast says that a case will miss its deadline, if nobody does anything more.

    misses_from(case, setting, *, since=None) -> datetime | None

The clock on the wall is not asked. Either the way ahead is too long already, or it becomes so when
the step that is awaited has not been done by its `done_by` (workflows/forecast.py): what a running
step has left shrinks with what is left to the deadline, and only idle time makes a case late.
"""

from datetime import datetime, timedelta

from sla.calendar import WorkingCalendar
from sla.limits import Unit
from workflows import events as ev
from workflows.ahead import Way, way_on
from workflows.case import Case
from workflows.forecast import Progress, foreseen, progress
from workflows.pace import Chain, Pace, chains
from workflows.procedure import Procedure
from workflows.setting import Setting

# Done at the last instant is done in time; this much later is not.
_MOMENT = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)
# What the forecast goes by; a letter, a fee or another name beside a step changes nothing of it.
_MOVES = (
    ev.Accepted, ev.StepStarted, ev.StepCompleted, ev.StepReturned, ev.Resumed, ev.Supplemented,
    ev.Reopened, ev.DeadlineAdjusted,
)  # fmt: skip


def misses_from(case: Case, setting: Setting, *, since: datetime | None = None) -> datetime | None:
    """The first instant at which the forecast says "will_miss", or "missed", as the case stands.

    From then on it says so at every instant, as long as nothing happens. It is never before the
    last event that changed what the forecast goes by, nor before `since`.

    Returns:
        None where nothing can be foreseen: no clock runs, or no step ahead has a quota.

    Raises:
        CalendarGap: when an instant needed lies beyond the calendar's years.
        LawGap: for a day on which no rule is known.
    """
    found = progress(case, setting)
    if found is None:
        return None
    moved = max(event.at for event in case.log if isinstance(event, _MOVES))
    begin = moved if since is None else max(moved, since)
    return _misses_from(found, setting.procedure, setting.calendar, begin)


def _misses_from(
    found: Progress, procedure: Procedure, calendar: WorkingCalendar, since: datetime
) -> datetime | None:
    pace = Pace(calendar=calendar, now=since, day=calendar.spec.standard_day())
    way = way_on(procedure, found.trodden, pace.of)
    if not _is_foreseeable(way, procedure):
        return None
    if found.due < since:
        return since
    if any(step.quota and step.quota.unit is Unit.CALENDAR_DAYS for step in procedure.steps):
        return _searched(found, procedure, calendar, since)
    return min(_late_from(one, found.due, pace) for one in chains(way, found.running, pace))


def _is_foreseeable(way: Way, procedure: Procedure) -> bool:
    """Whether any step ahead has a quota; of a way that has been walked whether any step had."""
    return any(step.quota for step in way.steps or procedure.steps)


def _late_from(chain: Chain, due: datetime, pace: Pace) -> datetime:
    """When the way over one step becomes too long; with the deadline at the latest."""
    calendar = pace.calendar
    if chain.time > calendar.between(pace.now, due):
        return pace.now
    # What is left of a running step grows less by itself; what nobody has begun does not.
    idle = chain.after if chain.visit else chain.time
    last = calendar.next_working(calendar.subtract(due, idle)) if idle else due
    return last + _MOMENT


def _searched(
    found: Progress, procedure: Procedure, calendar: WorkingCalendar, since: datetime
) -> datetime:
    """The same by asking, to the minute: calendar days hold more working time on some days."""

    def late(at: datetime) -> bool:
        return foreseen(found, procedure, calendar, now=at).prospect == "will_miss"

    early, then = since, found.due
    if late(early):
        return early
    if not late(then):
        return then + _MOMENT
    while then - early > _MINUTE:
        middle = early + (then - early) // 2
        early, then = (early, middle) if late(middle) else (middle, then)
    return then
