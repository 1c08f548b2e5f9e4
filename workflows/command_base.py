"""What every command has: the instant it speaks of, and who allowed it to come late."""

from dataclasses import dataclass
from datetime import datetime

from workflows.event_base import Late


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """Something to record, said to have happened at an instant; `late` once that is approved."""

    at: datetime
    late: Late | None = None
