"""How much working time a case still needs if every step keeps its quota."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sla.calendar import WorkingCalendar
from sla.law import law_on
from sla.zone import local_date
from workflows.ahead import Way
from workflows.procedure import Step

_NOTHING = timedelta()


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """A step that is being worked on; `due` is the end of its quota, None without one."""

    step: str
    run: int
    due: datetime | None = None
    assignee: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Chain:
    """A step, the time it needs, what follows it, and the time all that needs."""

    step: Step | None = None
    visit: Visit | None = None
    left: timedelta = _NOTHING
    following: tuple[Step, ...] = ()
    after: timedelta = _NOTHING

    @property
    def time(self) -> timedelta:
        """All together."""
        return self.left + self.after


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How long steps take by a calendar from an instant, if each keeps its quota.

    `day` is what a working day of a quota counts for.
    """

    calendar: WorkingCalendar
    now: datetime
    day: timedelta

    def of(self, step: Step) -> timedelta:
        """Working time of a whole quota; nothing without one."""
        if step.quota is None:
            return _NOTHING
        fixed = step.quota.working_time(self.day)
        if fixed is not None:
            return fixed
        # Calendar days hold the working time they would hold if they began now.
        end = step.quota.due(self.now, self.calendar, law_on(local_date(self.now)))
        return self.calendar.between(self.now, end)

    def left(self, visit: Visit) -> timedelta:
        """Of the quota of a running step; nothing where it is used up."""
        if visit.due is None:
            return _NOTHING
        return max(self.calendar.between(self.now, visit.due), _NOTHING)

    def chain(self, step: Step | None, visit: Visit | None, following: tuple[Step, ...]) -> Chain:
        """What a step and those after it need."""
        whole = self.of(step) if step else _NOTHING
        left = self.left(visit) if visit else whole
        after = sum(map(self.of, following), _NOTHING)
        return Chain(step=step, visit=visit, left=left, following=following, after=after)


def chains(way: Way, running: Sequence[Visit], pace: Pace) -> Iterator[Chain]:
    """From each running step the way to the end; where none runs, from the next one."""
    codes = {step.code for step in way.steps}
    visits = {visit.step: visit for visit in running if visit.step in codes}
    ahead = [step for step in way.steps if step.code not in visits]
    # What stands before every running step is still to be done, and so after them.
    first = next((n for n, step in enumerate(way.steps) if step.code in visits), 0)
    early = way.steps[:first] if visits else ()
    for place, step in enumerate(way.steps):
        if step.code in visits:
            following = (*early, *(one for one in way.steps[place:] if one in ahead))
            yield pace.chain(step, visits[step.code], following)
    if not visits:
        yield pace.chain(next(iter(ahead), None), None, tuple(ahead[1:]))
