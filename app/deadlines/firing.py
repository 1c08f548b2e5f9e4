"""A batch of cases whose timers fire in one transaction: what can be told is, the rest set aside.

All that a batch writes goes in a few statements. Should one of them fail, the batch is undone to
its beginning and each case goes by itself, so that only the one that cannot be told stays behind.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.deadlines.claims import Claimed
from app.deadlines.failing import failure_of, is_nobodys
from app.deadlines.telling import Told, told, write
from app.notices.alerts import Fired, raise_alerts
from app.notices.citizens import Happened, tell_citizens
from app.store.engine import Connection
from app.store.event_log import CaseLog, load_many
from app.store.incidents import Failure, fail, solve
from app.store.setup import Setup, read_setup
from app.store.timer_sweep import TICK, lower
from workflows.timers import Timer

Heads = Mapping[str, Timer | None]


@dataclass(kw_only=True, slots=True)
class Batch:
    """What came of some cases: those told, and those that could not be."""

    told: list[Told] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def add(self, other: "Batch") -> None:
        """Take in what came of further cases."""
        self.told += other.told
        self.failures += other.failures


@dataclass(frozen=True, kw_only=True, slots=True)
class Firing:
    """A transaction in which timers fire: up to `until`, recorded `now`."""

    connection: Connection
    setup: Setup
    until: datetime
    now: datetime

    def each(self, heads: Heads) -> Batch:
        """Tell the cases one by one, each in a savepoint of its own."""
        batch = Batch()
        for code, head in heads.items():
            batch.add(self._alone(code, head))
        return batch

    def all(self, heads: Heads) -> Batch:
        """Tell the cases together; only an error in working out what to tell is the case's own."""
        batch = Batch()
        logs = load_many(self.connection, list(heads))
        for code in sorted(heads):
            try:
                self._work_out(batch, logs.get(code, CaseLog(code=code)), heads[code])
            except Exception as error:
                batch.failures.append(failure_of(code, error))
        self._write([one for one in batch.told if one.events])
        return batch

    def _alone(self, code: str, head: Timer | None) -> Batch:
        try:
            with self.connection.begin_nested():
                return self.all({code: head})
        except Exception as error:
            if is_nobodys(error):
                raise
            return Batch(failures=[failure_of(code, error)])

    def _work_out(self, batch: Batch, log: CaseLog, head: Timer | None) -> None:
        found = told(log, head, self.setup, until=self.until, now=self.now)
        if found is not None:
            batch.told.append(found)

    def _write(self, cases: Sequence[Told]) -> None:
        if not cases:
            return
        write(self.connection, cases)
        raise_alerts(self.connection, list(_fired(cases)), self.setup, now=self.now)
        tell_citizens(self.connection, list(_happened(cases)), self.setup, now=self.now)


def fire(connection: Connection, claimed: Claimed, *, until: datetime, now: datetime) -> Batch:
    """Let the timers of claimed cases fire, and keep an incident of each case that cannot be told.

    Raises:
        CaseChangedMeanwhile: when somebody else recorded on one of them first.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """
    setup = read_setup(connection)
    firing = Firing(connection=connection, setup=setup, until=until, now=now)
    try:
        with connection.begin_nested():
            batch = firing.all(claimed.heads)
    except Exception as error:
        if is_nobodys(error):
            raise
        batch = firing.each(claimed.heads)
    fail(connection, batch.failures, job=TICK, now=now)
    _solve(connection, claimed, batch, now)
    return batch


def _solve(connection: Connection, claimed: Claimed, batch: Batch, now: datetime) -> None:
    """Close the incidents of cases that went through; the sweep looks at their timers again."""
    failed = {failure.case_code for failure in batch.failures}
    solve(connection, sorted(claimed.tried - failed), job=TICK, now=now)
    for one in batch.told:
        if one.case.code in claimed.tried and one.next_at is not None:
            lower(connection, one.next_at)


def _fired(cases: Sequence[Told]) -> Iterator[Fired]:
    for one in cases:
        yield Fired(case=one.case, setting=one.setting, events=one.events)


def _happened(cases: Sequence[Told]) -> Iterator[Happened]:
    for one in cases:
        yield Happened(case=one.case, setting=one.setting, events=one.events)
