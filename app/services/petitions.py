"""Recording petitions (phản ánh, kiến nghị): once for each press of a button, by who handles them.

receive(database, press, new) -> Written
record(database, press, code, event, *, expected_version) -> Written
"""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime

from app.errors import BadInput, PetitionChangedMeanwhile, Refused, Unknown
from app.services.act import Press, claimed, must_have_key
from app.services.transacting import in_one
from app.store import petitions as store
from app.store.acts import Claim, settle
from app.store.engine import Connection, Database
from app.store.petitions import Sender
from app.store.setup import Setup, read_setup
from sla.calendar import WorkingCalendar
from sla.spec import SlaError
from workflows import petition_events as ev
from workflows.codec import canonical
from workflows.officer import Officer
from workflows.petition_events import NAME_OF_TYPE, About, Channel, Line, PetitionEvent, to_data
from workflows.petition_rules import late_ending, may, refusal, refused_receipt
from workflows.petitions import Petition, fold, promised
from workflows.refusal import Refusal

# PAKN-, the longest code of an office, a year, and a number that may outgrow its four digits.
LONGEST_CODE = 96


@dataclass(frozen=True, kw_only=True, slots=True)
class NewPetition:
    """What is written down of a petition that came in.

    Attributes:
        at: when it came; None for the moment it is written down.
        subject: what it is about in a line, without anybody's personal data.
    """

    agency: str
    channel: Channel
    about: About
    subject: str
    at: datetime | None = None
    field: str | None = None
    procedure: str | None = None
    sender: Sender | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """The number of a petition and how many events it has; `repeated` if the press came twice."""

    code: str
    version: int
    repeated: bool = False


def receive(database: Database, press: Press, new: NewPetition) -> Written:
    """Enter a petition into an office's register under its next number, and promise an answer.

    Raises:
        BadInput: for a key no form of ours has, and for a field or procedure nobody loaded.
        Unknown: for an office nobody loaded, or where the officer handles no petitions.
        Refused: for an instant still to come, or a deadline no calendar reaches.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """
    asked = _claim(press, asdict(new) | {"at": new.at.isoformat() if new.at else None})

    def work(connection: Connection) -> Written:
        setup = read_setup(connection)
        if not may(press.officer, new.agency, ev.Received):
            raise Unknown("agency", f"không có sổ phản ánh, kiến nghị của cơ quan {new.agency}")
        if (done := claimed(connection, asked)) is not None:
            return Written(code=done.case_code, version=done.after, repeated=True)
        event = _receipt(setup, new, press.now)
        code = store.next_petition_code(connection, new.agency, press.now)
        if new.sender is not None:
            store.keep_sender(connection, code, new.sender)
        return _write(connection, press, code, event, ())

    return in_one(database, work)


def record(
    database: Database,
    press: Press,
    code: str,
    event: PetitionEvent,
    *,
    expected_version: int,
) -> Written:
    """Record what an officer did with a petition.

    Args:
        database: where.
        press: who, with which form, when. An event at the press's own `now` is known again when
            the form is sent twice.
        code: its number.
        event: what happened.
        expected_version: how many events it had when the page was made.

    Raises:
        BadInput: for a key no form of ours has.
        Unknown: when there is no such petition, or the officer may not see it.
        PetitionChangedMeanwhile: when somebody else was first; nothing is written.
        Refused: when the officer's role or the course of the petition says no.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """
    at = None if event.at == press.now else event.at.isoformat()
    asked = _claim(press, {"code": code, "type": NAME_OF_TYPE[type(event)], "at": at}, event)

    def work(connection: Connection) -> Written:
        must_see(connection, press.officer, code)
        if (done := claimed(connection, asked)) is not None:
            return Written(code=code, version=done.after, repeated=True)
        lines = store.load(connection, code)
        if len(lines) != expected_version:
            raise PetitionChangedMeanwhile(code, by=lines[-1].by)
        _must_be_allowed(connection, press, known(code, lines), event)
        if isinstance(event, ev.SenderErased) and not store.erase_sender(connection, code):
            raise Refused("không còn thông tin người gửi nào để xóa")
        return _write(connection, press, code, event, lines)

    return in_one(database, work)


