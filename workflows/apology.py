"""The life of an apology: whether one is owed, how far it has come, and what it would say.

    stage(case, setting, *, now) -> Stage
    to_publish(case, setting) -> LetterIssued | None
    owed_since(case, setting) -> datetime | None
    may_be_drafted(case, setting, *, now) -> bool
    proposed(case, setting, agencies, *, now) -> Proposal

Nothing of this is stored but what people did: whether an apology is owed follows from the clock,
and the clock never hears of it. The deadline stays the yardstick.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sla.calendar import WorkingCalendar
from sla.clock import Verdict
from sla.zone import local_date
from workflows import events as ev
from workflows.agency import Agency
from workflows.case import Case, State, StepRun
from workflows.clocks import case_clock, overrun, step_clock
from workflows.desk_rights import step_agency
from workflows.evolve import evolve
from workflows.forecast import Outlook, foreseen, progress
from workflows.issued import is_published, standing_letter, successor, unpublished
from workflows.nearness import span_in_words
from workflows.owing import in_last_day, is_owed, once_owed, owed_from, runs_or_late
from workflows.setting import Setting
from workflows.words import step_name

Stage = Literal[
    "none", "owed", "drafted", "signed", "issued", "published", "exhausted", "lapsed", "voided"
]  # fmt: skip

_NOTHING = timedelta()


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What an apology would say, for the officer to complete.

    Attributes:
        reason: of the delay, in Vietnamese; names a step and an office, and no person.
        public_reason: the same for the public page.
        step: the step that overran most, else the one the case waits for.
        run: which visit of it.
        unit: the code of the office that works on it.
        officer: the login of who has it.
        due_at: the deadline, which stays the yardstick.
        new_due_at: the end of a working day by which the steps ahead can be done.
    """

    reason: str
    public_reason: str
    step: str | None
    run: int | None
    unit: str
    officer: str | None
    due_at: datetime
    new_due_at: datetime


def stage(case: Case, setting: Setting, *, now: datetime) -> Stage:
    """How far the apology of a case has come.

    "none" also while a draft waits that is not owed any more. "exhausted": issued, its new date
    and the deadline have passed, and the case is still open. "lapsed": it was owed or drafted, and
    the case ended in time, or was struck out without one; "voided": struck out after one, which
    stands on no public page. A case that was closed late without one owes it for ever.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
        LawGap: for a day on which no rule is known.
    """
    if case.apology is not None:
        return _issued(case, case.apology, setting, now)
    if case.accepted_at is None:
        return "none"
    if not case.is_open:
        return _ended(case, setting)
    if holding_draft(case, setting) is not None and runs_or_late(case, setting):
        return "drafted" if case.signature is None else "signed"
    return "owed" if is_owed(case, setting, now=now) else "none"


def holding_draft(case: Case, setting: Setting) -> ev.ApologyDrafted | None:
    """The draft of a case; None when the deadline has moved past the date it would promise.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
        ValueError: for a case that was not accepted.
    """
    draft = case.draft
    if draft is None or draft.new_due_at <= case_clock(case, setting).due():
        return None
    return draft


def to_publish(case: Case, setting: Setting) -> ev.LetterIssued | None:
    """The letter of apology that should be on the public page and is not.

    None for a case closed in time after all: nobody has anything to be told of it.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
    """
    return None if closed_in_time(case, setting) else unpublished(case)


def told_publicly(case: Case, letter: ev.LetterIssued) -> str | None:
    """What the public page says beside a letter of apology, if it says a reason.

    A corrected letter stands there without one: what it said may be why it was corrected.
    """
    if successor(case, letter) is not None:
        return None
    until = case.letters.index(letter) + 1
    told = [one for one in case.letters[:until] if one.kind == "apology" and one.public_reason]
    if told:
        return told[-1].public_reason
    return case.apology.public_reason if case.apology else None


def closed_in_time(case: Case, setting: Setting) -> bool:
    """Whether an accepted case was closed by its deadline.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
    """
    closed = case.closed_at
    if closed is None or case.accepted_at is None:
        return False
    return case_clock(case, setting).verdict(closed) is not Verdict.LATE


def owed_since(case: Case, setting: Setting) -> datetime | None:
    """From when an apology is owed, if none is made and nothing more happens.

    While the clock runs, as `workflows.owing` reckons it; while it stands still, once its deadline
    has passed before it stopped. None for a case not accepted, and one that ended owing nothing.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
    """
    if case.accepted_at is None:
        return None
    if not case.is_open:
        return once_owed(case, setting)
    return owed_from(case, setting) or case_clock(case, setting).due()


