"""What some deadline events still have to say now: the rungs worth ringing for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.store.alerts import AlertKey
from sla.zone import local_date
from workflows.agency import Agency
from workflows.case import Case, StepRun
from workflows.clocks import RunningClock, clocks
from workflows.desk_rights import step_agency
from workflows.events import DeadlineMissed, DeadlineWarned
from workflows.ladder import rung_of
from workflows.rung import Level, Rung, When
from workflows.setting import Setting
from workflows.waits import waits

Reached = DeadlineMissed | DeadlineWarned
# Rungs that are counted from a wait and not from a deadline.
_WAITS: tuple[When, ...] = ("paused", "supplement", "still")
_GRAVITY: tuple[Level, ...] = ("info", "warn", "urgent")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fired:
    """A case whose timers have fired: the case and its setting after, and the new events."""

    case: Case
    setting: Setting
    events: tuple[Reached, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ring:
    """One rung that a clock has reached, and that still says something now.

    Attributes:
        rung: its row of the ladder.
        office: where the step is worked on, else where the case lies.
    """

    case: Case
    setting: Setting
    event: Reached
    rung: Rung
    office: str

    @property
    def clock(self) -> tuple[str, str, str, int]:
        """Which clock of which case this is."""
        return self.case.code, self.event.clock, self.event.step or "", self.event.run or 0

    @property
    def thread(self) -> tuple[str, str, str, int, str]:
        """Where a later ring says all that an earlier one did: a deadline's rungs, or one wait.

        The date promised anew is no deadline: what its passing says no other rung does.
        """
        return *self.clock, self.code if self.waits or self.rung.when == "promise" else ""

    @property
    def key(self) -> AlertKey:
        """What makes this the same alert wherever it comes from."""
        code, clock, step, run = self.clock
        return AlertKey(
            case_code=code,
            clock=clock,
            step=step,
            run=run,
            due_at=self.event.due_at,
            rung=self.code,
        )

    @property
    def code(self) -> str:
        """The rung's name in the log, also of one that no ladder knows any more."""
        told = self.event.rung if isinstance(self.event, DeadlineWarned) else None
        return told or self.rung.code

    @property
    def waits(self) -> bool:
        """Whether it is counted from a wait; then `due_at` is no deadline but its own instant."""
        return self.rung.when in _WAITS

    def yields_to(self, later: "Ring") -> bool:
        """Whether a later ring of its thread is told in its place: never one less urgent."""
        return _GRAVITY.index(self.rung.level) <= _GRAVITY.index(later.rung.level)

    def runs(self) -> list[StepRun]:
        """The running steps it is about; none before acceptance and between two steps."""
        if self.event.clock == "intake":
            return []
        running = [run for run in self.case.steps if run.end is None]
        if self.event.clock == "case":
            return running
        return [run for run in running if run.step == self.event.step]


def rings(fired: Fired, agencies: Mapping[str, Agency]) -> Iterator[Ring]:
    """The rungs of a case that still say something, in the order in which they were reached.

    After days without power a ladder is climbed at once; of clocks that have stopped meanwhile,
    and of deadlines that have moved, the log tells but nobody is bothered.
    """
    case, setting = fired.case, fired.setting
    for event in fired.events:
        if (clock := _clock_of(event, clocks(case, setting))) is None:
            continue
        rung = rung_of(event, local_date(clock.clock.start))
        office = _office(event, fired, agencies)
        ring = Ring(case=case, setting=setting, event=event, rung=rung, office=office)
        if _holds(ring, clock):
            yield ring


def _holds(ring: Ring, running: RunningClock) -> bool:
    """Whether what was reached is so still."""
    case, event = ring.case, ring.event
    if ring.rung.when == "promise":
        return case.is_open and case.apology is not None and case.apology.new_due_at == event.due_at
    return _still_waits(case, ring.rung, event) if ring.waits else _runs(case, running, event)


def _clock_of(event: Reached, known: Iterable[RunningClock]) -> RunningClock | None:
    what = event.clock, event.step, event.run
    return next((one for one in known if (one.name, one.step, one.run) == what), None)


def _runs(case: Case, running: RunningClock, event: Reached) -> bool:
    """Whether a clock runs still, to the same deadline."""
    if running.name != "intake" and not case.is_open:
        return False
    since = case.standing_since
    # A clock that stands since before its deadline will have another one when it goes on.
    stands = since is not None and since < event.due_at
    return running.stop is None and running.clock.due() == event.due_at and not stands


def _still_waits(case: Case, rung: Rung, event: Reached) -> bool:
    """Whether the wait that was too long at an instant lasts still."""
    what = event.clock, event.run, rung.when
    return any(
        wait.end is None and wait.start <= event.at
        for wait in waits(case)
        if (wait.clock, wait.run, wait.when) == what
    )


def _office(event: Reached, fired: Fired, agencies: Mapping[str, Agency]) -> str:
    step = fired.setting.procedure.step(event.step) if event.step else None
    return step_agency(step, fired.case.agency, agencies) if step else fired.case.agency
