"""What the tests of timers, waits and moved deadlines ask of a case."""

from datetime import datetime

from tests.builders import SETTING, allowed, grown, telling
from tests.sla.builders import at
from workflows import events as ev
from workflows.case import Case
from workflows.setting import Setting
from workflows.timers import timers

Told = ev.DeadlineMissed | ev.DeadlineWarned

DUE = at("Tue 2023-06-20 08:00")
FAR = at("Wed 2026-12-30 08:00")
DAY_1 = at("Mon 2023-06-19 08:00")
AFTER_1 = at("Wed 2023-06-21 08:00")
STILL = at("Thu 2023-06-22 08:00")
RUNGS_OF_A_DEADLINE = {"half", "near", "last", "days_3", "day_1", "short", "due", "head", "after_1"}


def told(case: Case, on: Setting = SETTING, *, clock: str = "case") -> list[tuple[str, datetime]]:
    """Rung and instant of every timer of a clock that is counted by its deadline."""
    return [
        (one.rung, one.fires_at)
        for one in timers(case, on)
        if one.clock == clock and one.rung in RUNGS_OF_A_DEADLINE
    ]


def rungs(case: Case, on: Setting = SETTING, *, clock: str = "case") -> list[str]:
    return [rung for rung, _ in told(case, on, clock=clock)]


def dues(case: Case) -> set[datetime]:
    return {one.due_at for one in timers(case, SETTING) if one.rung in RUNGS_OF_A_DEADLINE}


def when(case: Case, rung: str, on: Setting = SETTING) -> list[datetime]:
    """The instants at which a rung is or was reached."""
    return [one.fires_at for one in timers(case, on) if one.rung == rung]


def answered(case: Case, until: datetime = FAR, on: Setting = SETTING) -> Case:
    """The case after the clock work has said all it had to say by an instant."""
    for timer in sorted(timers(case, on), key=lambda one: one.fires_at):
        if timer.fires_at <= until:
            case = grown(case, *allowed(case, telling(timer), on))
    return case


def spoken(case: Case) -> list[Told]:
    """What the clock work has said, in the order of its instants."""
    said = [event for event in case.log if isinstance(event, Told)]
    return sorted(said, key=lambda one: (one.at, str(one)))
