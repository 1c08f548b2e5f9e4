"""Chance for the sample: everything follows from one seed, on every machine and Python version."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice(Random):
    """Draws built on `random()` alone, the one method whose sequence Python promises to keep."""

    def below(self, count: int) -> int:
        """A whole number from 0 to `count` - 1."""
        return int(self.random() * count)

    def span(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both possible; `low` when they are crossed."""
        return low + self.below(max(high - low + 1, 1))

    def share(self, low: float, high: float) -> float:
        """A number from `low` up to `high`."""
        return low + (high - low) * self.random()

    def chance(self, probability: float) -> bool:
        """Whether something happens that happens so often."""
        return self.random() < probability

    def pick(self, things: Sequence[T]) -> T:
        """One of several, all alike."""
        return things[self.below(len(things))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One of several, each as often as its weight says."""
        mark = self.random() * sum(weights.values())
        sums = accumulate(weights.values())
        reached = [thing for thing, top in zip(weights, sums, strict=True) if mark < top]
        return reached[0]
