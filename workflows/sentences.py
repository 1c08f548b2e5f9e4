"""An event as one Vietnamese sentence: one function for each type that needs its own words."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sla.words import instant_in_words
from workflows import events as ev
from workflows.codec import NAME_OF_TYPE
from workflows.events import Event
from workflows.procedure import Procedure
from workflows.words import CHANNELS, CLOCKS, EVENTS, METHODS, OUTCOMES, REASONS, step_name

# The events that name a step, by its code.
STEPPED = (ev.StepStarted, ev.StepCompleted, ev.StepReturned, ev.DeadlineMissed, ev.DeadlineWarned)


def sentence(event: Event, procedure: Procedure) -> str:
    """What happened, without when and by whom; steps by the names the procedure gives them."""
    tell = _TELLERS.get(type(event))
    words = tell(_named(event, procedure)) if tell else EVENTS[NAME_OF_TYPE[type(event)]]
    return words[0].upper() + words[1:]


def _named(event: Event, procedure: Procedure) -> Event:
    if isinstance(event, STEPPED) and event.step is not None:
        return replace(event, step=step_name(procedure, event.step))
    return event


def _because(words: str, reason: str) -> str:
    return f"{words}: {reason}"


def _accepted(event: ev.Accepted) -> str:
    due = f", hẹn trả {instant_in_words(event.due_at)}" if event.due_at else ""
    channel = f" {CHANNELS[event.channel]}" if event.channel else ""
    return f"tiếp nhận{channel}{due}"


def _supplement_requested(event: ev.SupplementRequested) -> str:
    return f"yêu cầu bổ sung {', '.join(event.items)}: {event.reason}"


def _step_started(event: ev.StepStarted) -> str:
    who = f", giao {event.assignee}" if event.assignee else ""
    return f"bắt đầu bước {event.step}{who}"


def _resolved(event: ev.Resolved) -> str:
    number = f", số {event.result_no}" if event.result_no else ""
    return f"có kết quả ({OUTCOMES[event.outcome]}){number}"


def _clock(event: ev.DeadlineMissed | ev.DeadlineWarned) -> str:
    step = f" {event.step}" if event.step else ""
    word = EVENTS[NAME_OF_TYPE[type(event)]]
    return f"{word} {CLOCKS[event.clock]}{step}, hạn {instant_in_words(event.due_at)}"


def _fee(event: ev.FeePaid) -> str:
    amount = f"{event.amount:,}".replace(",", ".")
    receipt = f", biên lai {event.receipt_no}" if event.receipt_no else ""
    return f"nộp {amount} đồng {METHODS[event.method]}{receipt}"


def _corrected(event: ev.Corrected) -> str:
    true = instant_in_words(event.true_at)
    return (
        f"đính chính sự kiện số {event.of}: đúng là {true} "
        f"({event.reason}; {event.approved_by} duyệt)"
    )


def _apology(event: ev.ApologyIssued) -> str:
    again = instant_in_words(event.new_due_at)
    return f"xin lỗi và hẹn lại {again}: {event.reason} ({event.signed_by} ký)"


def _adjusted(event: ev.DeadlineAdjusted) -> str:
    moved = instant_in_words(event.new_due_at)
    return f"điều chỉnh hạn thành {moved}: {event.reason} ({event.approved_by} duyệt)"


_TELLERS: Mapping[type[Event], Callable[[Any], str]] = {
    ev.Submitted: lambda event: f"nộp {CHANNELS[event.channel]}",
    ev.Accepted: _accepted,
    ev.SupplementRequested: _supplement_requested,
    ev.Refused: lambda event: f"từ chối tiếp nhận: {event.reason} (căn cứ {event.ground})",
    ev.StepStarted: _step_started,
    ev.StepCompleted: lambda event: f"hoàn thành bước {event.step}",
    ev.StepReturned: lambda event: _because(f"trả về bước {event.step}", event.reason),
    ev.Paused: lambda event: _because("tạm dừng", REASONS[event.reason]),
    ev.Resolved: _resolved,
    ev.Delivered: lambda event: f"trả kết quả {CHANNELS[event.channel]}",
    ev.Returned: lambda event: _because("trả lại hồ sơ", event.reason),
    ev.Withdrawn: lambda event: _because("công dân rút hồ sơ", event.reason),
    ev.Reopened: lambda event: f"mở lại: {event.reason} ({event.approved_by} duyệt)",
    ev.ApologyIssued: _apology,
    ev.DeadlineAdjusted: _adjusted,
    ev.DeadlineMissed: _clock,
    ev.DeadlineWarned: _clock,
    ev.FeePaid: _fee,
    ev.Rated: lambda event: f"công dân đánh giá {event.score} điểm",
    ev.Corrected: _corrected,
    ev.Voided: lambda event: f"hủy: {event.reason} ({event.approved_by} duyệt)",
}
