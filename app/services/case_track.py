"""How a case went through the office: its steps with their runs, hand-overs, and money."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.services.case_view import CaseView, TimelineEntry
from workflows import events as ev
from workflows.case import StepRun
from workflows.procedure import Step
from workflows.readings import Reading

StepState = Literal["done", "running", "back", "next", "ahead", "aside"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One run of a step with its clock, where the step has a quota."""

    run: StepRun
    clock: Reading | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepLine:
    """A step of the procedure as the case met it.

    Attributes:
        agency: the office where it is worked.
        state: `back` was sent back and waits to be begun again, `next` is to begin now, `aside`
            belongs to a way the case did not take.
        sent_back: why the case came back to it, while that is not answered.
    """

    step: Step
    agency: str
    state: StepState
    visits: tuple[Visit, ...]
    sent_back: str | None

    @property
    def last(self) -> Visit | None:
        """The latest run."""
        return self.visits[-1] if self.visits else None


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOver:
    """The file went from one to another; None where nobody was named."""

    at: datetime
    giver: str | None
    taker: str | None
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fees:
    """What is to be collected, and what came in, in whole đồng."""

    due: int | None
    payments: tuple[ev.FeePaid, ...]

    @property
    def paid(self) -> int:
        """The sum that came in."""
        return sum(payment.amount for payment in self.payments)

    @property
    def open(self) -> int:
        """What is still to be collected."""
        return max((self.due or 0) - self.paid, 0)


def step_lines(view: CaseView, offices: Mapping[str, str]) -> tuple[StepLine, ...]:
    """Every step of the procedure in its usual order; `offices` says where each is worked."""
    readings = {(one.step, one.run): one for one in view.clocks if one.name == "step"}
    states = _states(view)
    return tuple(
        StepLine(
            step=step,
            agency=offices.get(step.code, view.case.agency),
            state=states[step.code],
            visits=tuple(
                Visit(run=run, clock=readings.get((run.step, run.run)))
                for run in view.case.steps
                if run.step == step.code
            ),
            sent_back=_sent_back(view, step.code, states[step.code]),
        )
        for step in view.setting.procedure.steps
    )


def _sent_back(view: CaseView, step: str, state: StepState) -> str | None:
    run = view.case.running(step)
    if run is not None:
        return run.sent_back
    return view.case.sent_back(step) if state == "back" else None


def _states(view: CaseView) -> dict[str, StepState]:
    case, procedure = view.case, view.setting.procedure
    done = case.done_steps()
    ready = [step.code for step in procedure.next_steps(done)]
    return {
        step.code: _state(view, step, done=step.code in done, ready=ready)
        for step in procedure.steps
    }


def _state(view: CaseView, step: Step, *, done: bool, ready: Sequence[str]) -> StepState:
    case = view.case
    if case.running(step.code):
        return "running"
    if case.sent_back(step.code) is not None and case.is_open:
        return "back"
    if done:
        return "done"
    if ready[:1] == [step.code] and case.is_open and all(run.end for run in case.steps):
        return "next"
    return "ahead" if _reachable(view, step) else "aside"


def _reachable(view: CaseView, step: Step) -> bool:
    """Whether a step lies on the way the case has taken, or on none in particular."""
    if step.branch is None:
        return True
    done = view.case.done_steps()
    taken = {one.branch for one in view.setting.procedure.steps if one.code in done} - {None}
    return not taken or step.branch in taken


def hand_overs(view: CaseView) -> tuple[HandOver, ...]:
    """Who gave the file to whom, oldest first."""
    return tuple(_handed(view))


def _handed(view: CaseView) -> Iterator[HandOver]:
    holder: str | None = None
    names = {step.code: step.name for step in view.setting.procedure.steps}
    for entry in view.timeline:
        event = entry.line.event
        if isinstance(event, ev.Accepted):
            holder = entry.line.by
        elif isinstance(event, ev.StepStarted | ev.StepAssigned):
            name = names.get(event.step, event.step)
            if event.assignee != holder:
                yield HandOver(at=entry.at, giver=holder, taker=event.assignee, what=name)
            holder = event.assignee
        elif isinstance(event, ev.Resolved | ev.Delivered):
            yield _out(entry, holder)
            holder = None


def _out(entry: TimelineEntry, holder: str | None) -> HandOver:
    if isinstance(entry.line.event, ev.Delivered):
        taker = entry.line.event.collected_by or "công dân"
        return HandOver(at=entry.at, giver=entry.line.by, taker=taker, what="Trả kết quả")
    return HandOver(
        at=entry.at, giver=holder or entry.line.by, taker="bộ phận một cửa", what="Kết quả"
    )


def fees(view: CaseView) -> Fees:
    """The money of a case."""
    payments = (entry.line.event for entry in view.timeline)
    return Fees(
        due=view.case.fee,
        payments=tuple(one for one in payments if isinstance(one, ev.FeePaid)),
    )
