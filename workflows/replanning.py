"""What another calendar would make of an open case: its deadlines reckoned anew, and why.

    replanned(case, setting, calendar, *, now) -> Replanned

The deadline is reckoned from the start as if that calendar had always been bound: the limit, every
pause and restart. What was promised otherwise than the limit gives (a date printed elsewhere, a
decision that named no calendar) moves by as many working days as it lost or won since it was given,
at the same time of day; where the other calendar gives just that date already, it stays. An earlier
recount by a calendar falls away: it is done again. Nothing is recorded here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from sla.calendar import WorkingCalendar
from sla.clock import Adjustment, Clock
from sla.spec import CalendarGap, SlaError, Windows
from sla.words import day_in_words
from sla.zone import local_date
from workflows import events as ev
from workflows.case import Case
from workflows.clocks import case_clock, step_clock
from workflows.setting import Setting

Move = Literal["due", "step", "binding", "gap"]
DayKind = Literal["off", "work", "hours"]


@dataclass(frozen=True, kw_only=True, slots=True)
class DayChange:
    """A day that two calendars count otherwise: it came off, became worked, or changed hours.

    Attributes:
        dropped: whether what made the day out of the ordinary was taken back.
        name: of the holiday or make-up day, in the calendar that has it.
        provisional: whether it still waits to be declared.
    """

    day: date
    kind: DayKind
    dropped: bool = False
    name: str = ""
    provisional: bool = False

    def in_words(self) -> str:
        """As "thêm ngày nghỉ thứ Hai 19/06/2023 (nghỉ bù)"."""
        name = ", ".join(filter(None, [self.name, "tạm tính" if self.provisional else ""]))
        told = f"{_KINDS[self.kind, self.dropped]} {day_in_words(self.day)}"
        return f"{told} ({name})" if name else told


_KINDS: dict[tuple[DayKind, bool], str] = {
    ("off", False): "thêm ngày nghỉ",
    ("off", True): "bỏ ngày làm việc",
    ("work", False): "thêm ngày làm việc",
    ("work", True): "bỏ ngày nghỉ",
    ("hours", False): "đổi giờ làm việc",
    ("hours", True): "trở lại giờ làm việc thường",
}
MOST_TOLD = 6  # days named in a reason, which everybody reads for ever


@dataclass(frozen=True, kw_only=True, slots=True)
class StepMove:
    """A running step whose deadline the other calendar moves."""

    step: str
    run: int
    old_due: datetime
    new_due: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Replanned:
    """An open case under the calendar it is bound to and under another one.

    Attributes:
        old_due: None where the bound calendar does not reach it.
        new_due: None where the other calendar does not; `gap` says why then.
        days: those between start and deadline that the two calendars count otherwise.
        judged_at: the instant both deadlines are compared with: now, or when the case stopped.
    """

    old_due: datetime | None
    new_due: datetime | None
    judged_at: datetime
    days: tuple[DayChange, ...] = ()
    steps: tuple[StepMove, ...] = ()
    gap: str = ""

    @property
    def move(self) -> Move:
        """What would change: the case's deadline, only a step's, only the binding; or unknown."""
        if self.new_due is None:
            return "gap"
        if self.new_due != self.old_due:
            return "due"
        return "step" if self.steps else "binding"

    @property
    def late_before(self) -> bool | None:
        """Whether the case is overdue as things are; None where nobody can say."""
        return None if self.old_due is None else self.old_due < self.judged_at

    @property
    def late_after(self) -> bool | None:
        """The same under the other calendar."""
        return None if self.new_due is None else self.new_due < self.judged_at

    @property
    def turns(self) -> bool:
        """Whether an overdue case would be in time again, or the other way round."""
        return None not in (self.late_before, self.late_after) and (
            self.late_before != self.late_after
        )

    def reason(self) -> str:
        """Why the deadline moves, without capital and full stop."""
        if self.gap:
            return self.gap
        told = "; ".join(day.in_words() for day in self.days[:MOST_TOLD])
        if (more := len(self.days) - MOST_TOLD) > 0:
            told += f"; và {more} ngày khác"
        return told or "tính lại cả thời hạn theo lịch mới"


def replanned(
    case: Case, setting: Setting, calendar: WorkingCalendar, *, now: datetime
) -> Replanned:
    """Compare the deadlines of an open case with those another calendar gives.

    Args:
        case: accepted and not closed.
        setting: what it is bound to.
        calendar: the other one, whether it was loaded or not.
        now: the instant of asking.

    Raises:
        LawGap: for a day on which no rule is known.
        ValueError: for a case that was not accepted.
    """
    judged = case.standing_since or now
    old = _old_due(case, setting)
    try:
        new = recounted(case, setting, calendar).due()
        steps = tuple(_steps(case, setting, calendar))
    except CalendarGap as gap:
        words = str(gap).rstrip(".")
        return Replanned(old_due=old, new_due=None, judged_at=judged, gap=words)
    last = max(filter(None, (old, new, *(step.old_due for step in steps))))
    return Replanned(
        old_due=old,
        new_due=new,
        judged_at=judged,
        days=_between(setting.calendar, calendar, case, last),
        steps=steps,
    )


def recounted(case: Case, setting: Setting, calendar: WorkingCalendar) -> Clock:
    """The clock of an accepted case as if it had always been bound to a calendar.

    Raises:
        CalendarGap: for a promise beyond the calendar's years.
        ValueError: for a case that was not accepted.
    """
    bound = case_clock(case, setting)
    clock = replace(bound, calendar=calendar, adjustments=(), formerly=())
    clock = replace(clock, promise=_promise(bound, clock, setting))
    for decision in _decisions(case):
        if clock.due(decision.at) != decision.due:
            was = setting.calendar_at(decision.at)
            due = moved_promise(decision.due, since=decision.at, was=was, becomes=calendar)
            moved = Adjustment(decision.at, due)
            clock = replace(clock, adjustments=(*clock.adjustments, moved))
    return clock


def moved_promise(
    promise: datetime, *, since: datetime, was: WorkingCalendar, becomes: WorkingCalendar
) -> datetime:
    """A date given at `since`, moved by the working days it lost or won; same time of day.

    What lies beyond the years of the calendar it was given by cannot be compared, and stays. A date
    given on a day off was not counted itself: it loses and wins by the days before it.

    Raises:
        CalendarGap: when the other calendar does not reach it.
    """
    day, given = local_date(promise), local_date(since)
    if not (was.knows(day) and was.knows(given)):
        return promise
    counted = day.toordinal() - (not was.is_working_day(day))
    days = _working_days(was, given, counted)
    if days != _working_days(becomes, given, counted):
        moved = becomes.working_days_after(becomes.next_working_day(given), days)
    else:
        # An exchange of days may leave their number and take just this one away.
        moved = becomes.next_working_day(day) if was.is_working_day(day) else day
    return promise + (moved - day)


@lru_cache(maxsize=64)
def changed_days(one: WorkingCalendar, other: WorkingCalendar) -> tuple[DayChange, ...]:
    """The days both calendars cover and count otherwise, in order."""
    first = max(one.spec.covers[0], other.spec.covers[0])
    last = min(one.spec.covers[1], other.spec.covers[1])
    if first > last:
        return ()
    ordinals = range(date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1)
    days = (date.fromordinal(number) for number in ordinals)
    return tuple(
        _day_change(day, one, other)
        for day in days
        if one.day_windows(day) != other.day_windows(day)
    )


def _old_due(case: Case, setting: Setting) -> datetime | None:
    try:
        return case_clock(case, setting).due()
    except CalendarGap:
        return None


def _promise(bound: Clock, clock: Clock, setting: Setting) -> datetime | None:
    """What the promise at acceptance becomes; the limit alone gives it where it gave it before."""
    promise, limit = bound.promise, bound.limit
    if promise is None:
        return None
    was = setting.calendar_at(bound.start)
    if limit is not None:
        anew = limit.due(bound.start, clock.calendar, bound.law)
        if promise in (anew, _limit_due(bound, was)):
            return anew
    return moved_promise(promise, since=bound.start, was=was, becomes=clock.calendar)


def _limit_due(bound: Clock, calendar: WorkingCalendar) -> datetime | None:
    try:
        return bound.limit.due(bound.start, calendar, bound.law) if bound.limit else None
    except SlaError:
        return None


def _decisions(case: Case) -> Iterator[Adjustment]:
    """The adjustments that were no recount by a calendar."""
    events = (event for event in case.log if isinstance(event, ev.DeadlineAdjusted))
    for event, adjustment in zip(events, case.adjustments, strict=True):
        if event.calendar is None:
            yield adjustment


def _steps(case: Case, setting: Setting, calendar: WorkingCalendar) -> Iterator[StepMove]:
    other = replace(setting, calendar=calendar, formerly=())
    for run in case.steps:
        old = step_clock(run, case, setting) if run.end is None else None
        new = step_clock(run, case, other) if old else None
        if old and new and old.due() != new.due():
            yield StepMove(step=run.step, run=run.run, old_due=old.due(), new_due=new.due())


def _working_days(calendar: WorkingCalendar, given: date, last: int) -> int:
    """The working days after the one on which counting begins, up to a day's ordinal."""
    begun = calendar.next_working_day(given).toordinal()
    days = (date.fromordinal(number) for number in range(begun + 1, last + 1))
    return sum(calendar.is_working_day(one) for one in days)


def _between(
    was: WorkingCalendar, becomes: WorkingCalendar, case: Case, last: datetime
) -> tuple[DayChange, ...]:
    first = local_date(case.accepted_at or last)
    changes = changed_days(was, becomes)
    return tuple(change for change in changes if first <= change.day <= local_date(last))


def _day_change(day: date, one: WorkingCalendar, other: WorkingCalendar) -> DayChange:
    before, after = one.day_windows(day), other.day_windows(day)
    fresh = other.day_rule(day)
    rule = fresh or one.day_rule(day)
    return DayChange(
        day=day,
        kind=_kind(before, after),
        dropped=fresh is None and rule is not None,
        name=rule.name if rule else "",
        provisional=rule is not None and rule.status == "provisional",
    )


def _kind(before: Windows, after: Windows) -> DayKind:
    if not after:
        return "off"
    return "hours" if before else "work"
