"""Recording: load, decide, append, project, tell, commit; one door for pages, API and jobs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from app.errors import CaseChangedMeanwhile, Refused, Unknown, WriteConflict
from app.notices.apologies import tell_staff
from app.notices.citizens import Happened, tell_citizens
from app.projections.write import project
from app.services.transacting import in_one
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog, append, load
from app.store.numbering import next_case_number
from app.store.setup import Setup, read_setup
from sla.zone import local_date
from workflows.case import Case
from workflows.commands import AcceptCase, Command, SubmitCase
from workflows.decide import Refusal, decide
from workflows.events import Event
from workflows.evolve import evolve, fold
from workflows.log import Recorded
from workflows.setting import Setting

Check = Callable[[Case | None, Command, Setting], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What was written; `repeated` if that was before, by the same press of a button."""

    code: str
    version: int
    events: tuple[Event, ...]
    repeated: bool = False


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
    log = load(connection, code)
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
    setup = read_setup(connection)
    case, events = decided(setup, log, commands, now=now, check=check)
    lines = recorded(log, case.agency, events, by=by, recorded_at=now)
    grown = append(connection, log, lines)
    project(connection, log, grown, setup)
    told = Happened(case=case, setting=setup.setting_of(case), events=events)
    tell_citizens(connection, [told], setup, now=now)
    tell_staff(connection, [told], setup, now=now)
    return Outcome(code=log.code, version=grown.version, events=events)


def decided(
    setup: Setup,
    log: CaseLog,
    commands: Sequence[Command],
    *,
    now: datetime,
    check: Check | None = None,
) -> tuple[Case, tuple[Event, ...]]:
    """The case after commands, and the events they lead to; nothing is written.

    Raises:
        Refused: when the rules do not allow one of the commands.
    """
    case = fold(log.code, (line.event for line in log.lines))
    events: list[Event] = []
    for command in commands:
        setting = setting_for(setup, case, command)
        if check is not None:
            check(case, command, setting)
        for event in settled(decide(case, command, setting, now=now)):
            case = evolve(case, event, code=log.code)
            events.append(event)
    if case is None or not events:
        raise Refused("không có việc nào để ghi")
    return case, tuple(events)


def settled(events: Sequence[Event] | Refusal) -> Sequence[Event]:
    """The events of a decision.

    Raises:
        Refused: for a refusal.
    """
    if isinstance(events, Refusal):
        raise Refused(events.message, events.field)
    return events


def setting_for(setup: Setup, case: Case | None, command: Command) -> Setting:
    """The setting a command is judged by: bound ones for a running case, today's for a new one.

    Raises:
        Unknown: naming the field of an unknown code.
    """
    day = local_date(command.at)
    version, calendar = None, None
    if isinstance(command, AcceptCase):
        version, calendar = command.procedure_version, command.calendar
    elif isinstance(command, SubmitCase):
        calendar = command.calendar
    elif case is not None:
        return setup.setting_of(case)
    agency = case.agency if case else getattr(command, "agency", None)
    procedure = case.procedure if case else getattr(command, "procedure", None)
    if not agency or not procedure:
        raise Refused("hồ sơ mới phải ghi cơ quan và thủ tục", "data.agency")
    return setup.setting(agency, procedure, on=day, version=version, calendar=calendar)


def recorded(
    log: CaseLog, agency: str, events: Sequence[Event], *, by: str | None, recorded_at: datetime
) -> list[Recorded]:
    """The envelopes of the next events of a case; recording never runs backwards in it."""
    if log.lines:
        recorded_at = max(recorded_at, log.lines[-1].recorded_at)
    return [
        Recorded(
            version=log.version + number,
            event=event,
            recorded_at=recorded_at,
            by=by,
            agency=agency,
        )
        for number, event in enumerate(events, start=1)
    ]


@contextmanager
def _number_taken() -> Iterator[None]:
    """A new case that loses its number to an import may try again: the next look passes it over."""
    try:
        yield
    except CaseChangedMeanwhile as error:
        words = f"số hồ sơ {error.case} vừa được dùng cho một hồ sơ nhập vào; hãy ghi lại"
        raise WriteConflict(words) from None
