"""What a page does to a case: once for each press of a button, by an officer who may do it."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.errors import BadInput, NeedsSecondPerson, Refused, Unknown
from app.services.deciding import Check, setting_for
from app.services.record import Outcome, known_log, open_in, record_in
from app.services.transacting import in_one, until_first
from app.store.acts import Claim, Done, claim, sees, settle
from app.store.engine import Connection, Database
from app.store.event_log import load
from app.store.setup import read_setup
from app.store.spelled import plain
from workflows.agency import Agency
from workflows.case import Case
from workflows.codec import canonical
from workflows.commands import Command, CorrectEvent, VoidCase
from workflows.desk import deadlines_of, desk_rules, needs_second_person
from workflows.evolve import fold
from workflows.officer import Officer
from workflows.setting import Setting

MAX_CODE = 64
KEY = re.compile(r"[0-9a-f]{32,64}", re.ASCII)
_LATE = "việc đã xảy ra trước lúc ghi quá lâu; hãy gửi đề nghị ghi muộn để lãnh đạo duyệt"
_OFFERED = "đính chính và hủy phải do người thứ hai duyệt; hãy gửi đề nghị"

Inside = Callable[[Connection], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """One press of a form's button.

    Attributes:
        officer: who pressed; the log gets this login, whoever they stand for.
        key: the form's own random text (32 to 64 lower-case hexadecimal digits): the form sent
            again has the same one.
        now: the instant of the request. A copy of the form has a later one; whatever else goes
            into commands has to come from the form alone, or the copy is taken for other content.
    """

    officer: Officer
    key: str
    now: datetime


def act(
    database: Database,
    press: Press,
    code: str,
    commands: Sequence[Command],
    *,
    expected_version: int | None = None,
    inside: Inside | None = None,
) -> Outcome:
    """Record what an officer did on a case, once however often the form is sent.

    Args:
        database: where.
        press: who, with which form, when.
        code: the case.
        commands: what is to be recorded, in this order, all of it or nothing. Commands whose `at`
            is the press's own `now` are known again by a later copy of the form.
        expected_version: the version the page was built from; None for what no version matters to.
        inside: done in the same transaction, once the events are written.

    Raises:
        BadInput: for a key that no form of ours has.
        Unknown: when there is no such case, or the officer may not see it.
        CaseChangedMeanwhile: when the case moved on since the page was built.
        NeedsSecondPerson: for what happened too long ago, for a correction and for a voiding.
        Refused: when the rules of the desk or of the case say no, and for a key used before by
            somebody else or for something else.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """
    asked = claim_of(press, [code], commands)

    def work(connection: Connection) -> Outcome:
        must_see(connection, press.officer, code)
        if (done := claimed(connection, asked)) is not None:
            return _first_outcome(connection, done)
        log = known_log(connection, code, expected_version)
        check = checked(connection, press)
        outcome = record_in(
            connection, log, commands, by=press.officer.login, now=press.now, check=check
        )
        if inside is not None:
            inside(connection)
        settle(connection, press.key, code, before=log.version, after=outcome.version)
        return outcome

    if expected_version is None:
        return until_first(database, work)
    return in_one(database, work, seen=expected_version)


def open_by_officer(database: Database, press: Press, commands: Sequence[Command]) -> Outcome:
    """Open a case by its first commands, once however often the form is sent.

    Raises:
        As `act`; Unknown for an agency or procedure nobody loaded.
    """
    asked = claim_of(press, [], commands)

    def work(connection: Connection) -> Outcome:
        if (done := claimed(connection, asked)) is not None:
            must_see(connection, press.officer, done.case_code)
            return _first_outcome(connection, done)
        outcome = open_in(
            connection,
            commands,
            by=press.officer.login,
            now=press.now,
            check=checked(connection, press),
        )
        settle(connection, press.key, outcome.code, before=0, after=outcome.version)
        return outcome

    return in_one(database, work)


def must_be_allowed(database: Database, press: Press, code: str, command: Command) -> None:
    """Say no beforehand, where work is to be done before a command can be recorded.

    Raises:
        Unknown: when there is no such case, or the officer may not see it.
        Refused: when the rules of the desk say no.
    """
    with database.reading() as connection:
        must_see(connection, press.officer, code)
        log = known_log(connection, code)
        case = fold(code, (line.event for line in log.lines))
        checked(connection, press)(
            case, command, setting_for(read_setup(connection), case, command)
        )


def must_see(connection: Connection, officer: Officer, code: str) -> None:
    """Refuse whoever may not see a case as if there were none.

    Raises:
        Unknown: when there is no such case, or the officer may not see it.
    """
    # A scanned text may hold anything; a code is short and can be printed.
    if len(code) > MAX_CODE or not code.isprintable() or not sees(connection, officer, code):
        raise Unknown("case", f"không có hồ sơ {code}")


def claim_of(press: Press, about: Sequence[object], commands: Sequence[Command]) -> Claim:
    """The claim of a press: its key, person and content.

    Raises:
        BadInput: for a key that no form of ours has.
    """
    must_have_key(press)
    content = canonical([*about, [_content(command, press.now) for command in commands]])
    return Claim(
        key=press.key,
        login=press.officer.login,
        digest=hashlib.sha256(content.encode()).hexdigest(),
        at=press.now,
    )


def claimed(connection: Connection, asked: Claim) -> Done | None:
    """Take a key, or give what the same press did before.

    Raises:
        Refused: when the key was used by somebody else or for something else.
    """
    done = claim(connection, asked)
    if done is not None and (done.login, done.digest) != (asked.login, asked.digest):
        raise Refused("biểu mẫu này đã được ghi rồi; hãy mở lại trang để ghi việc khác", "key")
    return done


def checked(connection: Connection, press: Press) -> Check:
    """The rules that a command from a page meets before those of the case."""
    allowed = by_the_desk(connection, press)

    def check(case: Case | None, command: Command, setting: Setting) -> None:
        allowed(case, command, setting)
        if not alone(case, command, setting, press.now):
            offered = isinstance(command, CorrectEvent | VoidCase)
            raise NeedsSecondPerson(_OFFERED) if offered else NeedsSecondPerson(_LATE, "at")

    return check


def by_the_desk(connection: Connection, press: Press) -> Check:
    """The rules of the desk alone: whose a command is."""
    return desk_check(read_setup(connection).agencies, press)


def desk_check(agencies: Mapping[str, Agency], press: Press) -> Check:
    """The same among offices that were read before."""

    def check(case: Case | None, command: Command, setting: Setting) -> None:
        refusal = desk_rules(
            case, command, press.officer, setting, now=press.now, agencies=agencies
        )
        if refusal is not None:
            raise Refused(refusal.message, refusal.field)

    return check


def alone(case: Case | None, command: Command, setting: Setting, now: datetime) -> bool:
    """Whether a command takes one person only."""
    passed = command.at < now and case is not None
    deadlines = deadlines_of(case, setting) if passed and case else ()
    return not needs_second_person(command, now=now, calendar=setting.calendar, deadlines=deadlines)


def must_have_key(press: Press) -> None:
    """Refuse a form that could be recorded twice.

    Raises:
        BadInput: for a key that no form of ours has.
    """
    if KEY.fullmatch(press.key) is None:
        raise BadInput("biểu mẫu thiếu mã chống ghi trùng; hãy mở lại trang rồi ghi lần nữa")


def _content(command: Command, now: datetime) -> object:
    """A command without the instant that only says when the button was pressed."""
    said = plain(command)
    return said | {"at": None} if command.at == now else said


def _first_outcome(connection: Connection, done: Done) -> Outcome:
    lines = load(connection, done.case_code).lines[done.before : done.after]
    events = tuple(line.event for line in lines)
    return Outcome(code=done.case_code, version=done.after, events=events, repeated=True)
