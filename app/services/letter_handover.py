"""The list of files that go from one desk to another: one letter that stands in many cases."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import BadInput, Refused
from app.letters.facts import Facts
from app.letters.facts_lists import handover_facts
from app.letters.form import Form
from app.letters.forms import form_for
from app.services.act import Press, checked, claim_of, claimed, must_see
from app.services.bulk import MOST
from app.services.letter_drawing import Look, Paper
from app.services.letter_making import (
    Desk,
    Wish,
    case_of,
    drawing_of,
    not_before,
    recorded_at,
)
from app.services.letter_papers import NOT_ISSUED, looked_at
from app.services.record import known_log, record_in
from app.services.transacting import until_first
from app.store import files
from app.store import letters as store
from app.store.acts import settle
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog
from app.store.letter_numbers import next_letter_number
from app.store.letters import IssuedRow
from sla.zone import local_date
from workflows.case import Case
from workflows.commands import IssueLetter
from workflows.events import LetterKind
from workflows.officer import Officer

KIND: LetterKind = "handover"
Check = Callable[[Connection], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Handing:
    """Files that change hands.

    Attributes:
        codes: the cases.
        taker: the desk or office that takes them, as printed.
        taker_name: the person, where that is known.
        agency: the office whose list it is; None for that of the first case.
        giver: the desk or office that gives them, as printed; the desk of the office if empty.
    """

    codes: tuple[str, ...]
    taker: str
    taker_name: str = ""
    agency: str | None = None
    giver: str = ""

    @property
    def sorted_codes(self) -> tuple[str, ...]:
        """Each case once, in the order of the list and of the locks."""
        return tuple(sorted(set(self.codes)))

    def as_wish(self) -> Wish:
        """The letter."""
        extra = {"taker": self.taker, "taker_name": self.taker_name}
        return Wish(kind=KIND, extra=extra | ({"giver": self.giver} if self.giver else {}))


def issue_handover(
    database: Database,
    folder: Path,
    press: Press,
    handing: Handing,
    *,
    check: Check = lambda connection: None,
) -> tuple[IssuedRow, ...]:
    """Issue a list under one number and write it into every case, all of them or none.

    Args:
        database: where.
        folder: the folder of files.
        press: who, with which form, when.
        handing: which files, to whom.
        check: asked in the transaction that writes, once the files have been read.

    Returns:
        The letter as it stands in each case.

    Raises:
        BadInput: for no case or more than `MOST`, nobody to take them, or a bad key.
        Unknown: for a case that the officer may not see.
        Refused: when one of the cases is not theirs to hand on, or was never accepted.
        DatabaseNotReady: when database or folder is busy for too long, or out of reach.
    """
    _must_be_whole(handing)
    first = handing.sorted_codes[0]
    said = ["handover", list(handing.sorted_codes), handing.taker, handing.taker_name]
    asked = claim_of(press, [*said, handing.agency, handing.giver], [])

    def work(connection: Connection) -> tuple[IssuedRow, ...]:
        if (done := claimed(connection, asked)) is not None:
            return _rows(connection, done.case_code, done.after)
        logs = _logs(connection, press.officer, handing)
        # Important: after they were read, for what is written after this is found out in writing.
        check(connection)
        now = not_before(press.now, *map(case_of, logs))
        desk = Desk(connection, folder, press.officer, now=now)
        command = _command(desk, handing, logs)
        _record(desk, press, logs, command)
        after = logs[0].version + 1
        settle(connection, press.key, first, before=logs[0].version, after=after)
        return _rows(connection, first, after)

    return until_first(database, work)


def preview_handover(database: Database, folder: Path, look: Look, handing: Handing) -> Paper:
    """The list as it would be issued now, with words in the place of its number.

    Raises:
        As `issue_handover`, but for what is asked only when it is recorded.
    """
    _must_be_whole(handing)
    with database.reading() as connection:
        logs = _logs(connection, look.officer, handing)
        desk = Desk(connection, folder, look.officer, now=look.now)
        cases = [case_of(log) for log in logs]
        facts = _facts(desk, handing, cases, NOT_ISSUED)
        own = desk.own(handing.agency or cases[0].agency, KIND)
    return looked_at(folder, look, own or _form(desk), facts, "handover-preview")


def _must_be_whole(handing: Handing) -> None:
    if not 0 < len(handing.sorted_codes) <= MOST:
        raise BadInput(f"hãy chọn từ 1 đến {MOST} hồ sơ", field="codes")
    if not handing.taker.strip():
        raise BadInput("hãy ghi bên nhận hồ sơ", field="taker")


def _logs(connection: Connection, officer: Officer, handing: Handing) -> list[CaseLog]:
    for code in handing.sorted_codes:
        must_see(connection, officer, code)
    return [known_log(connection, code) for code in handing.sorted_codes]


def _command(desk: Desk, handing: Handing, logs: Sequence[CaseLog]) -> IssueLetter:
    """Number, draw and keep the list; the command for a case of the office it comes from."""
    cases = [case_of(log) for log in logs]
    training = {case.training for case in cases}
    if len(training) > 1:
        raise Refused("hồ sơ tập huấn phải bàn giao bằng danh sách riêng", "codes")
    office, year = handing.agency or cases[0].agency, local_date(desk.now).year
    form = _form(desk)
    serial = next_letter_number(desk.connection, office, KIND, year, training=training.pop())
    number = form.number(serial)
    draw, template = drawing_of(desk, office, form, _facts(desk, handing, cases, number))
    kept = draw()
    files.note(desk.connection, kept, at=desk.now)
    return IssueLetter(
        at=desk.now,
        kind=KIND,
        form=form.name,
        number=number,
        serial=serial,
        year=year,
        file=kept.sha256,
        media=kept.media,
        size=kept.size,
        template=template,
        agency=office,
    )


def _facts(desk: Desk, handing: Handing, cases: Sequence[Case], number: str) -> Facts:
    office = desk.setup.agency(handing.agency or cases[0].agency)
    issue = desk.issue(handing.as_wish(), number=number, lookup=None)
    return handover_facts(office, cases, desk.setup, issue=issue)


def _form(desk: Desk) -> Form:
    return form_for(KIND, local_date(desk.now))


def _record(desk: Desk, press: Press, logs: Sequence[CaseLog], command: IssueLetter) -> None:
    check = checked(desk.connection, replace(press, now=command.at))
    login = press.officer.login
    for log in logs:
        home = case_of(log).agency == command.agency
        own = replace(command, agency=None if home else command.agency)
        record_in(desk.connection, log, [own], by=login, now=command.at, check=check)


def _rows(connection: Connection, code: str, version: int) -> tuple[IssuedRow, ...]:
    row = recorded_at(connection, code, version)
    where = (row.agency, row.kind, row.year, row.serial)
    return store.find_all(connection, *where, training=row.training)
