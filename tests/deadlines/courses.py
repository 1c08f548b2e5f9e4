"""What happens next to an invented case, drawn by dice from what its state makes likely.

Nothing is corrected: a correction names an event by its number, and those depend on how many
deadline events stand before it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from app.sample.dice import Dice
from sla.zone import VIETNAM
from tests.store.desk import DAY, HOUR, MINUTE
from workflows import commands as do
from workflows.case import Case
from workflows.commands import Command
from workflows.events import Applicant

STEPS = ("appraise", "verify", "sign")
# How long until somebody does the next thing, and how often.
_GAPS: Mapping[timedelta, float] = {
    25 * MINUTE: 5,
    2 * HOUR: 5,
    7 * HOUR: 4,
    DAY: 5,
    3 * DAY: 3,
    8 * DAY: 2,
    25 * DAY: 1,
}
# What comes next in each state, and how often; "rest" leaves the case where it is for good.
_NEXT: Mapping[str, Mapping[str, float]] = {
    "submitted": {"accept": 7, "supplement": 2, "refuse": 1, "rest": 1},
    "awaiting_supplement": {"bring": 5, "rest": 1},
    "received": {"start": 12, "pause": 1, "supplement": 1, "withdraw": 0.5, "rest": 0.5},
    "processing": {
        "start": 6, "complete": 8, "send_back": 2, "assign": 1, "pause": 2, "supplement": 2,
        "apologise": 0.7, "adjust": 0.7, "resolve": 3, "return": 0.5, "fee": 1,
        "rest": 0.7,
    },
    "paused": {"resume": 5, "bring": 5, "return": 0.5, "rest": 1},
    "resolved": {"deliver": 6, "reopen": 1, "rest": 1},
    "delivered": {"reopen": 1, "rest": 8},
}  # fmt: skip
_WHY: dict[str, Any] = {"reason": "lý do", "approved_by": "Hùng"}
_TRIES = 8

Make = Callable[[Dice, Case, datetime], Command]


def first(dice: Dice, at: datetime, office: str, procedure: str) -> Command:
    """What a case begins with."""
    channel = dice.weighted({"online": 5.0, "post": 2.0, "direct": 3.0})
    who = Applicant(name=dice.pick(("Bà Tư", "Ông Năm", "Chị Bảy")))
    if channel == "direct":
        return do.AcceptCase(
            at=at, agency=office, procedure=procedure, channel="direct", applicant=who
        )
    return do.SubmitCase(
        at=at,
        agency=office,
        procedure=procedure,
        channel="online" if channel == "online" else "post",
        applicant=who,
    )


def following(dice: Dice, case: Case, at: datetime) -> list[Command]:
    """What somebody may want to do next, the likeliest first; nothing once a case rests."""
    drawn = [dice.weighted(_NEXT.get(case.state.value, {"rest": 1})) for _ in range(_TRIES)]
    if drawn[0] == "rest":
        return []
    return [_MAKE[name](dice, case, at) for name in drawn if name != "rest"]


def later(dice: Dice, at: datetime) -> datetime:
    """When the next thing happens."""
    return at_work(at + dice.weighted(_GAPS) + dice.below(50) * MINUTE)


def at_work(at: datetime) -> datetime:
    """The same instant, or the next morning: whatever the day, some work at weekends."""
    at = at.astimezone(VIETNAM)
    if 7 <= at.hour < 18:
        return at
    morning = at.replace(hour=7, minute=30 + at.minute // 2)
    return morning if morning >= at else morning + DAY


def _accept(dice: Dice, case: Case, at: datetime) -> Command:
    return do.AcceptCase(at=at)


def _supplement(dice: Dice, case: Case, at: datetime) -> Command:
    until = at + 5 * DAY if dice.chance(0.3) else None
    return do.RequestSupplement(at=at, items=("giấy chứng sinh",), reason="thiếu", until=until)


def _bring(dice: Dice, case: Case, at: datetime) -> Command:
    return do.ReceiveSupplement(at=at)


def _refuse(dice: Dice, case: Case, at: datetime) -> Command:
    return do.RefuseCase(at=at, reason="không đúng thẩm quyền", ground="Điều 5")


def _withdraw(dice: Dice, case: Case, at: datetime) -> Command:
    return do.WithdrawCase(at=at, reason="công dân đổi ý")


def _start(dice: Dice, case: Case, at: datetime) -> Command:
    return do.StartStep(at=at, step=dice.pick(STEPS), assignee="minh")


def _running(dice: Dice, case: Case) -> str:
    return dice.pick([one.step for one in case.steps if one.end is None] or STEPS)


def _complete(dice: Dice, case: Case, at: datetime) -> Command:
    return do.CompleteStep(at=at, step=_running(dice, case))


def _send_back(dice: Dice, case: Case, at: datetime) -> Command:
    return do.ReturnStep(at=at, step="appraise", reason="sai tên")


def _assign(dice: Dice, case: Case, at: datetime) -> Command:
    return do.AssignStep(at=at, step=_running(dice, case), assignee="lan", reason="nghỉ phép")


def _pause(dice: Dice, case: Case, at: datetime) -> Command:
    return do.PauseCase(at=at, reason="verification")


def _resume(dice: Dice, case: Case, at: datetime) -> Command:
    return do.ResumeCase(at=at)


def _apologise(dice: Dice, case: Case, at: datetime) -> Command:
    return do.IssueApology(at=at, new_due_at=at + 4 * DAY, reason="lý do", signed_by="Hùng")


def _adjust(dice: Dice, case: Case, at: datetime) -> Command:
    return do.AdjustDeadline(at=at, new_due_at=at + dice.span(0, 5) * DAY, **_WHY)


def _resolve(dice: Dice, case: Case, at: datetime) -> Command:
    return do.ResolveCase(at=at, outcome="granted")


def _return(dice: Dice, case: Case, at: datetime) -> Command:
    return do.ReturnCase(at=at, reason="không đủ điều kiện")


def _deliver(dice: Dice, case: Case, at: datetime) -> Command:
    return do.DeliverResult(at=at, channel="direct")


def _reopen(dice: Dice, case: Case, at: datetime) -> Command:
    return do.ReopenCase(at=at, **_WHY)


def _fee(dice: Dice, case: Case, at: datetime) -> Command:
    return do.RecordFee(at=at, amount=8_000, method="cash")


_MAKE: Mapping[str, Make] = {
    "accept": _accept,
    "supplement": _supplement,
    "bring": _bring,
    "refuse": _refuse,
    "withdraw": _withdraw,
    "start": _start,
    "complete": _complete,
    "send_back": _send_back,
    "assign": _assign,
    "pause": _pause,
    "resume": _resume,
    "apologise": _apologise,
    "adjust": _adjust,
    "resolve": _resolve,
    "return": _return,
    "deliver": _deliver,
    "reopen": _reopen,
    "fee": _fee,
}
