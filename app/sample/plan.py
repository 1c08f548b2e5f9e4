"""What the sample year has to add up to: quarters, flows of cases, and which procedures they take.

The third quarter is the ward's published table II.06a; the other three are near it and invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from workflows.events import PauseReason


@dataclass(frozen=True, kw_only=True, slots=True)
class Quarter:
    """A reporting period (TT 01/2020/TT-VPCP; unverified), both days inclusive.

    Attributes:
        published: whether its table was printed, so that every case must have ended early.
        paused_over: how often a case left waiting still stands paused at the end.
        refused: online cases that were not taken in; they are in no column.
        trained: cases entered in training or twice, and struck out in the same quarter.
        hanging: how often an overdue case is never finished.
    """

    first: date
    last: date
    published: bool = False
    paused_over: float = 0.5
    refused: int = 4
    trained: int = 0
    hanging: float = 0.0


QUARTERS = (
    Quarter(first=date(2022, 12, 15), last=date(2023, 3, 14), trained=9),
    Quarter(first=date(2023, 3, 15), last=date(2023, 6, 14), trained=3, refused=6),
    Quarter(
        first=date(2023, 6, 15), last=date(2023, 9, 14), published=True, paused_over=0.0, refused=5
    ),
    Quarter(first=date(2023, 9, 15), last=date(2023, 12, 14), trained=6, hanging=0.6),
)
PUBLISHED = next(quarter for quarter in QUARTERS if quarter.published)


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """The cases of one field accepted in one quarter.

    Attributes:
        left: how many of them are still open at its end; the next quarter closes them.
        overdue: how many of those are late by then.
    """

    online: int
    direct: int
    left: int = 0
    overdue: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """How the cases of a field behave.

    Attributes:
        flows: one for each quarter.
        procedures: code -> how often.
        pace: the share of the time allowed that a case takes, from and to.
        halts: how often a case is paused on the way, and why.
        late: how often a case ends late, outside the published quarter.
        steps: the steps that are ticked; empty for all that the procedure has.
    """

    flows: tuple[Flow, Flow, Flow, Flow]
    procedures: Mapping[str, float]
    pace: tuple[float, float]
    late: float = 0.03
    halts: float = 0.0
    reasons: Mapping[PauseReason | None, float] = field(default_factory=dict)
    steps: tuple[str, ...] = ()


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "BTXH": Profile(
            flows=(
                Flow(online=17, direct=12, left=5, overdue=1),
                Flow(online=19, direct=14),
                Flow(online=21, direct=10),
                Flow(online=18, direct=9, left=4),
            ),
            procedures={"1.001731": 0.4, "1.001776": 0.4, "1.001699": 0.2},
            pace=(0.4, 0.95),
            halts=0.12,
            reasons={"verification": 0.5, None: 0.5},
        ),
        "NCC": Profile(
            flows=(
                Flow(online=0, direct=5, left=1),
                Flow(online=1, direct=4, left=1),
                Flow(online=0, direct=4, left=2),
                Flow(online=1, direct=3, left=1),
            ),
            procedures={"1.010833": 1.0},
            pace=(0.3, 0.9),
            halts=0.1,
            reasons={"verification": 1.0},
        ),
        "TDKT": Profile(
            flows=(
                Flow(online=1, direct=0),
                Flow(online=0, direct=2, left=1),
                Flow(online=0, direct=0),
                Flow(online=2, direct=1, left=1),
            ),
            procedures={"1.000775": 1.0},
            pace=(0.5, 0.95),
        ),
        # Copies wait for nobody, and of their four steps the ward ticks the two that take time.
        "CT": Profile(
            flows=(
                Flow(online=0, direct=1402, left=5),
                Flow(online=0, direct=1466),
                Flow(online=0, direct=1587),
                Flow(online=0, direct=1455, left=4),
            ),
            procedures={"2.000815": 0.86, "2.000884": 0.14},
            pace=(0.03, 0.22),
            late=0.004,
            steps=("appraise", "sign"),
        ),
        "HT": Profile(
            flows=(
                Flow(online=231, direct=24, left=31, overdue=2),
                Flow(online=262, direct=11, left=82),
                Flow(online=276, direct=0, left=54),
                Flow(online=268, direct=2, left=37, overdue=4),
            ),
            procedures={
                "2.000635": 0.38,
                "1.004873": 0.2,
                "1.000894": 0.14,
                "1.001193": 0.1,
                "1.000656": 0.08,
                "1.004859": 0.05,
                "1.004884": 0.03,
                "1.001022": 0.015,
                "1.004837": 0.005,
            },
            pace=(0.15, 0.95),
            halts=0.05,
            reasons={"system_failure": 0.35, "verification": 0.3, None: 0.25, "consultation": 0.1},
        ),
        # The ward reports no chained death registration, so the sample has none either.
        "LT": Profile(
            flows=(
                Flow(online=71, direct=0, left=6),
                Flow(online=83, direct=0, left=5),
                Flow(online=87, direct=0, left=7),
                Flow(online=79, direct=0, left=9, overdue=1),
            ),
            procedures={"LT.KS01": 1.0},
            pace=(0.4, 0.98),
            halts=0.06,
            reasons={"consultation": 0.7, None: 0.3},
        ),
    }
)
