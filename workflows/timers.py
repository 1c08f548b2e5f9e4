"""Which deadlines of a case must become events, and when: what the clock work looks for."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workflows import events as ev
from workflows.case import Case
from workflows.clocks import RunningClock, clocks
from workflows.events import ClockName
from workflows.setting import Setting

TimerKind = Literal["warned", "missed"]
_Key = tuple[TimerKind, ClockName, datetime, str | None, int | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Timer:
    """One thing to say once: `clock` (of `step`, visit `run`) warned of or missed `due_at`.

    `fires_at` is the instant the event is dated: for `missed` it is `due_at` itself.
    """

    clock: ClockName
    step: str | None
    run: int | None
    kind: TimerKind
    due_at: datetime
    fires_at: datetime


def timers(case: Case, setting: Setting) -> tuple[Timer, ...]:
    """Every timer the case's clocks ask for and its log has not answered yet."""
    if case.voided_at is not None:
        return ()
    told = _told(case)
    return tuple(
        timer
        for clock in clocks(case, setting)
        for timer in _of(clock, case.standing_since)
        if not _answered(timer, told)
    )


def _of(running: RunningClock, standing_since: datetime | None) -> Iterator[Timer]:
    due = running.clock.due()
    warn = running.clock.warn_at(running.clock.law.warn_share[running.name])
    # Important: a clock that stands still since before an instant never reaches it, and a case
    # closed while paused is judged at the start of that pause.
    stop = running.stop
    if standing_since is not None and (stop is None or stop >= standing_since):
        stop = standing_since
    pairs: tuple[tuple[TimerKind, datetime], ...] = (("warned", warn), ("missed", due))
    for kind, instant in pairs:
        if (stop is None or stop > instant) and (kind == "missed" or instant < due):
            yield Timer(
                clock=running.name,
                step=running.step,
                run=running.run,
                kind=kind,
                due_at=due,
                fires_at=instant,
            )


def _told(case: Case) -> set[_Key]:
    kinds: dict[type, TimerKind] = {ev.DeadlineMissed: "missed", ev.DeadlineWarned: "warned"}
    return {
        (kinds[type(event)], event.clock, event.due_at, event.step, event.run)
        for event in case.log
        if isinstance(event, ev.DeadlineMissed | ev.DeadlineWarned)
    }


def _answered(timer: Timer, told: AbstractSet[_Key]) -> bool:
    # A journal from elsewhere names the clock and its deadline, but neither step nor visit.
    what = timer.kind, timer.clock, timer.due_at
    return (*what, timer.step, timer.run) in told or (*what, None, None) in told
