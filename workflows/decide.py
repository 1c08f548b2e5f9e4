"""`decide`: what a command would write, or why not. It changes nothing.

The same function answers "which buttons does this officer see?" and guards every import.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sla.law import law_on
from sla.zone import local, local_date
from workflows import events as ev
from workflows.case import Case
from workflows.codec import NAME_OF_TYPE
from workflows.commands import COMMAND_TYPES, Command
from workflows.events import EVENT_TYPES, Event
from workflows.moves import MOVES
from workflows.setting import Setting
from workflows.words import EVENTS, STATES

EVENT_OF: Mapping[type[Command], type[Event]] = dict(zip(COMMAND_TYPES, EVENT_TYPES, strict=True))
COMMAND_OF: Mapping[type[Event], type[Command]] = dict(zip(EVENT_TYPES, COMMAND_TYPES, strict=True))


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Why a command may not be recorded: one Vietnamese sentence, and the field it speaks of."""

    message: str
    field: str = "type"


Decision = tuple[Event, ...] | Refusal


def decide(case: Case | None, command: Command, setting: Setting, *, now: datetime) -> Decision:
    """The events a command leads to, or a Refusal.

    Args:
        case: as folded from its log; None for a new one.
        command: what is to be recorded.
        setting: office, procedure and calendar the case is bound to.
        now: the instant of recording; nothing may have happened after it.
    """
    event = _event(command)
    refusal = _refused_move(case, event) or _refused_time(case, event, now)
    guard = _GUARDS.get(type(event))
    if refusal is None and guard is not None:
        refusal = guard(case, event, setting)
    if refusal is not None:
        return refusal
    bind = _BINDERS.get(type(event))
    return (bind(case, event, setting),) if bind else (event,)


def command_for(event: Event) -> Command:
    """The command that asks for just this event; how a journal enters by the front door."""
    kind = COMMAND_OF[type(event)]
    return kind(**{item.name: getattr(event, item.name) for item in fields(event)})


def _event(command: Command) -> Event:
    kind = EVENT_OF[type(command)]
    return kind(**{item.name: getattr(command, item.name) for item in fields(command)})


def _refused_move(case: Case | None, event: Event) -> Refusal | None:
    state = case.state if case else None
    if state in MOVES[type(event)]:
        return None
    word = EVENTS[NAME_OF_TYPE[type(event)]]
    if state is None:
        return Refusal(message=f"hồ sơ chưa có nên không thể ghi “{word}”")
    return Refusal(message=f"không thể ghi “{word}” khi hồ sơ {STATES[state]}")


def _refused_time(case: Case | None, event: Event, now: datetime) -> Refusal | None:
    if event.at > now:
        return Refusal(
            field="at", message=f"{_clock(event.at)} nằm sau thời điểm ghi nhận {_clock(now)}"
        )
    # Important: the clock work dates its events at the due instant, which may lie far back.
    if case is None or isinstance(event, ev.DeadlineMissed | ev.DeadlineWarned):
        return None
    last = last_at(case)
    if event.at < last:
        return Refusal(
            field="at",
            message=f"{_clock(event.at)} lùi trước sự kiện liền trước của hồ sơ ({_clock(last)})",
        )
    return None


_TIMELESS = (ev.DeadlineMissed, ev.DeadlineWarned, ev.Corrected)


def last_at(case: Case) -> datetime:
    """The true time of the latest thing that happened in the office."""
    return max(event.at for event in case.log if not isinstance(event, _TIMELESS))


def _submit(case: Case | None, event: ev.Submitted, setting: Setting) -> Refusal | None:
    if event.channel == "direct":
        return Refusal(
            field="data.channel",
            message="nộp trực tiếp thì ghi “tiếp nhận” ngay, không ghi “nộp hồ sơ”",
        )
    return _inactive(event.at, setting)


def _accept(case: Case | None, event: ev.Accepted, setting: Setting) -> Refusal | None:
    refusal = _opening(event, setting) if case is None else _same_case(case, event)
    if refusal is not None:
        return refusal
    if event.due_at is None and setting.procedure.limit is None:
        return Refusal(
            field="data.due_at",
            message="thủ tục không có thời hạn nên phải ghi ngày hẹn trả (due_at)",
        )
    if event.due_at is not None and event.due_at < event.at:
        return Refusal(field="data.due_at", message="ngày hẹn trả nằm trước lúc tiếp nhận")
    return None


def _opening(event: ev.Accepted, setting: Setting) -> Refusal | None:
    for name in ("agency", "procedure", "channel", "applicant"):
        if getattr(event, name) is None:
            return Refusal(field=f"data.{name}", message="hồ sơ mới tiếp nhận phải ghi mục này")
    if event.channel == "online":
        return Refusal(
            field="data.channel",
            message="hồ sơ trực tuyến phải có sự kiện nộp (submitted) trước khi tiếp nhận",
        )
    return _inactive(event.at, setting)


def _same_case(case: Case, event: ev.Accepted) -> Refusal | None:
    for name in ("agency", "procedure", "channel"):
        given = getattr(event, name)
        if given is not None and given != getattr(case, name):
            return Refusal(field=f"data.{name}", message=f"khác với lúc nộp ({getattr(case, name)})")
    return None


