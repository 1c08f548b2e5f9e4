"""What a case is: its states and everything its events say, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sla.clock import Adjustment, Pause
from workflows import events as ev
from workflows.events import Applicant, Channel, Event, Paper


class State(StrEnum):
    """Where a case stands; lateness is never a state."""

    SUBMITTED = "submitted"
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    RECEIVED = "received"
    PROCESSING = "processing"
    PAUSED = "paused"
    RESOLVED = "resolved"
    DELIVERED = "delivered"
    REFUSED = "refused"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeRun:
    """One window in which the desk must answer; `end` is None while it runs."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepRun:
    """One visit to a step (`run` counts from 1 for each step); `done` only if completed.

    `sent_back` is the reason, when the visit is the answer to a `step_returned`.
    """

    step: str
    run: int
    start: datetime
    end: datetime | None = None
    done: bool = False
    assignee: str | None = None
    sent_back: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """One time the case was open: from acceptance or reopening to a closing."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """Everything the events of one case say; `log` holds them at their true times.

    Attributes:
        draft: what an apology will say, by its latest draft; `drafted_as` is the number of that
            event in the case, from 1.
        signature: of just that draft.
    """

    code: str
    agency: str
    procedure: str
    channel: Channel
    state: State
    log: tuple[Event, ...] = ()
    before_pause: State | None = None
    applicant: Applicant | None = None
    calendar: str | None = None
    procedure_version: int | None = None
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    promise: datetime | None = None
    intakes: tuple[IntakeRun, ...] = ()
    steps: tuple[StepRun, ...] = ()
    pauses: tuple[Pause, ...] = ()
    spans: tuple[Span, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    apology: ev.ApologyIssued | None = None
    draft: ev.ApologyDrafted | None = None
    drafted_as: int | None = None
    signature: ev.ApologySigned | None = None
    letters: tuple[ev.LetterIssued, ...] = ()
    published: tuple[ev.LetterPublished, ...] = ()
    voided_at: datetime | None = None
    training: bool = False
    result_channel: Channel | None = None
    agent: Applicant | None = None
    papers: tuple[Paper, ...] = ()
    fee: int | None = None

    @property
    def version(self) -> int:
        """How many events the case has."""
        return len(self.log)

    @property
    def closed_at(self) -> datetime | None:
        """The last closing, while it holds."""
        return self.spans[-1].end if self.spans else None

    @property
    def is_open(self) -> bool:
        """Accepted, and neither closed nor voided."""
        return bool(self.spans) and self.closed_at is None and self.voided_at is None

    @property
    def standing_since(self) -> datetime | None:
        """The start of the pause that was never ended (a case may be closed while paused).

        Pauses that touch are one: the clock never ran between them (contract 3, "Pause").
        """
        since: datetime | None = None
        for pause in reversed(self.pauses):
            if pause.end != since:
                break
            since = pause.start
        return since

    def running(self, step: str) -> StepRun | None:
        """The unfinished run of a step."""
        return next((run for run in self.steps if run.step == step and run.end is None), None)

    def sent_back(self, step: str) -> str | None:
        """Why the case came back to a step, while no run of it answered that."""
        for event in reversed(self.log):
            if isinstance(event, ev.StepReturned) and event.step == step:
                return event.reason
            if isinstance(event, ev.StepStarted | ev.StepCompleted) and event.step == step:
                return None
        return None

    def done_steps(self) -> frozenset[str]:
        """Steps whose latest run was completed."""
        latest = {run.step: run.done for run in self.steps}
        return frozenset(step for step, done in latest.items() if done)
