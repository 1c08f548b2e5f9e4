"""What the figures of the clock work stand on: a database, cases due together, quiet ticks."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.deadlines.tick import tick
from app.store.engine import Database
from app.store.engine import database as opened_at
from bench.protocol import Took, Unequal
from bench.stage import Stage
from bench.timer_cases import NOW, START, due_together, prepared

SECOND = timedelta(seconds=1)
TICKS = 20  # quiet ticks in one round
_MADE: "list[World]" = []


@dataclass(kw_only=True)
class World:
    """A database of its own, with cases whose timers fire together, time after time."""

    stage: Stage
    opened: Database
    times: int = field(default=0)

    def due(self, cases: int, *, analyse: bool = True) -> datetime:
        """Make cases that are due together; says when."""
        self.times += 1
        when = due_together(
            self.opened, cases, START + 3 * self.times * SECOND, f"D{self.times:03d}"
        )
        if analyse:
            analysed(self.opened)
        return when

    def fires(self, when: datetime, cases: int) -> Took:
        """Let them fire by one tick.

        Raises:
            Unequal: when not each of them came once.
        """
        begun = time.perf_counter()
        done = tick(self.opened, until=when, now=when + SECOND)
        took = time.perf_counter() - begun
        if done.missed + done.warned != cases or done.failures:
            raise Unequal(f"{cases} timers were due, {done.missed + done.warned} events came")
        return Took(seconds=took, count=cases)


def world(stage: Stage) -> World:
    """The one world of a run, made when it is first asked for.

    Raises:
        NotRun: without PostgreSQL.
    """
    if not _MADE:
        opened = stage.rest.enter_context(empty(stage))
        prepared(opened, stage.folder)
        _MADE.append(World(stage=stage, opened=opened))
        stage.rest.callback(_MADE.clear)
    return _MADE[0]


@contextmanager
def empty(stage: Stage) -> Iterator[Database]:
    """A database in which there is nothing, not even an office."""
    with stage.database() as address:
        opened = opened_at(address)
        try:
            yield opened
        finally:
            opened.engine.dispose()


def ticks(opened: Database) -> float:
    """Tick some times with nothing due; how often."""
    return repeated(lambda: tick(opened, until=NOW, now=NOW))


def repeated(asks: Callable[[], object]) -> float:
    """Do something as often as `ticks` does; how often."""
    for _ in range(TICKS):
        asks()
    return TICKS


def analysed(opened: Database) -> None:
    """Let the server know what stands in its tables, as it would by itself after a while."""
    with opened.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")
