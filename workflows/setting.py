"""What the rules need to know around one case: office, procedure version, calendar version."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sla.calendar import WorkingCalendar
from sla.clock import Formerly
from workflows import events as ev
from workflows.agency import Agency
from workflows.case import Case
from workflows.procedure import Procedure


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """Looked up by the caller for a case, or for the agency and procedure of a new one.

    Attributes:
        agency: where the case lies.
        procedure: the version the case is bound to; before acceptance the one valid that day.
        procedure_version: its number, from 1.
        calendar: the newest calendar version the case is bound to; before that the agency's own.
        calendar_ref: its name in events, `code@version`.
        formerly: the versions the case was bound to before, oldest first.
    """

    agency: Agency
    procedure: Procedure
    procedure_version: int
    calendar: WorkingCalendar
    calendar_ref: str
    formerly: tuple[Formerly, ...] = ()

    def calendar_at(self, instant: datetime) -> WorkingCalendar:
        """The calendar the case was bound to at an instant."""
        earlier = (one.calendar for one in self.formerly if instant < one.until)
        return next(earlier, self.calendar)


def bound_before(case: Case) -> Iterator[tuple[datetime, str]]:
    """Each calendar (`code@version`) a case was bound to before its newest, and until when."""
    bound = [
        (event.at, event.calendar)
        for event in case.log
        if isinstance(event, _BINDING) and event.calendar is not None
    ]
    for (_, earlier), (until, later) in pairwise(bound):
        if earlier != later:
            yield until, earlier


_BINDING = (ev.Submitted, ev.Accepted, ev.DeadlineAdjusted)
