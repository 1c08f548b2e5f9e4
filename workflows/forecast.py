"""Whether a case will keep its deadline, reckoned from the quotas of the steps still ahead of it.

    outlook(case, setting, *, now) -> Outlook | None
    foreseen(progress, procedure, calendar, *, now) -> Outlook     from rows instead of events

Each running step is given what is left of its quota and each step ahead its whole one, in working
time and in the procedure's order. A step without a quota is taken as no time at all, and told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

from sla.calendar import WorkingCalendar
from sla.law import LawRow, law_on, read_law
from sla.limits import TimeLimit
from sla.spec import CalendarGap, LawGap
from sla.words import instant_in_words
from sla.zone import local, local_date, midnight
from workflows.ahead import Trodden, way_on
from workflows.case import Case, State
from workflows.clocks import case_clock, intake_clock, step_clock
from workflows.events import ClockName
from workflows.nearness import span_in_words
from workflows.pace import Chain, Pace, Visit, chains
from workflows.procedure import Procedure
from workflows.setting import Setting
from workflows.words import step_name

__all__ = ["Outlook", "Progress", "Visit", "awaited", "foreseen", "horizon", "outlook", "progress"]

Prospect = Literal["safe", "tight", "will_miss", "missed"]

_FILE = Path(__file__).parent / "data" / "forecast.yaml"
_NOTHING = timedelta()


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """All the forecast must know of an accepted case whose clock runs.

    Attributes:
        due: its deadline.
        done: steps whose latest run was completed.
        visited: steps that were ever begun.
    """

    due: datetime
    running: tuple[Visit, ...] = ()
    done: frozenset[str] = frozenset()
    visited: frozenset[str] = frozenset()

    @property
    def trodden(self) -> Trodden:
        """How far the case has come."""
        running = frozenset(visit.step for visit in self.running)
        return Trodden(running=running, done=self.done, visited=self.visited)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """Where a case is going.

    Attributes:
        clock: the deadline that is meant: of the case, or before acceptance of the desk's answer.
        due: that deadline.
        needed: working time still needed at most, if every step keeps its quota.
        expected_end: when it will have run; None beyond the calendar's years, and so beyond `due`.
        slack: working time between the two, negative where it does not suffice.
        day: the working time of the calendar's usual day, by which slack is told in days.
        step: what it hangs on: of the running steps the one with the least slack, else the next;
            None where only the acceptance or the result is wanting.
        visit: that step where it runs; None where nobody has begun it.
        left: of its quota.
        done_by: when it must be done, lest the steps after it have less than their quotas.
        too_late: `done_by` has passed: only quicker steps can save the deadline.
        following: the steps after it.
        unknown: those of the steps that have no quota.
        skipped: steps before it that nobody ever began, and that are taken as left out.
        open_branch: whether the way is still open; the longest branch was taken.
    """

    clock: ClockName
    due: datetime
    prospect: Prospect
    needed: timedelta
    expected_end: datetime | None
    slack: timedelta
    day: timedelta
    step: str | None = None
    visit: Visit | None = None
    left: timedelta = _NOTHING
    done_by: datetime
    too_late: bool = False
    following: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    open_branch: bool = False

    @property
    def at_risk(self) -> bool:
        """Whether somebody must be told: it will be missed unless something is done in time.

        No quota tells how long the desk takes to accept a case; there, tight is a risk already.
        """
        return self.prospect == "will_miss" or (self.clock == "intake" and self.prospect == "tight")

    def in_words(self, procedure: Procedure) -> str:
        """What must be done by when, as "bước “Thụ lý” phải xong trước thứ Ba 23/01/2024 10:20"."""
        what = (
            f"bước “{step_name(procedure, self.step)}” phải xong"
            if self.step
            else _ENDS[self.clock]
        )
        told = f"{what} trước {instant_in_words(self.done_by)}"
        return f"{told}; {ONLY_QUICKER}" if self.too_late else told

    def slack_in_words(self) -> str:
        """As "thiếu 2 giờ 10 phút" or "còn 1 ngày 3 giờ", in working time."""
        return (
            f"{'thiếu' if self.slack < _NOTHING else 'còn'} {span_in_words(self.slack, self.day)}"
        )


ONLY_QUICKER = "mốc này đã qua, chỉ còn kịp nếu các bước sau làm nhanh hơn định mức"
_ENDS: dict[ClockName, str] = {"intake": "phải tiếp nhận", "case": "phải có kết quả"}


def outlook(case: Case, setting: Setting, *, now: datetime) -> Outlook | None:
    """The forecast for a case; None where no deadline runs: paused, finished, or for practice.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
        LawGap: for a day on which no rule is known.
    """
    if case.training:
        return None
    if case.state is State.SUBMITTED:
        due = intake_clock(case.intakes[-1], setting).due()
        return awaited(due, setting.calendar, now=now)
    found = progress(case, setting)
    return foreseen(found, setting.procedure, setting.calendar, now=now) if found else None


def progress(case: Case, setting: Setting) -> Progress | None:
    """What the forecast must know of a case; None unless it is accepted, open and running."""
    if not case.is_open or case.standing_since is not None:
        return None
    return Progress(
        due=case_clock(case, setting).due(),
        running=tuple(_visits(case, setting)),
        done=case.done_steps(),
        visited=frozenset(run.step for run in case.steps),
    )


def awaited(due: datetime, calendar: WorkingCalendar, *, now: datetime) -> Outlook:
    """The forecast for a case that waits to be accepted, by the end of the intake window.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
    """
    return _told("intake", due, Chain(), _pace(calendar, now))


def foreseen(
    found: Progress, procedure: Procedure, calendar: WorkingCalendar, *, now: datetime
) -> Outlook:
    """The forecast for an accepted case whose clock runs.

    Raises:
        CalendarGap: when the deadline lies beyond the calendar's years.
        LawGap: for a day on which no rule is known.
    """
    pace = _pace(calendar, now)
    way = way_on(procedure, found.trodden, pace.of)
    # All have the same deadline before them, so the longest has the least slack.
    chain = max(chains(way, found.running, pace), key=lambda one: one.time)
    steps = (*filter(None, [chain.step]), *chain.following)
    return replace(
        _told("case", found.due, chain, pace),
        unknown=tuple(step.code for step in steps if step.quota is None),
        skipped=tuple(step.code for step in way.skipped),
        open_branch=way.open_branch,
    )


def horizon(calendar: WorkingCalendar, *, now: datetime) -> datetime:
    """Until when deadlines are looked at; the end of the calendar where that comes first."""
    try:
        return _rule("horizon", local_date(now)).due(now, calendar, law_on(local_date(now)))
    except CalendarGap:
        return midnight(date(calendar.spec.covers[1] + 1, 1, 1))


def _visits(case: Case, setting: Setting) -> Iterator[Visit]:
    for run in case.steps:
        if run.end is None:
            clock = step_clock(run, case, setting)
            due = clock.due() if clock else None
            yield Visit(step=run.step, run=run.run, due=due, assignee=run.assignee)


def _pace(calendar: WorkingCalendar, now: datetime) -> Pace:
    return Pace(calendar=calendar, now=now, day=calendar.spec.standard_day())


def _told(clock: ClockName, due: datetime, chain: Chain, pace: Pace) -> Outlook:
    calendar, now = pace.calendar, pace.now
    end = _end(chain, pace)
    slack = calendar.between(now, due) - chain.time
    done_by = calendar.subtract(due, chain.after)
    if done_by < now <= due and not calendar.between(done_by, now):
        # Nobody has worked since; what is done before work begins again is done in time.
        done_by = calendar.next_working(now)
    return Outlook(
        clock=clock,
        due=due,
        prospect=_prospect(due, end, slack, now),
        needed=chain.time,
        expected_end=end,
        slack=slack,
        day=pace.day,
        step=chain.step.code if chain.step else None,
        visit=chain.visit,
        left=chain.left,
        done_by=done_by,
        too_late=done_by < now,
        following=tuple(step.code for step in chain.following),
    )


def _end(chain: Chain, pace: Pace) -> datetime | None:
    try:
        return pace.calendar.add(pace.now, chain.time) if chain.time else local(pace.now)
    except CalendarGap:
        return None


def _prospect(due: datetime, end: datetime | None, slack: timedelta, now: datetime) -> Prospect:
    if due < now:
        return "missed"
    if end is None or end > due:
        return "will_miss"
    return "tight" if slack <= _rule("tight", local_date(now)).hours else "safe"


def _rule(name: str, day: date) -> TimeLimit:
    values = [row.value for row in _rows() if row.rule == name and row.in_force(day)]
    if len(values) != 1:
        raise LawGap(f"Quy định “{name}” không rõ cho ngày {day:%d/%m/%Y}.")
    return TimeLimit.parse(values[0])


@lru_cache(maxsize=1)
def _rows() -> tuple[LawRow, ...]:
    return read_law(_FILE.read_text(encoding="utf-8"))
