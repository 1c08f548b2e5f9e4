"""What the desk asks beside the rules of the log: the right role and no borrowed names."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sla.law import law_on
from sla.spec import SlaError
from sla.zone import local_date
from workflows import commands as cmd
from workflows import events as ev
from workflows.agency import Role
from workflows.case import Case, State
from workflows.commands import Command
from workflows.decide import decide
from workflows.desk_letters import LETTER_CHECKS, unreckoned
from workflows.desk_rights import RIGHTS, Seat, whose
from workflows.desk_steps import refused_step
from workflows.letters import may_issue
from workflows.moves import MOVES
from workflows.refusal import Refusal
from workflows.words import step_name

_STEP_WORK = (cmd.StartStep, cmd.CompleteStep, cmd.ReturnStep, cmd.AssignStep)
_SIGNED = (cmd.RequestSupplement, cmd.PauseCase, cmd.ReopenCase, cmd.AdjustDeadline)


def refused_desk(seat: Seat, command: Command, now: datetime) -> Refusal | None:
    """Why an officer may not record a command, or None; `decide` has the last word."""
    return (
        _refused_role(seat, command)
        or _refused_claim(seat, command)
        or _refused_content(seat, command)
        or _refused_by_rules(seat, command, now)
    )


def further_supplement(case: Case, *, at: datetime) -> bool:
    """Whether a request for papers at an instant would be one more than the law allows.

    Raises:
        LawGap: for a day on which no rule is known.
    """
    asked = sum(isinstance(event, ev.SupplementRequested) for event in case.log)
    return asked >= law_on(local_date(at)).supplements_allowed


def waits_for_papers(case: Case) -> bool:
    """Whether the case stands still until the citizen brings what is missing."""
    if case.state is State.AWAITING_SUPPLEMENT:
        return True
    stops = (one for one in reversed(case.log) if isinstance(one, _STOPS))
    return case.state is State.PAUSED and isinstance(next(stops), ev.SupplementRequested)


_STOPS = (ev.SupplementRequested, ev.Paused)


def _refused_role(seat: Seat, command: Command) -> Refusal | None:
    kind = type(command)
    if isinstance(command, _STEP_WORK):
        return refused_step(seat, command)
    if isinstance(command, cmd.IssueLetter):
        return may_issue(seat, command.kind)
    if kind not in RIGHTS:
        return Refusal(message="việc này không ghi tại hồ sơ")
    if seat.officer.roles_at(*seat.offices(kind)) & {*RIGHTS[kind]}:
        return None
    return Refusal(message=whose(RIGHTS[kind], seat.name_of(seat.home)))


def _refused_claim(seat: Seat, command: Command) -> Refusal | None:
    """Nobody says at the desk that another allowed it, nor binds what the setting binds."""
    if command.late is not None:
        words = "ghi muộn phải chờ người thứ hai duyệt, không ghi thẳng được"
        return Refusal(field="data.late", message=words)
    if isinstance(command, _SIGNED) and command.approved_by is not None:
        return _signed(seat, command, command.approved_by)
    if isinstance(command, cmd.AcceptCase | cmd.SubmitCase):
        return _bound(seat, command)
    return None


def _signed(seat: Seat, command: Command, approved_by: str) -> Refusal | None:
    leads = seat.leads(*seat.offices(type(command)))
    if leads and approved_by == seat.officer.login:
        return None
    words = "người duyệt phải chính là lãnh đạo đang ghi việc này"
    return Refusal(field="data.approved_by", message=words)


def _bound(seat: Seat, command: cmd.AcceptCase | cmd.SubmitCase) -> Refusal | None:
    for name in ("calendar", "procedure_version"):
        if getattr(command, name, None) is not None:
            words = "phần mềm tự chọn lịch và phiên bản thủ tục của ngày đó"
            return Refusal(field=f"data.{name}", message=words)
    promised = isinstance(command, cmd.AcceptCase) and command.due_at is not None
    if not promised or seat.setting.procedure.limit is None:
        return None
    words = "thủ tục có thời hạn nên ngày hẹn trả do phần mềm tính, không tự ghi"
    return Refusal(field="data.due_at", message=words)


def _refused_content(seat: Seat, command: Command) -> Refusal | None:
    if seat.case is not None and seat.case.state is State.VOIDED:
        return Refusal(message="hồ sơ đã hủy nên không ghi thêm gì tại đây")
    reason = getattr(command, "reason", None)
    if reason is not None and not reason.strip():
        return Refusal(field="data.reason", message="phải ghi lý do")
    guard = _GUARDS.get(type(command))
    return guard(seat, command) if guard else None


def _supplement(seat: Seat, command: cmd.RequestSupplement) -> Refusal | None:
    if not any(item.strip() for item in command.items):
        return Refusal(field="data.items", message="phải ghi ít nhất một giấy tờ cần bổ sung")
    if seat.case is None or command.approved_by is not None:
        return None
    if not further_supplement(seat.case, at=command.at):
        return None
    words = "đã yêu cầu bổ sung đủ số lần cho phép; yêu cầu thêm phải do lãnh đạo ghi, nêu lý do"
    return Refusal(field="data.approved_by", message=words)


def _brought(seat: Seat, command: cmd.ReceiveSupplement) -> Refusal | None:
    # A supplement may start the limit afresh; what ends any other pause never does.
    case = seat.case
    if case is None or case.state is not State.PAUSED or waits_for_papers(case):
        return None
    return Refusal(message="hồ sơ không dừng để chờ bổ sung; hãy ghi “tiếp tục”")


def _pause(seat: Seat, command: cmd.PauseCase) -> Refusal | None:
    if command.reason != "other" or (command.note or "").strip():
        return None
    return Refusal(field="data.note", message="tạm dừng vì lý do khác thì phải ghi rõ lý do nào")


def _accept(seat: Seat, command: cmd.AcceptCase) -> Refusal | None:
    if command.fee is None or command.fee >= 0:
        return None
    return Refusal(field="data.fee", message="phí, lệ phí phải thu không được âm")


def _fee(seat: Seat, command: cmd.RecordFee) -> Refusal | None:
    if command.amount > 0:
        return None
    return Refusal(field="data.amount", message="số tiền phải lớn hơn 0")


def _adjust(seat: Seat, command: cmd.AdjustDeadline) -> Refusal | None:
    """A calendar moves deadlines, nobody's wish does."""
    if command.calendar is None:
        words = "hạn chỉ được điều chỉnh khi lịch làm việc đổi, không tự ghi tại hồ sơ"
    elif command.calendar == seat.setting.calendar_ref:
        words = f"hồ sơ đã theo lịch {command.calendar}"
    else:
        return None
    return Refusal(field="data.calendar", message=words)


