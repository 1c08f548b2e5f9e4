"""What forbids an event beside the table of moves: time, setting, and what was said before."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sla.zone import local, local_date
from workflows import events as ev
from workflows.case import Case
from workflows.events import Event
from workflows.letter_guards import LETTER_GUARDS
from workflows.procedure import Step
from workflows.refusal import Refusal
from workflows.rung import DUE
from workflows.setting import Setting

__all__ = [
    "Refusal", "last_at", "may_be_mended", "refused_content", "refused_hiding", "refused_time",
]  # fmt: skip

# The clock work dates its events at due instants, which may lie far back, and a correction is made
# at any time: neither says when something happened in the office.
_CLOCK_WORK = (ev.DeadlineMissed, ev.DeadlineWarned)
_MARKS = (*_CLOCK_WORK, ev.Corrected)
# The program dates these as it makes the paper, and the paper says when: there is no truer time,
# and work of the office may be told of an hour before the paper was made.
_PAPERS = (ev.ApologyDrafted, ev.ApologySigned, ev.LetterIssued, ev.LetterPublished)
_TIMELESS = frozenset((*_MARKS, *_PAPERS))
_AFTER_PAPERS = frozenset((*_PAPERS, ev.ApologyIssued))
_HIDING = (ev.Returned, ev.Withdrawn, ev.Voided)
_LATE = {"reason": "lý do", "evidence": "căn cứ", "approved_by": "người duyệt"}


def refused_time(case: Case | None, event: Event, now: datetime) -> Refusal | None:
    """Why an event may not have happened at its instant when it is recorded at `now`."""
    if event.at > now:
        words = f"{_clock(event.at)} nằm sau thời điểm ghi nhận {_clock(now)}"
        return Refusal(field="at", message=words)
    if case is None:
        return None
    if isinstance(event, _CLOCK_WORK):
        last, which = case.log[0].at, "đầu tiên"
    else:
        last, which = _last_before(case, event), "liền trước"
    if event.at >= last:
        return None
    words = f"{_clock(event.at)} lùi trước sự kiện {which} của hồ sơ ({_clock(last)})"
    return Refusal(field="at", message=words)


def last_at(case: Case) -> datetime:
    """The true time of the latest thing that happened in the office."""
    # The first event of a case is never timeless, and the true times never run backwards.
    for event in reversed(case.log):
        if may_be_mended(event):
            return event.at
    raise ValueError(f"{case.code} has no event of the office")


def may_be_mended(event: Event) -> bool:
    """Whether an event has a time of its own that a correction could change."""
    return type(event) not in _TIMELESS


def _last_before(case: Case, event: Event) -> datetime:
    """What an event must not lie before; papers keep their order among themselves as well."""
    if type(event) not in _AFTER_PAPERS:
        return last_at(case)
    return max(told.at for told in case.log if not isinstance(told, _MARKS))


def refused_hiding(case: Case | None, event: Event) -> Refusal | None:
    """An online case must be answered before anything can end it (domain I2; contract 3)."""
    if case is None or case.channel != "online" or case.accepted_at is not None:
        return None
    if not isinstance(event, _HIDING):
        return None
    return Refusal(
        message="hồ sơ trực tuyến chưa được tiếp nhận thì không được trả lại, rút hay hủy; "
        "chỉ được tiếp nhận, yêu cầu bổ sung hoặc từ chối có căn cứ pháp lý"
    )


def refused_content(case: Case | None, event: Event, setting: Setting) -> Refusal | None:
    """Why the rules of the event's own type forbid it; its move is one of the table's."""
    guard = _GUARDS.get(type(event))
    return _late(event) or (guard(case, event, setting) if guard else None)


def _late(event: Event) -> Refusal | None:
    if event.late is None:
        return None
    if isinstance(event, _CLOCK_WORK):
        return Refusal(field="data.late", message="mốc hạn do đồng hồ ghi, không có ghi muộn")
    for name, words in _LATE.items():
        if not getattr(event.late, name).strip():
            return Refusal(field=f"data.late.{name}", message=f"ghi muộn phải có {words}")
    return None


def _papers(event: ev.Submitted | ev.Accepted) -> Refusal | None:
    for place, paper in enumerate(event.papers):
        if paper.count < 1:
            message = f"giấy tờ “{paper.name}” phải có ít nhất một bản"
            return Refusal(field=f"data.papers.{place}.count", message=message)
    return None


def _submit(case: Case | None, event: ev.Submitted, setting: Setting) -> Refusal | None:
    if event.channel == "direct":
        return Refusal(
            field="data.channel",
            message="nộp trực tiếp thì ghi “tiếp nhận” ngay, không ghi “nộp hồ sơ”",
        )
    return _papers(event) or _inactive(event.at, setting)


def _accept(case: Case | None, event: ev.Accepted, setting: Setting) -> Refusal | None:
    refusal = _opening(event, setting) if case is None else _same_case(case, event)
    refusal = refusal or _papers(event)
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
        if not getattr(event, name):
            return Refusal(field=f"data.{name}", message="hồ sơ mới tiếp nhận phải ghi mục này")
    if event.channel == "online":
        return Refusal(
            field="data.channel",
            message="hồ sơ trực tuyến phải có sự kiện nộp (submitted) trước khi tiếp nhận",
        )
    return _inactive(event.at, setting)


def _same_case(case: Case, event: ev.Accepted) -> Refusal | None:
    for name in ("agency", "procedure", "channel"):
        given, known = getattr(event, name), getattr(case, name)
        if given is not None and given != known:
            return Refusal(field=f"data.{name}", message=f"khác với lúc nộp ({known})")
    if event.training and not case.training:
        words = "hồ sơ này không được nộp để tập huấn; hồ sơ tập huấn phải ghi ngay từ đầu"
        return Refusal(field="data.training", message=words)
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


def _supplement(case: Case, event: ev.SupplementRequested, setting: Setting) -> Refusal | None:
    if event.until is None or event.until > event.at:
        return None
    return Refusal(field="data.until", message="hạn bổ sung phải sau lúc yêu cầu")


def _refuse(case: Case, event: ev.Refused, setting: Setting) -> Refusal | None:
    if event.ground.strip():
        return None
    return Refusal(field="data.ground", message="từ chối tiếp nhận phải ghi căn cứ pháp lý")


def _start_step(case: Case, event: ev.StepStarted, setting: Setting) -> Refusal | None:
    return _known_step(event.step, setting) or _in_order(case, event.step, setting)


def _missing(case: Case, step: Step, setting: Setting) -> tuple[str, ...]:
    return setting.procedure.waits_for(step, case.done_steps()) if step.after else ()


def _complete_step(case: Case, event: ev.StepCompleted, setting: Setting) -> Refusal | None:
    # Offices forget to tick that a step began; its end is no less true for that (contract 3).
    refusal = _known_step(event.step, setting)
    if refusal is None and case.running(event.step) is None:
        return _in_order(case, event.step, setting)
    return refusal


def _return_step(case: Case, event: ev.StepReturned, setting: Setting) -> Refusal | None:
    return _known_step(event.step, setting)


def _assign_step(case: Case, event: ev.StepAssigned, setting: Setting) -> Refusal | None:
    refusal = _known_step(event.step, setting)
    if refusal is None and case.running(event.step) is None:
        words = f"bước “{event.step}” chưa bắt đầu hoặc đã xong nên không giao được"
        return Refusal(field="data.step", message=words)
    return refusal


def _known_step(step: str, setting: Setting) -> Refusal | None:
    return None if setting.procedure.step(step) else _unknown_step(step, setting)


def _in_order(case: Case, code: str, setting: Setting) -> Refusal | None:
    step = setting.procedure.step(code)
    missing = _missing(case, step, setting) if step else ()
    if not missing:
        return None
    words = f"bước “{code}” phải sau: {', '.join(missing)}"
    return Refusal(field="data.step", message=words)


def _unknown_step(step: str, setting: Setting) -> Refusal:
    words = f"thủ tục {setting.procedure.code} không có bước “{step}”"
    return Refusal(field="data.step", message=words)


def _tell_once(
    case: Case, event: ev.DeadlineMissed | ev.DeadlineWarned, setting: Setting
) -> Refusal | None:
    if event.step is not None and setting.procedure.step(event.step) is None:
        return _unknown_step(event.step, setting)
    if isinstance(event, ev.DeadlineWarned) and event.rung == DUE:
        words = "khi hạn đã đến thì ghi “quá hạn” (deadline_missed), không ghi “sắp đến hạn”"
        return Refusal(field="data.rung", message=words)
    # A journal may name a step's clock without the step: then two of them cannot be told apart.
    vague = event.clock == "step" and event.step is None
    same = (told for told in case.log if type(told) is type(event))
    if not vague and any(replace(event, at=told.at) == told for told in same):
        return Refusal(message="mốc hạn này đã được ghi")
    return None


def _correct(case: Case, event: ev.Corrected, setting: Setting) -> Refusal | None:
    if not 1 <= event.of <= case.version:
        return Refusal(field="data.of", message=f"hồ sơ không có sự kiện số {event.of}")
    if not may_be_mended(case.log[event.of - 1]):
        return Refusal(field="data.of", message=f"không đính chính được sự kiện số {event.of}")
    if event.true_at > event.at:
        return Refusal(field="data.at", message="thời điểm đúng nằm sau lúc đính chính")
    before = _first_time(reversed(case.log[: event.of - 1]), event.true_at)
    after = _first_time(case.log[event.of :], event.true_at)
    if before <= event.true_at <= after:
        return None
    words = f"{_clock(event.true_at)} làm đảo thứ tự các sự kiện của hồ sơ"
    return Refusal(field="data.at", message=words)


def _first_time(events: Iterable[Event], default: datetime) -> datetime:
    times = (event.at for event in events if may_be_mended(event))
    return next(times, default)


def _clock(instant: datetime) -> str:
    return f"{local(instant):%d/%m/%Y %H:%M:%S}"


_GUARDS: Mapping[type[Event], Callable[[Any, Any, Setting], Refusal | None]] = {
    ev.Submitted: _submit,
    ev.Accepted: _accept,
    ev.SupplementRequested: _supplement,
    ev.Refused: _refuse,
    ev.StepStarted: _start_step,
    ev.StepCompleted: _complete_step,
    ev.StepReturned: _return_step,
    ev.StepAssigned: _assign_step,
    ev.DeadlineMissed: _tell_once,
    ev.DeadlineWarned: _tell_once,
    ev.Corrected: _correct,
    **LETTER_GUARDS,
}
