"""Why a case stands in a cell and not in the one beside it, in Vietnamese, out of one fact."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.reports.asked import Asked
from app.reports.cells import RETURNED
from app.reports.member_days import (
    at_of,
    by_day,
    by_hand_over,
    due_of,
    missed_at,
    not_done,
    passed,
    past,
    unit_of,
    until,
)
from sla.zone import local, local_date

_CLOSINGS = {
    "resolved": "Có kết quả",
    "returned": "Trả lại hồ sơ",
    "withdrawn": "Công dân rút hồ sơ",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """The fact that put a case into a cell, as `app.store.read_tables.FactRow` has it.

    Attributes:
        again_at: when the case was opened again after it had been closed before the period.
    """

    case_code: str
    agency: str
    field: str
    online: bool
    accepted_at: datetime
    ends_at: datetime | None
    ends_how: str
    due_at: datetime
    paused_since: datetime | None
    outcome: str | None
    judged_at: datetime | None
    judged_due_at: datetime | None
    verdict: str | None
    handed_at: datetime | None
    again_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Why:
    """The event (in journal words) and instant that decide, and two sentences for people."""

    event: str
    at: datetime
    reason: str
    not_next: str


def why(seen: Seen, asked: Asked, cell: str) -> Why:
    """Why a case stands in a cell."""
    return _WORDS[cell](seen, asked)


def _received(seen: Seen, asked: Asked) -> Why:
    told = _carried(seen, asked) if _is_old(seen, asked) else _new(seen)
    ended = f"{asked.period.last:%d/%m/%Y}"
    return Why(
        event=told.event,
        at=told.at,
        reason=told.reason,
        not_next=f"không phải hồ sơ của kỳ sau: đã tiếp nhận khi kỳ này chưa hết ({ended})",
    )


def _new(seen: Seen) -> Why:
    way = "trực tuyến" if seen.online else "trực tiếp hoặc qua dịch vụ bưu chính"
    other = "trực tiếp, dịch vụ bưu chính" if seen.online else "trực tuyến"
    return Why(
        event="accepted",
        at=seen.accepted_at,
        reason=f"Tiếp nhận {way} {at_of(seen.accepted_at)} trong kỳ",
        not_next=f"không phải {other}: hồ sơ nộp {way}",
    )


def _carried(seen: Seen, asked: Asked) -> Why:
    since = f"{asked.period.first:%d/%m/%Y}"
    accepted = f"Tiếp nhận {at_of(seen.accepted_at)}, trước kỳ"
    not_next = f"không phải tiếp nhận trong kỳ: tiếp nhận trước ngày đầu kỳ {since}"
    if seen.again_at is None:
        reason = f"{accepted}; {_undone(seen, asked, since)}"
        return Why(event="accepted", at=seen.accepted_at, reason=reason, not_next=not_next)
    reason = f"{accepted}, đã kết thúc rồi mở lại {at_of(seen.again_at)} trong kỳ"
    return Why(event="reopened", at=seen.again_at, reason=reason, not_next=not_next)


def _undone(seen: Seen, asked: Asked, since: str) -> str:
    """What was still to be done when the period began: by hand-over perhaps only that."""
    begun = asked.period.start
    if by_hand_over(asked) and seen.ends_how == "closed" and (seen.ends_at or begun) < begun:
        return f"đã {_told(seen)}, đến đầu kỳ {since} chưa trả cho người nộp"
    return f"đến đầu kỳ {since} chưa giải quyết xong"


def _is_old(seen: Seen, asked: Asked) -> bool:
    return seen.accepted_at < asked.period.start


def _solved(seen: Seen, asked: Asked) -> Why:
    not_next = f"không phải đang giải quyết: đã xong khi kỳ chưa hết ({asked.period.last:%d/%m/%Y})"
    handed = _handed(seen, asked)
    reason = f"{handed} ({_told(seen)})" if handed else f"{_end(seen, asked)} trong kỳ"
    return _closed(seen, asked, reason, not_next)


def _early(seen: Seen, asked: Asked) -> Why:
    judged, due = _yardstick(seen)
    days = local_date(judged) < local_date(due)
    promised = f"ngày hẹn {due:%d/%m/%Y}" if days else f"giờ hẹn {at_of(due)}"
    reason = f"{_end(seen, asked)}, trước {promised}"
    unit = "ngày" if days else "giờ"
    not_next = f"không phải đúng hạn: {_ended(seen, asked)} trước {unit} hẹn trả"
    return _closed(seen, asked, reason, not_next)


def _on_time(seen: Seen, asked: Asked) -> Why:
    if asked.switches.returned_in == "on_time" and seen.outcome != "resolved":
        reason = f"{_end(seen, asked)} trong kỳ; hồ sơ trả lại, rút được tính đúng hạn"
        not_next = "không phải quá hạn: hồ sơ trả lại, rút không xét theo ngày hẹn trả"
        return _closed(seen, asked, reason, not_next)
    _, due = _yardstick(seen)
    if seen.verdict == "late":
        reason = f"{_end(seen, asked)}, sau giờ hẹn {at_of(due)} nhưng chưa hết ngày hẹn"
        return _closed(seen, asked, reason, "không phải quá hạn: chưa hết ngày hẹn trả")
    reason = f"{_end(seen, asked)}, không sau giờ hẹn {at_of(due)}"
    not_next = f"không phải quá hạn: {_ended(seen, asked)} không sau giờ hẹn trả"
    return _closed(seen, asked, reason, not_next)


def _solved_late(seen: Seen, asked: Asked) -> Why:
    promised = passed(asked, _yardstick(seen)[1])
    not_next = f"không phải đúng hạn: {_ended(seen, asked)} khi đã {past(asked)} hẹn trả"
    return _closed(seen, asked, f"{_end(seen, asked)}, {promised}", not_next)


def _sent_back(seen: Seen, asked: Asked) -> Why:
    reason = f"{_end(seen, asked)} trong kỳ"
    not_next = "không xếp vào trước hạn, đúng hạn hay quá hạn: hồ sơ trả lại, rút đếm riêng"
    return _closed(seen, asked, reason, not_next)


def _open(seen: Seen, asked: Asked) -> Why:
    at = seen.again_at or seen.accepted_at
    event, word = ("reopened", "Mở lại") if seen.again_at else ("accepted", "Tiếp nhận")
    reason = f"{word} {at_of(at)}, {not_done(asked)}"
    if _waits(seen, asked):
        return _waiting(seen, _resolved(seen), "không phải đã giải quyết: kết quả chưa trả")
    not_next = "không phải đã giải quyết: chưa có kết quả, chưa trả lại, chưa rút"
    return Why(event=event, at=at, reason=reason, not_next=not_next)


def _in_time(seen: Seen, asked: Asked) -> Why:
    if _waits(seen, asked):
        _, due = _yardstick(seen)
        reason = f"{_resolved(seen)}; khi có kết quả chưa {past(asked)} hẹn {due_of(asked, due)}"
        return _waiting(seen, reason, "không phải quá hạn: có kết quả trong hạn")
    if seen.paused_since is not None:
        reason = (
            f"Tạm dừng từ {at_of(seen.paused_since)}, chưa qua hạn {due_of(asked, seen.due_at)}"
        )
        not_next = "không phải quá hạn: hồ sơ đang dừng tính, xét tại lúc bắt đầu dừng"
        return Why(event="paused", at=seen.paused_since, reason=reason, not_next=not_next)
    reason = f"Tiếp nhận {at_of(seen.accepted_at)}; hẹn trả {at_of(seen.due_at)}, {not_done(asked)}"
    not_next = f"không phải quá hạn: chưa {past(asked)} hẹn trả lúc chốt {at_of(asked.cut_off)}"
    return Why(event="accepted", at=seen.accepted_at, reason=reason, not_next=not_next)


def _open_late(seen: Seen, asked: Asked) -> Why:
    if _waits(seen, asked):
        reason = f"{_resolved(seen)}; có kết quả {passed(asked, _yardstick(seen)[1])}"
        return _waiting(seen, reason, f"không phải trong hạn: có kết quả sau {unit_of(asked)} hẹn")
    paused = seen.paused_since
    judged = "lúc chốt" if paused is None else "lúc bắt đầu tạm dừng"
    promised = f"{'Đã hết ngày' if by_day(asked) else 'Qua giờ'} hẹn trả"
    stood = not_done(asked) if paused is None else f"tạm dừng từ {at_of(paused)}"
    not_next = f"không phải trong hạn: đã {past(asked)} hẹn trả {judged}"
    reason = f"{promised} {due_of(asked, seen.due_at)}, {stood}"
    at = missed_at(asked, seen.due_at)
    return Why(event="deadline_missed", at=at, reason=reason, not_next=not_next)


def _paused(seen: Seen, asked: Asked) -> Why:
    since = seen.paused_since or seen.accepted_at
    reason = f"Tạm dừng từ {at_of(since)}, {until(asked)} chưa tiếp tục"
    not_next = "không phải đang chạy thời hạn: chưa tiếp tục giải quyết"
    return Why(event="paused", at=since, reason=reason, not_next=not_next)


def _voided(seen: Seen, asked: Asked) -> Why:
    at = seen.ends_at or seen.accepted_at
    not_next = "không đếm ở cột nào khác: hồ sơ đã hủy"
    return Why(event="voided", at=at, reason=f"Hủy {at_of(at)} trong kỳ", not_next=not_next)


def _closed(seen: Seen, asked: Asked, reason: str, not_next: str) -> Why:
    """What a closing decided; by the choice of the province the hand-over of its result does."""
    if _counts_handed(seen, asked) and seen.handed_at is not None:
        return Why(event="delivered", at=seen.handed_at, reason=reason, not_next=not_next)
    event, at = seen.outcome or "resolved", seen.ends_at or seen.accepted_at
    return Why(event=event, at=at, reason=reason, not_next=not_next)


def _waiting(seen: Seen, reason: str, not_next: str) -> Why:
    at = seen.ends_at or seen.accepted_at
    return Why(event="resolved", at=at, reason=reason, not_next=not_next)


def _end(seen: Seen, asked: Asked) -> str:
    """What closed the case: the hand-over where that counts, then what it is judged by."""
    handed, judged = _handed(seen, asked), ""
    if seen.judged_at is not None and seen.judged_at != seen.ends_at:
        judged = f" (xét tại lúc bắt đầu tạm dừng {at_of(seen.judged_at)})"
    if handed:
        return f"{handed}; {_told(seen)}{judged}"
    closing = _CLOSINGS[seen.outcome or "resolved"]
    return f"{closing} {at_of(seen.ends_at or seen.accepted_at)}{judged}"


def _handed(seen: Seen, asked: Asked) -> str:
    """The hand-over, where it is what closes the case; else nothing."""
    if seen.handed_at is None or not _counts_handed(seen, asked):
        return ""
    return f"Trả cho người nộp {at_of(seen.handed_at)} trong kỳ"


def _counts_handed(seen: Seen, asked: Asked) -> bool:
    # Who got the papers back, or took them, is not waiting for a result.
    return by_hand_over(asked) and seen.outcome == "resolved"


def _told(seen: Seen) -> str:
    return f"có kết quả {at_of(seen.ends_at or seen.accepted_at)}"


def _ended(seen: Seen, asked: Asked) -> str:
    """What the deadline is held against; a hand-over never is."""
    return "có kết quả" if _handed(seen, asked) else "kết thúc"


def _resolved(seen: Seen) -> str:
    return (
        f"Có kết quả {at_of(seen.ends_at or seen.accepted_at)}, đến hết kỳ chưa trả cho người nộp"
    )


def _waits(seen: Seen, asked: Asked) -> bool:
    return seen.ends_how == "closed" and (seen.ends_at or asked.period.end) < asked.period.end


def _yardstick(seen: Seen) -> tuple[datetime, datetime]:
    """The instant a closing is judged at, and the deadline it is judged by, on local clocks."""
    judged = seen.judged_at or seen.ends_at or seen.accepted_at
    return local(judged), local(seen.judged_due_at or seen.due_at)


_WORDS: Mapping[str, Callable[[Seen, Asked], Why]] = {
    "received.total": _received,
    "received.online": lambda seen, asked: _new(seen),
    "received.direct": lambda seen, asked: _new(seen),
    "received.carried": _carried,
    "solved.total": _solved,
    "solved.early": _early,
    "solved.on_time": _on_time,
    "solved.late": _solved_late,
    RETURNED: _sent_back,
    "open.total": _open,
    "open.in_time": _in_time,
    "open.late": _open_late,
    "open.paused": _paused,
    "voided": _voided,
}
