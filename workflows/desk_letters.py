"""What the desk asks of an apology and of letters: one's own name, and just what was signed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sla.spec import SlaError
from sla.words import instant_in_words
from workflows import commands as cmd
from workflows import events as ev
from workflows.apology import closed_in_time, may_be_drafted
from workflows.case import Case
from workflows.clocks import case_clock
from workflows.commands import Command
from workflows.desk_rights import Seat
from workflows.issued import is_published, issued_as, predecessors, successor
from workflows.refusal import Refusal


def deadline(seat: Seat, at: datetime) -> datetime | None:
    """When a case is due, seen from an instant; None before it was accepted.

    Raises:
        CalendarGap: when that lies beyond the calendar's years.
    """
    case = seat.case
    if case is None or case.accepted_at is None:
        return None
    return case_clock(case, seat.setting).due(at)


def unreckoned(error: SlaError) -> Refusal:
    """The refusal for an instant that no calendar or rule reaches."""
    return Refusal(field="at", message=str(error).rstrip("."))


def _draft(seat: Seat, command: cmd.DraftApology) -> Refusal | None:
    case = seat.case
    if case is None or not case.is_open or case.apology is not None:
        return None  # `decide` says so.
    try:
        return _not_owed(seat, case, command) or _promise(seat, command) or _cause(seat, command)
    except SlaError as error:
        return unreckoned(error)


def _not_owed(seat: Seat, case: Case, command: Command) -> Refusal | None:
    if may_be_drafted(case, seat.setting, now=command.at):
        return None
    if case.standing_since is not None:
        return Refusal(message="hồ sơ đang tạm dừng khi còn trong hạn nên chưa phải xin lỗi")
    words = "chưa đến ngày làm việc cuối trước hạn, và dự báo hồ sơ còn kịp nên chưa phải xin lỗi"
    return Refusal(message=words)


def _promise(seat: Seat, command: cmd.DraftApology | cmd.IssueApology) -> Refusal | None:
    again, due = command.new_due_at, deadline(seat, command.at)
    if again <= command.at:
        words = "ngày hẹn lại phải sau lúc này"
    elif due is not None and again <= due:
        words = f"ngày hẹn lại phải sau hạn trả của hồ sơ ({instant_in_words(due)})"
    elif not _worked(seat, again):
        words = f"{instant_in_words(again)} không phải giờ làm việc"
    else:
        return None
    return Refusal(field="data.new_due_at", message=words)


def _worked(seat: Seat, instant: datetime) -> bool:
    """Whether an office works at an instant; its closing time is one a citizen can come at."""
    calendar = seat.setting.calendar
    return instant in {calendar.next_working(instant), calendar.days_before(instant, 0)}


def _cause(seat: Seat, command: cmd.DraftApology) -> Refusal | None:
    """Nobody else's office signs: it must be one that worked on the case, or was to."""
    steps = seat.setting.procedure.steps
    offices = {seat.home, *(seat.office(step.code) for step in steps)}
    if command.unit is None or command.unit in offices:
        return None
    words = f"cơ quan {command.unit} không giải quyết bước nào của hồ sơ này"
    return Refusal(field="data.unit", message=words)


def _sign(seat: Seat, command: cmd.SignApology) -> Refusal | None:
    if command.name != seat.officer.name:
        words = "người ký phải chính là lãnh đạo đang ghi việc này"
        return Refusal(field="data.name", message=words)
    if not command.title.strip():
        return Refusal(field="data.title", message="phải ghi chức danh của người ký")
    return _still_owed(seat, command)


def _still_owed(seat: Seat, command: cmd.SignApology) -> Refusal | None:
    case = seat.case
    if case is None or not case.is_open or case.apology is not None or case.draft is None:
        return None  # `decide` says so.
    try:
        return _not_owed(seat, case, command)
    except SlaError as error:
        return unreckoned(error)


def _issue(seat: Seat, command: cmd.IssueApology) -> Refusal | None:
    case = seat.case
    if case is None or not case.is_open or case.apology is not None:
        return None  # `decide` says so.
    if case.draft is None or case.signature is None:
        words = "chưa có dự thảo" if case.draft is None else "dự thảo chưa được ký"
        return Refusal(message=f"{words} nên chưa phát hành được thư xin lỗi")
    try:
        return (
            _not_owed(seat, case, command) or _as_signed(case, command) or _promise(seat, command)
        )
    except SlaError as error:
        return unreckoned(error)


def signed_apology(case: Case, *, at: datetime) -> cmd.IssueApology | None:
    """The only apology the desk may issue: word for word what was signed; None: nothing was."""
    draft, signature = case.draft, case.signature
    if draft is None or signature is None:
        return None
    return cmd.IssueApology(
        at=at,
        reason=draft.reason,
        new_due_at=draft.new_due_at,
        signed_by=signature.name,
        title=signature.title,
        unit=draft.unit,
        public_reason=draft.public_reason,
    )


def _as_signed(case: Case, command: cmd.IssueApology) -> Refusal | None:
    signed = signed_apology(case, at=command.at)
    for name, word in _SIGNED.items():
        if getattr(command, name) != getattr(signed, name):
            words = f"{word} khác với dự thảo đã ký; hãy phát hành đúng như đã ký"
            return Refusal(field=f"data.{name}", message=words)
    return None


_SIGNED = {
    "reason": "lý do",
    "new_due_at": "ngày hẹn lại",
    "signed_by": "người ký",
    "title": "chức danh người ký",
    "unit": "cơ quan gây chậm",
    "public_reason": "lý do công khai",
}


def _publish(seat: Seat, command: cmd.PublishLetter) -> Refusal | None:
    if seat.case is None:
        return None
    if command.kind != "apology":
        # Every other letter says who asked for what.
        return Refusal(field="data.kind", message="chỉ thư xin lỗi được công khai")
    letter = issued_as(seat.case, command.kind, command.number, command.agency)
    newer = successor(seat.case, letter) if letter else None
    if newer is None:
        return _in_time(seat, seat.case, letter)
    words = f"thư số {command.number} đã được thay bằng số {newer.number}; hãy công khai số đó"
    return Refusal(field="data.number", message=words)


def _in_time(seat: Seat, case: Case, letter: ev.LetterIssued | None) -> Refusal | None:
    """What ended in time is nobody's business, unless the page shows what the letter corrects."""
    older = predecessors(case, letter) if letter else ()
    if any(is_published(case, one) for one in older):
        return None
    if case.voided_at is not None:
        return Refusal(message="hồ sơ đã bị hủy nên thư xin lỗi không được công khai")
    try:
        closed = closed_in_time(case, seat.setting)
    except SlaError as error:
        return unreckoned(error)
    words = "hồ sơ đã giải quyết xong trong hạn nên thư xin lỗi không phải công khai"
    return Refusal(message=words) if closed else None


LETTER_CHECKS: Mapping[type[Command], Callable[[Seat, Any], Refusal | None]] = {
    cmd.DraftApology: _draft,
    cmd.SignApology: _sign,
    cmd.IssueApology: _issue,
    cmd.PublishLetter: _publish,
}
