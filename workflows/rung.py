"""Rungs and ladders as values: at which instants of a clock people are told, who, how urgently."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from sla.limits import TimeLimit
from workflows.events import ClockName

Audience = Literal["holder", "desk", "leader", "centre"]
Level = Literal["info", "warn", "urgent"]
When = Literal["due", "share", "before", "after", "paused", "supplement", "still", "promise"]

DUE: Final = "due"
_AHEAD: tuple[When, ...] = ("share", "before")
STEP = "{step}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rung:
    """One instant of a clock's life at which somebody is told.

    Attributes:
        code: its name in the log and in keys; "due" is the deadline itself.
        words: its name with `{step}` where that of a step may stand, see `name` and `of_step`.
        tell: who is told.
        when: what the instant is counted from; "promise": it is the new date of the apology.
        share: for `share`, of the clock's working time.
        amount: for all others but `due` and `promise`.
        instead_of: the rung in whose place this one comes where that one falls away.
    """

    code: str
    words: str
    tell: tuple[Audience, ...]
    level: Level
    when: When
    share: Fraction | None = None
    amount: TimeLimit | None = None
    instead_of: str | None = None

    @property
    def name(self) -> str:
        """What it says in Vietnamese, as "Còn 1 ngày làm việc đến hạn trả"."""
        return self.words.replace(STEP, "")

    def of_step(self, step: str) -> str:
        """The same with the name of a step, as "Bước Thụ lý quá hạn"."""
        return self.words.replace(STEP, f" {step}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ladder:
    """The rungs of one clock, and from which share of its time its deadline is called near.

    Attributes:
        ahead: the rungs that a clock may reach before its deadline, and those that one of them
            stands in for; worked out once, since the clock work asks for them at every case.
    """

    clock: ClockName
    near_share: Fraction
    rungs: tuple[Rung, ...]
    ahead: tuple[Rung, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # The loader makes one without rungs of a row it is about to refuse.
        rungs = self.rungs or ()
        needed = {rung.instead_of for rung in rungs}
        ahead = (rung for rung in rungs if rung.code in needed or rung.when in _AHEAD)
        object.__setattr__(self, "ahead", tuple(ahead))

    def rung(self, code: str) -> Rung | None:
        """The rung of that code."""
        return next((rung for rung in self.rungs if rung.code == code), None)

    def first(self, when: When) -> Rung | None:
        """The rung whose instant is counted so, the first if there are several."""
        return next((rung for rung in self.rungs if rung.when == when), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class LadderRow:
    """A ladder, and from which to which day (both included) the clocks start that climb it."""

    ladder: Ladder
    valid_from: date
    valid_to: date | None
    source: str
    confidence: str

    def in_force(self, day: date) -> bool:
        """Whether clocks that start on that day climb it."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def plain_ladder(clock: ClockName, near_share: Fraction = Fraction(3, 4)) -> Ladder:
    """The ladder of a clock the data says nothing of: near, and due."""
    near = Rung(
        code="near",
        words="Sắp đến hạn",
        tell=("holder", "desk"),
        level="warn",
        when="share",
        share=near_share,
    )
    due = Rung(
        code=DUE, words="Quá hạn", tell=("holder", "desk", "leader"), level="urgent", when="due"
    )
    return Ladder(clock=clock, near_share=near_share, rungs=(near, due))
