"""Forms of the steps: begin, finish and hand on, send back, give to somebody else."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from app.services.act_page import ActPage
from app.web.act_form import ActForm, Commands, Values
from app.web.forms import Choice, Field
from workflows import commands as cmd
from workflows.commands import Command
from workflows.desk import ActName, desk_rules
from workflows.desk_steps import free_steps, leads_on, onward
from workflows.procedure import Step
from workflows.words import step_name

_STAY = "-"  # finish the step and hand the case on later


def parted(value: str) -> tuple[str, str | None]:
    """A choice "step|login" as the two; nobody for an empty login."""
    step, _, login = value.rpartition("|")
    return step, login or None


def _may(page: ActPage, command: Command) -> bool:
    rules = desk_rules(
        page.case,
        command,
        page.officer,
        page.setting,
        now=page.now,
        agencies=page.agencies,
    )
    return rules is None


def _takers(page: ActPage, step: Step) -> Iterator[Choice]:
    """Who could take a step, and nobody yet."""
    for one in page.colleagues.get(step.code, ()):
        away = f" (vắng, {one.substitute} làm thay)" if one.substitute else ""
        me = " (tôi)" if one.login == page.officer.login else ""
        yield f"{step.code}|{one.login}", f"{step.name} → {one.name}{me}{away}"
    yield f"{step.code}|", f"{step.name} → chưa giao ai"


def _first(choices: tuple[Choice, ...]) -> str:
    """What is proposed: the one person there is; where there are several, nobody is guessed."""
    steps = [parted(value)[0] for value, _ in choices if value != _STAY]
    named = [value for value, _ in choices if parted(value)[0] == steps[0]] if steps else []
    if not named:
        return ""
    return named[0] if len(named) <= 2 else ""


def _starts(page: ActPage) -> tuple[Choice, ...]:
    return tuple(
        choice
        for code in free_steps(page.seat)
        for choice in _takers(page, _step(page, code))
        if _may(page, _begun(choice[0], page.now))
    )


def _step(page: ActPage, code: str) -> Step:
    found = page.setting.procedure.step(code)
    if found is None:
        raise LookupError(code)
    return found


def _begun(value: str, at: datetime) -> cmd.StartStep:
    step, login = parted(value)
    return cmd.StartStep(at=at, step=step, assignee=login)


def _start_asks(page: ActPage) -> tuple[Field, ...]:
    return (Field(name="next", label="Bước và người làm", kind="select", choices=_starts(page)),)


def _start_typed(page: ActPage) -> Values:
    mine = [value for value, _ in _starts(page) if parted(value)[1] == page.officer.login]
    return {"next": mine[0] if mine else _first(_starts(page))}


def _start(page: ActPage, values: Values, at: datetime) -> Commands:
    return (_begun(values["next"], at),)


def _mine(page: ActPage) -> tuple[Choice, ...]:
    """The steps the officer may finish: those that run, else those nobody ticked as begun."""
    codes = [run.step for run in page.seat.running] or list(free_steps(page.seat))
    return tuple(
        (code, step_name(page.setting.procedure, code))
        for code in codes
        if _may(page, cmd.CompleteStep(at=page.now, step=code))
    )


def _followers(page: ActPage, finished: Sequence[str]) -> tuple[Step, ...]:
    """What may come once steps are finished; what lies before the first of them comes last."""
    running = {run.step for run in page.case.steps if run.end is None}
    done = page.case.done_steps() | set(finished)
    coming = onward(page.setting.procedure, done, finished[0]) if finished else ()
    return tuple(step for step in coming if step.code not in running)


def _complete_asks(page: ActPage) -> tuple[Field, ...]:
    mine = _mine(page)
    which = Field(name="step", label="Bước đã xong", kind="select", choices=mine)
    following = tuple(
        choice
        for step in _followers(page, [code for code, _ in mine])
        for choice in _takers(page, step)
    )
    if not following:
        return (which,)
    stay = (_STAY, "Chưa chuyển, sẽ giao sau")
    onward = Field(
        name="next", label="Giao bước tiếp theo cho", kind="select", choices=(*following, stay)
    )
    return which, onward


def _complete_typed(page: ActPage) -> Values:
    """The first step and who comes after it; nobody is proposed to hand the case backwards to."""
    finished = [code for code, _ in _mine(page)][:1]
    if not finished:
        return {"step": "", "next": ""}
    following = _followers(page, finished)
    ahead = (one for one in following if leads_on(page.setting.procedure, finished[0], one))
    first = next(ahead, None)
    proposed = _first(tuple(_takers(page, first))) if first else _STAY
    return {"step": finished[0], "next": proposed}


def _complete(page: ActPage, values: Values, at: datetime) -> Commands:
    done, onward = cmd.CompleteStep(at=at, step=values["step"]), values.get("next", _STAY)
    return (done,) if onward in (_STAY, None) else (done, _begun(onward, at))


def _earlier(page: ActPage) -> tuple[Choice, ...]:
    """The steps the case has been through, each with who did it last."""
    running = {run.step for run in page.case.steps if run.end is None}
    last = {run.step: run for run in page.case.steps if run.step not in running}
    return tuple(
        (
            f"{code}|{run.assignee or ''}",
            f"{step_name(page.setting.procedure, code)} → {page.who(run.assignee)}",
        )
        for code, run in last.items()
        if _may(page, cmd.ReturnStep(at=page.now, step=code, reason="-"))
    )


def _back_asks(page: ActPage) -> tuple[Field, ...]:
    return (
        Field(name="next", label="Trả về bước", kind="select", choices=_earlier(page)),
        Field(
            name="reason",
            label="Lý do",
            kind="area",
            longest=2000,
            hint="Người nhận lại thấy đúng câu này.",
        ),
    )


def _back_typed(page: ActPage) -> Values:
    found = _earlier(page)
    return {"next": found[-1][0] if found else ""}


def _back(page: ActPage, values: Values, at: datetime) -> Commands:
    step, _ = parted(values["next"])
    returned = cmd.ReturnStep(at=at, step=step, reason=values["reason"])
    return returned, _begun(values["next"], at)


def _assign_asks(page: ActPage) -> tuple[Field, ...]:
    takers = (
        choice
        for run in page.seat.running
        for choice in _takers(page, _step(page, run.step))
        if parted(choice[0])[1] not in (None, run.assignee)
    )
    allowed = tuple(one for one in takers if _may(page, _assigned(one[0], page.now, None)))
    return (
        Field(name="next", label="Giao bước cho", kind="select", choices=allowed),
        Field(name="reason", label="Lý do", kind="area", required=False, longest=2000),
    )


def _assigned(value: str, at: datetime, reason: str | None) -> cmd.AssignStep:
    step, login = parted(value)
    return cmd.AssignStep(at=at, step=step, assignee=login or "", reason=reason)


def _assign(page: ActPage, values: Values, at: datetime) -> Commands:
    return (_assigned(values["next"], at, values.get("reason")),)


FORMS: dict[ActName, ActForm] = {
    "start_step": ActForm(asks=_start_asks, typed=_start_typed, makes=_start),
    "complete_step": ActForm(asks=_complete_asks, typed=_complete_typed, makes=_complete),
    "return_step": ActForm(asks=_back_asks, typed=_back_typed, makes=_back),
    "assign_step": ActForm(asks=_assign_asks, makes=_assign),
}
