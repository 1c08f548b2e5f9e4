"""Cases and settings for tests: a command by its journal name, a case by its commands."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from sla.limits import TimeLimit
from sla.zone import VIETNAM
from tests.people import BA_TU, HUNG, LAN, MINH, WARD
from tests.sla.builders import OFFICE, at
from workflows.case import Case
from workflows.codec import TYPE_OF_NAME
from workflows.commands import Command
from workflows.decide import COMMAND_OF, Decision, Refusal, decide
from workflows.events import Event
from workflows.evolve import evolve
from workflows.procedure import Procedure, Step
from workflows.setting import Setting
from workflows.timers import Timer

START = at("Thu 2023-06-15 08:00")
LATE = datetime(2026, 6, 1, tzinfo=VIETNAM)
STATES = (
    "submitted", "awaiting_supplement", "received", "processing", "paused", "resolved",
    "delivered", "refused", "returned", "withdrawn", "voided",
)  # fmt: skip

# What a command says when the test does not care.
DATA: dict[str, dict[str, Any]] = {
    "submitted": {
        "agency": WARD.code,
        "procedure": "1.001193",
        "channel": "online",
        "applicant": BA_TU,
    },
    "accepted": {},
    "supplement_requested": {"items": ("giấy chứng sinh",), "reason": "thiếu giấy tờ"},
    "supplemented": {},
    "refused": {"reason": "không đúng thẩm quyền", "ground": "Luật Hộ tịch, Điều 13"},
    "step_started": {"step": "appraise", "assignee": MINH.login},
    "step_completed": {"step": "appraise"},
    "step_returned": {"step": "appraise", "reason": "sai số định danh"},
    "step_assigned": {"step": "appraise", "assignee": LAN.login, "reason": "nghỉ phép"},
    "paused": {"reason": "consultation"},
    "resumed": {},
    "resolved": {"outcome": "granted", "result_no": "12/KS"},
    "delivered": {"channel": "direct"},
    "returned": {"reason": "không đủ điều kiện"},
    "withdrawn": {"reason": "công dân đổi ý"},
    "reopened": {"reason": "kết quả in sai", "approved_by": HUNG.login},
    "apology_issued": {
        "reason": "cần xác minh",
        "new_due_at": LATE,
        "signed_by": HUNG.login,
    },
    "deadline_adjusted": {
        "new_due_at": LATE,
        "reason": "thêm ngày nghỉ",
        "approved_by": HUNG.login,
    },
    "deadline_missed": {"clock": "case", "due_at": START},
    "deadline_warned": {"clock": "case", "due_at": START},
    "fee_paid": {"amount": 8_000, "method": "cash"},
    "digitised": {"parts": 3, "signed": 3},
    "rated": {"score": 5},
    "corrected": {"of": 1, "true_at": START, "reason": "bấm nhầm", "approved_by": HUNG.login},
    "voided": {"reason": "nhập trùng", "approved_by": HUNG.login},
    "apology_drafted": {"reason": "cần xác minh", "new_due_at": LATE},
    "apology_signed": {
        "draft": 1,
        "name": HUNG.login,
        "title": "Chủ tịch",
        "text_hash": "a" * 64,
    },
    "letter_issued": {
        "kind": "receipt",
        "form": "tt01_2018/01",
        "number": "1/TNHS",
        "serial": 1,
        "year": 2023,
        "file": "b" * 64,
        "media": "application/pdf",
        "size": 1_000,
        "template": "tt01_2018/01@0123456789ab",
    },
    "letter_published": {"kind": "receipt", "number": "1/TNHS"},
}
AT_THE_DESK = {**DATA["submitted"], "channel": "direct"}


def procedure(limit: str | None = "3 working_days", *steps: Step, **more: Any) -> Procedure:
    """A procedure of three steps of a day each, the last two bound to the one before."""
    usual = (
        Step(code="intake", name="Tiếp nhận", role=LAN.role, quota=quota("8 working_hours")),
        Step(code="appraise", name="Thụ lý", role=MINH.role, quota=quota("8 working_hours")),
        Step(code="sign", name="Ký duyệt", role=HUNG.role, after=("appraise",)),
    )
    return Procedure(
        code="1.001193",
        name="Đăng ký khai sinh",
        field="HT",
        levels=(WARD.level,),
        online="full",
        time_limit=quota(limit) if limit else None,
        steps=steps or usual,
        **more,
    )


def quota(text: str) -> TimeLimit:
    return TimeLimit.parse(text)


def setting(limit: str | None = "3 working_days", *steps: Step, **more: Any) -> Setting:
    """The ward with one procedure on the office calendar of the clocks' tests."""
    return Setting(
        agency=WARD,
        procedure=procedure(limit, *steps, **more),
        procedure_version=1,
        calendar=OFFICE,
        calendar_ref="default@1",
    )


