"""Why a case is late: each visit to a step with its quota, what it took, and what it ran over by.

The evidence beside a draft, and what the draft may name as the cause.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from workflows.agency import Agency
from workflows.case import Case, StepRun
from workflows.clocks import overrun, step_clock
from workflows.desk_rights import step_agency
from workflows.nearness import span_in_words
from workflows.setting import Setting
from workflows.words import step_name


@dataclass(frozen=True, kw_only=True, slots=True)
class Cause:
    """One visit to a step.

    Attributes:
        unit: the code of the office that works on the step.
        officer: the login of who has, or had it.
        quota, took, over: in words, in working time; empty for a step without a quota, and `over`
            for a visit within it.
        ended_at: None while it runs.
    """

    step: str
    run: int
    name: str
    unit: str
    officer: str | None
    quota: str
    took: str
    over: str
    started_at: datetime
    ended_at: datetime | None


def causes(
    case: Case, setting: Setting, agencies: Mapping[str, Agency], *, now: datetime
) -> tuple[Cause, ...]:
    """Every visit to a step so far, in the order in which they began.

    Raises:
        CalendarGap: when a quota ends beyond the calendar's years.
    """
    return tuple(_causes(case, setting, agencies, now))


def _causes(
    case: Case, setting: Setting, agencies: Mapping[str, Agency], now: datetime
) -> Iterator[Cause]:
    for run in case.steps:
        step = setting.procedure.step(run.step)
        home = setting.agency.code
        quota, took, over = _measured(run, case, setting, now)
        yield Cause(
            step=run.step,
            run=run.run,
            name=step_name(setting.procedure, run.step),
            unit=step_agency(step, home, agencies) if step else home,
            officer=run.assignee,
            quota=quota,
            took=took,
            over=over,
            started_at=run.start,
            ended_at=run.end,
        )


def _measured(run: StepRun, case: Case, setting: Setting, now: datetime) -> tuple[str, str, str]:
    """Quota, working time taken and working time over it, in words."""
    clock = step_clock(run, case, setting)
    if clock is None or clock.limit is None:
        return "", "", ""
    stop, day = run.end or now, setting.calendar.spec.standard_day()
    over = overrun(clock, stop)
    return (
        clock.limit.in_words(),
        span_in_words(clock.used(stop), day),
        span_in_words(over, day) if over else "",
    )
