"""From which states each event may follow: the contract's table, as data."""

from collections.abc import Mapping

from workflows import events as ev
from workflows.case import State
from workflows.events import Event

Start = State | None  # None: there is no case yet

ANY: frozenset[Start] = frozenset(State)
WORKING: frozenset[Start] = frozenset({State.RECEIVED, State.PROCESSING})
OPEN: frozenset[Start] = WORKING | {State.PAUSED}
FINISHED: frozenset[Start] = frozenset({State.RESOLVED, State.DELIVERED})


def _only(*states: Start) -> frozenset[Start]:
    return frozenset(states)


MOVES: Mapping[type[Event], frozenset[Start]] = {
    ev.Submitted: _only(None),
    ev.Accepted: _only(None, State.SUBMITTED),
    ev.SupplementRequested: WORKING | {State.SUBMITTED},
    ev.Supplemented: _only(State.AWAITING_SUPPLEMENT, State.PAUSED),
    ev.Refused: _only(State.SUBMITTED),
    ev.StepStarted: WORKING,
    ev.StepCompleted: _only(State.PROCESSING),
    ev.StepReturned: _only(State.PROCESSING),
    ev.StepAssigned: OPEN,
    ev.Paused: WORKING,
    ev.Resumed: _only(State.PAUSED),
    ev.Resolved: WORKING,
    ev.Delivered: _only(State.RESOLVED),
    ev.Returned: OPEN,
    ev.Withdrawn: OPEN,
    ev.Reopened: FINISHED,
    ev.ApologyDrafted: OPEN,
    ev.ApologySigned: OPEN,
    ev.ApologyIssued: OPEN,
    ev.DeadlineAdjusted: OPEN,
    ev.DeadlineMissed: ANY,
    ev.DeadlineWarned: ANY,
    ev.FeePaid: ANY,
    ev.Digitised: ANY,
    ev.Rated: FINISHED,
    ev.Corrected: ANY,
    ev.Voided: ANY - {State.VOIDED},
    ev.LetterIssued: ANY,
    ev.LetterPublished: ANY,
}
