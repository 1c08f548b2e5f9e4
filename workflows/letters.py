"""Which letters a case may get, and who may issue them.

    kinds(case) -> tuple[LetterKind, ...]            which letters its state allows
    may_issue(seat, kind) -> Refusal | None          why an officer may not issue one

What was issued already is asked of `workflows.issued`.
"""

from collections.abc import Callable, Mapping
from typing import get_args

from workflows import commands as cmd
from workflows import events as ev
from workflows.agency import Role
from workflows.case import Case, State
from workflows.desk_rights import Seat, whose
from workflows.events import LetterKind
from workflows.refusal import Refusal
from workflows.words import LETTERS

_DESK = (Role.ONE_STOP, Role.LEADER)
_CASE_WORK = (Role.ONE_STOP, Role.SPECIALIST, Role.LEADER)
_EVERYBODY = (Role.ONE_STOP, Role.SPECIALIST, Role.LEADER, Role.CLERK)
_FINISHED = frozenset({State.RESOLVED, State.DELIVERED})
_STOPPED = frozenset({State.RETURNED, State.WITHDRAWN})

# Ours, from the duties in domain.md 9.2: who hands out the paper does the work it speaks of.
LETTER_RIGHTS: Mapping[LetterKind, tuple[Role, ...]] = {
    "receipt": _DESK,
    "supplement": _CASE_WORK,
    "refusal": _DESK,
    "apology": (Role.CLERK, Role.LEADER),
    "stop": _DESK,
    "control": _EVERYBODY,
    "register": (Role.ONE_STOP, Role.LEADER, Role.CLERK),
    "result": _DESK,
    "handover": _EVERYBODY,
    "fee": (Role.CASHIER, Role.ONE_STOP),
}
# What the office that works on a step of somebody else's case issues as well while it does.
_WHILE_WORKING: frozenset[LetterKind] = frozenset({"supplement", "control", "handover"})


def kinds(case: Case) -> tuple[LetterKind, ...]:
    """The letters for which a case has come far enough, in the order of the law's forms."""
    return tuple(kind for kind in get_args(LetterKind) if _holds(kind, case))


def may_issue(seat: Seat, kind: LetterKind) -> Refusal | None:
    """Why an officer may not issue a letter of that kind on a case, or None.

    The register is about no one case: there the role alone counts.
    """
    roles, offices = LETTER_RIGHTS[kind], _offices(seat, kind)
    if not seat.officer.roles_at(*offices) & {*roles}:
        return Refusal(message=whose(roles, seat.name_of(seat.home)))
    if kind == "register" or (seat.case is not None and _holds(kind, seat.case)):
        return None
    voided = seat.case is not None and seat.case.voided_at is not None
    words = "hồ sơ đã hủy" if voided else _WANTING[kind]
    return Refusal(field="data.kind", message=f"chưa có {LETTERS[kind]} vì {words}")


def _offices(seat: Seat, kind: LetterKind) -> tuple[str, ...]:
    # The office at work has the same reach as when it asks for papers.
    return seat.offices(cmd.RequestSupplement) if kind in _WHILE_WORKING else (seat.home,)


def _holds(kind: LetterKind, case: Case) -> bool:
    return case.voided_at is None and _STATES[kind](case)


def _told(kind: type[ev.Event]) -> Callable[[Case], bool]:
    return lambda case: any(isinstance(event, kind) for event in case.log)


def _accepted(case: Case) -> bool:
    return case.accepted_at is not None


_STATES: Mapping[LetterKind, Callable[[Case], bool]] = {
    "receipt": _accepted,
    "supplement": _told(ev.SupplementRequested),
    "refusal": lambda case: case.state is State.REFUSED,
    "apology": lambda case: case.apology is not None,
    "stop": lambda case: case.state in _STOPPED,
    "control": _accepted,
    "register": lambda case: False,
    "result": lambda case: case.state in _FINISHED,
    "handover": _accepted,
    "fee": _told(ev.FeePaid),
}
_WANTING: Mapping[LetterKind, str] = {
    "receipt": "hồ sơ chưa được tiếp nhận",
    "supplement": "hồ sơ chưa có yêu cầu bổ sung",
    "refusal": "hồ sơ không bị từ chối",
    "apology": "hồ sơ chưa được xin lỗi, hẹn lại",
    "stop": "hồ sơ không bị trả lại và công dân không rút",
    "control": "hồ sơ chưa được tiếp nhận",
    "result": "hồ sơ chưa có kết quả",
    "handover": "hồ sơ chưa được tiếp nhận",
    "fee": "hồ sơ chưa thu khoản nào",
}
