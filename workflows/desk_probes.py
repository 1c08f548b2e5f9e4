"""Whether an act is possible, found by trying it: minimal commands, put before all the rules."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from sla.spec import SlaError
from sla.zone import later
from workflows import commands as cmd
from workflows.commands import Command
from workflows.decide import EVENT_OF, decide
from workflows.desk_checks import refused_desk
from workflows.desk_letters import deadline, signed_apology
from workflows.desk_rights import ACTS, ActName, Seat
from workflows.desk_steps import free_steps
from workflows.issued import unpublished
from workflows.moves import MOVES
from workflows.refusal import Refusal

_WORD = "-"  # for what the rules only ask not to be empty


def refused_act(seat: Seat, name: ActName, now: datetime) -> Refusal | None:
    """Why an officer can do an act in no way now; None when there is a way.

    Raises:
        LawGap: for a day on which no rule is known.
    """
    first: Refusal | None = None
    for command in _PROBES[name](seat, now):
        refusal = refused_desk(seat, command, now)
        if refusal is None:
            return None
        first = first or refusal
    return first or _nothing(seat, name, now)


def suits_state(seat: Seat, name: ActName) -> bool:
    """Whether the case stands in a state in which the act can be done at all."""
    if name == "publish_letter":
        return seat.case is not None and unpublished(seat.case) is not None
    state = seat.case.state if seat.case else None
    return state in MOVES[EVENT_OF[ACTS[name]]]


def _start(seat: Seat, now: datetime) -> Iterator[Command]:
    for step in free_steps(seat):
        yield cmd.StartStep(at=now, step=step, assignee=seat.officer.login)


def _complete(seat: Seat, now: datetime) -> Iterator[Command]:
    for step in [run.step for run in seat.running] or free_steps(seat):
        yield cmd.CompleteStep(at=now, step=step)


def _return(seat: Seat, now: datetime) -> Iterator[Command]:
    running = {run.step for run in seat.running}
    for step in seat.setting.procedure.steps:
        if step.code not in running:
            yield cmd.ReturnStep(at=now, step=step.code, reason=_WORD)


def _assign(seat: Seat, now: datetime) -> Iterator[Command]:
    for run in seat.running:
        yield cmd.AssignStep(at=now, step=run.step, assignee=seat.officer.login)


def _accept(seat: Seat, now: datetime) -> Iterator[Command]:
    promised = now if seat.setting.procedure.limit is None else None
    yield cmd.AcceptCase(at=now, due_at=promised)


def _request(seat: Seat, now: datetime) -> Iterator[Command]:
    signed = seat.officer.login if seat.leads(*seat.offices(cmd.RequestSupplement)) else None
    yield cmd.RequestSupplement(at=now, items=(_WORD,), reason=_WORD, approved_by=signed)


def _reopen(seat: Seat, now: datetime) -> Iterator[Command]:
    yield cmd.ReopenCase(at=now, reason=_WORD, approved_by=seat.officer.login)


def _draft(seat: Seat, now: datetime) -> Iterator[Command]:
    try:
        again = seat.setting.calendar.next_working(_after(seat, now))
    except SlaError:
        again = later(now, minutes=1)  # The rules tell what is missing.
    yield cmd.DraftApology(at=now, reason=_WORD, new_due_at=again)


def _after(seat: Seat, now: datetime) -> datetime:
    return later(max(now, deadline(seat, now) or now), minutes=1)


def _sign(seat: Seat, now: datetime) -> Iterator[Command]:
    draft = seat.case.drafted_as if seat.case else None
    name = seat.officer.name
    yield cmd.SignApology(at=now, draft=draft or 0, name=name, title=_WORD, text_hash=_WORD)


def _apologise(seat: Seat, now: datetime) -> Iterator[Command]:
    signed = signed_apology(seat.case, at=now) if seat.case else None
    # Without a signature the rules say what is wanting first.
    again = later(now, minutes=1)
    yield signed or cmd.IssueApology(at=now, reason=_WORD, new_due_at=again, signed_by=_WORD)


def _publish(seat: Seat, now: datetime) -> Iterator[Command]:
    letter = unpublished(seat.case) if seat.case else None
    if letter is not None:
        number, agency = letter.number, letter.agency
        yield cmd.PublishLetter(at=now, kind="apology", number=number, agency=agency)


def _resolve(seat: Seat, now: datetime) -> Iterator[Command]:
    yield cmd.ResolveCase(at=now, outcome="granted")
    yield cmd.ResolveCase(at=now, outcome="rejected")


def _correct(seat: Seat, now: datetime) -> Iterator[Command]:
    # The first event at its own time: nothing but the act itself can be wrong with that.
    first = seat.case.log[0].at if seat.case else now
    yield cmd.CorrectEvent(at=now, of=1, true_at=first, reason=_WORD, approved_by=_WORD)


def _one(make: Callable[[datetime], Command]) -> "_Probes":
    def probe(seat: Seat, now: datetime) -> Iterator[Command]:
        yield make(now)

    return probe


_Probes = Callable[[Seat, datetime], Iterator[Command]]
_PROBES: Mapping[ActName, _Probes] = {
    "accept": _accept,
    "request_supplement": _request,
    "receive_supplement": _one(lambda now: cmd.ReceiveSupplement(at=now)),
    "refuse": _one(lambda now: cmd.RefuseCase(at=now, reason=_WORD, ground=_WORD)),
    "start_step": _start,
    "complete_step": _complete,
    "return_step": _return,
    "assign_step": _assign,
    "pause": _one(lambda now: cmd.PauseCase(at=now, reason="verification")),
    "resume": _one(lambda now: cmd.ResumeCase(at=now)),
    "resolve": _resolve,
    "deliver": _one(lambda now: cmd.DeliverResult(at=now, channel="direct")),
    "return_case": _one(lambda now: cmd.ReturnCase(at=now, reason=_WORD)),
    "withdraw": _one(lambda now: cmd.WithdrawCase(at=now, reason=_WORD)),
    "reopen": _reopen,
    "pay_fee": _one(lambda now: cmd.RecordFee(at=now, amount=1, method="cash")),
    "digitise": _one(lambda now: cmd.RecordDigitisation(at=now, parts=1)),
    "rate": _one(lambda now: cmd.RateCase(at=now, score=5)),
    "draft_apology": _draft,
    "sign_apology": _sign,
    "apologise": _apologise,
    "publish_letter": _publish,
    "correct": _correct,
    "void": _one(lambda now: cmd.VoidCase(at=now, reason=_WORD, approved_by=_WORD)),
}


def _nothing(seat: Seat, name: ActName, now: datetime) -> Refusal:
    """Why there was not even a step or a letter to try."""
    if suits_state(seat, name) or name not in _STEPLESS:
        return Refusal(message=_NOTHING[name])
    # In a wrong state `decide` refuses before it looks at the step.
    decision = decide(seat.case, _STEPLESS[name](now), seat.setting, now=now)
    return decision if isinstance(decision, Refusal) else Refusal(message=_NOTHING[name])


_NOTHING: Mapping[ActName, str] = {
    "start_step": "không còn bước nào để bắt đầu",
    "complete_step": "không còn bước nào để hoàn thành",
    "return_step": "không có bước nào để trả về",
    "assign_step": "không có bước nào đang chạy",
    "publish_letter": "không có thư xin lỗi nào chờ công khai",
}
_STEPLESS: Mapping[ActName, Callable[[datetime], Command]] = {
    "start_step": lambda now: cmd.StartStep(at=now, step=_WORD),
    "complete_step": lambda now: cmd.CompleteStep(at=now, step=_WORD),
    "return_step": lambda now: cmd.ReturnStep(at=now, step=_WORD, reason=_WORD),
    "assign_step": lambda now: cmd.AssignStep(at=now, step=_WORD, assignee=_WORD),
}
