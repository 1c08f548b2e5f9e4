"""An event as one Vietnamese sentence: one function for each type that needs its own words."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sla.words import instant_in_words
from sla.zone import local_date
from workflows import events as ev
from workflows.codec import NAME_OF_TYPE
from workflows.events import Event
from workflows.ladder import rung_of
from workflows.procedure import Procedure
from workflows.words import (
    CHANNELS,
    CLOCKS,
    EVENTS,
    LETTERS,
    METHODS,
    OUTCOMES,
    PAPERS,
    REASONS,
    step_name,
)

# The events that name a step, by its code.
STEPPED = (
    ev.StepStarted,
    ev.StepCompleted,
    ev.StepReturned,
    ev.StepAssigned,
    ev.DeadlineMissed,
    ev.DeadlineWarned,
    ev.ApologyDrafted,
)


def sentence(event: Event, procedure: Procedure) -> str:
    """What happened, without when and by whom; steps by the names the procedure gives them."""
    tell = _TELLERS.get(type(event))
    words = tell(_named(event, procedure)) if tell else EVENTS[NAME_OF_TYPE[type(event)]]
    return words[0].upper() + words[1:] + _late(event)


def _late(event: Event) -> str:
    if event.late is None:
        return ""
    late = event.late
    return f" (ghi muộn: lý do {late.reason}; căn cứ {late.evidence}; {late.approved_by} duyệt)"


def _named(event: Event, procedure: Procedure) -> Event:
    if isinstance(event, STEPPED) and event.step is not None:
        return replace(event, step=step_name(procedure, event.step))
    return event


def _because(words: str, reason: str | None) -> str:
    return f"{words}: {reason}" if reason else words


def _worded(before: str, value: object, after: str = "") -> str:
    """The words around a value; nothing for none."""
    return "" if value is None else f"{before}{value}{after}"


def _joined(*parts: str) -> str:
    return "; ".join(filter(None, parts))


def _money(amount: int) -> str:
    return f"{amount:,} đồng".replace(",", ".")


def _submitted(event: ev.Submitted) -> str:
    return _joined(f"nộp {CHANNELS[event.channel]}", _filed(event))


def _accepted(event: ev.Accepted) -> str:
    due = f", hẹn trả {instant_in_words(event.due_at)}" if event.due_at else ""
    channel = f" {CHANNELS[event.channel]}" if event.channel else ""
    fee = "" if event.fee is None else f"phí, lệ phí phải thu {_money(event.fee)}"
    note = _worded("ghi chú: ", event.note)
    return _joined(f"tiếp nhận{channel}{due}", _filed(event), fee, note)


def _filed(event: ev.Submitted | ev.Accepted) -> str:
    """With what a file came in, by whom, and where its result shall go."""
    papers = ", ".join(f"{one.name} ({one.count} {PAPERS[one.kind]})" for one in event.papers)
    return _joined(
        f"giấy tờ: {papers}" if papers else "",
        f"người được ủy quyền: {event.agent.name}" if event.agent else "",
        f"nhận kết quả {CHANNELS[event.result_channel]}" if event.result_channel else "",
        "hồ sơ tập huấn" if event.training else "",
    )


def _supplement_requested(event: ev.SupplementRequested) -> str:
    until = f"chậm nhất {instant_in_words(event.until)}" if event.until else ""
    more = _worded("", event.approved_by, " duyệt cho yêu cầu thêm một lần")
    return _joined(f"yêu cầu bổ sung {', '.join(event.items)}: {event.reason}", until, more)


def _step_started(event: ev.StepStarted) -> str:
    who = f", giao {event.assignee}" if event.assignee else ""
    return f"bắt đầu bước {event.step}{who}"


def _step_assigned(event: ev.StepAssigned) -> str:
    return _because(f"giao bước {event.step} cho {event.assignee}", event.reason)


def _paused(event: ev.Paused) -> str:
    return _joined(
        _because("tạm dừng", REASONS[event.reason]),
        _worded("", event.note),
        _worded("văn bản ", event.document),
        _worded("", event.approved_by, " duyệt"),
    )


def _delivered(event: ev.Delivered) -> str:
    whom = _worded(" cho ", event.collected_by)
    return _joined(
        f"trả kết quả {CHANNELS[event.channel]}{whom}", _worded("xác nhận: ", event.proof)
    )


def _withdrawn(event: ev.Withdrawn) -> str:
    return _joined(
        _because("công dân rút hồ sơ", event.reason), _worded("văn bản ", event.document)
    )


def _resolved(event: ev.Resolved) -> str:
    number = f", số {event.result_no}" if event.result_no else ""
    return f"có kết quả ({OUTCOMES[event.outcome]}){number}"


def _clock(event: ev.DeadlineMissed | ev.DeadlineWarned) -> str:
    step = f" {event.step}" if event.step else ""
    word = EVENTS[NAME_OF_TYPE[type(event)]]
    return f"{word} {CLOCKS[event.clock]}{step}, hạn {instant_in_words(event.due_at)}"


def _warned(event: ev.DeadlineWarned) -> str:
    if event.rung is None:
        return _clock(event)
    # For words the day it was told will do: a code never changes its meaning.
    rung = rung_of(event, local_date(event.at))
    words = rung.of_step(event.step) if event.step else rung.name
    # A wait that is too long has no deadline of its own.
    return words if event.due_at == event.at else f"{words}, hạn {instant_in_words(event.due_at)}"


def _fee(event: ev.FeePaid) -> str:
    receipt = f", biên lai {event.receipt_no}" if event.receipt_no else ""
    return f"nộp {_money(event.amount)} {METHODS[event.method]}{receipt}"


def _corrected(event: ev.Corrected) -> str:
    true = instant_in_words(event.true_at)
    return (
        f"đính chính sự kiện số {event.of}: đúng là {true} "
        f"({event.reason}; {event.approved_by} duyệt)"
    )


def _drafted(event: ev.ApologyDrafted) -> str:
    again = instant_in_words(event.new_due_at)
    late = _worded("chậm ở bước ", event.step)
    return _joined(f"dự thảo thư xin lỗi, hẹn lại {again}: {event.reason}", late)


def _signed(event: ev.ApologySigned) -> str:
    proof = _worded(" bằng chữ ký số của ", event.certificate)
    return f"{event.name}, {event.title} ký thư xin lỗi{proof}"


def _apology(event: ev.ApologyIssued) -> str:
    again = instant_in_words(event.new_due_at)
    title = _worded(", ", event.title)
    return f"xin lỗi và hẹn lại {again}: {event.reason} ({event.signed_by}{title} ký)"


def _letter(event: ev.LetterIssued) -> str:
    corrects, why = _worded(", thay cho số ", event.replaces), _worded(": ", event.reason)
    return f"phát hành {LETTERS[event.kind]} số {event.number}{corrects}{why}"


def _published(event: ev.LetterPublished) -> str:
    return f"công khai {LETTERS[event.kind]} số {event.number}"


def _adjusted(event: ev.DeadlineAdjusted) -> str:
    moved = instant_in_words(event.new_due_at)
    return f"điều chỉnh hạn thành {moved}: {event.reason} ({event.approved_by} duyệt)"


_TELLERS: Mapping[type[Event], Callable[[Any], str]] = {
    ev.Submitted: _submitted,
    ev.Accepted: _accepted,
    ev.SupplementRequested: _supplement_requested,
    ev.Refused: lambda event: f"từ chối tiếp nhận: {event.reason} (căn cứ {event.ground})",
    ev.StepStarted: _step_started,
    ev.StepCompleted: lambda event: f"hoàn thành bước {event.step}",
    ev.StepReturned: lambda event: _because(f"trả về bước {event.step}", event.reason),
    ev.StepAssigned: _step_assigned,
    ev.Paused: _paused,
    ev.Resolved: _resolved,
    ev.Delivered: _delivered,
    ev.Returned: lambda event: _because("trả lại hồ sơ", event.reason),
    ev.Withdrawn: _withdrawn,
    ev.Reopened: lambda event: f"mở lại: {event.reason} ({event.approved_by} duyệt)",
    ev.ApologyDrafted: _drafted,
    ev.ApologySigned: _signed,
    ev.ApologyIssued: _apology,
    ev.DeadlineAdjusted: _adjusted,
    ev.DeadlineMissed: _clock,
    ev.DeadlineWarned: _warned,
    ev.FeePaid: _fee,
    ev.Digitised: lambda event: _because("số hóa", event.name),
    ev.Rated: lambda event: _because(f"công dân đánh giá {event.score} điểm", event.comment),
    ev.Corrected: _corrected,
    ev.Voided: lambda event: f"hủy: {event.reason} ({event.approved_by} duyệt)",
    ev.LetterIssued: _letter,
    ev.LetterPublished: _published,
}
