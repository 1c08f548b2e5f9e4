"""Every command on one screen: what somebody wants to record, in the imperative.

`at` is when it happened in the office, by the one who asks. The fields are those of the event that
`decide` makes of it; only what `decide` finds out itself (versions, dates) is left out.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workflows.command_base import Command
from workflows.event_base import Applicant, Channel, ClockName, Count, Paper, PauseReason
from workflows.letter_commands import (
    DraftApology,
    IssueApology,
    IssueLetter,
    PublishLetter,
    SignApology,
)

__all__ = [
    "COMMAND_TYPES", "AcceptCase", "AdjustDeadline", "AssignStep", "Command", "CompleteStep",
    "CorrectEvent", "DeliverResult", "DraftApology", "IssueApology", "IssueLetter", "MarkMissed",
    "MarkWarned", "PauseCase", "PublishLetter", "RateCase", "ReceiveSupplement",
    "RecordDigitisation", "RecordFee", "RefuseCase", "ReopenCase", "RequestSupplement",
    "ResolveCase", "ResumeCase", "ReturnCase", "ReturnStep", "SignApology", "StartStep",
    "SubmitCase", "VoidCase", "WithdrawCase",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class SubmitCase(Command):
    """A citizen files online or by post."""

    agency: str
    procedure: str
    channel: Channel
    applicant: Applicant
    calendar: str | None = None
    training: bool = False
    result_channel: Channel | None = None
    agent: Applicant | None = None
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceptCase(Command):
    """Take a case in; the bound fields only come with a log that is read back."""

    agency: str | None = None
    procedure: str | None = None
    channel: Channel | None = None
    applicant: Applicant | None = None
    due_at: datetime | None = None
    procedure_version: int | None = None
    calendar: str | None = None
    training: bool = False
    result_channel: Channel | None = None
    agent: Applicant | None = None
    papers: tuple[Paper, ...] = ()
    fee: int | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestSupplement(Command):
    """Ask the citizen for what is missing."""

    items: tuple[str, ...]
    reason: str
    until: datetime | None = None
    approved_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiveSupplement(Command):
    """The missing papers are here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RefuseCase(Command):
    """Do not take it in."""

    reason: str
    ground: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StartStep(Command):
    """Begin a run of a step."""

    step: str
    assignee: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CompleteStep(Command):
    """Finish the running step."""

    step: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnStep(Command):
    """Send back to `step`."""

    step: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AssignStep(Command):
    """Give the running step to somebody else."""

    step: str
    assignee: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PauseCase(Command):
    """Stop the clock."""

    reason: PauseReason
    document: str | None = None
    note: str | None = None
    approved_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ResumeCase(Command):
    """Let the clock run again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ResolveCase(Command):
    """The result is at the desk."""

    outcome: Literal["granted", "rejected"]
    result_no: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliverResult(Command):
    """Hand the result over."""

    channel: Channel
    collected_by: str | None = None
    proof: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnCase(Command):
    """Hand the file back unfinished."""

    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawCase(Command):
    """The citizen takes it back."""

    reason: str
    document: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReopenCase(Command):
    """Work on a finished case again."""

    reason: str
    approved_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AdjustDeadline(Command):
    """Move the deadline by a published decision."""

    new_due_at: datetime
    reason: str
    approved_by: str
    calendar: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkMissed(Command):
    """The clock work found a deadline passed."""

    clock: ClockName
    due_at: datetime
    step: str | None = None
    run: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkWarned(Command):
    """The clock work found a rung of a ladder reached."""

    clock: ClockName
    due_at: datetime
    step: str | None = None
    run: int | None = None
    rung: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordFee(Command):
    """Note money received, in whole đồng."""

    amount: int
    method: Literal["online", "cash"]
    receipt_no: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordDigitisation(Command):
    """Note what was scanned, signed or reused."""

    parts: Count = 0
    signed: Count = 0
    result: bool = False
    reused: bool = False
    file: str | None = None
    name: str | None = None
    media: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RateCase(Command):
    """Note the citizen's mark."""

    score: int
    comment: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectEvent(Command):
    """State the true time of an earlier event."""

    of: int
    true_at: datetime
    reason: str
    approved_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VoidCase(Command):
    """Strike the case from every table."""

    reason: str
    approved_by: str


COMMAND_TYPES: tuple[type[Command], ...] = (
    SubmitCase, AcceptCase, RequestSupplement, ReceiveSupplement, RefuseCase,
    StartStep, CompleteStep, ReturnStep, AssignStep, PauseCase, ResumeCase,
    ResolveCase, DeliverResult, ReturnCase, WithdrawCase, ReopenCase,
    IssueApology, AdjustDeadline, MarkMissed, MarkWarned,
    RecordFee, RecordDigitisation, RateCase, CorrectEvent, VoidCase,
    DraftApology, SignApology, IssueLetter, PublishLetter,
)  # fmt: skip
