"""Whose hands a file leaves and whose it goes to: what a list of files handed over is made of.

On paper a file goes from desk to desk with a list that both sign. It leaves the hands of whoever
holds the running step, or has done the step before; it goes to the office, role or person of the
next step, and with the last step or the result back to the desk.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from workflows.agency import Role
from workflows.case import Case, State, StepRun
from workflows.desk_rights import Seat
from workflows.desk_steps import free_steps, onward

_RUNNING = (State.RECEIVED, State.PROCESSING)


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaving:
    """A file that goes from an officer to somebody else.

    Attributes:
        giver, giver_role: the office it leaves, and the role there.
        office, role: who takes it.
        login: the person, where the step has one already.
        step: what is to be done there; None for a result on its way to the desk.
        since: when it came to where it lies; a list made later is about this passing.
        moved: whether the log shows it there already, and only the paper is to follow.
        in_hand: whether the officer is still at work on it.
    """

    giver: str
    giver_role: str
    office: str
    role: str
    login: str | None
    step: str | None
    since: datetime
    moved: bool = False
    in_hand: bool = False


_Side = tuple[str, str]  # an office and a role there


def leaving(seat: Seat) -> Leaving | None:
    """Where a file goes next from the officer's hands; None where it does not lie in them."""
    case = seat.case
    if case is None or case.accepted_at is None:
        return None
    found = _found(seat, case)
    return None if found is None or _to_oneself(seat, found) else found


def _found(seat: Seat, case: Case) -> Leaving | None:
    if case.state is State.RESOLVED:
        return _result(seat, case)
    if case.state not in _RUNNING:
        return None
    if not seat.running:
        return _between(seat, case)
    held = next((run for run in seat.running if seat.holds(run)), None)
    return _in_hand(seat, case, held) if held else _moved(seat, case)


def _result(seat: Seat, case: Case) -> Leaving | None:
    if case.closed_at is None or not case.steps or not _was_theirs(seat, case):
        return None
    return _to_desk(seat, giver=_last_side(seat, case), since=case.closed_at)


def _between(seat: Seat, case: Case) -> Leaving | None:
    """Nobody works on it: it lies with whoever did the last step, at first with the desk."""
    since = max((run.end for run in case.steps if run.end), default=case.accepted_at)
    steps, giver = _ready(seat, case), _last_side(seat, case)
    if since is None or not steps or not _was_theirs(seat, case):
        return None
    step = _others_step(seat, case.done_steps(), steps[0])
    if step is None:
        return _to_desk(seat, giver=giver, since=since)
    return _to_step(seat, step, giver=giver, since=since)


def _in_hand(seat: Seat, case: Case, run: StepRun) -> Leaving:
    giver = _side(seat, run.step)
    done = case.done_steps() | {run.step}
    ahead = onward(seat.setting.procedure, done, run.step)
    step = _others_step(seat, done, ahead[0].code) if ahead else None
    if step is None:
        return _to_desk(seat, giver=giver, since=run.start, in_hand=True)
    return _to_step(seat, step, giver=giver, since=run.start, in_hand=True)


def _ready(seat: Seat, case: Case) -> tuple[str, ...]:
    """The steps that may begin; after one that was done, those behind it come first."""
    last, done = _last_done(case), case.done_steps()
    if last is None or not last.done:
        return free_steps(seat)
    return tuple(step.code for step in onward(seat.setting.procedure, done, last.step))


def _others_step(seat: Seat, done: AbstractSet[str], code: str | None) -> str | None:
    """The next step from one on that is not the officer's own; None where all that follow are."""
    while code is not None and seat.works(code):
        done = done | {code}
        ahead = onward(seat.setting.procedure, done, code)
        code = ahead[0].code if ahead else None
    return code


def _moved(seat: Seat, case: Case) -> Leaving | None:
    run = max(seat.running, key=lambda one: one.start)
    if not _was_theirs(seat, case):
        return None
    (giver, giver_role), (office, role) = _last_side(seat, case), _side(seat, run.step)
    return Leaving(
        giver=giver,
        giver_role=giver_role,
        office=office,
        role=role,
        login=run.assignee,
        step=run.step,
        since=run.start,
        moved=True,
    )


def _to_step(
    seat: Seat, code: str, *, giver: _Side, since: datetime, in_hand: bool = False
) -> Leaving:
    office, role = _side(seat, code)
    return Leaving(
        giver=giver[0],
        giver_role=giver[1],
        office=office,
        role=role,
        login=None,
        step=code,
        since=since,
        in_hand=in_hand,
    )


def _to_desk(seat: Seat, *, giver: _Side, since: datetime, in_hand: bool = False) -> Leaving:
    return Leaving(
        giver=giver[0],
        giver_role=giver[1],
        office=seat.home,
        role=Role.ONE_STOP,
        login=None,
        step=None,
        since=since,
        in_hand=in_hand,
    )


def _was_theirs(seat: Seat, case: Case) -> bool:
    """Whether the officer did the last step; before the first one the desk has done its part."""
    last = _last_done(case)
    if last is None:
        return Role.ONE_STOP in seat.officer.roles_at(seat.home)
    return seat.holds(last)


def _last_side(seat: Seat, case: Case) -> _Side:
    last = _last_done(case)
    return _side(seat, last.step) if last else (seat.home, Role.ONE_STOP)


def _side(seat: Seat, code: str) -> _Side:
    """Where a step is worked, and by whom; one the procedure does not know by a specialist."""
    step = seat.step(code)
    return seat.office(code), step.role if step else Role.SPECIALIST


def _last_done(case: Case) -> StepRun | None:
    ended = [run for run in case.steps if run.end is not None]
    return max(ended, key=lambda run: run.end or run.start, default=None)


def _to_oneself(seat: Seat, found: Leaving) -> bool:
    if found.login is not None:
        return found.login in seat.officer.logins
    return found.role in seat.officer.roles_at(found.office)
