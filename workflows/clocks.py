"""The clocks of a case: intake windows, the case itself, each run of a step."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sla.clock import Adjustment, Clock, Pause
from sla.law import law_on
from sla.limits import TimeLimit
from sla.zone import local_date
from workflows.case import Case, IntakeRun, StepRun
from workflows.events import ClockName
from workflows.setting import Setting


@dataclass(frozen=True, kw_only=True, slots=True)
class RunningClock:
    """One clock with its name in the log and the instant it stopped (None while it runs)."""

    name: ClockName
    clock: Clock
    stop: datetime | None
    step: str | None = None
    run: int | None = None


def case_clock(case: Case, setting: Setting) -> Clock:
    """The clock of an accepted case; its first deadline is the promise that was printed.

    Raises:
        ValueError: for a case that was not accepted.
    """
    if case.accepted_at is None:
        raise ValueError(f"{case.code} was not accepted")
    procedure = setting.procedure
    accepted, restarts = case.accepted_at, procedure.resume == "restart"
    return Clock(
        calendar=setting.calendar,
        law=law_on(local_date(accepted)),
        limit=procedure.limit,
        start=accepted,
        promise=case.promise,
        pauses=case.pauses if restarts else tuple(_continuing(case.pauses)),
        adjustments=case.adjustments,
        formerly=tuple(one for one in setting.formerly if accepted < one.until),
    )


def intake_clock(run: IntakeRun, setting: Setting) -> Clock:
    """The desk's 8 working hours from a submission or supplement (NĐ 45/2020, Đ. 11; recalled)."""
    law = law_on(local_date(run.start))
    limit = TimeLimit.parse(law.intake_limit)
    # Nothing moves the window of a submission: no deadline is adjusted before acceptance.
    return Clock(calendar=setting.calendar_at(run.start), law=law, limit=limit, start=run.start)


def step_clock(run: StepRun, case: Case, setting: Setting) -> Clock | None:
    """A run's quota in working time, pauses taken out; None for a step without a quota.

    A calendar bound while the run lasts counts all of it anew, from that moment on.
    """
    step = setting.procedure.step(run.step)
    limit: TimeLimit | None = step.quota if step else None
    if limit is None:
        return None
    clock = Clock(
        calendar=setting.calendar,
        law=law_on(local_date(run.start)),
        limit=limit,
        start=run.start,
        pauses=tuple(_continuing(case.pauses)),
    )
    return _rebound(clock, run, setting) if setting.formerly else clock


def clocks(case: Case, setting: Setting) -> Iterator[RunningClock]:
    """Every clock the case ever had, oldest kind first."""
    for number, intake in enumerate(case.intakes, start=1):
        clock = intake_clock(intake, setting)
        yield RunningClock(name="intake", clock=clock, stop=intake.end, run=number)
    if case.accepted_at is not None:
        stop = case.closed_at or case.voided_at
        yield RunningClock(name="case", clock=case_clock(case, setting), stop=stop)
    for run in case.steps:
        quota = step_clock(run, case, setting)
        if quota is not None:
            yield RunningClock(name="step", clock=quota, stop=run.end, step=run.step, run=run.run)


def overrun(clock: Clock, stop: datetime) -> timedelta:
    """Working time past the deadline; zero when in time."""
    return max(timedelta(0), -clock.left(stop))


def _rebound(clock: Clock, run: StepRun, setting: Setting) -> Clock:
    """The clock of a run of a case that was bound to other calendars, before or while it ran."""
    formerly = [one for one in setting.formerly if run.start < one.until]
    # What was bound only once the run had ended counts nothing of it.
    later = [one for one in formerly if run.end is not None and run.end <= one.until]
    calendar = later[0].calendar if later else setting.calendar
    meanwhile = tuple(one for one in formerly if one not in later)
    recounts = []
    for one in meanwhile:
        anew = replace(clock, calendar=setting.calendar_at(one.until))
        recounts.append(Adjustment(one.until, anew.due(one.until)))
    return replace(clock, calendar=calendar, adjustments=tuple(recounts), formerly=meanwhile)


def _continuing(pauses: Iterable[Pause]) -> Iterator[Pause]:
    return (Pause(pause.start, pause.end) for pause in pauses)
