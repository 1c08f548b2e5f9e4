"""When the new date that an apology gave passes with the case still open: no third one is allowed.

The promise is a date and no clock: it does not wait while the case stands still. A deadline that
has moved behind it meanwhile is waited for.
"""

from collections.abc import Iterator
from datetime import datetime

from sla.zone import local_date
from workflows.case import Case
from workflows.clocks import case_clock
from workflows.ladder import ladder_on
from workflows.rung import Rung
from workflows.setting import Setting


def broken_promises(case: Case, setting: Setting) -> Iterator[tuple[Rung, datetime, datetime]]:
    """The rung, the new date, and when it is reached, or will be if nothing closes the case.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
    """
    apology = case.apology
    if apology is None or case.accepted_at is None:
        return
    rung = ladder_on("case", local_date(case.accepted_at)).first("promise")
    # A date from elsewhere may lie before the letter that tells it.
    at = _reached(max(apology.new_due_at, apology.at), case, setting)
    if rung is not None and _open(case, at):
        yield rung, apology.new_due_at, at


def _reached(at: datetime, case: Case, setting: Setting) -> datetime:
    """When the case is past that instant and past its deadline, as that was known by then."""
    clock = case_clock(case, setting)
    while (due := clock.due(at)) > at:
        at = due
    return at


def _open(case: Case, at: datetime) -> bool:
    return any(span.start <= at and (span.end is None or at < span.end) for span in case.spans)
