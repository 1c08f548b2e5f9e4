"""Letters of one case: issued once under the next number, corrected by another, and shown.

How a letter is looked at, printed again or edited: `app.services.letter_papers`. Many at once:
`app.services.letter_runs`, `app.services.letter_handover`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.errors import BadInput
from app.services.act import Press, checked, claim_of, claimed, must_see
from app.services.bulk import key_of
from app.services.letter_drawing import DOCX, PDF, Look, Paper
from app.services.letter_making import Desk, Wish, case_of, letter_command, recorded_at
from app.services.letter_papers import Number, preview, reprint, working_copy
from app.services.letter_rules import (
    Possible,
    answering,
    must_be_numbered_here,
    must_be_possible,
    must_be_told,
    possible_kinds,
)
from app.services.record import known_log, record_in
from app.services.transacting import until_first
from app.store import letters as store
from app.store.acts import settle
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog
from app.store.letters import IssuedRow
from workflows.events import LetterKind
from workflows.officer import Officer

__all__ = [
    "DOCX",
    "PDF",
    "IssuedRow",
    "Look",
    "Number",
    "Paper",
    "Possible",
    "Wish",
    "correct",
    "issue",
    "possible",
    "preview",
    "receipt_of",
    "reprint",
    "working_copy",
]


def issue(
    database: Database,
    folder: Path,
    press: Press,
    code: str,
    kind: LetterKind,
    *,
    extra: Mapping[str, str] | None = None,
) -> IssuedRow:
    """Issue a letter under the next number of its office, kind and year.

    Number, bytes, event and read tables come about together or not at all, once for each press.

    Args:
        database: where.
        folder: the folder of files.
        press: who, with which form, when.
        code: the case.
        kind: of letter.
        extra: values of the form that the log cannot give, by name; a notice of stopping needs who
            signs it and as what (`head`, `head_title`).

    Raises:
        MissingField: when the form asks for what nobody has filled in.
        Unknown: when there is no such case, or the officer may not see it.
        Refused: when it is not the officer's to issue, not in this state, or was issued before.
        BadInput: for a key that no form of ours has.
        DatabaseNotReady: when database or folder is busy for too long, or out of reach.
    """
    return _issued(database, folder, press, code, Wish(kind=kind, extra=extra or {}))


def correct(
    database: Database,
    folder: Path,
    press: Press,
    code: str,
    wish: Wish,
    *,
    agency: str | None = None,
) -> IssuedRow:
    """Issue a letter that takes the place of the one that the wish names, and says so.

    What it says is read from the log anew: what was recorded wrongly has to be corrected first.
    `agency` is whose number the replaced letter has, None for the case's own office: only who
    numbered a letter can replace it.

    Raises:
        As `issue`; Refused also when the case has no such letter, it was replaced before, or
        another office numbered it.
    """
    if wish.replaces is None:
        raise BadInput("bản sửa phải nói nó thay bản số nào", field="replaces")
    if agency is not None:
        with database.reading() as connection:
            must_see(connection, press.officer, code)
            case = case_of(known_log(connection, code))
            seat = Desk(connection, Path(), press.officer, now=press.now).seat(case)
        must_be_numbered_here(seat, case, wish.kind, (agency, wish.replaces))
    return _issued(database, folder, press, code, wish)


def receipt_of(database: Database, folder: Path, press: Press, code: str) -> IssuedRow:
    """The receipt of a case just accepted: issued by the same press, or the one it has already.

    Args:
        database: where.
        folder: the folder of files.
        press: that of the form by which the case was accepted.
        code: the case.

    Raises:
        As `issue`; the case stays accepted then, and stands among those without a receipt.
    """
    with database.reading() as connection:
        must_see(connection, press.officer, code)
        standing = standing_letter(connection, code, "receipt")
    if standing is not None:
        return standing
    own = replace(press, key=key_of(press.key, f"receipt/{code}"))
    return issue(database, folder, own, code, "receipt")


def possible(
    database: Database, officer: Officer, code: str, *, now: datetime
) -> tuple[Possible, ...]:
    """Every kind of letter that can be issued from the page of a case, and why one cannot be now.

    Raises:
        Unknown: when there is no such case, or the officer may not see it.
    """
    with database.reading() as connection:
        must_see(connection, officer, code)
        case = case_of(known_log(connection, code))
        return possible_kinds(Desk(connection, Path(), officer, now=now).seat(case), case)


def standing_letter(connection: Connection, code: str, kind: LetterKind) -> IssuedRow | None:
    """The letter that answers the latest occasion of a kind; None where there is none yet."""
    answer = answering(case_of(known_log(connection, code)), kind)
    rows = store.of_case(connection, code) if answer else ()
    return next((row for row in reversed(rows) if row.kind == kind), None)


def _issued(database: Database, folder: Path, press: Press, code: str, wish: Wish) -> IssuedRow:
    said = ["letter", code, wish.kind, {**wish.extra}, wish.replaces, wish.reason]
    asked = claim_of(press, said, [])

    def work(connection: Connection) -> IssuedRow:
        must_see(connection, press.officer, code)
        if (done := claimed(connection, asked)) is not None:
            return recorded_at(connection, done.case_code, done.after)
        log = known_log(connection, code)
        version = _recorded(connection, folder, press, log, wish)
        settle(connection, press.key, code, before=log.version, after=version)
        return recorded_at(connection, code, version)

    return until_first(database, work)


def _recorded(connection: Connection, folder: Path, press: Press, log: CaseLog, wish: Wish) -> int:
    """Make the letter and write its event; the version of the case after it."""
    case = case_of(log)
    desk = Desk(connection, folder, press.officer, now=press.now)
    must_be_possible(desk.seat(case), case, wish.kind, replaces=wish.replaces)
    must_be_told(wish.kind, wish.extra)
    command = letter_command(desk, case, wish, log.lines)
    check = checked(connection, replace(press, now=command.at))
    login = press.officer.login
    return record_in(connection, log, [command], by=login, now=command.at, check=check).version
