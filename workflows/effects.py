"""What commands would do to the deadlines of a case, said before anybody presses the button.

    effect(case, commands, setting, *, now, resumes=None) -> Effect | Refusal

The events are decided and folded in memory; nothing is recorded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sla.law import law_on
from sla.limits import TimeLimit
from sla.spec import CalendarGap
from sla.words import instant_in_words
from sla.zone import local_date
from workflows import events as ev
from workflows.case import Case, State
from workflows.commands import Command
from workflows.decide import decide
from workflows.desk_checks import waits_for_papers
from workflows.events import Event
from workflows.evolve import evolve
from workflows.guards import Refusal
from workflows.nearness import left_of
from workflows.setting import Setting
from workflows.standing import Standing, StepDue, in_time, standing
from workflows.words import step_name

__all__ = ["Effect", "Resumption", "Standing", "StepDue", "effect"]

# How long the citizen, or another office, may take in the examples an officer is shown.
_WAITS = (1, 3, 5)


@dataclass(frozen=True, kw_only=True, slots=True)
class Resumption:
    """If a case that stands still goes on at `at`, its deadline is `due`.

    Attributes:
        papers: the citizen brings what is missing; else another cause ends.
        accepted: the deadline is that of the case; before acceptance that of the desk's answer.
    """

    at: datetime
    due: datetime
    papers: bool
    accepted: bool

    def in_words(self) -> str:
        """As "nếu công dân bổ sung vào thứ Năm 15/06/2023 08:00 thì hạn trả là …"."""
        what = "công dân bổ sung" if self.papers else "tiếp tục"
        then = "hạn trả là" if self.accepted else "phải trả lời chậm nhất"
        return f"nếu {what} vào {instant_in_words(self.at)} thì {then} {instant_in_words(self.due)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Effect:
    """Where a case stands before and after, both at the same instant.

    Attributes:
        lines: what changes, in Vietnamese, without capitals and full stops.
        resumptions: for a case that then stands still: what its deadline would become.
    """

    before: Standing
    after: Standing
    lines: tuple[str, ...]
    resumptions: tuple[Resumption, ...] = ()


def effect(
    case: Case | None,
    commands: Sequence[Command],
    setting: Setting,
    *,
    now: datetime,
    resumes: Sequence[datetime] | None = None,
) -> Effect | Refusal:
    """What commands would do to the deadlines of a case; the refusal of the first not allowed.

    Args:
        case: as folded from its log; None for one that the commands would open.
        commands: what would be recorded, one after the other.
        setting: office, procedure and calendar the case is bound to.
        now: the instant of recording, by which "overdue" is judged.
        resumes: when a case that then stands still might go on; by default 1, 3 and 5 working
            days from now, at the same time of day.

    Raises:
        CalendarGap: when a deadline lies beyond the calendar's years.
        LawGap: for a day on which no rule is known.
    """
    grown = _grown(case, commands, setting, now)
    if isinstance(grown, Refusal):
        return grown
    before, after = standing(case, setting, now=now), standing(grown, setting, now=now)
    waits = _examples(setting, now) if resumes is None else resumes
    resumptions = tuple(_resumptions(grown, setting, waits))
    lines = (*_lines(before, after, setting, now), *(one.in_words() for one in resumptions))
    return Effect(before=before, after=after, lines=lines, resumptions=resumptions)


def _grown(
    case: Case | None, commands: Sequence[Command], setting: Setting, now: datetime
) -> Case | Refusal:
    for command in commands:
        decision = decide(case, command, setting, now=now)
        if isinstance(decision, Refusal):
            return decision
        for event in decision:
            case = evolve(case, event)
    return case or Refusal(message="không có việc nào để ghi")


def _examples(setting: Setting, now: datetime) -> Iterator[datetime]:
    for days in _WAITS:
        try:
            yield TimeLimit.parse(f"{days} working_days").due(
                now, setting.calendar, law_on(local_date(now))
            )
        except CalendarGap:
            return  # An example too far off is no reason to show nothing.


def _resumptions(
    case: Case, setting: Setting, waits: Sequence[datetime] | Iterator[datetime]
) -> Iterator[Resumption]:
    if case.state not in {State.PAUSED, State.AWAITING_SUPPLEMENT}:
        return
    papers = waits_for_papers(case)
    for at in waits:
        going: Event = ev.Supplemented(at=at) if papers else ev.Resumed(at=at)
        try:
            then = standing(evolve(case, going), setting, now=at)
        except CalendarGap:
            return
        # Before acceptance only the desk's own answer is awaited.
        dues = [due for due in (then.due, then.intake_due) if due is not None]
        for due in dues[:1]:
            yield Resumption(at=at, due=due, papers=papers, accepted=then.due is not None)


def _lines(before: Standing, after: Standing, setting: Setting, now: datetime) -> Iterator[str]:
    if after.voided and not before.voided:
        yield "hồ sơ bị hủy: ra khỏi mọi biểu, chỉ còn trong nhật ký"
        return
    yield from _intake(before, after)
    yield from _due(before, after)
    yield from _closing(before, after)
    yield from _standstill(before, after, setting, now)
    yield from _steps(before, after, setting)


def _standstill(
    before: Standing, after: Standing, setting: Setting, now: datetime
) -> Iterator[str]:
    since = after.paused_since
    if since is None or since == before.paused_since or after.due is None:
        return
    left = left_of("case", after.due, setting.calendar, now=now, paused_since=since)
    yield f"đồng hồ dừng từ {instant_in_words(since)}, lúc đó {left.in_words()}"


def _intake(before: Standing, after: Standing) -> Iterator[str]:
    if after.intake_due is None:
        return
    if before.intake_due is None:
        yield f"phải trả lời chậm nhất {instant_in_words(after.intake_due)}"
    elif before.intake_due != after.intake_due:
        yield f"hạn trả lời: {_moved(before.intake_due, after.intake_due)}"
    if before.intake_late != after.intake_late:
        was, becomes = in_time(not before.intake_late), in_time(not after.intake_late)
        yield f"tiếp nhận: {_turned(was, becomes)}"


def _due(before: Standing, after: Standing) -> Iterator[str]:
    if after.due is None:
        return
    if before.due is None:
        yield f"hạn trả: {instant_in_words(after.due)}"
        return
    if before.due == after.due:
        yield f"hạn trả: không đổi ({instant_in_words(after.due)})"
    else:
        yield f"hạn trả: {_moved(before.due, after.due)}"
    if before.in_words() == after.in_words():
        yield f"tình trạng: không đổi ({after.in_words()})"
    else:
        yield f"tình trạng: {_turned(before.in_words(), after.in_words())}"


def _closing(before: Standing, after: Standing) -> Iterator[str]:
    if before.closed == after.closed:
        return
    if after.closed is None:
        yield "hồ sơ được giải quyết tiếp"
    elif before.closed is None:
        yield f"kết thúc lúc {instant_in_words(after.closed)}"
    else:
        yield f"lúc kết thúc: {_moved(before.closed, after.closed)}"


def _steps(before: Standing, after: Standing, setting: Setting) -> Iterator[str]:
    earlier = {(one.step, one.run): one.due for one in before.steps}
    for one in after.steps:
        name, known = step_name(setting.procedure, one.step), earlier.get((one.step, one.run))
        if known is None:
            yield f"hạn bước “{name}”: {instant_in_words(one.due)}"
        elif known != one.due:
            yield f"hạn bước “{name}”: {_moved(known, one.due)}"


def _moved(before: datetime, after: datetime) -> str:
    return f"{instant_in_words(before)} → {instant_in_words(after)}"


def _turned(before: str, after: str) -> str:
    return f"từ {before} thành {after}"
