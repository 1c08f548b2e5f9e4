"""What the rules need to know around one case: office, procedure version, calendar version."""

from dataclasses import dataclass

from sla.calendar import WorkingCalendar
from workflows.agency import Agency
from workflows.procedure import Procedure


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """Looked up by the caller for a case, or for the agency and procedure of a new one.

    Attributes:
        agency: where the case lies.
        procedure: the version the case is bound to; before acceptance the one valid that day.
        procedure_version: its number, from 1.
        calendar: the calendar version the case is bound to; before that the agency's own.
        calendar_ref: its name in events, `code@version`.
    """

    agency: Agency
    procedure: Procedure
    procedure_version: int
    calendar: WorkingCalendar
    calendar_ref: str
