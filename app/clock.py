"""The only place that asks the wall clock; read once for each request, job or command."""

from datetime import datetime

from sla.zone import VIETNAM


def now() -> datetime:
    """This instant, on Vietnamese clocks."""
    return datetime.now(VIETNAM)
