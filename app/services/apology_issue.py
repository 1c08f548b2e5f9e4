"""Issuing and publishing an apology: a number, a letter and a promise in one transaction.

The applicant is told in that transaction too, by every channel they have. What was published is
not taken down: whoever finds a mistake issues a correcting letter, which the page then shows.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import BadInput, MotcuaError, Refused
from app.services.act import Press, act, checked, claim_of, claimed, must_have_key, must_see
from app.services.apology_privacy import must_be_public
from app.services.apology_text import must_say_what_was_signed
from app.services.bulk import MOST, Line, key_of
from app.services.deciding import decided
from app.services.letter_making import Desk, Wish, case_of, letter_command
from app.services.record import Outcome, known_log, record_in
from app.services.transacting import until_first
from app.store import letters as store
from app.store.acts import settle
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog
from app.store.letters import IssuedRow
from app.store.setup import read_setup
from workflows.apology import told_publicly
from workflows.case import Case
from workflows.commands import Command, PublishLetter
from workflows.desk_letters import signed_apology
from workflows.events import LetterKind
from workflows.issued import issued_as, standing_letter

KIND: LetterKind = "apology"
_UNSIGNED = "dự thảo thư xin lỗi chưa được ký nên chưa cấp số được"


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """A letter of apology to be published: its case and its number."""

    code: str
    number: str


def issue(database: Database, folder: Path, press: Press, code: str) -> IssuedRow:
    """Number the signed apology of a case and send it, once however often the form is sent.

    The promise, the letter with its number, and what the applicant is told come about together or
    not at all. The deadline stays what it was.

    Args:
        database: where.
        folder: the folder of files.
        press: who, with which form, when.
        code: the case.

    Raises:
        MissingField: when the form asks for what nobody has filled in.
        Refused: when nothing is signed, the letter would read otherwise than when it was signed,
            it is not the officer's to issue, and for a second apology.
        As `app.services.act.act`; DatabaseNotReady also when the folder cannot be written.
    """
    return lettered(
        database, press, code, lambda connection, log: _issued(connection, folder, press, log)
    )


def publish(database: Database, press: Press, code: str, number: str) -> Outcome:
    """Put a letter of apology on the public page, without anything personal.

    Raises:
        Refused: when the case has no such letter, or it is published or replaced already.
        As `app.services.act.act`.
    """
    with database.reading() as connection:
        must_see(connection, press.officer, code)
        agency = numbered_by(case_of(known_log(connection, code)), number)
    command = PublishLetter(at=press.now, kind=KIND, number=number, agency=agency)
    return act(
        database,
        press,
        code,
        [command],
        inside=lambda connection: _must_be_public(connection, code, command),
    )


def _must_be_public(connection: Connection, code: str, command: PublishLetter) -> None:
    """What came in with a log from elsewhere, or was corrected since, is looked through now."""
    case = case_of(known_log(connection, code))
    letter = issued_as(case, KIND, command.number, command.agency)
    if letter is not None:
        must_be_public(case, read_setup(connection), told_publicly(case, letter))


def numbered_by(case: Case, number: str) -> str | None:
    """Whose number it is: the letter's that holds, if it has that number, else the last one's.

    None: the case's own office's.
    """
    held = standing_letter(case, KIND)
    named = (*filter(None, [held]), *reversed(case.letters))
    found = (one for one in named if (one.kind, one.number) == (KIND, number))
    return next((one.agency for one in found), None)


def publish_many(database: Database, press: Press, chosen: list[Published]) -> tuple[Line, ...]:
    """Publish each of many letters that can be; sent again, the form finishes the rest.

    Raises:
        BadInput: for too many letters, none at all, or a key that no form of ours has.
    """
    must_have_key(press)
    if not 0 < len(chosen) <= MOST:
        raise BadInput(f"hãy chọn từ 1 đến {MOST} thư xin lỗi")
    return tuple(_line(database, press, one) for one in dict.fromkeys(chosen))


def _line(database: Database, press: Press, one: Published) -> Line:
    own = replace(press, key=key_of(press.key, f"{one.code}/{one.number}"))
    try:
        outcome = publish(database, own, one.code, one.number)
    except MotcuaError as error:
        return Line(code=one.code, result="refused", why=str(error))
    return Line(code=one.code, result="done", version=outcome.version)


Make = Callable[[Connection, CaseLog], int]


def lettered(
    database: Database, press: Press, code: str, make: Make, *, about: object = None
) -> IssuedRow:
    """Do what makes a letter once for each press; the letter."""
    asked = claim_of(press, [KIND, code, about], [])

    def work(connection: Connection) -> IssuedRow:
        must_see(connection, press.officer, code)
        if (done := claimed(connection, asked)) is not None:
            return _at(connection, done.case_code, done.after)
        log = known_log(connection, code)
        version = make(connection, log)
        settle(connection, press.key, code, before=log.version, after=version)
        return _at(connection, code, version)

    return until_first(database, work)


def _issued(connection: Connection, folder: Path, press: Press, log: CaseLog) -> int:
    """Write the promise and its letter; the version of the case after them."""
    case, setup = case_of(log), read_setup(connection)
    promise = signed_apology(case, at=press.now)
    if promise is None or case.signature is None:
        raise Refused(_UNSIGNED)
    # Asked first, so that nobody without the right learns whether the text still holds.
    check = checked(connection, press)
    promised, _ = decided(setup, log, [promise], now=press.now, check=check)
    must_say_what_was_signed(connection, case, setup, case.signature)
    desk = Desk(connection, folder, press.officer, now=press.now)
    letter = letter_command(desk, promised, Wish(kind=KIND), log.lines)
    return recorded(connection, press, log, [promise, letter])


def recorded(connection: Connection, press: Press, log: CaseLog, commands: list[Command]) -> int:
    """Write what makes a letter, if the desk lets the officer; the version of the case after it."""
    check, login = checked(connection, press), press.officer.login
    return record_in(connection, log, commands, by=login, now=press.now, check=check).version


def _at(connection: Connection, code: str, version: int) -> IssuedRow:
    return next(row for row in store.of_case(connection, code) if row.version == version)
