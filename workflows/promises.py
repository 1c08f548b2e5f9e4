"""When the new date that an apology gave passes with the case still open: no third one is allowed.

The promise is a date and no clock: it does not wait while the case stands still.
"""

from collections.abc import Iterator
from datetime import datetime

from sla.zone import local_date
from workflows.case import Case
from workflows.ladder import ladder_on
from workflows.rung import Rung


def broken_promises(case: Case) -> Iterator[tuple[Rung, datetime, datetime]]:
    """The rung, the new date, and when it is reached, or will be if nothing closes the case."""
    apology = case.apology
    if apology is None or case.accepted_at is None:
        return
    rung = ladder_on("case", local_date(case.accepted_at)).first("promise")
    # A date from elsewhere may lie before the letter that tells it.
    at = max(apology.new_due_at, apology.at)
    if rung is not None and _open(case, at):
        yield rung, apology.new_due_at, at


def _open(case: Case, at: datetime) -> bool:
    return any(span.start <= at and (span.end is None or at < span.end) for span in case.spans)
