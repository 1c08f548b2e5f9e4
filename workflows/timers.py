"""Which rungs of a case's ladders must become events, and when: what the clock work looks for."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from sla.zone import local_date
from workflows import events as ev
from workflows.case import Case
from workflows.clocks import clocks
from workflows.events import ClockName
from workflows.ladder import ladder_on
from workflows.promises import broken_promises
from workflows.rung import DUE
from workflows.rungs import reached
from workflows.setting import Setting
from workflows.waits import too_long

_Place = tuple[ClockName, datetime, str | None, int | None]
_Key = tuple[str, _Place]


@dataclass(frozen=True, kw_only=True, slots=True)
class Timer:
    """One thing to say once: `clock` (of `step`, visit `run`) reached a rung of its ladder.

    `fires_at` is the instant the event is dated. The rung "due" is the deadline itself, which is
    missed then; of every other rung people are warned. A rung without a deadline of its own, such
    as "no_movement", has its instant as `due_at`.
    """

    clock: ClockName
    step: str | None
    run: int | None
    rung: str
    due_at: datetime
    fires_at: datetime

    @property
    def missed(self) -> bool:
        """Whether it is the deadline itself that passes."""
        return self.rung == DUE


def timers(case: Case, setting: Setting) -> tuple[Timer, ...]:
    """Every rung the case's clocks reached, or will, that its log has not answered yet.

    Rungs of clocks that have stopped since, and of deadlines that have moved since, are among
    them: asking late gives the same as asking in time.

    Raises:
        CalendarGap: when a deadline lies beyond the calendar's years.
    """
    return _unanswered(case, setting, None)


def timers_until(case: Case, setting: Setting, until: datetime) -> tuple[Timer, ...]:
    """Those of `timers` that fire up to an instant; the others are not worked out.

    Raises:
        CalendarGap: when a deadline lies beyond the calendar's years.
    """
    found = _unanswered(case, setting, until)
    return tuple(timer for timer in found if timer.fires_at <= until)


def _unanswered(case: Case, setting: Setting, until: datetime | None) -> tuple[Timer, ...]:
    if case.voided_at is not None:
        return ()
    told, vague = _told(case), _vague(case)
    # The first of a key is the one that was reached first, should a deadline come back.
    asked = {_key(timer): timer for timer in reversed(tuple(_all(case, setting, until)))}
    return tuple(timer for timer in reversed(asked.values()) if not _answered(timer, told, vague))


def _all(case: Case, setting: Setting, until: datetime | None) -> Iterator[Timer]:
    """Every rung; some of those that are reached after `until` may be missing."""
    for running in clocks(case, setting):
        ladder = ladder_on(running.name, local_date(running.clock.start))
        for rung, due, at in reached(running, ladder, until=until):
            yield Timer(
                clock=running.name,
                step=running.step,
                run=running.run,
                rung=rung.code,
                due_at=due,
                fires_at=at,
            )
    for wait, rung, at in too_long(case, setting, until=until):
        yield Timer(
            clock=wait.clock, step=None, run=wait.run, rung=rung.code, due_at=at, fires_at=at
        )
    for rung, promised, at in broken_promises(case, setting):
        yield Timer(clock="case", step=None, run=None, rung=rung.code, due_at=promised, fires_at=at)


def _key(timer: Timer) -> _Key:
    return timer.rung, (timer.clock, timer.due_at, timer.step, timer.run)


def _told(case: Case) -> set[_Key]:
    told: set[_Key] = set()
    for event in case.log:
        if isinstance(event, ev.DeadlineMissed):
            told.add((DUE, _place(event)))
        elif isinstance(event, ev.DeadlineWarned) and event.rung is not None:
            told.add((event.rung, _place(event)))
    return told


def _vague(case: Case) -> dict[_Place, datetime]:
    """Until when warnings that name no rung answer every one before them."""
    last: dict[_Place, datetime] = {}
    for event in case.log:
        if isinstance(event, ev.DeadlineWarned) and event.rung is None:
            place = _place(event)
            last[place] = max(event.at, last.get(place, event.at))
    return last


def _place(event: ev.DeadlineMissed | ev.DeadlineWarned) -> _Place:
    return event.clock, event.due_at, event.step, event.run


def _answered(timer: Timer, told: AbstractSet[_Key], vague: Mapping[_Place, datetime]) -> bool:
    # A journal from elsewhere names the clock and its deadline, but neither step nor visit.
    what = timer.clock, timer.due_at
    for place in ((*what, timer.step, timer.run), (*what, None, None)):
        if (timer.rung, place) in told:
            return True
        if not timer.missed and place in vague and timer.fires_at <= vague[place]:
            return True
    return False