def may_be_drafted(case: Case, setting: Setting, *, now: datetime) -> bool:
    """Whether it is time: the last working day has begun, or the forecast says it will be missed.

    A careful office may write one though it is not owed yet.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
        LawGap: for a day on which no rule is known.
    """
    if not case.is_open:
        return False
    if in_last_day(case, setting, now=now):
        return True
    if case.standing_since is not None:
        return False  # The deadline moves with the pause: what it will be, nobody knows yet.
    seen = _forecast(case, setting, now)
    return seen is not None and seen.prospect in {"will_miss", "missed"}


def proposed(
    case: Case, setting: Setting, agencies: Mapping[str, Agency], *, now: datetime
) -> Proposal:
    """What an apology made now would say, filled in from the late step or the one at work.

    Raises:
        CalendarGap: when the deadline or the new date lies beyond the calendar's years.
        LawGap: for a day on which no rule is known.
        ValueError: for a case that was not accepted.
    """
    due, seen = case_clock(case, setting).due(), _forecast(case, setting, now)
    run, over = _at_fault(case, setting, now, seen)
    unit = _unit(run, setting, agencies)
    office = agencies.get(unit, setting.agency).name
    reason = _reason(run, over, setting, office)
    return Proposal(
        reason=reason,
        public_reason=reason,
        step=run.step if run else None,
        run=run.run if run else None,
        unit=unit,
        officer=run.assignee if run else None,
        due_at=due,
        new_due_at=_new_date(max(due, now), seen, setting.calendar),
    )


def _issued(case: Case, apology: ev.ApologyIssued, setting: Setting, now: datetime) -> Stage:
    if case.voided_at is not None:
        return "voided"
    if case.is_open and max(apology.new_due_at, case_clock(case, setting).due()) < now:
        return "exhausted"
    letter = standing_letter(case, "apology")
    if letter is None:
        return "issued"
    if is_published(case, letter):
        return "published"
    return "lapsed" if closed_in_time(case, setting) else "issued"


def _ended(case: Case, setting: Setting) -> Stage:
    closed, voided = case.closed_at, case.voided_at
    if voided is None and closed and case_clock(case, setting).verdict(closed) is Verdict.LATE:
        return "owed"
    drafted = case.draft is not None
    return "lapsed" if drafted or once_owed(case, setting) is not None else "none"


def _forecast(case: Case, setting: Setting, now: datetime) -> Outlook | None:
    """Where the case is going; one that stands still is taken as if it went on now."""
    if case.state is State.PAUSED:
        case = evolve(case, ev.Resumed(at=now))
    found = progress(case, setting)
    return foreseen(found, setting.procedure, setting.calendar, now=now) if found else None


def _at_fault(
    case: Case, setting: Setting, now: datetime, seen: Outlook | None
) -> tuple[StepRun | None, timedelta]:
    """The visit that overran its quota most, and by how much; else the one the case waits for."""
    most = max(_overruns(case, setting, now), key=lambda found: found[1], default=None)
    if most is not None:
        return most
    running = [run for run in case.steps if run.end is None]
    awaited = seen.visit if seen else None
    held = (run for run in running if awaited and run.step == awaited.step)
    return next(held, next(iter(running), None)), _NOTHING


def _overruns(case: Case, setting: Setting, now: datetime) -> Iterator[tuple[StepRun, timedelta]]:
    for run in case.steps:
        clock = step_clock(run, case, setting)
        over = overrun(clock, run.end or now) if clock else _NOTHING
        if over > _NOTHING:
            yield run, over


def _unit(run: StepRun | None, setting: Setting, agencies: Mapping[str, Agency]) -> str:
    step = setting.procedure.step(run.step) if run else None
    home = setting.agency.code
    return step_agency(step, home, agencies) if step else home


def _reason(run: StepRun | None, over: timedelta, setting: Setting, office: str) -> str:
    if run is None:
        return f"Hồ sơ chưa được {office} giải quyết xong đúng ngày đã hẹn"
    where = f"bước “{step_name(setting.procedure, run.step)}” tại {office}"
    if over:
        longer = span_in_words(over, setting.calendar.spec.standard_day())
        return f"{where[0].upper()}{where[1:]} kéo dài hơn thời gian quy định {longer} làm việc"
    return f"Hồ sơ đang được xử lý ở {where}, chưa thể xong đúng ngày đã hẹn"


def _new_date(after: datetime, seen: Outlook | None, calendar: WorkingCalendar) -> datetime:
    """The first end of a working day behind an instant by which the way can be walked."""
    expected = seen.expected_end if seen else None
    day = calendar.next_working_day(local_date(max(after, expected or after)))
    end = calendar.day_end(day)
    return end if end > after else calendar.day_end(calendar.working_days_after(day, 1))
