"""`tick`: every rung that a clock has reached becomes an event, once and in order."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Event
from typing import Protocol

from app.deadlines.claims import Place, claim
from app.deadlines.firing import Batch, fire
from app.errors import BadInput, CaseChangedMeanwhile, WriteConflict
from app.store.engine import Database
from app.store.incidents import errors, how_many
from app.store.retry import tried
from app.store.timer_sweep import TICK, advance
from sla.zone import from_local_us, to_local_us
from workflows.events import DeadlineMissed

# How many cases each attempt takes: whoever recorded first on one of these is less likely to be in
# the way of fewer of them. Nor do many officers wait for long until a batch is through.
SIZES: tuple[int, ...] = (500, 100, 20, 4, 1, 1, 1, 1, 1)
# How many tell side by side where much is due: while one waits for the server another reckons.
SIDE_BY_SIDE = 2
# How many of the incidents that stood before are told with their sentence: a broken calendar makes
# one of each case of an office, and the tick looks every few seconds.
STANDING = 100


@dataclass(kw_only=True, slots=True)
class Ticked:
    """What a tick did.

    Attributes:
        failures: cases that cannot be told as yet, with the reason: all those this run tried, and
            of those that wait for their next try up to `STANDING`.
        incidents: how many such cases there are in all.
    """

    missed: int = 0
    warned: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    incidents: int = 0

    def add(self, other: "Ticked") -> None:
        """Take in what another sweep told."""
        self.missed += other.missed
        self.warned += other.warned
        self.failures |= other.failures


@dataclass(frozen=True, kw_only=True, slots=True)
class _Step:
    """What one transaction did: `done` when it found nothing left, `last` how far it came.

    `full` says that it took as many cases as it may, so that there are probably many more.
    """

    batch: Batch
    last: Place | None
    done: bool
    full: bool = False


class _Telling(Protocol):
    """Tells the next cases behind a place, in one transaction."""

    def __call__(self, *, after: Place | None) -> _Step:
        """See `_step`."""


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
    is passed over until its next try comes. So is one on which others are first again and again.

    At `now` itself nothing is late yet: what is recorded at that very instant still stops a clock
    in time. So a rung at `now` stays for the next tick; one at an `until` that is over fires.

    Args:
        database: where.
        until: timers that fire later stay.
        now: when the events are recorded.
        ending: whether the program has to end; asked between batches, the rest waits for the next.

    Raises:
        BadInput: for an `until` that has not come yet.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """
    if until > now:
        raise BadInput(f"--until: {until.isoformat()} chưa đến; không ghi được hạn trong tương lai")
    over = min(until, _before(now))
    result = _all(partial(_step, database, over, now), database, ending)
    with database.writing() as connection:
        advance(connection, until, fired=result.missed + result.warned > 0)
        result.failures |= errors(connection, job=TICK, limit=STANDING)
        result.incidents = how_many(connection, job=TICK)
    return result


def _all(step: _Telling, database: Database, ending: Callable[[], bool]) -> Ticked:
    """What is due, in one transaction after another; where it is much, by several at once."""
    did, result = step(after=None), Ticked()
    # SQLite has one writer at a time, and nobody there to wait for.
    if did.full and database.engine.dialect.name == "postgresql" and not ending():
        _count(result, did.batch)
        _side_by_side(result, step, ending)
        if ending():
            return result
        # Whatever one left to another, which then failed, is looked for once more.
        did = step(after=None)
    _sweep(result, did, step, ending)
    return result


def _sweep(result: Ticked, did: _Step, step: _Telling, ending: Callable[[], bool]) -> None:
    while not did.done:
        _count(result, did.batch)
        if ending():
            break
        did = step(after=did.last)


def _side_by_side(result: Ticked, step: _Telling, ending: Callable[[], bool]) -> None:
    """Let some sweep at once, each passing over the cases that another holds."""
    over = Event()
    found = [Ticked() for _ in range(SIDE_BY_SIDE)]

    def sweep(mine: Ticked) -> None:
        try:
            _sweep(mine, step(after=None), step, lambda: over.is_set() or ending())
        except BaseException:
            over.set()
            raise

    with ThreadPoolExecutor(SIDE_BY_SIDE, "tick") as pool:
        try:
            for done in [pool.submit(sweep, mine) for mine in found]:
                done.result()
        finally:
            over.set()
    for mine in found:
        result.add(mine)


def _before(now: datetime) -> datetime:
    """The last instant that is over; no database keeps anything finer."""
    return from_local_us(to_local_us(now) - 1)


def _count(result: Ticked, batch: Batch) -> None:
    events = [event for case in batch.told for event in case.events]
    missed = sum(isinstance(event, DeadlineMissed) for event in events)
    result.missed += missed
    result.warned += len(events) - missed
    result.failures |= {failure.case_code: failure.error for failure in batch.failures}


def _step(database: Database, until: datetime, now: datetime, *, after: Place | None) -> _Step:
    """Tell and write the next cases, in one transaction."""
    sizes = iter(enumerate(SIZES, start=1))

    def attempt() -> _Step:
        number, limit = next(sizes)
        with database.writing() as connection:
            claimed = claim(connection, until, now=now, limit=limit, after=after)
            if not claimed.heads:
                return _Step(batch=Batch(), last=after, done=True)
            last = number == len(SIZES)
            batch = fire(connection, claimed, until=until, now=now, last=last)
        full = len(claimed.heads) == SIZES[0]
        return _Step(batch=batch, last=claimed.last, done=False, full=full)

    return tried(attempt, times=len(SIZES), on=(CaseChangedMeanwhile, WriteConflict))