def _resolve(seat: Seat, command: cmd.ResolveCase) -> Refusal | None:
    """What is granted is signed: by the leader's step, or by a leader who records it."""
    if command.outcome != "granted" or seat.case is None:
        return None
    if seat.case.state not in MOVES[ev.Resolved]:
        return None  # What else is missing does not matter then; `decide` says so.
    for code in _unsigned(seat, seat.case):
        if not seat.leads(seat.home, seat.office(code)):
            step = step_name(seat.setting.procedure, code)
            words = f"bước “{step}” của lãnh đạo chưa xong nên chỉ lãnh đạo ghi được kết quả này"
            return Refusal(field="data.outcome", message=words)
    return None


def _unsigned(seat: Seat, case: Case) -> tuple[str, ...]:
    """The leaders' steps on the way of a case that are not done."""
    steps, done = seat.setting.procedure.steps, case.done_steps()
    taken = {step.branch for step in steps if step.code in done} - {None}
    return tuple(
        step.code
        for step in steps
        if step.role == Role.LEADER
        and step.code not in done
        and (step.branch is None or not taken or step.branch in taken)
    )


def _rate(seat: Seat, command: cmd.RateCase) -> Refusal | None:
    if 1 <= command.score <= 5:
        return None
    return Refusal(field="data.score", message="điểm đánh giá phải từ 1 đến 5")


def _refused_by_rules(seat: Seat, command: Command, now: datetime) -> Refusal | None:
    try:
        decision = decide(seat.case, command, seat.setting, now=now)
    except SlaError as error:
        return unreckoned(error)
    return decision if isinstance(decision, Refusal) else None


_GUARDS: Mapping[type[Command], Callable[[Seat, Any], Refusal | None]] = {
    cmd.RequestSupplement: _supplement,
    cmd.ReceiveSupplement: _brought,
    cmd.PauseCase: _pause,
    cmd.AcceptCase: _accept,
    cmd.RecordFee: _fee,
    cmd.AdjustDeadline: _adjust,
    cmd.ResolveCase: _resolve,
    cmd.RateCase: _rate,
    **LETTER_CHECKS,
}
