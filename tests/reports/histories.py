"""Random cases that go where tables look: closings, hand-overs, reopenings, corrections."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from app.store.event_log import CaseLog, extended
from app.store.setup import Setup
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY, acceptance, submission
from workflows import commands as do
from workflows import events as ev
from workflows.case import Case, State
from workflows.commands import Command
from workflows.decide import Refusal, decide
from workflows.evolve import fold
from workflows.log import Recorded
from workflows.setting import Setting

OFFICES = ("H32.PL", "H32.BD")
PROCEDURES = ("1.000656", "1.000894")
GAPS = (0 * DAY, MINUTE, 3 * HOUR, DAY, 2 * DAY, 4 * DAY)
WHY: dict[str, Any] = {"reason": "lý do", "approved_by": "Hùng"}

# Which command, how long after the last recording, how late it is recorded (1: at once).
Choice = tuple[int, Any, float]
CHOICE = st.tuples(
    st.integers(0, 10**4), st.sampled_from(GAPS), st.sampled_from([1.0, 1.0, 0.5, 0.0])
)
HISTORIES = st.lists(st.lists(CHOICE, min_size=3, max_size=9), min_size=1, max_size=5)


def cases(setup: Setup, histories: Sequence[Sequence[Choice]]) -> tuple[CaseLog, ...]:
    """One case for each history, with codes in their order."""
    return tuple(
        _case(CaseLog(code=f"C{number}"), setup, choices)
        for number, choices in enumerate(histories)
    )


def _case(log: CaseLog, setup: Setup, choices: Sequence[Choice]) -> CaseLog:
    now = MONDAY
    for choice in choices:
        now += choice[1]
        log = _grown(log, setup, choice, now)
    return log


def _grown(log: CaseLog, setup: Setup, choice: Choice, now: datetime) -> CaseLog:
    pick, _, share = choice
    case = fold(log.code, (line.event for line in log.lines))
    at = now
    if case is not None:
        last = max(event.at for event in case.log if not isinstance(event, ev.Corrected))
        at = now - (1 - share) * (now - last)
    allowed = list(_decided(case, setup, at, pick=pick, now=now))
    if not allowed:
        return log
    events = allowed[pick % len(allowed)]
    lines = [
        Recorded(version=log.version + n, event=event, recorded_at=now, by=None, agency="H32.PL")
        for n, event in enumerate(events, start=1)
    ]
    return extended(log, lines)


def _decided(
    case: Case | None, setup: Setup, at: datetime, *, pick: int, now: datetime
) -> Iterator[Sequence[ev.Event]]:
    """The events of each command that is allowed here."""
    for command in _imaginable(case, at, pick):
        events = decide(case, command, _setting(setup, case, pick), now=now)
        if not isinstance(events, Refusal):
            yield events


def _setting(setup: Setup, case: Case | None, pick: int) -> Setting:
    if case is not None:
        return setup.setting_of(case)
    return setup.setting(OFFICES[pick % 2], PROCEDURES[pick // 2 % 2], on=MONDAY.date())


def _imaginable(case: Case | None, at: datetime, pick: int) -> Iterator[Command]:
    if case is None:
        begun: dict[str, Any] = {
            "agency": OFFICES[pick % 2],
            "procedure": PROCEDURES[pick // 2 % 2],
        }
        yield acceptance(at, **begun)
        yield do.SubmitCase(at=at, channel="online", applicant=submission().applicant, **begun)
        return
    yield from _USUAL.get(case.state, lambda at: [])(at)
    if pick % 3 == 0:
        yield do.AdjustDeadline(at=at, new_due_at=at + (pick % 2) * DAY, **WHY)
        of = 1 + pick % case.version
        for moved in (-DAY, -MINUTE, MINUTE, DAY):
            yield do.CorrectEvent(at=at, of=of, true_at=case.log[of - 1].at + moved, **WHY)
    if pick % 23 == 0:
        yield do.VoidCase(at=at, **WHY)


def _worked_on(at: datetime) -> list[Command]:
    return [
        do.ResolveCase(at=at, outcome="granted"),
        do.ResolveCase(at=at, outcome="rejected"),
        do.ResolveCase(at=at, outcome="granted"),
        do.PauseCase(at=at, reason="verification"),
        do.RequestSupplement(at=at, items=("giấy khai sinh",), reason="thiếu"),
        *_sent_back(at),
    ]


def _sent_back(at: datetime) -> list[Command]:
    return [do.ReturnCase(at=at, reason="lý do"), do.WithdrawCase(at=at, reason="lý do")]


def _paused(at: datetime) -> list[Command]:
    return [do.ResumeCase(at=at), do.ReceiveSupplement(at=at), *_sent_back(at)]


def _resolved(at: datetime) -> list[Command]:
    handed = do.DeliverResult(at=at, channel="direct")
    return [handed, handed, do.ReopenCase(at=at, **WHY)]


_USUAL: Mapping[State, Any] = {
    State.SUBMITTED: lambda at: [do.AcceptCase(at=at)],
    State.RECEIVED: _worked_on,
    State.PROCESSING: _worked_on,
    State.PAUSED: _paused,
    State.RESOLVED: _resolved,
    State.DELIVERED: lambda at: [do.ReopenCase(at=at, **WHY)],
}
