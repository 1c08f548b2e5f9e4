"""What every event of a case is made of: the instant, who asks, the papers, the words for kinds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Channel = Literal["online", "direct", "post"]
PauseReason = Literal[
    "payment", "consultation", "verification", "force_majeure", "system_failure", "other"
]
ClockName = Literal["intake", "step", "case"]
Count = int | tuple[str, ...]  # how many papers, or their names
PaperKind = Literal["original", "copy", "electronic"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Applicant:
    """Who asks; all but the name may be unknown."""

    name: str
    id_no: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    own_account: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """One kind of paper of a file, so many times."""

    name: str
    kind: PaperKind
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Late:
    """Why something is recorded long after it happened, on what proof, and who allowed it."""

    reason: str
    evidence: str
    approved_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that happened to a case at an instant; `late` if ticked late and approved."""

    at: datetime
    late: Late | None = None
