"""Which procedures the offices of a simulated province are asked for, how often, and how they go.

The shares are near those of the seeds (domain 6.1: two thirds of all cases at communes, a quarter
at departments; half of a commune's cases certify copies and signatures), the rest is invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.agency import Level
from workflows.events import PauseReason

# Of all cases of the province, as in the first half of 2021 in seed 004.
BY_LEVEL: Mapping[Level, float] = {
    Level.COMMUNE: 231_848,
    Level.DISTRICT: 29_357,
    Level.DEPARTMENT: 88_539,
}

Reasons = tuple[tuple[PauseReason | None, int], ...]  # None: something has to be brought

USUAL: Reasons = ((None, 45), ("verification", 25), ("consultation", 15), ("system_failure", 15))
TAXED: Reasons = ((None, 25), ("payment", 50), ("verification", 15), ("consultation", 10))


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How cases of a kind go, as shares of one.

    Attributes:
        online: sent online when they come in the office's hours, in the middle of the period.
        halted: paused on the way, once or more often.
        on_day: finished on the day of the deadline and in time, where a limit is in days.
        late: finished after it.
        walks: how many steps are ticked, and how often; 0 for none.
    """

    online: float
    halted: float = 0.0
    on_day: float = 0.0
    late: float = 0.002
    pace: tuple[float, float] = (0.3, 0.95)
    walks: tuple[tuple[int, float], ...] = ((0, 0.2), (1, 0.5), (2, 0.2), (3, 0.1))
    reasons: Reasons = USUAL


COPIES = Manner(online=0.03, pace=(0.02, 0.2), walks=((0, 0.8), (1, 0.2)))
SAME_DAY = Manner(online=0.7, halted=0.03, pace=(0.1, 0.9), walks=((0, 0.35), (1, 0.45), (2, 0.2)))
SHORT = Manner(online=0.6, halted=0.14, on_day=0.42, late=0.008)
LONG = Manner(online=0.45, halted=0.24, on_day=0.38, late=0.012)
LAND = Manner(online=0.3, halted=0.32, on_day=0.36, late=0.015, reasons=TAXED)
# Whoever ticks all of its steps sees the case go to another office.
REFERRED = Manner(
    online=0.5, halted=0.24, on_day=0.35, late=0.012, walks=((0, 0.25), (2, 0.3), (9, 0.45))
)

Mix = Mapping[str, tuple[float, Manner]]

COMMUNE: Mix = {
    "2.000815": (44.0, COPIES),
    "2.000884": (7.0, COPIES),
    "2.000635": (9.0, SAME_DAY),
    "1.001193": (6.5, SAME_DAY),
    "1.000656": (3.0, SAME_DAY),
    "1.000894": (3.0, SAME_DAY),
    "1.004873": (5.5, SHORT),
    "1.004859": (1.0, SHORT),
    "1.004884": (1.0, SHORT),
    "1.001022": (0.3, SHORT),
    "1.004837": (0.2, SHORT),
    "LT.KS01": (3.0, REFERRED),
    "LT.KT01": (1.0, REFERRED),
    "1.001731": (1.2, REFERRED),
    "1.001776": (2.0, REFERRED),
    "1.001699": (0.8, LONG),
    "1.010833": (1.2, SHORT),
    "1.000775": (0.3, LONG),
    "DD.LD01": (3.0, REFERRED),
    "1.011607": (1.2, LONG),
    "1.001612": (2.4, SHORT),
    "1.009994": (0.9, LONG),
    "2.001263": (0.1, LONG),
    "2.001801": (0.8, LONG),
}
DISTRICT: Mix = {
    "DD.BD01": (52.0, LAND),
    "2.000815": (14.0, COPIES),
    "1.001612": (18.0, SHORT),
    "1.009994": (11.0, LONG),
    "2.000635": (5.0, SAME_DAY),
}
# Departments differ, and the list begins again with every fifth of them.
DEPARTMENTS: tuple[Mix, ...] = (
    {"MP.001": (8.0, LONG), "MP.002": (1.0, SHORT), "2.000635": (1.0, SAME_DAY)},
    {"MP.003": (3.0, SHORT), "MP.004": (5.0, SHORT), "MP.010": (2.0, SHORT)},
    {"MP.005": (7.0, SHORT), "MP.006": (3.0, SHORT)},
    {"MP.007": (6.0, LONG), "MP.009": (1.0, LONG), "MP.008": (3.0, SAME_DAY)},
)


def mix_of(level: Level, place: int) -> Mix:
    """What the office at a place among those of its level is asked for.

    Raises:
        ValueError: for a level whose offices take in nothing.
    """
    if level is Level.DEPARTMENT:
        return DEPARTMENTS[place % len(DEPARTMENTS)]
    if level not in BY_LEVEL:
        raise ValueError(f"no cases come in at the level {level}")
    return COMMUNE if level is Level.COMMUNE else DISTRICT
