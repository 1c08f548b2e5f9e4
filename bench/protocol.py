"""How a figure is measured: by turns, after a warm-up, and not before the results are equal.

A part of the bench is a module `bench/parts/<name>.py` with

    def lines(stage: Stage) -> Iterator[Line | Growth]:

which says in its docstring what is measured, and yields one `Line` for each figure. A line is made
by `measured`, whose `run` works and gives back what was found:

    def lines(stage: Stage) -> Iterator[Line | Growth]:
        yield measured(
            "add-8h-pandas",                             # never changes: later runs replace it
            "add 8 working hours, one call, against pandas",
            partial(_against_pandas, stage),
            goal=at_least(10),                           # of the issue; without: only shown
        )

    def _against_pandas(stage: Stage) -> Compared:
        equal(our_results, their_results, "deadlines")      # raises Unequal: the line has failed
        ours = Side(name="sla", unit="calls/s", work=lambda: do_it(starts))
        peer = Side(name="pandas", unit="calls/s", work=lambda: do_theirs(fewer_starts))
        return alternated(ours, peer, stage.rounds)

`run` gives back one of

- `Compared`, of two sides: `at_least(g)` wants us g times faster than the peer, `at_most(g)` wants
  our time within g times the peer's;
- `Series`, of one side alone: the goal is in its unit (`at_least(3e6)` with "starts/s",
  `at_most(60)` with "ms"); `by_turns` makes several at once, `Compared(ours=…, peer=…)` a pair;
- a plain number, where there is nothing to time: `unit` says what it is ("share" is shown in
  percent, `at_least(1)` is all of them).

A side's `work` does the work once and returns how many things it did; the clock of the wall runs
around it. Work with something to make ready brings a `prepare`, which is not timed; work that
must time itself returns `Took`. Units: "ms" or "µs" is the time of one thing, anything else is
things a second. `run` may raise `NotRun("reason")` (no server, no peer; a ModuleNotFoundError of a
peer does too), which is never "reached"; anything else it raises is a failed line with its
sentence, and the next line goes on. `not_run(…)` is such a line without a `run`. `Growth` is a
table of plain words for the page, for instance times at 10 thousand, 100 thousand, a million cases.

Words by hand about a part (what holds it back, what was tried) stand in `bench/words/<name>.md`.
"""

import cProfile
import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace

from bench.lines import Goal, Growth, Line, Shown, Spread, State, at_least, at_most

__all__ = [
    "Compared", "Found", "Goal", "Growth", "Line", "NotRun", "Series", "Shown", "Side", "Spread",
    "State", "Took", "Unequal", "alone", "alternated", "at_least", "at_most", "by_turns", "equal",
    "failed", "measured", "not_run",
]  # fmt: skip

OURS = frozenset({"app", "bench", "config", "sla", "tests", "workflows"})
RATIO = "×"
_EACH = {"ms": 1e3, "µs": 1e6}
# `python -m bench --profile PART` puts one here: it watches our own side, the first of each round.
WATCHING: list[cProfile.Profile] = []


class Unequal(Exception):
    """Two ways gave different results, so that no time of theirs counts."""


