"""A batch of cases whose timers fire in one transaction: what can be told is, the rest set aside.

All that a batch writes goes in a few statements. Should one of them fail, the batch is undone to
its beginning and each case goes by itself, so that only the one that cannot be told stays behind.

A claimed row that the log knows nothing of is no failure of the case: its rows were made by another
program or by other ladders, and are replaced by what the log asks for now.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.deadlines.claims import Claimed
from app.deadlines.failing import failure_of, is_nobodys
from app.deadlines.telling import Told, told, write
from app.errors import CaseChangedMeanwhile
from app.notices.alerts import Fired, raise_alerts
from app.notices.citizens import Happened, tell_citizens
from app.projections.write import set_timers
from app.store.engine import Connection
from app.store.event_log import CaseLog, load_many
from app.store.incidents import Failure, fail, solve
from app.store.setup import Setup, read_setup
from app.store.timer_sweep import TICK, alone, lower
from workflows.timers import Timer

Heads = Mapping[str, Timer | None]


@dataclass(kw_only=True, slots=True)
class Batch:
    """What came of some cases: those told, those that could not be, those left for the next run."""

    told: list[Told] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    put_off: list[str] = field(default_factory=list)

    def add(self, other: "Batch") -> None:
        """Take in what came of further cases."""
        self.told += other.told
        self.failures += other.failures
        self.put_off += other.put_off


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
        batch = self._worked_out(heads)
        astray = _astray(heads, batch)
        if astray and not alone(self.connection):
            # Somebody is setting timers just now, perhaps of these cases; the others need not wait.
            batch = self._worked_out([code for code in heads if code not in astray])
            batch.put_off, astray = sorted(astray), set()
        elif astray:
            # Important: read again, now that nobody else can be about to set timers of them.
            batch = self._worked_out(heads)
        self._write([one for one in batch.told if one.events])
        left = [row for one in batch.told if one.case.code in astray for row in one.rows_left()]
        set_timers(self.connection, astray, left)
        return batch

    def _alone(self, code: str, head: Timer | None) -> Batch:
        try:
            with self.connection.begin_nested():
                return self.all({code: head})
        except Exception as error:
            if is_nobodys(error):
                raise
            return Batch(failures=[failure_of(code, error)])

    def _worked_out(self, codes: Collection[str]) -> Batch:
        batch, logs = Batch(), load_many(self.connection, list(codes))
        for code in sorted(codes):
            log = logs.get(code, CaseLog(code=code))
            try:
                found = told(log, self.setup, until=self.until, now=self.now)
            except Exception as error:
                batch.failures.append(failure_of(code, error))
            else:
                batch.told += [found] if found else []
        return batch

    def _write(self, cases: Sequence[Told]) -> None:
        if not cases:
            return
        write(self.connection, cases)
        raise_alerts(self.connection, list(_fired(cases)), self.setup, now=self.now)
        tell_citizens(self.connection, list(_happened(cases)), self.setup, now=self.now)


def fire(
    connection: Connection, claimed: Claimed, *, until: datetime, now: datetime, last: bool = False
) -> Batch:
    """Let the timers of claimed cases fire, and keep an incident of each case that cannot be told.

    Args:
        connection: the transaction that claimed them.
        claimed: the cases.
        until: timers that fire later stay.
        now: when the events are recorded.
        last: whether this was tried often enough: a case on which others are always first is then
            one that cannot be told, and no reason to keep the cases behind it waiting.

    Raises:
        CaseChangedMeanwhile: when somebody else recorded on one of them first.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """
    setup = read_setup(connection)
    firing = Firing(connection=connection, setup=setup, until=until, now=now)
    try:
        batch = _fired_by(firing, claimed.heads)
    except CaseChangedMeanwhile as error:
        if not last:
            raise
        batch = Batch(failures=[failure_of(code, error) for code in claimed.heads])
    # An incident that was to be tried is failed again, or this run would never be through with it.
    again = claimed.tried.intersection(batch.put_off)
    batch.failures += [failure_of(code, CaseChangedMeanwhile(code)) for code in sorted(again)]
    fail(connection, batch.failures, job=TICK, now=now)
    _solve(connection, claimed, batch, now)
    return batch


def _fired_by(firing: Firing, heads: Heads) -> Batch:
    try:
        with firing.connection.begin_nested():
            return firing.all(heads)
    except Exception as error:
        if is_nobodys(error):
            raise
        return firing.each(heads)


def _astray(heads: Heads, batch: Batch) -> set[str]:
    """The cases whose claimed row is none that their log asks for."""
    known = {one.case.code: one.due for one in batch.told}
    failed = {failure.case_code for failure in batch.failures}
    found = ((code, head) for code, head in heads.items() if head is not None)
    return {code for code, head in found if code not in failed and head not in known.get(code, ())}


def _solve(connection: Connection, claimed: Claimed, batch: Batch, now: datetime) -> None:
    """Close the incidents of cases that went through; the sweep looks at their timers again."""
    failed = {failure.case_code for failure in batch.failures}
    solve(connection, sorted(claimed.tried - failed), job=TICK, now=now)
    for one in batch.told:
        if one.case.code in claimed.tried and (next_at := one.next_at()) is not None:
            lower(connection, next_at)


def _fired(cases: Sequence[Told]) -> Iterator[Fired]:
    for one in cases:
        yield Fired(case=one.case, setting=one.setting, events=one.events)


def _happened(cases: Sequence[Told]) -> Iterator[Happened]:
    for one in cases:
        yield Happened(case=one.case, setting=one.setting, events=one.events)
