"""Random histories of a case, every step of which the rules allow."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from app.store.event_log import CaseLog, extended
from app.store.setup import Setup
from tests.builders import telling
from tests.store.desk import (
    DAY,
    EVERYTHING,
    HOUR,
    MINUTE,
    MONDAY,
    TUESDAY_OFF,
    acceptance,
    submission,
)
from tests.store.letters import letter
from workflows import commands as do
from workflows import events as ev
from workflows.case import Case
from workflows.codec import canonical
from workflows.commands import Command
from workflows.decide import Refusal, decide
from workflows.evolve import fold
from workflows.log import Recorded
from workflows.pack import read_pack
from workflows.setting import Setting
from workflows.timers import timers

NONE = timedelta()
GAPS = (NONE, NONE, MINUTE, 2 * HOUR, 7 * HOUR, DAY, 4 * DAY)
_TOLD = ev.DeadlineMissed | ev.DeadlineWarned | ev.Corrected  # dated by the clock, or of others
WHY: dict[str, Any] = {"reason": "lý do", "approved_by": "Hùng"}

# Which of the possible commands, how long after the last recording, how late it is recorded.
Choice = tuple[int, timedelta, float]
CHOICE = st.tuples(st.integers(0, 10**4), st.sampled_from(GAPS), st.sampled_from([0.0, 0.5, 1.0]))
CHOICES = st.lists(CHOICE, min_size=3, max_size=16)


def setup_in_memory() -> Setup:
    """The province with a second version of its calendar, without any database."""
    pack = read_pack(EVERYTHING, "thử.yaml")
    calendars = [*pack.calendars, *read_pack(TUESDAY_OFF, "thử.yaml").calendars]
    return Setup(
        revision=1,
        agencies={located.record.code: located.record for located in pack.agencies},
        fields={located.record.code: located.record for located in pack.fields},
        procedures={located.record.code: [located.record] for located in pack.procedures},
        calendars={"default": [canonical(located.content) for located in calendars]},
    )


def next_command(
    case: Case | None, setting: Setting, choice: Choice, now: datetime
) -> Command | None:
    """The command that a choice means here; None when the rules allow nothing."""
    pick, _, share = choice
    last = max(event.at for event in case.log if not isinstance(event, _TOLD)) if case else now
    at = now - share * (now - last)
    allowed = [
        command
        for command in _imaginable(case, setting, at, pick)
        if not isinstance(decide(case, command, setting, now=now), Refusal)
    ]
    return allowed[pick * 7 % len(allowed)] if allowed else None


def setting_at(setup: Setup, case: Case | None) -> Setting:
    """What the rules need; every case here is of one office and one procedure."""
    if case is not None:
        return setup.setting_of(case)
    return setup.setting("H32.PL", "1.000656", on=MONDAY.date())


def grown(log: CaseLog, setup: Setup, choice: Choice) -> CaseLog:
    """The log after one more event, in memory."""
    now = (log.lines[-1].recorded_at if log.lines else MONDAY) + choice[1]
    case = fold(log.code, (line.event for line in log.lines))
    setting = setting_at(setup, case)
    command = next_command(case, setting, choice, now)
    if command is None:
        return log
    events = decide(case, command, setting, now=now)
    assert not isinstance(events, Refusal)
    lines = [
        Recorded(version=log.version + 1, event=event, recorded_at=now, by=None, agency="H32.PL")
        for event in events
    ]
    return extended(log, lines)


def logs(setup: Setup, choices: Sequence[Choice]) -> Iterator[CaseLog]:
    """A case's log after each of the choices."""
    log = CaseLog(code="A")
    for choice in choices:
        log = grown(log, setup, choice)
        yield log


def _imaginable(case: Case | None, setting: Setting, at: datetime, pick: int) -> Iterator[Command]:
    if case is None:
        yield submission(at, procedure="1.000656")
        yield acceptance(at, procedure="1.000656")
        return
    yield from _work(case, at)
    yield from _second_thoughts(case, at, pick)
    if pick % 3 == 0:
        yield from _endings(at)
        yield do.RecordFee(at=at, amount=8_000, method="online")
    for timer in timers(case, setting):
        yield telling(timer)


def _work(case: Case, at: datetime) -> Iterator[Command]:
    yield do.AcceptCase(at=at)
    yield do.RequestSupplement(at=at, items=("giấy khai sinh",), reason="thiếu")
    yield do.ReceiveSupplement(at=at)
    yield do.PauseCase(at=at, reason="verification")
    yield do.ResumeCase(at=at)
    for step in ("appraise", "sign"):
        yield do.StartStep(at=at, step=step, assignee="Minh")
        yield do.CompleteStep(at=at, step=step)
        yield do.ReturnStep(at=at, step=step, reason="sai tên")
        yield do.AssignStep(at=at, step=step, assignee="Lan")


def _endings(at: datetime) -> Iterator[Command]:
    yield do.ResolveCase(at=at, outcome="granted")
    yield do.DeliverResult(at=at, channel="direct")
    yield do.ReturnCase(at=at, reason="lý do")
    yield do.WithdrawCase(at=at, reason="lý do")
    yield do.RefuseCase(at=at, reason="lý do", ground="Điều 5")


def _apologies(case: Case, at: datetime) -> Iterator[Command]:
    yield do.IssueApology(at=at, new_due_at=at + DAY, reason="lý do", signed_by="Hùng")
    yield do.DraftApology(at=at, new_due_at=at + DAY, reason="lý do")
    if case.drafted_as:
        signed: dict[str, Any] = {"name": "Hùng", "title": "Chủ tịch", "text_hash": "0" * 64}
        yield do.SignApology(at=at, draft=case.drafted_as, **signed)
        yield do.SignApology(at=at, draft=case.drafted_as, **signed)


def _letters(case: Case, at: datetime) -> Iterator[Command]:
    """An apology's letter, each correction of it, and the publication of what was issued."""
    serial = len(case.letters) + 1
    last = case.letters[-1].number if case.letters else None
    yield letter(serial, "apology", at, number=f"{serial}/PXL", replaces=last)
    if last is not None:
        yield do.PublishLetter(at=at, kind="apology", number=last)
        yield do.PublishLetter(at=at, kind="apology", number=last)


def _second_thoughts(case: Case, at: datetime, pick: int) -> Iterator[Command]:
    yield do.ReopenCase(at=at, **WHY)
    yield do.ReopenCase(at=at, **WHY)
    if pick % 10 == 0:
        yield do.VoidCase(at=at, **WHY)
    calendar = "default@2" if pick % 2 else None
    yield do.AdjustDeadline(at=at, new_due_at=at + DAY, calendar=calendar, **WHY)
    yield from _apologies(case, at)
    yield from _letters(case, at)
    of = 1 + pick % case.version
    for moved in (-2 * HOUR, MINUTE, 2 * HOUR):
        true_at = case.log[of - 1].at + moved
        yield do.CorrectEvent(at=at, of=of, true_at=true_at, **WHY)
