"""The pure core alone: `decide` and `evolve` of a six-step case, in memory, one core.

A case is accepted and goes through six steps: taken up, worked on, taken up for signing, signed,
resolved, delivered. Each command is decided with all guards and its events evolve the case, as in
the product; nothing is stored. Beside it the same events are folded, as a loaded log is.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from bench.protocol import Growth, Line, Series, Side, alone, at_least, equal, measured
from bench.stage import Stage
from tests.builders import SETTING, ask, clock_at, desk
from workflows.case import Case, State
from workflows.commands import Command
from workflows.decide import Refusal, decide
from workflows.events import Event
from workflows.evolve import evolve, fold

CODE = "H32.PL-230615-0001"


def lines(stage: Stage) -> Iterator[Line | Growth]:
    """Yield pairs of decide and evolve a second, and events folded a second."""
    yield measured(
        "pairs",
        "decide and evolve, pairs a second over a six-step case",
        partial(_pairs, stage),
        goal=at_least(50_000),
    )
    yield measured("fold", "fold of the same events", partial(_folded, stage))


def course() -> tuple[Command, ...]:
    """The commands of the case, in their order."""
    return (
        desk(clock_at(0)),
        ask("step_started", clock_at(10), step="appraise"),
        ask("step_completed", clock_at(60), step="appraise"),
        ask("step_started", clock_at(70), step="sign"),
        ask("step_completed", clock_at(80), step="sign"),
        ask("resolved", clock_at(90)),
        ask("delivered", clock_at(100)),
    )


def _pairs(stage: Stage) -> Series:
    commands, cases = course(), stage.by_scale(300, 3_000)
    events, case = _through(commands)
    equal(case, fold(CODE, events), "case by its commands and by its events")
    equal(case.state if case else None, State.DELIVERED, "the state at the end")

    def work() -> int:
        return sum(len(_through(commands)[0]) for _ in range(cases))

    return alone(Side(name="decide + evolve", unit="pairs/s", work=work), stage.rounds)


def _folded(stage: Stage) -> Series:
    events, cases = _through(course())[0], stage.by_scale(300, 3_000)

    def work() -> int:
        for _ in range(cases):
            fold(CODE, events)
        return cases * len(events)

    return alone(Side(name="fold", unit="events/s", work=work), stage.rounds)


def _through(commands: Sequence[Command]) -> tuple[list[Event], Case | None]:
    case: Case | None = None
    written: list[Event] = []
    for command in commands:
        decided = decide(case, command, SETTING, now=command.at)
        if isinstance(decided, Refusal):
            raise TypeError(f"{type(command).__name__}: {decided.message}")
        for event in decided:
            case = evolve(case, event, code=CODE)
            written.append(event)
    return written, case
