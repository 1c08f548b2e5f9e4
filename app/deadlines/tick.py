"""`tick`: every rung that a clock has reached becomes an event, once and in order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.deadlines.claims import Place, claim
from app.deadlines.firing import Batch, fire
from app.errors import BadInput, CaseChangedMeanwhile, WriteConflict
from app.store.engine import Database
from app.store.incidents import unsolved
from app.store.retry import tried
from app.store.timer_sweep import TICK, advance
from workflows.events import DeadlineMissed

# How many cases each attempt takes: whoever recorded first on one of these is less likely to be in
# the way of fewer of them. Nor do many officers wait for long until a batch is through.
SIZES: tuple[int, ...] = (200, 50, 12, 3, 1, 1, 1, 1, 1)


@dataclass(kw_only=True, slots=True)
class Ticked:
    """What a tick did; `failures` are cases that cannot be told as yet, with the reason."""

    missed: int = 0
    warned: int = 0
    failures: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Step:
    """What one transaction did: `done` when it found nothing left, `last` how far it came."""

    batch: Batch
    last: Place | None
    done: bool


def tick(
    database: Database,
    *,
    until: datetime,
    now: datetime,
    ending: Callable[[], bool] = lambda: False,
) -> Ticked:
    """Fire every timer due up to `until`, each dated at its own instant.

    Any number of processes may do this at once: a case is claimed, its events written and its
    timers taken away in one transaction, and the case's version lets only one of them write. A case
    that cannot be told is set aside with the reason, and its timers stay; the others are told. It
    is passed over until its next try comes.

    Args:
        database: where.
        until: timers that fire later stay.
        now: when the events are recorded.
        ending: whether the program has to end; asked between batches, the rest waits for the next.

    Raises:
        BadInput: for an `until` that has not come yet.
        CaseChangedMeanwhile: when others were first again and again; the batch stays untold.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """
    if until > now:
        raise BadInput(f"--until: {until.isoformat()} chưa đến; không ghi được hạn trong tương lai")
    result = Ticked()
    step = _step(database, until, now, after=None)
    while not step.done:
        _count(result, step.batch)
        if ending():
            break
        step = _step(database, until, now, after=step.last)
    with database.writing() as connection:
        advance(connection, until, fired=result.missed + result.warned > 0)
        waiting = unsolved(connection, job=TICK)
    result.failures = {one.case_code: one.error for one in waiting}
    return result


def _count(result: Ticked, batch: Batch) -> None:
    events = [event for case in batch.told for event in case.events]
    missed = sum(isinstance(event, DeadlineMissed) for event in events)
    result.missed += missed
    result.warned += len(events) - missed


def _step(database: Database, until: datetime, now: datetime, *, after: Place | None) -> _Step:
    """Tell and write the next cases, in one transaction."""
    sizes = iter(SIZES)

    def attempt() -> _Step:
        with database.writing() as connection:
            claimed = claim(connection, until, now=now, limit=next(sizes), after=after)
            if not claimed.heads:
                return _Step(batch=Batch(), last=after, done=True)
            batch = fire(connection, claimed, until=until, now=now)
        return _Step(batch=batch, last=claimed.last, done=False)

    return tried(attempt, times=len(SIZES), on=(CaseChangedMeanwhile, WriteConflict))
