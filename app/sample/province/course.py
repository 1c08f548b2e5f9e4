"""How a case goes from its acceptance to its closing, reckoned in working seconds without pauses.

`offset` counts working seconds from the acceptance on which the clock ran; a pause of some length
is put in afterwards and moves all that follows, as it moves the deadline.
"""

from dataclasses import dataclass

from app.sample.dice import Dice
from app.sample.province.hours import Hours
from app.sample.province.kinds import Kind
from workflows.events import PauseReason

HOUR = 3_600
WORKDAY = 8 * HOUR  # what pauses are made of; no deadline is reckoned by it
AT_LEAST = 240
AGAIN = 0.18  # paused once more, and once more after that
_LENGTHS: dict[PauseReason | None, tuple[int, int]] = {
    None: (2 * HOUR, 9 * WORKDAY),
    "payment": (HOUR, 6 * WORKDAY),
    "verification": (4 * HOUR, 7 * WORKDAY),
    "consultation": (4 * HOUR, 5 * WORKDAY),
    "system_failure": (HOUR // 2, 6 * HOUR),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Halt:
    """A pause after `offset` working seconds, so many long; without a reason a supplement."""

    offset: int
    length: int
    reason: PauseReason | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """The turning points of a case.

    Attributes:
        room: the working time allowed.
        closing: the working time it takes; beyond `room` it is late.
    """

    accepted: int
    room: int
    closing: int
    halts: tuple[Halt, ...]

    def worked(self, offset: int) -> int:
        """The working second at which so much of its own time has run."""
        return self.accepted + offset + sum(h.length for h in self.halts if h.offset < offset)


def course_of(kind: Kind, accepted: int, hours: Hours, dice: Dice) -> Course:
    """The course of a case accepted at a working second."""
    due = hours.worked(hours.due(kind.limit, hours.wall(accepted)))
    room = due - accepted
    pauses = _pauses(kind, dice)
    moved = sum(length for length, _ in pauses)
    closing = _closing(kind, room, hours.day_start(due + moved - 1) - moved - accepted, dice)
    until = min(closing, room) - AT_LEAST
    if not pauses or until < AT_LEAST:
        return Course(accepted=accepted, room=room, closing=closing, halts=())
    offsets = sorted(dice.span(AT_LEAST // 2, until) for _ in pauses)
    halts = tuple(
        Halt(offset=offset + place, length=length, reason=reason)
        for place, (offset, (length, reason)) in enumerate(zip(offsets, pauses, strict=True))
    )
    return Course(accepted=accepted, room=room, closing=closing, halts=halts)


def _pauses(kind: Kind, dice: Dice) -> list[tuple[int, PauseReason | None]]:
    """The lengths of the pauses and why; papers are asked for at most once (domain I6)."""
    found: list[tuple[int, PauseReason | None]] = []
    often = kind.manner.halted
    while dice.random() < often:
        reason = _reason(kind, dice)
        if reason is not None or not found:
            low, high = _LENGTHS[reason]
            # The smaller of two draws: most pauses are short.
            found.append((min(dice.span(low, high), dice.span(low, high)), reason))
        often = AGAIN
    return found


def _reason(kind: Kind, dice: Dice) -> PauseReason | None:
    mark = dice.random() * 100
    for reason, often in kind.manner.reasons:
        mark -= often
        if mark < 0:
            return reason
    return None


def _closing(kind: Kind, room: int, last_day: int, dice: Dice) -> int:
    """The working time until the closing; `last_day` is when the deadline's day begins."""
    mark, manner = dice.random(), kind.manner
    if mark < manner.late:
        return room + dice.span(HOUR, 3 * WORKDAY if kind.by_day else 6 * HOUR)
    early = last_day - 1 if kind.by_day else room - 1
    if kind.by_day and (mark < manner.late + manner.on_day or early < 2 * AT_LEAST):
        return max(dice.span(early + 1, room - 1), AT_LEAST)
    low, high = manner.pace
    return max(int(early * dice.share(low, high)), min(AT_LEAST, early))
