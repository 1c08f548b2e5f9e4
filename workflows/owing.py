"""When an apology is owed: in the last working day, once the forecast says it will be too late.

owed_from(case, setting) -> datetime | None
once_owed(case, setting) -> datetime | None
is_owed(case, setting, *, now) -> bool
in_last_day(case, setting, *, now) -> bool
"""

from datetime import datetime

from sla.spec import SlaError
from workflows.case import Case
from workflows.clocks import case_clock
from workflows.evolve import cases_true
from workflows.misses import misses_from
from workflows.nearness import last_day_from
from workflows.setting import Setting


def owed_from(case: Case, setting: Setting) -> datetime | None:
    """From when an open case owes an apology if it goes on as it stands; None: no clock runs.

    The later one of the beginning of the last working day before the deadline and the instant from
    which the forecast says that it will be missed; from the deadline on it is owed whatever was
    foreseen. Where nothing can be foreseen, since no step ahead has a quota, the last working day
    alone counts: rather a letter too many in hand than none.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
    """
    if not case.is_open or case.standing_since is not None:
        return None
    near, due = _last_day(case, setting), case_clock(case, setting).due()
    try:
        late = misses_from(case, setting, since=near)
    except SlaError:
        late = None  # Beyond the calendar's years nothing is foreseen.
    return min(late or near, due)


def once_owed(case: Case, setting: Setting) -> datetime | None:
    """From when a case that has ended owed an apology while it ran; None if it never did.

    Every state it was in is asked: the steps done at the end do not show that it had been late. A
    deadline that was moved away has taken with it what was owed by it.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
    """
    end = case.standing_since or case.closed_at or case.voided_at
    if case.accepted_at is None or end is None or end <= (near := _last_day(case, setting)):
        return None
    for then, later in zip(cases_true(case.code, case.log), case.log[1:], strict=False):
        if later.at <= near:
            continue
        since = owed_from(then, setting)
        if since is not None and since < later.at:
            return since
    return None


def is_owed(case: Case, setting: Setting, *, now: datetime) -> bool:
    """Whether an open case owes an apology now, whatever was made of it.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
    """
    since = owed_from(case, setting)
    # A clock that stood still in time owes nothing meanwhile.
    return runs_or_late(case, setting) and (since is None or since <= now)


def in_last_day(case: Case, setting: Setting, *, now: datetime) -> bool:
    """Whether the last working day of an open case has begun, or it stood still too late.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
    """
    if case.standing_since is not None:
        return runs_or_late(case, setting)
    return _last_day(case, setting) <= now


def runs_or_late(case: Case, setting: Setting) -> bool:
    """Whether the clock of an accepted case runs, or stopped only after the deadline.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
    """
    since = case.standing_since
    return since is None or case_clock(case, setting).due() < since


def _last_day(case: Case, setting: Setting) -> datetime:
    clock = case_clock(case, setting)
    # A deadline that was moved to a rest day has its last working instant behind it.
    return min(last_day_from(clock), clock.due())