SETTING = setting()


def ask(name: str, when: str | datetime, **more: Any) -> Command:
    """The command for an event of that journal name, with usual data but for `more`."""
    instant = at(when) if isinstance(when, str) else when
    return COMMAND_OF[TYPE_OF_NAME[name]](at=instant, **{**DATA[name], **more})


def telling(timer: Timer) -> Command:
    """What the clock work asks to record for a timer."""
    names = ("clock", "step", "run", "due_at", *(() if timer.missed else ("rung",)))
    more = {name: getattr(timer, name) for name in names}
    return ask("deadline_missed" if timer.missed else "deadline_warned", timer.fires_at, **more)


def desk(when: str | datetime = START, **more: Any) -> Command:
    """The acceptance of a case brought to the desk."""
    return ask("accepted", when, **{**AT_THE_DESK, **more})


def tried(case: Case | None, command: Command, on: Setting = SETTING) -> Decision:
    """The decision on a command recorded as it happens (the clock work: long afterwards)."""
    return decide(case, command, on, now=command.at)


def allowed(case: Case | None, command: Command, on: Setting = SETTING) -> tuple[Any, ...]:
    """The events of a command that must be allowed."""
    decision = tried(case, command, on)
    assert not isinstance(decision, Refusal), decision
    return decision


def events_of(*commands: Command, on: Setting = SETTING) -> tuple[Event, ...]:
    """What is written for commands that must all be allowed, as the log stores it."""
    case: Case | None = None
    written: list[Event] = []
    for command in commands:
        for event in allowed(case, command, on):
            case = evolve(case, event, code="H32.PL-230615-0001")
            written.append(event)
    return tuple(written)


def case_of(*commands: Command, on: Setting = SETTING) -> Case:
    """The case after commands that must all be allowed."""
    return grown(None, *events_of(*commands, on=on))


def grown(case: Case | None, *events: Event) -> Case:
    """The case after more events."""
    for event in events:
        case = evolve(case, event, code="H32.PL-230615-0001")
    assert case is not None
    return case


def refusal(case: Case | None, command: Command, on: Setting = SETTING) -> str:
    """Field and message of the refusal a command must meet."""
    decision = tried(case, command, on)
    assert isinstance(decision, Refusal), decision
    return f"{decision.field}: {decision.message}"


def correct(of: int, minute: float, when: float = 60) -> Command:
    """The correction of an event to so many minutes after the start."""
    return ask("corrected", clock_at(when), of=of, true_at=clock_at(minute))


def clock_at(minutes: float) -> datetime:
    """So many minutes after the start."""
    return START + timedelta(minutes=minutes)


# One way into every state; by post, since an online case may not end before its acceptance.
_POSTED = ask("submitted", START, channel="post")
_ACCEPTED = (_POSTED, ask("accepted", clock_at(1)))
_STARTED = (*_ACCEPTED, ask("step_started", clock_at(2)))
_RESOLVED = (*_STARTED, ask("resolved", clock_at(3)))
WAYS: dict[str, tuple[Command, ...]] = {
    "submitted": (_POSTED,),
    "awaiting_supplement": (_POSTED, ask("supplement_requested", clock_at(1))),
    "received": _ACCEPTED,
    "processing": _STARTED,
    "paused": (*_STARTED, ask("paused", clock_at(3))),
    "resolved": _RESOLVED,
    "delivered": (*_RESOLVED, ask("delivered", clock_at(4))),
    "refused": (_POSTED, ask("refused", clock_at(1))),
    "returned": (*_ACCEPTED, ask("returned", clock_at(2))),
    "withdrawn": (*_ACCEPTED, ask("withdrawn", clock_at(2))),
    "voided": (*_ACCEPTED, ask("voided", clock_at(2))),
}


