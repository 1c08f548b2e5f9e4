"""When one case is accepted, paused and closed, so that it falls where the plan wants it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.sample.dice import Dice
from app.sample.office import HOUR
from app.sample.plan import Profile, Quarter
from app.sample.ward import Ward, days_allowed, limit_of
from workflows.events import Channel, PauseReason
from workflows.procedure import Procedure

AT_LEAST = 480  # Nobody finishes a case in less than eight minutes.
MORNING = 0.62
ON_THE_DAY = 0.12
_TRIES = 5_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Halt:
    """A pause in working seconds; without a reason it is a supplement."""

    start: int
    end: int
    reason: PauseReason | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """The turning points of an accepted case in working seconds.

    Attributes:
        due: its deadline, pauses included.
        closed: None for a case that nobody ever finishes.
        within: whether it was accepted and closed in one quarter.
    """

    procedure: Procedure
    channel: Channel
    accepted: int
    due: int
    closed: int | None
    halt: Halt | None = None
    within: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A quarter on the office's line: [`begin`, `end`), its days from `first` up to `after`."""

    quarter: Quarter
    begin: int
    end: int
    first: int
    after: int


def term_of(quarter: Quarter, ward: Ward) -> Term:
    """Where a quarter lies on the line."""
    office = ward.office
    first = office.index_on(quarter.first)
    after = next(i for i, day in enumerate(office.days) if day > quarter.last)
    return Term(
        quarter=quarter,
        begin=office.starts[first],
        end=office.starts[after],
        first=first,
        after=after,
    )


class Planner:
    """Plans the cases of one field in one quarter."""

    def __init__(self, ward: Ward, term: Term, profile: Profile, dice: Dice) -> None:
        self.ward, self.term, self.profile, self.dice = ward, term, profile, dice

    def solved(self, channel: Channel) -> Course:
        """A case accepted and closed in the quarter."""
        procedure = self._procedure(self.profile.procedures)
        # A long procedure is not begun on the last days, or it could not end in time.
        room = days_allowed(procedure) * 3 // 5
        accepted = self._arrival(self.term.first, self.term.after - room)
        due = self.ward.due(procedure, accepted)
        halt = self._halt(procedure, accepted, due) if self._halts() else None
        due += halt.end - halt.start if halt else 0
        closed = self._closing(procedure, halt.end if halt else accepted, due)
        return Course(
            procedure=procedure,
            channel=channel,
            accepted=accepted,
            due=due,
            closed=closed,
            halt=halt,
            within=True,
        )

    def left(self, channel: Channel) -> Course:
        """A case accepted in the quarter, open and in time at its end, closed early in the next."""
        waiting = self.dice.chance(0.6 if self.profile.halts else 0.0)
        for _ in range(_TRIES):
            course = self._left(channel, waiting=waiting)
            if course is not None:
                return course
        raise ValueError(f"no case can be open at the end of {self.term.quarter}")

    def overdue(self, channel: Channel) -> Course:
        """A case accepted in the quarter and late at its end."""
        for _ in range(_TRIES):
            procedure = self._procedure(self.profile.procedures)
            accepted = self._arrival(self.term.after - days_allowed(procedure) - 9, self.term.after)
            due = self.ward.due(procedure, accepted)
            if due < self.term.end - HOUR:
                hangs = self.dice.chance(self.term.quarter.hanging)
                closed = None if hangs else self.term.end + self.dice.span(HOUR, 40 * HOUR)
                return Course(
                    procedure=procedure, channel=channel, accepted=accepted, due=due, closed=closed
                )
        raise ValueError(f"no case can be late at the end of {self.term.quarter}")

    def _left(self, channel: Channel, *, waiting: bool) -> Course | None:
        # What takes long is more often found unfinished, as with people asked in a waiting room.
        weights = {
            code: weight * max(days_allowed(self.ward.procedures[code]), 0.25)
            for code, weight in self.profile.procedures.items()
        }
        procedure = self._procedure(weights)
        reach = max(days_allowed(procedure), 1) + (9 if waiting else 0)
        accepted = self._arrival(self.term.after - reach, self.term.after)
        due = self.ward.due(procedure, accepted)
        halt = self._halt_near_end(accepted, due) if waiting else None
        if waiting and halt is None:
            return None
        due += halt.end - halt.start if halt else 0
        earliest = max(self.term.end, halt.end if halt else 0) + AT_LEAST
        latest = self.ward.last_early(procedure, due)
        if latest < earliest:
            return None
        return Course(
            procedure=procedure,
            channel=channel,
            accepted=accepted,
            due=due,
            closed=self.dice.span(earliest, latest),
            halt=halt,
        )

    def _procedure(self, weights: Mapping[str, float]) -> Procedure:
        return self.ward.procedures[self.dice.weighted(weights)]

    def _arrival(self, first: int, after: int) -> int:
        """A working second on one of the days from `first` up to `after`."""
        office, dice = self.ward.office, self.dice
        while True:
            index = dice.span(first, after - 1)
            busy = 0.74 if not office.opens_after_rest(index) else 1.0
            if dice.chance(busy - 0.03 * office.days[index].weekday()):
                return office.starts[index] + self._time_of_day(index)

    def _time_of_day(self, index: int) -> int:
        starts = self.ward.office.starts
        half = (starts[index + 1] - starts[index]) // 2
        # The smaller of two draws: people come when the doors open, and few just before they close.
        early = min(self.dice.random(), self.dice.random())
        if self.dice.chance(MORNING):
            return 120 + int(early * (half - 900))
        return half + int(early * (half - 1_800))

    def _halts(self) -> bool:
        return self.dice.chance(self.profile.halts)

    def _halt(self, procedure: Procedure, accepted: int, due: int) -> Halt | None:
        start = accepted + int((due - accepted) * self.dice.share(0.1, 0.6))
        end = start + self.dice.span(2 * HOUR, 32 * HOUR)
        # After it there must be time to close early and in the quarter; else it did not happen.
        early = min(self.ward.last_early(procedure, due + end - start), self.term.end - 1)
        return self._halted(start, end) if end + AT_LEAST <= early else None

    def _halt_near_end(self, accepted: int, due: int) -> Halt | None:
        start = accepted + int((due - accepted) * self.dice.share(0.05, 0.5))
        over = self.dice.chance(self.term.quarter.paused_over)
        away = self.dice.span(HOUR // 2, 20 * HOUR)
        end = self.term.end + (away if over else -away)
        return self._halted(start, end) if start < min(end, self.term.end) - HOUR // 2 else None

    def _halted(self, start: int, end: int) -> Halt:
        return Halt(start=start, end=end, reason=self.dice.weighted(self.profile.reasons))

    def _closing(self, procedure: Procedure, since: int, due: int) -> int:
        last = self.term.end - 1
        early = min(self.ward.last_early(procedure, due), last)
        lowest = min(since + AT_LEAST, early)
        if not self.term.quarter.published:
            if self.dice.chance(self.profile.late):
                return min(due + self.dice.span(HOUR, 24 * HOUR), last)
            if limit_of(procedure).judged_by_day and self.dice.chance(ON_THE_DAY):
                return min(self.dice.span(early + 1, due), last)
        low, high = self.profile.pace
        return max(lowest, since + int((early - since) * self.dice.share(low, high)))
