"""Recording: load, decide, append, project, commit; one door for pages, API, imports and jobs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from app.errors import CaseChangedMeanwhile, Refused, Unknown, WriteConflict
from app.projections.write import project
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog, append, latest, load
from app.store.numbering import next_case_number
from app.store.retry import tried
from app.store.setup import Setup, read_setup
from sla.spec import SlaError
from sla.zone import local_date
from workflows.case import Case
from workflows.codec import NAME_OF_TYPE
from workflows.commands import AcceptCase, Command, SubmitCase
from workflows.decide import Refusal, decide
from workflows.events import Event
from workflows.evolve import fold
from workflows.log import Recorded
from workflows.setting import Setting

TRIES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What was written."""

    code: str
    version: int
    events: tuple[Event, ...]


def open_case(database: Database, command: Command, *, by: str | None, now: datetime) -> Outcome:
    """Record the first event of a new case under the next number of its agency's day.

    Raises:
        Refused: when the rules do not allow it.
        Unknown: for an agency or procedure nobody loaded.
        DatabaseNotReady: when the database is busy for too long, out of reach, or imports took one
            number after the other.
    """
    if not isinstance(command, SubmitCase | AcceptCase) or command.agency is None:
        raise Refused("hồ sơ chỉ bắt đầu bằng việc nộp hoặc tiếp nhận tại một cơ quan")
    agency = command.agency

    def attempt() -> Outcome:
        with database.writing() as connection:
            setup = read_setup(connection)
            setup.agency(agency)
            code = next_case_number(connection, agency, local_date(now))
            with _number_taken():
                return _write(connection, setup, CaseLog(code=code), command, by=by, now=now)

    return _tried(attempt)


def record(
    database: Database,
    code: str,
    command: Command,
    *,
    by: str | None,
    now: datetime,
    expected_version: int | None = None,
) -> Outcome:
    """Record a command on a case.

    Args:
        database: where.
        code: the case.
        command: what is to be recorded.
        by: who records it.
        now: the instant of recording.
        expected_version: the version the decision of the person rests on; None for "whatever is".

    Raises:
        Unknown: when there is no such case.
        CaseChangedMeanwhile: when somebody else was first; nothing is written.
        Refused: when the rules do not allow it.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """

    def attempt() -> Outcome:
        with database.writing() as connection:
            log = load(connection, code)
            if not log.lines:
                raise Unknown("case", f"không có hồ sơ {code}")
            if expected_version is not None and log.version != expected_version:
                raise CaseChangedMeanwhile(code)
            return _write(connection, read_setup(connection), log, command, by=by, now=now)

    try:
        return _tried(attempt)
    except CaseChangedMeanwhile:
        raise _told(database, code) from None


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


def _tried(attempt: Callable[[], Outcome]) -> Outcome:
    """Repeat what the database gave up; refuse what leads to a deadline no calendar reaches."""
    try:
        return tried(attempt, times=TRIES, on=(WriteConflict,))
    except SlaError as error:
        raise Refused(str(error), "at") from None


@contextmanager
def _number_taken() -> Iterator[None]:
    """A new case that loses its number to an import may try again: the next look passes it over."""
    try:
        yield
    except CaseChangedMeanwhile as error:
        words = f"số hồ sơ {error.case} vừa được dùng cho một hồ sơ nhập vào; hãy ghi lại"
        raise WriteConflict(words) from None


def _write(
    connection: Connection,
    setup: Setup,
    log: CaseLog,
    command: Command,
    *,
    by: str | None,
    now: datetime,
) -> Outcome:
    case = fold(log.code, (line.event for line in log.lines))
    setting = setting_for(setup, case, command)
    events = settled(decide(case, command, setting, now=now))
    lines = recorded(log, setting.agency.code, events, by=by, recorded_at=now)
    grown = append(connection, log, lines)
    project(connection, log, grown, setup)
    return Outcome(code=log.code, version=grown.version, events=tuple(events))


def _told(database: Database, code: str) -> CaseChangedMeanwhile:
    """Who was first, with what and when."""
    with database.reading() as connection:
        last = latest(connection, code)
    return CaseChangedMeanwhile(
        code,
        version=last.version,
        by=last.by,
        recorded_at=last.recorded_at,
        what=NAME_OF_TYPE[type(last.event)],
    )
