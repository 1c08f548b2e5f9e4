"""The steps a case still has before it, in the order in which they will be worked."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta

from workflows.procedure import Procedure, Step


@dataclass(frozen=True, kw_only=True, slots=True)
class Trodden:
    """How far a case has come, by codes of steps.

    Attributes:
        running: steps that are being worked on.
        done: steps whose latest run was completed.
        visited: steps that were ever begun.
    """

    running: AbstractSet[str] = frozenset()
    done: AbstractSet[str] = frozenset()
    visited: AbstractSet[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """What is left of the way through a procedure.

    Attributes:
        steps: the running steps and those ahead, as they follow each other.
        skipped: steps nobody ever began though the case has gone on beyond them. Nothing waits
            for them, so they are taken as left out.
        open_branch: whether one of several branches must still be chosen; `steps` then goes the
            longest.
    """

    steps: tuple[Step, ...]
    skipped: tuple[Step, ...] = ()
    open_branch: bool = False


def way_on(procedure: Procedure, trodden: Trodden, times: Callable[[Step], timedelta]) -> Way:
    """What is left for a case that has come so far; `times` says how long a step takes."""
    walked, chosen = _walked(procedure, trodden, times)
    left = [step for step in walked if step.code not in trodden.done]
    passed = _passed(walked, left, trodden)
    return Way(
        steps=_in_order(step for step in left if step.code not in passed),
        skipped=tuple(step for step in left if step.code in passed),
        open_branch=not chosen,
    )


def _walked(
    procedure: Procedure, trodden: Trodden, times: Callable[[Step], timedelta]
) -> tuple[tuple[Step, ...], bool]:
    """The steps of the branch that was taken, and whether it was taken already."""
    branches = dict.fromkeys(step.branch for step in procedure.steps if step.branch)
    begun = trodden.running | trodden.done
    taken = {step.branch for step in procedure.steps if step.code in begun} & branches.keys()
    ways = {
        branch: tuple(step for step in procedure.steps if step.branch in {None, branch, *taken})
        for branch in taken or branches or [None]
    }
    if taken or len(ways) == 1:
        return next(iter(ways.values())), True
    return max(ways.values(), key=lambda way: sum(map(times, way), timedelta())), False


def _passed(walked: Sequence[Step], left: Sequence[Step], trodden: Trodden) -> set[str]:
    """Steps that were never begun and lie behind, unless one ahead waits for them."""
    order = [step.code for step in walked]
    # Of steps worked side by side the one furthest back says what lies behind.
    here = [order.index(code) for code in order if code in trodden.running]
    done = [order.index(code) for code in order if code in trodden.done]
    front = min(here) if here else max(done, default=0)
    passed = set(order[:front]) - trodden.visited
    while held := _waited_for(left, passed | trodden.running) & passed:
        passed -= held
    return passed


def _waited_for(left: Iterable[Step], without: AbstractSet[str]) -> set[str]:
    """What the steps still to be begun name in their `after`."""
    return {code for step in left if step.code not in without for code in step.after}


def _in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The usual order, in which none stands before one it waits for."""
    left, order = list(steps), list[Step]()
    while left:
        codes = {step.code for step in left}
        # A loop is refused when a procedure is loaded; here it must only not hang.
        ready = next((step for step in left if codes.isdisjoint(step.after)), left[0])
        left.remove(ready)
        order.append(ready)
    return tuple(order)
