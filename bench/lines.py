"""What the bench tells: goals, figures and tables; made by `bench/protocol.py`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

State = Literal["reached", "missed", "measured", "not run", "failed"]
# The worst round may be so much worse than the goal while the median meets it.
SLACK = 0.7


@dataclass(frozen=True, kw_only=True, slots=True)
class Goal:
    """What the issue asks for: at least, or at most, so much."""

    most: bool
    value: float

    def met_by(self, got: "Spread") -> bool:
        """Whether the median meets it and the worst round is not far off."""
        if self.most:
            return got.median <= self.value and got.high <= self.value / SLACK
        return got.median >= self.value and got.low >= self.value * SLACK


def at_least(value: float) -> Goal:
    """So many times faster, or so much of the unit, or more."""
    return Goal(most=False, value=value)


def at_most(value: float) -> Goal:
    """Within so many times the peer's time, or so much of the unit, or less."""
    return Goal(most=True, value=value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """Median, least and most of the rounds."""

    median: float
    low: float
    high: float
    rounds: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """An absolute number: the median of a side."""

    name: str
    value: float
    unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One figure; `got` and `goal` are in `unit`, which is "×" when it is a ratio of two sides."""

    key: str
    what: str
    state: State
    goal: Goal | None = None
    got: Spread | None = None
    unit: str = ""
    ours: Shown | None = None
    peer: Shown | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Growth:
    """A table of plain words for the page of results."""

    key: str
    what: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]] = field(default_factory=tuple)
