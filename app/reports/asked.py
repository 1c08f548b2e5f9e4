"""What is asked of a form: whose cases, of which days, known when, counted by which choices."""

from dataclasses import dataclass
from datetime import datetime

from app.reports.period import Period
from app.reports.switches import CONTRACT, Switches
from app.store.scope import Scope


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One question that a form answers with a table, and with the cases behind each cell.

    Attributes:
        scope: an agency, alone or with all below it.
        period: inclusive local dates.
        now: bounds the cut-off at which open cases are judged.
        as_known_at: only what was recorded by then; None for all.
        switches: the choices of the province that it is counted by.
        variant: of the form's layout; empty for the usual one.
        from_facts: whether kept months are left aside, for what somebody signs.
    """

    scope: Scope
    period: Period
    now: datetime
    as_known_at: datetime | None = None
    switches: Switches = CONTRACT
    variant: str = ""
    from_facts: bool = False

    @property
    def cut_off(self) -> datetime:
        """The instant at which an open case that does not stand is judged (contract 4)."""
        return min(moment for moment in (self.period.end, self.as_known_at, self.now) if moment)
