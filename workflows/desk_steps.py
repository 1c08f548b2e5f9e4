"""Whose a step is: who may start, complete, send back or give away a run of it at the desk.

A step belongs to the role its procedure names, at the office where it is worked; a leader there may
do all. Whoever has just done the work before passes the case on: only they may start a step that is
not theirs, or for somebody else.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from workflows.agency import Agency, Role
from workflows.commands import AssignStep, Command, CompleteStep, ReturnStep, StartStep
from workflows.desk_rights import Seat, step_agency, whose
from workflows.guards import Refusal
from workflows.procedure import Procedure, Step
from workflows.setting import Setting
from workflows.words import step_name


def refused_step(seat: Seat, command: Command) -> Refusal | None:
    """Why a step is not the officer's; an unknown step or a wrong state is left to `decide`."""
    guard = _GUARDS.get(type(command))
    return guard(seat, command) if guard else None


def free_steps(seat: Seat) -> tuple[str, ...]:
    """The codes of the steps that may be started now, in their usual order."""
    if seat.case is None:
        return ()
    ready = seat.setting.procedure.next_steps(seat.case.done_steps())
    return tuple(step.code for step in ready if seat.case.running(step.code) is None)


def onward(procedure: Procedure, done: AbstractSet[str], finished: str) -> tuple[Step, ...]:
    """The steps that may start once one is finished: first those behind it in the usual order."""
    ready = procedure.next_steps(done | {finished})
    behind = _behind(procedure, finished)
    return tuple(sorted(ready, key=lambda step: step not in behind))


def leads_on(procedure: Procedure, finished: str, step: Step) -> bool:
    """Whether a step comes after a finished one, or has to be done before another that does.

    Anything else would hand the case backwards.
    """
    behind = _behind(procedure, finished)
    return step in behind or any(step.code in one.after for one in behind)


def own_first_step(setting: Setting, agencies: Mapping[str, Agency]) -> Step | None:
    """The first step, where the desk that takes a case in works on it itself."""
    steps, home = setting.procedure.next_steps(frozenset()), setting.agency.code
    first = steps[0] if steps else None
    if first is None or step_agency(first, home, agencies) != home:
        return None
    return first if first.role == Role.ONE_STOP else None


def _behind(procedure: Procedure, code: str) -> tuple[Step, ...]:
    codes = [step.code for step in procedure.steps]
    return procedure.steps[codes.index(code) + 1 :] if code in codes else ()


def _start(seat: Seat, command: StartStep) -> Refusal | None:
    refusal = _not_fresh(seat, command.step)
    if refusal is not None or seat.step(command.step) is None:
        return refusal
    if seat.hands_on() or seat.leads(seat.home, seat.office(command.step)):
        return None
    if not seat.works(command.step):
        return _not_theirs(seat, command.step)
    if command.assignee in {None, *seat.officer.logins}:
        return None
    words = "chỉ lãnh đạo hoặc người chuyển hồ sơ đi mới giao được bước cho người khác"
    return Refusal(field="data.assignee", message=words)


def _not_fresh(seat: Seat, code: str) -> Refusal | None:
    # A second start would silently end a colleague's run, or give a step a fresh quota.
    if seat.case is None:
        return None
    if seat.case.running(code) is not None:
        return _of_step(seat, code, "đang chạy; muốn đổi người thì giao lại bước")
    if code in seat.case.done_steps():
        return _of_step(seat, code, "đã xong; muốn làm lại thì trả về bước này")
    return None


def _complete(seat: Seat, command: CompleteStep) -> Refusal | None:
    code, run = command.step, seat.case.running(command.step) if seat.case else None
    if run is None:
        done = seat.case is not None and code in seat.case.done_steps()
        return _of_step(seat, code, "đã xong") if done else _not_worked(seat, code)
    if seat.answers_for(run):
        return None
    if not seat.works(code):
        return _not_theirs(seat, code)
    words = f"đã giao cho {run.assignee}; chỉ người đó, người làm thay hoặc lãnh đạo ghi được"
    return _of_step(seat, code, words)


def _not_worked(seat: Seat, code: str) -> Refusal | None:
    mine = seat.works(code) or seat.leads(seat.office(code)) or seat.step(code) is None
    return None if mine else _not_theirs(seat, code)


def _return(seat: Seat, command: ReturnStep) -> Refusal | None:
    code, runs = command.step, seat.running
    if any(run.step == code for run in runs):
        return _of_step(seat, code, "đang chạy nên không trả về chính nó được")
    mine = any(map(seat.answers_for, runs)) if runs else seat.hands_on()
    if mine or seat.leads(seat.home):
        return None
    if runs:
        return _not_theirs(seat, runs[0].step)
    return Refusal(message=whose((Role.LEADER,), seat.name_of(seat.home)))


def _assign(seat: Seat, command: AssignStep) -> Refusal | None:
    code, run = command.step, seat.case.running(command.step) if seat.case else None
    if not command.assignee.strip():
        return Refusal(field="data.assignee", message="giao bước phải ghi người nhận")
    if run is None or seat.leads(seat.office(code)):
        return None
    if not seat.works(code):
        return _not_theirs(seat, code)
    if run.assignee is not None:
        return _of_step(seat, code, f"đã giao cho {run.assignee}; chỉ lãnh đạo giao lại được")
    if command.assignee in seat.officer.logins:
        return None
    words = "chỉ lãnh đạo giao được bước cho người khác"
    return Refusal(field="data.assignee", message=words)


def _not_theirs(seat: Seat, code: str) -> Refusal:
    step, office = seat.step(code), seat.name_of(seat.office(code))
    roles = (Role.LEADER,) if step is None else tuple(dict.fromkeys((step.role, Role.LEADER)))
    return Refusal(message=f"bước “{_name(seat, code)}”: {whose(roles, office)}")


def _of_step(seat: Seat, code: str, words: str) -> Refusal:
    return Refusal(field="data.step", message=f"bước “{_name(seat, code)}” {words}")


def _name(seat: Seat, code: str) -> str:
    return step_name(seat.setting.procedure, code)


_GUARDS: Mapping[type[Command], Callable[[Seat, Any], Refusal | None]] = {
    StartStep: _start,
    CompleteStep: _complete,
    ReturnStep: _return,
    AssignStep: _assign,
}
