"""Every event of a case on one screen: what happened, in the past tense, for ever.

A name is the journal's name in CamelCase (`step_started` -> `StepStarted`) and is never renamed or
deleted; a retired one stays with a comment. A new field is optional: old logs keep their hashes.
`at` is when it happened in the office; when the system learnt of it, and from whom, stands in the
envelope (`workflows.log.Recorded`). What `decide` adds to the journal's fields is marked "bound":
facts of the day that a replay must not look up again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workflows.event_base import (
    Applicant,
    Channel,
    ClockName,
    Count,
    Event,
    Late,
    Paper,
    PaperKind,
    PauseReason,
)
from workflows.letter_events import (
    ApologyDrafted,
    ApologyIssued,
    ApologySigned,
    LetterIssued,
    LetterKind,
    LetterPublished,
)

__all__ = [
    "EVENT_TYPES", "Accepted", "ApologyDrafted", "ApologyIssued", "ApologySigned", "Applicant",
    "Channel", "ClockName", "Corrected", "Count", "DeadlineAdjusted", "DeadlineMissed",
    "DeadlineWarned", "Delivered", "Digitised", "Event", "FeePaid", "Late", "LetterIssued",
    "LetterKind", "LetterPublished", "Paper", "PaperKind", "PauseReason", "Paused", "Rated",
    "Refused", "Reopened", "Resolved", "Resumed", "Returned", "StepAssigned", "StepCompleted",
    "StepReturned", "StepStarted", "Submitted", "SupplementRequested", "Supplemented", "Voided",
    "Withdrawn",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Submitted(Event):
    """The citizen sent it online or by post; the 8-hour intake clock starts."""

    agency: str
    procedure: str
    channel: Channel
    applicant: Applicant
    calendar: str | None = None  # bound
    training: bool = False  # in no table, ever
    result_channel: Channel | None = None
    agent: Applicant | None = None  # who was authorised to come
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Accepted(Event):
    """The desk took it in and printed a promise; the case clock starts."""

    agency: str | None = None
    procedure: str | None = None
    channel: Channel | None = None
    applicant: Applicant | None = None
    due_at: datetime | None = None  # bound when the journal gives none
    procedure_version: int | None = None  # bound
    calendar: str | None = None  # bound
    training: bool = False
    result_channel: Channel | None = None
    agent: Applicant | None = None
    papers: tuple[Paper, ...] = ()
    fee: int | None = None  # to be collected, in whole đồng
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplementRequested(Event):
    """The citizen was asked for what is missing; the clock stands still."""

    items: tuple[str, ...]
    reason: str
    until: datetime | None = None  # the citizen's limit
    approved_by: str | None = None  # who allowed a further one


@dataclass(frozen=True, kw_only=True, slots=True)
class Supplemented(Event):
    """The citizen brought it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused(Event):
    """Not taken in, on a legal ground."""

    reason: str
    ground: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StepStarted(Event):
    """A run of a step began; its quota counts from here."""

    step: str
    assignee: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepCompleted(Event):
    """The running step was done."""

    step: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StepReturned(Event):
    """Sent back to an earlier step, which will have a run of its own."""

    step: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StepAssigned(Event):
    """The running step went to somebody else; run and quota stay."""

    step: str
    assignee: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Paused(Event):
    """The clock was stopped on a ground other than a supplement."""

    reason: PauseReason
    document: str | None = None
    note: str | None = None
    approved_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Resumed(Event):
    """The clock runs again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved(Event):
    """The result is at the desk; the case clock stops."""

    outcome: Literal["granted", "rejected"]
    result_no: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivered(Event):
    """The citizen has the result; `proof` says how that is known."""

    channel: Channel
    collected_by: str | None = None
    proof: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Returned(Event):
    """Handed back unfinished by the office; the case clock stops."""

    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawn(Event):
    """Taken back by the citizen; the case clock stops."""

    reason: str
    document: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reopened(Event):
    """A finished case is worked on again; its deadline stays."""

    reason: str
    approved_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadlineAdjusted(Event):
    """A published decision moved the deadline (a new day off)."""

    new_due_at: datetime
    reason: str
    approved_by: str
    calendar: str | None = None  # bound: later pauses are counted by it


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadlineMissed(Event):
    """A clock ran past its deadline; dated at that instant."""

    clock: ClockName
    due_at: datetime
    step: str | None = None
    run: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadlineWarned(Event):
    """A clock reached a rung of its ladder (workflows/ladder.py); dated at that instant."""

    clock: ClockName
    due_at: datetime
    step: str | None = None
    run: int | None = None
    rung: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FeePaid(Event):
    """Money came in; `amount` in whole đồng."""

    amount: int
    method: Literal["online", "cash"]
    receipt_no: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Digitised(Event):
    """Papers or the result were scanned and signed, or taken from earlier data."""

    parts: Count = 0
    signed: Count = 0
    result: bool = False
    reused: bool = False
    file: str | None = None  # SHA-256 (hex) of the kept file
    name: str | None = None  # what the file was called
    media: str | None = None  # its media type


@dataclass(frozen=True, kw_only=True, slots=True)
class Rated(Event):
    """The citizen's mark."""

    score: int
    comment: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrected(Event):
    """Event number `of` of this case (from 1) truly happened at `true_at` (journal: `at`)."""

    of: int
    true_at: datetime
    reason: str
    approved_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Voided(Event):
    """Struck from every table (training data, entered twice); stays in the log."""

    reason: str
    approved_by: str


EVENT_TYPES: tuple[type[Event], ...] = (
    Submitted, Accepted, SupplementRequested, Supplemented, Refused,
    StepStarted, StepCompleted, StepReturned, StepAssigned, Paused, Resumed,
    Resolved, Delivered, Returned, Withdrawn, Reopened,
    ApologyIssued, DeadlineAdjusted, DeadlineMissed, DeadlineWarned,
    FeePaid, Digitised, Rated, Corrected, Voided,
    ApologyDrafted, ApologySigned, LetterIssued, LetterPublished,
)  # fmt: skip
