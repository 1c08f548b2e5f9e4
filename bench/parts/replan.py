"""Re-planning: open deadlines after a new day off, by one published decision.

Each case is read from its log, its deadlines worked out under both calendars, the event decided,
chained and written with the tables, the citizen's message and the result of the case. `work out` is
the reckoning alone, `read` the logs, `write` all that follows from the event.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from unittest.mock import patch

from sqlalchemy import text

from app.services import calendar_adjusting
from app.services.calendar_change import begin, to_the_end
from app.store.engine import Database
from app.store.engine import database as opened_at
from app.store.setup import read_setup
from bench.new_day import DECIDED, LEADER, ORDER, day_off, filled, pressed
from bench.protocol import Growth, Line, Series, Unequal, at_most, equal, measured
from bench.stage import Stage
from bench.timer_cases import LASTING
from bench.timer_world import analysed
from sla.law import law_on
from sla.zone import local_date

# The functions of the adjusting module that are watched, by what they are a part of.
WATCHED = {"planned": "work out", "load_many": "read", "record_many_in": "write"}


@dataclass(kw_only=True)
class _Run:
    """What one run took, in seconds, by part; `whole` with all that is in none of them."""

    cases: int
    whole: float = 0.0
    parts: dict[str, float] = field(default_factory=lambda: dict.fromkeys(WATCHED.values(), 0.0))

    def each(self, part: str) -> Series:
        """What a part takes for one case."""
        return Series(name=part, unit="µs", seconds=(self.parts[part] / self.cases,))


def lines(stage: Stage) -> Iterator[Line | Growth]:
    """Yield the share of the reckoning, then what a case costs in all and by part."""
    found: list[_Run] = []
    cases = stage.by_scale(300, 20_000, 200_000)

    def run() -> _Run:
        if not found:
            found.append(_replanned(stage, cases))
        return found[0]

    yield measured(
        "share",
        f"re-planning {cases:,} open deadlines after a new day off: working them out, as a share "
        "of reading and writing",
        lambda: _share(run()),
        goal=at_most(0.2),
        unit="share",
    )
    yield measured(
        "whole",
        f"re-planning {cases:,} open deadlines, all of it",
        lambda: Series(name="re-planned", unit="cases/s", seconds=(run().whole / cases,)),
    )
    for part in WATCHED.values():
        yield measured(
            f"each-{part.replace(' ', '-')}", f"to {part} one case", partial(_part, run, part)
        )


def _share(run: _Run) -> float:
    return run.parts["work out"] / (run.whole - run.parts["work out"])


def _part(run: Callable[[], _Run], part: str) -> Series:
    return run().each(part)


def _replanned(stage: Stage, cases: int) -> _Run:
    with stage.database() as address:
        opened = opened_at(address)
        try:
            filled(opened, stage.folder, cases)
            analysed(opened)
            day_off(opened)
            return _decided(opened, _Run(cases=cases))
        finally:
            opened.engine.dispose()


def _decided(opened: Database, run: _Run) -> _Run:
    press = pressed(opened, LEADER)
    with ExitStack() as watched:
        for name, part in WATCHED.items():
            watched.enter_context(_watched(run, name, part))
        begun = time.perf_counter()
        number = begin(opened, press, ORDER)
        done = to_the_end(opened, number, clock=lambda: DECIDED)
        run.whole = time.perf_counter() - begun
    if done.results != {"moved": run.cases}:
        raise Unequal(f"of {run.cases} cases came {done.results}")
    _compared(opened)
    return run


def _watched(run: _Run, name: str, part: str) -> Any:
    real = getattr(calendar_adjusting, name)

    def timed(*arguments: Any, **more: Any) -> Any:
        begun = time.perf_counter()
        try:
            return real(*arguments, **more)
        finally:
            run.parts[part] += time.perf_counter() - begun

    return patch.object(calendar_adjusting, name, timed)


def _compared(opened: Database) -> None:
    """Look whether each deadline is the one that the new calendar gives a case from its start.

    Raises:
        Unequal: where one is not.
    """
    with opened.reading() as connection:
        setup = read_setup(connection)
        calendar = setup.calendar("default@2")
        limit = setup.procedure(LASTING, on=DECIDED.date())[1].limit
        query = text("SELECT accepted_at, due_at FROM cases WHERE calendar = 'default@2'")
        rows = connection.execute(query).all()
    if limit is None:
        raise Unequal(f"{LASTING} has no limit")
    wanted = [limit.due(start, calendar, law_on(local_date(start))) for start, _ in rows]
    equal([due for _, due in rows], wanted, "deadlines")