@st.composite
def logs(draw: st.DrawFn, on: Setting = SETTING) -> tuple[Event, ...]:
    """What is written when somebody tries one thing after another, most of it sensible."""
    first = ask("submitted", START) if draw(st.booleans()) else desk()
    case = case_of(first, on=on)
    written, minute = list(case.log), 0
    for _ in range(draw(st.integers(0, 12))):
        minute += draw(st.sampled_from([0, 1, 40, 500, 1_440, 4_000]))
        name = draw(st.sampled_from(sorted(set(DATA) - {"voided"}) + ["corrected"] * 4))
        command = ask(name, clock_at(minute), **_fitting(name, case))
        if name == "corrected":
            of, back = draw(st.integers(1, case.version)), draw(st.integers(-50, 50))
            true_at = case.log[of - 1].at + timedelta(minutes=back)
            command = ask(name, clock_at(minute), of=of, true_at=true_at)
        decision = tried(case, command, on)
        if not isinstance(decision, Refusal):
            case = grown(case, *decision)
            written += decision
    return tuple(written)


def _fitting(name: str, case: Case) -> dict[str, Any]:
    """What a signature and a letter must say to fit what the case has."""
    if name == "apology_signed" and case.drafted_as is not None:
        return {"draft": case.drafted_as}
    if name != "letter_issued":
        return {}
    kind = "receipt" if case.apology is None or case.letters[1:] else "apology"
    serial = len(case.letters) + 1
    return {"kind": kind, "serial": serial, "number": f"{serial}/TNHS"}


# The contract's table of events, section 3, by hand: from which state to which.
_SAME: dict[str | None, str] = {state: state for state in STATES}
_OPEN: dict[str | None, str] = {
    "received": "received",
    "processing": "processing",
    "paused": "paused",
}
WHERE_IT_WAS = "where it was"
TABLE: dict[str, dict[str | None, str]] = {
    "submitted": {None: "submitted"},
    "accepted": {None: "received", "submitted": "received"},
    "supplement_requested": {
        "submitted": "awaiting_supplement",
        "received": "paused",
        "processing": "paused",
    },
    "supplemented": {"awaiting_supplement": "submitted", "paused": WHERE_IT_WAS},
    "refused": {"submitted": "refused"},
    "step_started": {"received": "processing", "processing": "processing"},
    "step_completed": {"processing": "processing"},
    "step_returned": {"processing": "processing"},
    # Nothing runs before the first step begins, so that "received" only says why not.
    "step_assigned": {**_OPEN},
    "paused": {"received": "paused", "processing": "paused"},
    "resumed": {"paused": WHERE_IT_WAS},
    "resolved": {"received": "resolved", "processing": "resolved"},
    "delivered": {"resolved": "delivered"},
    "returned": {"received": "returned", "processing": "returned", "paused": "returned"},
    "withdrawn": {"received": "withdrawn", "processing": "withdrawn", "paused": "withdrawn"},
    "reopened": {"resolved": "processing", "delivered": "processing"},
    "apology_issued": {**_OPEN},
    "deadline_adjusted": {**_OPEN},
    "deadline_missed": {**_SAME},
    "deadline_warned": {**_SAME},
    "fee_paid": {**_SAME},
    "digitised": {**_SAME},
    "rated": {"resolved": "resolved", "delivered": "delivered"},
    "corrected": {**_SAME},
    # "any → voided": a case that is struck out already cannot be struck out again.
    "voided": {state: "voided" for state in STATES if state != "voided"},
    # Ours: the life of an apology, and letters.
    "apology_drafted": {**_OPEN},
    "apology_signed": {**_OPEN},
    "letter_issued": {**_SAME},
    "letter_published": {**_SAME},
}