def _inactive(at: datetime, setting: Setting) -> Refusal | None:
    agency, day = setting.agency, local_date(at)
    if agency.valid_from is not None and day < agency.valid_from:
        word = f"chưa hoạt động trước ngày {agency.valid_from:%d/%m/%Y}"
    elif agency.valid_to is not None and day > agency.valid_to:
        heir = f"; hãy dùng {agency.successor}" if agency.successor else ""
        word = f"đã kết thúc hoạt động sau ngày {agency.valid_to:%d/%m/%Y}{heir}"
    else:
        return None
    return Refusal(field="data.agency", message=f"cơ quan {agency.code} {word}")


def _known_step(case: Case | None, event: Any, setting: Setting) -> Refusal | None:  # noqa: ANN401
    if setting.procedure.step(event.step) is None:
        return Refusal(
            field="data.step",
            message=f"thủ tục {setting.procedure.code} không có bước “{event.step}”",
        )
    return None


def _start_step(case: Case, event: ev.StepStarted, setting: Setting) -> Refusal | None:
    step = setting.procedure.step(event.step)
    if step is None:
        return _known_step(case, event, setting)
    if case.running(event.step):
        return Refusal(field="data.step", message=f"bước “{event.step}” đang được thực hiện")
    missing = [code for code in step.after if code not in case.done_steps()]
    if missing:
        names = ", ".join(missing)
        return Refusal(field="data.step", message=f"bước “{event.step}” phải sau: {names}")
    return None


def _complete_step(case: Case, event: ev.StepCompleted, setting: Setting) -> Refusal | None:
    if refusal := _known_step(case, event, setting):
        return refusal
    if case.running(event.step) is None:
        return Refusal(field="data.step", message=f"bước “{event.step}” chưa được bắt đầu")
    return None


def _apologise(case: Case, event: ev.ApologyIssued, setting: Setting) -> Refusal | None:
    if case.apology is not None:
        return Refusal(message="hồ sơ đã được xin lỗi, hẹn lại một lần; không được hẹn lại lần nữa")
    return None


def _tell_once(case: Case, event: Any, setting: Setting) -> Refusal | None:  # noqa: ANN401
    key = (type(event), event.clock, event.step, event.run, event.due_at)
    for told in case.log:
        if isinstance(told, ev.DeadlineMissed | ev.DeadlineWarned) and key == (
            type(told), told.clock, told.step, told.run, told.due_at,
        ):  # fmt: skip
            return Refusal(message="mốc hạn này đã được ghi")
    return None


def _correct(case: Case, event: ev.Corrected, setting: Setting) -> Refusal | None:
    if not 1 <= event.of <= case.version:
        return Refusal(field="data.of", message=f"hồ sơ không có sự kiện số {event.of}")
    if isinstance(case.log[event.of - 1], _TIMELESS):
        return Refusal(field="data.of", message=f"không đính chính được sự kiện số {event.of}")
    if event.true_at > event.at:
        return Refusal(field="data.at", message="thời điểm đúng nằm sau lúc đính chính")
    before, after = _neighbours(case, event.of - 1)
    if (before and event.true_at < before) or (after and event.true_at > after):
        return Refusal(
            field="data.at", message=f"{_clock(event.true_at)} làm đảo thứ tự các sự kiện của hồ sơ"
        )
    return None


def _neighbours(case: Case, index: int) -> tuple[datetime | None, datetime | None]:
    def times(events: tuple[Event, ...]) -> list[datetime]:
        return [event.at for event in events if not isinstance(event, _TIMELESS)]

    before, after = times(case.log[:index]), times(case.log[index + 1 :])
    return max(before, default=None), min(after, default=None)


def _void(case: Case, event: ev.Voided, setting: Setting) -> Refusal | None:
    if case.channel == "online" and case.accepted_at is None:
        return Refusal(
            message="không được hủy hồ sơ trực tuyến chưa tiếp nhận; chỉ được tiếp nhận, "
            "yêu cầu bổ sung hoặc từ chối có căn cứ"
        )
    return None


def _bind_submitted(case: Case | None, event: ev.Submitted, setting: Setting) -> Event:
    return _with(event, calendar=event.calendar or setting.calendar_ref)


def _bind_accepted(case: Case | None, event: ev.Accepted, setting: Setting) -> Event:
    limit = setting.procedure.limit
    due = event.due_at
    if due is None and limit is not None:
        due = limit.due(event.at, setting.calendar, law_on(local_date(event.at)))
    return _with(
        event,
        due_at=due,
        procedure_version=setting.procedure_version,
        calendar=setting.calendar_ref,
    )


def _with(event: Event, **changes: object) -> Event:
    values = {item.name: getattr(event, item.name) for item in fields(event)}
    return type(event)(**{**values, **changes})  # type: ignore[arg-type]


def _clock(instant: datetime) -> str:
    return f"{local(instant):%d/%m/%Y %H:%M:%S}"


_Guard = Callable[[Any, Any, Setting], Refusal | None]
_GUARDS: Mapping[type[Event], _Guard] = {
    ev.Submitted: _submit,
    ev.Accepted: _accept,
    ev.StepStarted: _start_step,
    ev.StepCompleted: _complete_step,
    ev.StepReturned: _known_step,
    ev.ApologyIssued: _apologise,
    ev.DeadlineMissed: _tell_once,
    ev.DeadlineWarned: _tell_once,
    ev.Corrected: _correct,
    ev.Voided: _void,
}
_BINDERS: Mapping[type[Event], Callable[[Any, Any, Setting], Event]] = {
    ev.Submitted: _bind_submitted,
    ev.Accepted: _bind_accepted,
}
