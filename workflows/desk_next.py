"""The one obvious next act of an officer on a case, if there is one."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime

from workflows import events as ev
from workflows.apology import Stage, stage, to_publish
from workflows.case import Case, State
from workflows.desk_checks import waits_for_papers
from workflows.desk_rights import ActName, Seat
from workflows.desk_steps import free_steps


def next_act(seat: Seat, allowed: AbstractSet[ActName], now: datetime) -> ActName | None:
    """The first of the acts that bring the case on and that the officer may do.

    Raises:
        CalendarGap: when the deadline of the case lies beyond the calendar's years.
    """
    case = seat.case
    if case is None:
        return None
    return next((name for name in _wanted(seat, case, now) if name in allowed), None)


def fee_owed(case: Case) -> int:
    """What is still to be collected, in whole đồng."""
    paid = sum(event.amount for event in case.log if isinstance(event, ev.FeePaid))
    return max((case.fee or 0) - paid, 0)


def _wanted(seat: Seat, case: Case, now: datetime) -> Iterator[ActName]:
    if case.state in _STATES:
        yield _STATES[case.state]
    elif case.state is State.PAUSED:
        yield "receive_supplement" if waits_for_papers(case) else "resume"
    elif case.is_open:
        yield from _work(seat)
    if fee_owed(case):
        yield "pay_fee"
    sorry = _APOLOGY.get(stage(case, seat.setting, now=now)) if case.is_open else None
    if sorry is not None:
        yield sorry
    if case.voided_at is None and to_publish(case, seat.setting) is not None:
        yield "publish_letter"


_STATES: dict[State, ActName] = {
    State.SUBMITTED: "accept",
    State.AWAITING_SUPPLEMENT: "receive_supplement",
    State.RESOLVED: "deliver",
}
_APOLOGY: dict[Stage, ActName] = {
    "owed": "draft_apology",
    "drafted": "sign_apology",
    "signed": "apologise",
}


def _work(seat: Seat) -> Iterator[ActName]:
    running, free = seat.running, free_steps(seat)
    if any(map(seat.holds, running)):
        yield "complete_step"
    if any(run.assignee is None and seat.leads(seat.office(run.step)) for run in running):
        yield "assign_step"
    if not running and free and seat.works(free[0]):
        yield "start_step"
    if not running and not free:
        yield "resolve"