def must_see(connection: Connection, officer: Officer, code: str) -> None:
    """Refuse whoever may not see a petition as if there were none.

    Raises:
        Unknown: when there is no such petition, or the officer may not see it.
    """
    fits = len(code) <= LONGEST_CODE and code.isprintable()
    if not fits or not store.sees(connection, officer, code):
        raise Unknown("petition", "không có phản ánh, kiến nghị này")


def known(code: str, lines: tuple[Line, ...]) -> Petition:
    """The petition of a log that has one.

    Raises:
        Unknown: for an empty log.
    """
    petition = fold(code, lines)
    if petition is None:
        raise Unknown("petition", "không có phản ánh, kiến nghị này")
    return petition


def _receipt(setup: Setup, new: NewPetition, now: datetime) -> ev.Received:
    """The first event, with the promise that the office's calendar and the law make.

    Raises:
        BadInput: for a field or procedure nobody loaded.
        Refused: for an instant still to come, or a deadline no calendar reaches.
    """
    at = new.at or now
    office = setup.agency(new.agency)
    _must_be_loaded(setup, new.field, new.procedure)
    due_at = _promised(at, setup.calendar(setup.calendar_of(office)))
    event = ev.Received(
        at=at,
        agency=office.code,
        channel=new.channel,
        about=new.about,
        subject=new.subject,
        due_at=due_at,
        field=new.field or _field_of(setup, new.procedure),
        procedure=new.procedure,
    )
    _settled(refused_receipt(event, now=now))
    return event


def _field_of(setup: Setup, procedure: str | None) -> str | None:
    """The field of the procedure a petition is about."""
    return setup.procedures[procedure][-1].field if procedure else None


def _must_be_allowed(
    connection: Connection, press: Press, petition: Petition, event: PetitionEvent
) -> None:
    if not may(press.officer, petition.agency, type(event)):
        raise Refused("vai trò của bạn ở cơ quan này không được ghi việc đó")
    _settled(refusal(petition, event, now=press.now))
    setup = read_setup(connection)
    calendar = setup.calendar(setup.calendar_of(setup.agency(petition.agency)))
    _settled(late_ending(press.officer, petition, event, calendar, now=press.now))
    if isinstance(event, ev.Corrected) and not event.struck:
        _must_be_possible(setup, petition, event, calendar)


def _must_be_possible(
    setup: Setup, petition: Petition, event: ev.Corrected, calendar: WorkingCalendar
) -> None:
    """Look up what a correction names.

    Raises:
        BadInput: for a field or procedure nobody loaded.
        Refused: for a receipt on a day for which no answer could have been promised: the page
            counts the time left from there.
    """
    _must_be_loaded(setup, event.changes.get("field"), event.changes.get("procedure"))
    wrong = next(one.event for one in petition.lines if one.version == event.event)
    if isinstance(wrong, ev.Received) and "at" in event.changes:
        _promised(ev.changed(wrong, event.changes).at, calendar)


def _must_be_loaded(setup: Setup, field: str | None, procedure: str | None) -> None:
    if field is not None and field not in setup.fields:
        raise BadInput(f"không có lĩnh vực {field}", field="field")
    if procedure is not None and procedure not in setup.procedures:
        raise BadInput(f"không có thủ tục {procedure}", field="procedure")


def _promised(at: datetime, calendar: WorkingCalendar) -> datetime:
    try:
        return promised(at, calendar)
    except SlaError as error:
        raise Refused(str(error), "at") from None


def _settled(said: Refusal | None) -> None:
    if said is not None:
        raise Refused(said.message, said.field)


def _write(
    connection: Connection,
    press: Press,
    code: str,
    event: PetitionEvent,
    lines: tuple[Line, ...],
) -> Written:
    # Recording never runs backwards in a petition.
    recorded_at = max([press.now, *(one.recorded_at for one in lines[-1:])])
    line = Line(
        version=len(lines) + 1, event=event, recorded_at=recorded_at, by=press.officer.login
    )
    petition = known(code, (*lines, line))
    store.append(connection, code, petition.agency, line)
    store.project(connection, petition, known_from=recorded_at)
    settle(connection, press.key, code, before=len(lines), after=line.version)
    return Written(code=code, version=line.version)


def _claim(press: Press, about: dict[str, object], event: PetitionEvent | None = None) -> Claim:
    must_have_key(press)
    content = canonical([about, to_data(event) if event else None])
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Claim(key=press.key, login=press.officer.login, digest=digest, at=press.now)