class NotRun(Exception):
    """This cannot be measured here; the words say what is missing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Took:
    """What a work tells that timed itself: so many seconds for so many things."""

    seconds: float
    count: float = 1


Work = Callable[[], "float | Took"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One of those compared: its work returns how many things were done; `prepare` is not timed."""

    name: str
    unit: str
    work: Work
    prepare: Callable[[], object] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """The seconds that one thing took, in each round."""

    name: str
    unit: str
    seconds: tuple[float, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """Each round in the unit."""
        scale = _EACH.get(self.unit)
        return tuple(each * scale if scale else 1 / each for each in self.seconds)


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """Two series of the same rounds."""

    ours: Series
    peer: Series

    @property
    def faster(self) -> tuple[float, ...]:
        """How many times faster we were, in each round."""
        return tuple(1 / each for each in self.cost)

    @property
    def cost(self) -> tuple[float, ...]:
        """Our time as a multiple of the peer's, in each round."""
        pairs = zip(self.ours.seconds, self.peer.seconds, strict=True)
        return tuple(ours / peer for ours, peer in pairs)


Found = Compared | Series | float


def measured(
    key: str,
    what: str,
    run: Callable[[], Found],
    *,
    goal: Goal | None = None,
    unit: str = "",
    words: str = "",
) -> Line:
    """Run it and judge what it found; what goes wrong is told by the line, never raised."""
    try:
        line = _line(run(), goal, unit)
    except NotRun as missing:
        return not_run(key, what, str(missing), goal=goal)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in OURS:
            return not_run(key, what, f"{missing.name} is not installed", goal=goal)
        return failed(key, what, missing, goal=goal)
    except Exception as fault:
        return failed(key, what, fault, goal=goal)
    return replace(line, key=key, what=what, words=words)


def not_run(key: str, what: str, reason: str, *, goal: Goal | None = None) -> Line:
    """Make the line of a figure that could not be measured here."""
    return Line(key=key, what=what, state="not run", goal=goal, words=reason)


def failed(key: str, what: str, fault: Exception, *, goal: Goal | None = None) -> Line:
    """Make the line of a figure whose work went wrong, with the fault in one sentence."""
    told = " ".join(str(fault).split())[:500]
    kind = "" if isinstance(fault, Unequal) else f"{type(fault).__name__}: "
    return Line(key=key, what=what, state="failed", goal=goal, words=f"{kind}{told}")


def equal(ours: object, peer: object, what: str) -> None:
    """Stop the line where two results differ.

    Raises:
        Unequal: when they do, naming the first that differ of two sequences.
    """
    if ours == peer:
        return
    if isinstance(ours, Sequence) and isinstance(peer, Sequence) and len(ours) == len(peer):
        pairs = list(zip(ours, peer, strict=True))
        differ = [at for at, (one, other) in enumerate(pairs) if one != other]
        first = f"number {differ[0]}: {pairs[differ[0]][0]!r} and {pairs[differ[0]][1]!r}"
        raise Unequal(f"{what}: {len(differ)} of {len(pairs)} differ, first {first}")
    raise Unequal(f"{what}: {_short(ours)} and {_short(peer)}")


def alternated(ours: Side, peer: Side, rounds: int) -> Compared:
    """Measure two sides by turns."""
    one, other = by_turns([ours, peer], rounds)
    return Compared(ours=one, peer=other)


def alone(side: Side, rounds: int) -> Series:
    """Measure one side, likewise after a warm-up."""
    return by_turns([side], rounds)[0]


def by_turns(sides: Sequence[Side], rounds: int) -> tuple[Series, ...]:
    """Measure all sides in each round, after one round that warms up."""
    found: Mapping[int, list[float]] = {at: [] for at, _ in enumerate(sides)}
    for number in range(rounds + 1):
        for at, side in enumerate(sides):
            seconds = _once(side, ours=at == 0)
            if number:
                found[at].append(seconds)
    return tuple(
        Series(name=side.name, unit=side.unit, seconds=tuple(found[at]))
        for at, side in enumerate(sides)
    )


def _once(side: Side, *, ours: bool) -> float:
    """Seconds for each thing done."""
    if side.prepare:
        side.prepare()
    # The rubbish of the side before must not be collected on this one's time.
    gc.collect()
    with WATCHING[0] if ours and WATCHING else nullcontext():
        begun = time.perf_counter()
        done = side.work()
        took = time.perf_counter() - begun
    told = done if isinstance(done, Took) else Took(seconds=took, count=done)
    if told.count <= 0:
        raise Unequal(f"{side.name} did nothing")
    return told.seconds / told.count


def _line(found: Found, goal: Goal | None, unit: str) -> Line:
    got, ours, peer = _spread(_values(found, goal)), None, None
    if isinstance(found, Compared):
        ours, peer, unit = _shown(found.ours), _shown(found.peer), RATIO
    elif isinstance(found, Series):
        ours, unit = _shown(found), found.unit
    state: State = "measured" if goal is None else "reached" if goal.met_by(got) else "missed"
    return Line(key="", what="", state=state, goal=goal, got=got, unit=unit, ours=ours, peer=peer)


def _values(found: Found, goal: Goal | None) -> tuple[float, ...]:
    if isinstance(found, Compared):
        return found.cost if goal and goal.most else found.faster
    return found.values if isinstance(found, Series) else (float(found),)


def _spread(values: tuple[float, ...]) -> Spread:
    return Spread(
        median=statistics.median(values), low=min(values), high=max(values), rounds=len(values)
    )


def _shown(series: Series) -> Shown:
    return Shown(name=series.name, value=statistics.median(series.values), unit=series.unit)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:197]}..."
