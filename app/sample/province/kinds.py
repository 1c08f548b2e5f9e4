"""A procedure as cases of an office go through it: its limit, its steps and who works on them."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.sample.dice import Dice
from app.sample.province.catalogue import Manner, Mix
from app.sample.province.staff import Staff
from app.sample.ward import limit_of
from sla.limits import TimeLimit, Unit
from workflows.agency import Level
from workflows.procedure import Procedure, Step

FIRST_STEP = "intake"  # What the acceptance itself shows is not ticked.


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A procedure at one office.

    Attributes:
        by_day: whether early and on time are told apart by dates.
        same_day: whether it is done while one waits.
        steps: those that may be ticked, each with the logins of those who may work on it.
    """

    procedure: str
    limit: TimeLimit
    by_day: bool
    same_day: bool
    fee: int
    manner: Manner
    steps: tuple[tuple[str, tuple[str, ...]], ...]

    def walk(self, dice: Dice) -> Sequence[tuple[str, tuple[str, ...]]]:
        """The steps that are ticked in one case."""
        mark = dice.random()
        for count, often in self.manner.walks:
            mark -= often
            if mark < 0:
                return self.steps[:count]
        return ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """Kinds and how often each is asked for; `sums` add up their weights."""

    kinds: tuple[Kind, ...]
    sums: tuple[float, ...]

    @classmethod
    def among(cls, weighted: Sequence[tuple[Kind, float]]) -> "Choice":
        """One of these, each as often as its weight says."""
        return cls(
            kinds=tuple(kind for kind, _ in weighted),
            sums=tuple(accumulate(weight for _, weight in weighted)),
        )

    def draw(self, dice: Dice) -> Kind:
        """One of them."""
        return self.kinds[bisect_right(self.sums, dice.random() * self.sums[-1])]


def kinds_of(
    mix: Mix, procedures: Mapping[str, Procedure], staff: Staff, above: Staff
) -> list[tuple[Kind, float]]:
    """The kinds of an office with their weights; `above` are the officers of its district."""
    return [
        (_kind(procedures[code], manner, staff, above), weight)
        for code, (weight, manner) in mix.items()
    ]


def _kind(procedure: Procedure, manner: Manner, staff: Staff, above: Staff) -> Kind:
    limit = limit_of(procedure)
    steps = [step for step in procedure.steps if step.code != FIRST_STEP]
    return Kind(
        procedure=procedure.code,
        limit=limit,
        by_day=limit.judged_by_day,
        same_day=limit.unit is Unit.SAME_DAY,
        fee=procedure.fee or 0,
        manner=manner,
        steps=tuple((step.code, _workers(step, staff, above)) for step in steps),
    )


def _workers(step: Step, staff: Staff, above: Staff) -> tuple[str, ...]:
    away = step.refer_to == Level.DISTRICT
    return (above if away else staff).doing(step.role)
