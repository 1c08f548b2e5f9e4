"""`tick`: every deadline that was missed or came near becomes an event, once and in order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from app.deadlines.claims import Due, claim
from app.deadlines.telling import Told, told, write
from app.errors import BadInput, CaseChangedMeanwhile, Refused, Unknown, WriteConflict
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog, load_many
from app.store.retry import tried
from app.store.setup import read_setup
from sla.spec import SlaError
from workflows.events import DeadlineMissed, DeadlineWarned
from workflows.timers import Timer

# How many timers each attempt takes: whoever recorded first on one of these cases is less likely
# to be in the way of fewer of them.
SIZES = (500, 125, 31, 7, 1, 1, 1, 1, 1)


@dataclass(kw_only=True, slots=True)
class Ticked:
    """What a tick did; `failures` are cases that could not be told, with the reason."""

    missed: int = 0
    warned: int = 0
    failures: dict[str, str] = field(default_factory=dict)


@dataclass(kw_only=True, slots=True)
class _Batch:
    """What some due timers come to, case by case; `last` of them is None when none was left."""

    last: Due | None = None
    told: list[Told] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)


def tick(database: Database, *, until: datetime, now: datetime) -> Ticked:
    """Fire every timer due up to `until`, each dated at its own instant.

    Any number of processes may do this at once: a timer is claimed, its event written and the timer
    taken away in one transaction, and the case's version lets only one of them write. A case that
    cannot be told is set aside with the reason, and its timers stay; the others are told.

    Raises:
        BadInput: for an `until` that has not come yet.
        CaseChangedMeanwhile: when others were first again and again; the batch stays untold.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """
    if until > now:
        raise BadInput(f"--until: {until.isoformat()} chưa đến; không ghi được hạn trong tương lai")
    result, batch = Ticked(), _batch(database, until, now, Ticked(), after=None)
    while batch.last is not None:
        _count(result, batch)
        batch = _batch(database, until, now, result, after=batch.last)
    return result


def _count(result: Ticked, batch: _Batch) -> None:
    events = [event for case in batch.told for event in case.events]
    result.missed += sum(isinstance(event, DeadlineMissed) for event in events)
    result.warned += sum(isinstance(event, DeadlineWarned) for event in events)
    result.failures |= batch.failures


def _batch(
    database: Database, until: datetime, now: datetime, so_far: Ticked, *, after: Due | None
) -> _Batch:
    """Tell and write the next timers; those of cases that failed before are passed over."""
    sizes = iter(SIZES)

    def attempt() -> _Batch:
        with database.writing() as connection:
            due = claim(connection, until, next(sizes), after=after)
            batch = _told(connection, (one for one in due if one[0] not in so_far.failures), now)
            write(connection, batch.told)
        batch.last = due[-1] if due else None
        return batch

    return tried(attempt, times=len(SIZES), on=(CaseChangedMeanwhile, WriteConflict))


def _told(connection: Connection, due: Iterable[Due], now: datetime) -> _Batch:
    firing: defaultdict[str, list[Timer]] = defaultdict(list)
    for code, timer in due:
        firing[code].append(timer)
    batch, setup = _Batch(), read_setup(connection)
    logs = load_many(connection, list(firing))
    for code in sorted(firing):
        try:
            log = logs.get(code, CaseLog(code=code))
            batch.told.append(told(log, firing[code], setup, now=now))
        except (SlaError, Refused, Unknown) as error:
            batch.failures[code] = str(error)
    return batch
