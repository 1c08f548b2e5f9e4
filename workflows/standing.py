"""Where a case stands at an instant: its deadlines, and on which side of them it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sla.clock import Verdict
from workflows.case import Case
from workflows.clocks import case_clock, intake_clock, step_clock
from workflows.setting import Setting
from workflows.words import VERDICTS


@dataclass(frozen=True, kw_only=True, slots=True)
class StepDue:
    """A running visit to a step and the end of its quota."""

    step: str
    run: int
    due: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """The deadlines of a case as they stand at an instant.

    Attributes:
        due: of the case; None before acceptance.
        closed: the closing, while it holds.
        verdict: of that closing.
        late: overdue at that instant while open, or closed late.
        paused_since: the start of the pause that lasts.
        voided: struck from every table.
        intake_due: of the latest window in which the desk must answer.
        intake_late: answered after it, or not yet and it is past.
        steps: every running step that has a quota.
    """

    due: datetime | None = None
    closed: datetime | None = None
    verdict: Verdict | None = None
    late: bool = False
    paused_since: datetime | None = None
    voided: bool = False
    intake_due: datetime | None = None
    intake_late: bool = False
    steps: tuple[StepDue, ...] = ()

    def in_words(self) -> str:
        """On which side of its deadline the case is: trước hạn, đúng hạn, trong hạn, quá hạn."""
        if self.verdict is not None:
            return VERDICTS[self.verdict]
        return in_time(not self.late)


def in_time(yes: bool) -> str:
    """The words for before and past a deadline."""
    return "trong hạn" if yes else VERDICTS["late"]


def standing(case: Case | None, setting: Setting, *, now: datetime) -> Standing:
    """Where a case stands at an instant, by everything known of it; None: it is not there yet.

    Raises:
        CalendarGap: when a deadline lies beyond the calendar's years.
    """
    if case is None:
        return Standing()
    stood = Standing(
        voided=case.voided_at is not None,
        paused_since=case.standing_since if case.closed_at is None else None,
        steps=tuple(_steps(case, setting)),
    )
    return _accepted(_awaited(stood, case, setting, now), case, setting, now)


def _awaited(stood: Standing, case: Case, setting: Setting, now: datetime) -> Standing:
    if not case.intakes:
        return stood
    last = case.intakes[-1]
    due = intake_clock(last, setting).due()
    return replace(stood, intake_due=due, intake_late=(last.end or now) > due)


def _accepted(stood: Standing, case: Case, setting: Setting, now: datetime) -> Standing:
    if case.accepted_at is None:
        return stood
    clock = case_clock(case, setting)
    due, closed = clock.due(), case.closed_at
    verdict = clock.verdict(closed) if closed else None
    late = verdict is Verdict.LATE if verdict else (stood.paused_since or now) > due
    return replace(stood, due=due, closed=closed, verdict=verdict, late=late)


def _steps(case: Case, setting: Setting) -> Iterator[StepDue]:
    for run in case.steps:
        clock = step_clock(run, case, setting) if run.end is None else None
        if clock is not None:
            yield StepDue(step=run.step, run=run.run, due=clock.due())
