"""Recording: load, decide, append, project, tell, commit; one door for pages, API and jobs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app.errors import CaseChangedMeanwhile, Refused, Unknown, WriteConflict
from app.notices.apologies import tell_staff
from app.notices.citizens import Happened, tell_citizens
from app.projections.rows import Growth, Row
from app.projections.write import write_all
from app.services.deciding import Check, decide_all, recorded
from app.services.transacting import in_one
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog, grown_by
from app.store.numbering import next_case_number
from app.store.setup import Setup, read_setup
from app.store.step_log import load_to_write
from sla.zone import local_date
from workflows.commands import AcceptCase, Command, SubmitCase
from workflows.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What was written; `repeated` if that was before, by the same press of a button."""

    code: str
    version: int
    events: tuple[Event, ...]
    repeated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is to be recorded on a case.

    Attributes:
        log: all the lines the case has, just read.
        commands: in this order.
        now: the instant of recording.
        check: asked before each command, with the case as it then is; says no by raising.
    """

    log: CaseLog
    commands: Sequence[Command]
    now: datetime
    check: Check | None = None


def open_case(
    database: Database,
    command: Command,
    *,
    by: str | None,
    now: datetime,
    following: Sequence[Command] = (),
) -> Outcome:
    """Record the first events of a new case under the next number of its agency's day.

    Args:
        database: where.
        command: what opens it.
        by: who records it.
        now: the instant of recording.
        following: what is recorded on it at once: all of it or nothing.

    Raises:
        Refused: when the rules do not allow it.
        Unknown: for an agency or procedure nobody loaded.
        DatabaseNotReady: when the database is busy for too long, out of reach, or imports took one
            number after the other.
    """

    def work(connection: Connection) -> Outcome:
        return open_in(connection, (command, *following), by=by, now=now)

    return in_one(database, work)


def record(
    database: Database,
    code: str,
    command: Command,
    *,
    by: str | None,
    now: datetime,
    expected_version: int | None = None,
) -> Outcome:
    """Record one command on a case: see `record_all`."""
    return record_all(database, code, [command], by=by, now=now, expected_version=expected_version)


def record_all(
    database: Database,
    code: str,
    commands: Sequence[Command],
    *,
    by: str | None,
    now: datetime,
    expected_version: int | None = None,
) -> Outcome:
    """Record commands on a case, each decided on what the one before makes of it: all or nothing.

    Args:
        database: where.
        code: the case.
        commands: what is to be recorded, in this order.
        by: who records it.
        now: the instant of recording.
        expected_version: the version the decision of the person rests on; None for "whatever is".

    Raises:
        Unknown: when there is no such case.
        CaseChangedMeanwhile: when somebody else was first; nothing is written.
        Refused: when the rules do not allow one of them.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """

    def work(connection: Connection) -> Outcome:
        log = known_log(connection, code, expected_version)
        return record_in(connection, log, commands, by=by, now=now)

    return in_one(database, work, seen=expected_version)


def known_log(connection: Connection, code: str, expected_version: int | None = None) -> CaseLog:
    """The log of a case that has one, at the version somebody expects.

    Raises:
        Unknown: when there is no such case.
        CaseChangedMeanwhile: when it stands at another version; without telling who was first.
    """
    log = load_to_write(connection, code)
    if not log.lines:
        raise Unknown("case", f"không có hồ sơ {code}")
    if expected_version is not None and log.version != expected_version:
        raise CaseChangedMeanwhile(code)
    return log


def open_in(
    connection: Connection,
    commands: Sequence[Command],
    *,
    by: str | None,
    now: datetime,
    check: Check | None = None,
) -> Outcome:
    """Record the first commands of a new case inside a writing transaction.

    Raises:
        Refused: when the rules do not allow it.
        Unknown: for an agency or procedure nobody loaded.
        WriteConflict: when an import has just taken the number; the transaction may be tried again.
    """
    command = commands[0] if commands else None
    if not isinstance(command, SubmitCase | AcceptCase) or command.agency is None:
        raise Refused("hồ sơ chỉ bắt đầu bằng việc nộp hoặc tiếp nhận tại một cơ quan")
    agency = read_setup(connection).agency(command.agency)
    day = local_date(now)
    code = next_case_number(connection, agency.code, day, training=command.training)
    with _number_taken():
        log = CaseLog(code=code)
        return record_in(connection, log, commands, by=by, now=now, check=check)


def record_in(
    connection: Connection,
    log: CaseLog,
    commands: Sequence[Command],
    *,
    by: str | None,
    now: datetime,
    check: Check | None = None,
) -> Outcome:
    """Record commands on the case of a log just read, inside a writing transaction.

    What the citizen should hear of them goes into the outbox in the same transaction, and into
    bells whose turn it is with an apology.

    Args:
        connection: the transaction; it is of no more use after an error.
        log: all the lines the case has.
        commands: what is to be recorded, in this order.
        by: who records it.
        now: the instant of recording.
        check: asked before each command, with the case as it then is; says no by raising.

    Raises:
        CaseChangedMeanwhile: when another process has written on the case first.
        Refused: when the rules do not allow one of the commands.
    """
    wanted = Wanted(log=log, commands=commands, now=now, check=check)
    (outcome,) = record_many_in(connection, [wanted], by=by)
    return outcome


def record_many_in(
    connection: Connection, wanted: Sequence[Wanted], *, by: str | None
) -> list[Outcome]:
    """Record on many cases as `record_in` on one, in a few statements for all: all or nothing.

    Args:
        connection: the transaction; it is of no more use after an error.
        wanted: what is to be recorded, each case once.
        by: who records it.

    Raises:
        CaseChangedMeanwhile, Refused: as `record_in`.
    """
    setup = read_setup(connection)
    steps = [_step(setup, one, by) for one in wanted]
    rows = [row for step in steps for row in step.rows]
    write_all(connection, rows, [step.grown for step in steps], setup)
    _tell(connection, steps, setup)
    return [step.outcome for step in steps]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Step:
    """What is recorded on one case at an instant; `rows` are those of the new lines."""

    now: datetime
    events: tuple[Event, ...]
    rows: Sequence[Row]
    grown: Growth

    @property
    def outcome(self) -> Outcome:
        """What the caller is told of it."""
        log = self.grown.after
        return Outcome(code=log.code, version=log.version, events=self.events)

    @property
    def happened(self) -> Happened:
        """What citizens and staff are told of it."""
        return Happened(case=self.grown.new, setting=self.grown.setting, events=self.events)


def _step(setup: Setup, one: Wanted, by: str | None) -> _Step:
    found = decide_all(setup, one.log, one.commands, now=one.now, check=one.check)
    lines = recorded(one.log, found.new.agency, found.events, by=by, recorded_at=one.now)
    after, rows = grown_by(one.log, lines)
    grown = Growth(before=one.log, after=after, old=found.old, new=found.new, setting=found.setting)
    return _Step(now=one.now, events=found.events, rows=rows, grown=grown)


def _tell(connection: Connection, steps: Sequence[_Step], setup: Setup) -> None:
    """Tell citizens and staff, those of one instant together."""
    for now, group in groupby(steps, key=lambda step: step.now):
        some = [step.happened for step in group]
        tell_citizens(connection, some, setup, now=now)
        tell_staff(connection, some, setup, now=now)


@contextmanager
def _number_taken() -> Iterator[None]:
    """A new case that loses its number to an import may try again: the next look passes it over."""
    try:
        yield
    except CaseChangedMeanwhile as error:
        words = f"số hồ sơ {error.case} vừa được dùng cho một hồ sơ nhập vào; hãy ghi lại"
        raise WriteConflict(words) from None
