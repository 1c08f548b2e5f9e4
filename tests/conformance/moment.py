"""A day long after everything in the worlds."""

from datetime import datetime

from sla.zone import VIETNAM

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=VIETNAM)
