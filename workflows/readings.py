"""A clock read at an instant: what ran, what is left, and whether it is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sla.words import duration_in_words, instant_in_words
from workflows.clocks import RunningClock
from workflows.events import ClockName
from workflows.procedure import Procedure
from workflows.words import CLOCKS, step_name


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A clock as it stood; `used` and `left` are working time, `left` negative when overdue."""

    name: ClockName
    step: str | None
    run: int | None
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    used: timedelta
    left: timedelta
    late: bool

    @property
    def used_minutes(self) -> float:
        """Working minutes run."""
        return _minutes(self.used)

    @property
    def left_minutes(self) -> float:
        """Working minutes left."""
        return _minutes(self.left)

    def in_words(self, procedure: Procedure) -> str:
        """One Vietnamese line; a step by the name the procedure gives it."""
        step = f" {step_name(procedure, self.step)} (lần {self.run})" if self.step else ""
        due, used = instant_in_words(self.due_at), duration_in_words(self.used)
        return f"{CLOCKS[self.name]}{step}: hạn {due}; đã dùng {used}; {self._rest()}"

    def _rest(self) -> str:
        if self.stopped_at is not None:
            return "đã xong, " + ("quá hạn" if self.late else "trong hạn")
        if self.late:
            return f"quá hạn {duration_in_words(abs(self.left))}"
        return f"còn {duration_in_words(self.left)}"


def reading(running: RunningClock, moment: datetime) -> Reading:
    """Read a clock at an instant, or at its stop when that came before."""
    clock, until = running.clock, min(running.stop or moment, moment)
    due = clock.due()
    return Reading(
        name=running.name,
        step=running.step,
        run=running.run,
        started_at=clock.start,
        due_at=due,
        stopped_at=running.stop,
        used=clock.used(until),
        left=clock.left(until),
        late=(clock.paused_since(until) or until) > due,
    )


def _minutes(time: timedelta) -> float:
    return round(time.total_seconds() / 60, 3)
