"""How each event changes a case; nothing is checked here and nothing is looked up."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import reduce
from typing import Any

from sla.clock import Adjustment, Pause
from workflows import events as ev
from workflows.case import Case, IntakeRun, Span, State, StepRun
from workflows.events import Event
from workflows.successor import successor


def evolve(case: Case | None, event: Event, *, code: str = "") -> Case:
    """The case after one more event, which `decide` allowed before (nothing is checked here).

    Args:
        case: None before the first event.
        event: what happened.
        code: the case's code; only read for the first event.

    Raises:
        ValueError: when a first event cannot open a case.
    """
    if case is None:
        return _opened(event, code)
    if isinstance(event, ev.Corrected):
        first, *rest = true_times((*case.log, event))
        return reduce(_next, rest, _opened(first, case.code))
    return _next(case, event)


def fold(code: str, events: Iterable[Event]) -> Case | None:
    """The case that these events make, corrections applied; None for no events."""
    return fold_true(code, true_times(tuple(events)))


def fold_true(code: str, events: Iterable[Event]) -> Case | None:
    """The same for events that stand at their true times already, or a part of them.

    A correction in it is only kept: its number means nothing where events were left out.
    """
    *_, case = (None, *cases_true(code, events))
    return case


def cases_true(code: str, events: Iterable[Event]) -> Iterator[Case]:
    """The case after each of these events, as `fold_true` takes them."""
    case: Case | None = None
    for event in events:
        case = _opened(event, code) if case is None else _next(case, event)
        yield case


def true_times(log: tuple[Event, ...]) -> tuple[Event, ...]:
    """The same events with each correction applied to the time of the one it names.

    Of two corrections of one event the later recorded one holds.
    """
    mended = list(log)
    for event in log:
        if isinstance(event, ev.Corrected):
            mended[event.of - 1] = successor(mended[event.of - 1], {"at": event.true_at})
    return tuple(mended)


def _next(case: Case, event: Event) -> Case:
    changes = _CHANGES.get(type(event))
    told = changes(case, event) if changes else {}
    return successor(case, {"log": (*case.log, event), **told})


def _opened(event: Event, code: str) -> Case:
    if isinstance(event, ev.Submitted):
        return Case(
            code=code,
            agency=event.agency,
            procedure=event.procedure,
            channel=event.channel,
            state=State.SUBMITTED,
            log=(event,),
            applicant=event.applicant,
            calendar=event.calendar,
            submitted_at=event.at,
            intakes=(IntakeRun(start=event.at),),
            training=event.training,
            result_channel=event.result_channel,
            agent=event.agent,
            papers=event.papers,
        )
    if isinstance(event, ev.Accepted) and event.agency and event.procedure and event.channel:
        fresh = Case(
            code=code,
            agency=event.agency,
            procedure=event.procedure,
            channel=event.channel,
            state=State.RECEIVED,
        )
        return successor(fresh, {"log": (event,), **_accepted(fresh, event)})
    raise ValueError(f"{type(event).__name__} cannot open a case")


_Changes = dict[str, Any]


def _accepted(case: Case, event: ev.Accepted) -> _Changes:
    return {
        "state": State.RECEIVED,
        "applicant": event.applicant or case.applicant,
        "accepted_at": event.at,
        "promise": event.due_at,
        "procedure_version": event.procedure_version,
        "calendar": event.calendar or case.calendar,
        "intakes": _ended_intake(case, event.at),
        "spans": (Span(start=event.at),),
        "training": case.training or event.training,
        "result_channel": event.result_channel or case.result_channel,
        "agent": event.agent or case.agent,
        "papers": event.papers or case.papers,
        "fee": event.fee,
    }


def _supplement_requested(case: Case, event: ev.SupplementRequested) -> _Changes:
    if case.state is State.SUBMITTED:
        return {
            "state": State.AWAITING_SUPPLEMENT,
            "intakes": _ended_intake(case, event.at),
        }
    return _paused(case, event)


def _supplemented(case: Case, event: ev.Supplemented) -> _Changes:
    if case.state is State.AWAITING_SUPPLEMENT:
        return {
            "state": State.SUBMITTED,
            "intakes": (*case.intakes, IntakeRun(start=event.at)),
        }
    return _resumed(case, event)


def _paused(case: Case, event: Event) -> _Changes:
    return {
        "state": State.PAUSED,
        "before_pause": case.state,
        "pauses": (*case.pauses, Pause(event.at, None)),
    }


def _resumed(case: Case, event: Event) -> _Changes:
    ended = Pause(case.pauses[-1].start, event.at, isinstance(event, ev.Supplemented))
    return {
        "state": case.before_pause,
        "before_pause": None,
        "pauses": (*case.pauses[:-1], ended),
    }


def _refused(case: Case, event: ev.Refused) -> _Changes:
    return {"state": State.REFUSED, "intakes": _ended_intake(case, event.at)}


def _step_started(case: Case, event: ev.StepStarted) -> _Changes:
    # Begun once more while it ran: the first run ends here, undone.
    earlier = _ended_run(case, event.step, event.at, done=False)
    fresh = _fresh_run(case, event.step, event.at)
    return {
        "state": State.PROCESSING,
        "steps": (*earlier, successor(fresh, {"assignee": event.assignee})),
    }


def _step_completed(case: Case, event: ev.StepCompleted) -> _Changes:
    if case.running(event.step) is None:
        # Nobody ticked when it began: a run of no length that is done.
        fresh = _fresh_run(case, event.step, event.at)
        unseen = successor(fresh, {"end": event.at, "done": True})
        return {"steps": (*case.steps, unseen)}
    return {"steps": _ended_run(case, event.step, event.at, done=True)}


def _fresh_run(case: Case, step: str, at: datetime) -> StepRun:
    number = 1 + sum(run.step == step for run in case.steps)
    return StepRun(step=step, run=number, start=at, sent_back=case.sent_back(step))


def _ended_run(case: Case, step: str, at: datetime, *, done: bool) -> tuple[StepRun, ...]:
    return tuple(
        successor(run, {"end": at, "done": done}) if run.step == step and run.end is None else run
        for run in case.steps
    )


def _step_returned(case: Case, event: ev.StepReturned) -> _Changes:
    ended = _ended_steps(case, event.at)
    return {
        "steps": tuple(
            successor(run, {"done": False}) if run.step == event.step else run for run in ended
        )
    }


def _step_assigned(case: Case, event: ev.StepAssigned) -> _Changes:
    running = case.running(event.step)
    return {
        "steps": tuple(
            successor(run, {"assignee": event.assignee}) if run is running else run
            for run in case.steps
        )
    }


def _closed(state: State) -> Callable[[Case, Event], _Changes]:
    def close(case: Case, event: Event) -> _Changes:
        return {
            "state": state,
            "before_pause": None,
            "spans": (*case.spans[:-1], successor(case.spans[-1], {"end": event.at})),
            "steps": _ended_steps(case, event.at),
        }

    return close


def _reopened(case: Case, event: ev.Reopened) -> _Changes:
    return {"state": State.PROCESSING, "spans": (*case.spans, Span(start=event.at))}


def _drafted(case: Case, event: ev.ApologyDrafted) -> _Changes:
    # What was signed was another text: it has to be signed again.
    return {"draft": event, "drafted_as": case.version + 1, "signature": None}


def _adjusted(case: Case, event: ev.DeadlineAdjusted) -> _Changes:
    moved = Adjustment(event.at, event.new_due_at)
    return {
        "adjustments": (*case.adjustments, moved),
        "calendar": event.calendar or case.calendar,
    }


def _voided(case: Case, event: ev.Voided) -> _Changes:
    return {
        "state": State.VOIDED,
        "before_pause": None,
        "voided_at": event.at,
        "intakes": _ended_intake(case, event.at),
        "steps": _ended_steps(case, event.at),
    }


def _ended_intake(case: Case, at: datetime) -> tuple[IntakeRun, ...]:
    return tuple(run if run.end else successor(run, {"end": at}) for run in case.intakes)


def _ended_steps(case: Case, at: datetime) -> tuple[StepRun, ...]:
    return tuple(run if run.end else successor(run, {"end": at}) for run in case.steps)


_CHANGES: dict[type[Event], Callable[[Case, Any], _Changes]] = {
    ev.Accepted: _accepted,
    ev.SupplementRequested: _supplement_requested,
    ev.Supplemented: _supplemented,
    ev.Refused: _refused,
    ev.StepStarted: _step_started,
    ev.StepCompleted: _step_completed,
    ev.StepReturned: _step_returned,
    ev.StepAssigned: _step_assigned,
    ev.Paused: _paused,
    ev.Resumed: _resumed,
    ev.Resolved: _closed(State.RESOLVED),
    ev.Delivered: lambda case, event: {"state": State.DELIVERED},
    ev.Returned: _closed(State.RETURNED),
    ev.Withdrawn: _closed(State.WITHDRAWN),
    ev.Reopened: _reopened,
    ev.ApologyDrafted: _drafted,
    ev.ApologySigned: lambda case, event: {"signature": event},
    ev.ApologyIssued: lambda case, event: {"apology": event},
    ev.LetterIssued: lambda case, event: {"letters": (*case.letters, event)},
    ev.LetterPublished: lambda case, event: {"published": (*case.published, event)},
    ev.DeadlineAdjusted: _adjusted,
    ev.Voided: _voided,
}
