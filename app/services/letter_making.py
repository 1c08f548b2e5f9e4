"""Making one letter inside the transaction that records it: number, facts, sheet, bytes, command.

The letter shows its number and the number is taken where the event is written, so the letter is
made in there as well. Its bytes are in the folder before anything names them: a crash or a rollback
gives the number back and leaves at most a file that nobody names, which is swept later on.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from app.letters.facts import Facts, Issue, facts_of, sheet_of
from app.letters.form import Form
from app.letters.forms import day_of_forms, form_for
from app.letters.legible import must_be_legible
from app.services import office_templates
from app.services.case_people import names
from app.services.letter_drawing import drawing
from app.store import files
from app.store.channels import pages_at
from app.store.engine import Connection
from app.store.event_log import CaseLog
from app.store.files import Kept
from app.store.letter_numbers import HeldNumbers, next_letter_number
from app.store.letters import IssuedRow, of_case
from app.store.lookup_codes import lookup_code, lookup_codes
from app.store.office_templates import OfficeTemplate, current
from app.store.setup import read_setup
from sla.zone import local_date
from workflows.case import Case
from workflows.commands import IssueLetter
from workflows.desk_rights import Seat
from workflows.events import LetterKind
from workflows.evolve import fold
from workflows.log import Recorded
from workflows.officer import Officer


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """A letter that is wanted.

    Attributes:
        kind: of letter.
        extra: values of the form that no log can give, by name.
        replaces: the number of the letter that this one corrects.
        reason: why that one has to be replaced, for the log.
        public_reason: what the public page says from then on; None leaves what it says.
    """

    kind: LetterKind
    extra: Mapping[str, str] = field(default_factory=dict)
    replaces: str | None = None
    reason: str | None = None
    public_reason: str | None = None


class Desk:
    """Where letters are made: in one transaction, by one officer, at one instant.

    What all of them need is read once.

    Attributes:
        numbers: where many letters take their numbers from; None has each number written at once.
    """

    def __init__(
        self, connection: Connection, folder: Path, officer: Officer, *, now: datetime
    ) -> None:
        self.connection, self.folder = connection, folder
        self.officer, self.now = officer, now
        self.setup = read_setup(connection)
        self.numbers: HeldNumbers | None = None
        self._people: dict[str, str] = {}
        self._lookups: dict[str, str] = {}
        self._own: dict[tuple[str, LetterKind], OfficeTemplate | None] = {}

    @cached_property
    def site(self) -> str | None:
        """Where the pages are found from outside."""
        return pages_at(self.connection)

    def people(self, logins: Collection[str]) -> Mapping[str, str]:
        """The names of those who have an account, by login."""
        fresh = [login for login in logins if login not in self._people]
        if fresh:
            self._people |= dict.fromkeys(fresh, "") | names(self.connection, fresh)
        return {login: self._people[login] for login in logins if self._people[login]}

    def lookup(self, code: str) -> str:
        """The code by which a case is looked up."""
        if code not in self._lookups:
            self._lookups[code] = lookup_code(self.connection, code, now=self.now)
        return self._lookups[code]

    def expect(self, codes: Collection[str]) -> None:
        """Read at once what letters of these cases will ask for."""
        self._lookups |= lookup_codes(self.connection, codes, now=self.now)

    def number(self, case: Case, kind: LetterKind, year: int) -> int:
        """Take the next number of the office of a case."""
        if self.numbers is not None:
            return self.numbers.take((case.agency, kind, year, case.training))
        return next_letter_number(self.connection, case.agency, kind, year, training=case.training)

    def own(self, agency: str, kind: LetterKind) -> OfficeTemplate | None:
        """The template an office uses in place of the program's form."""
        if (agency, kind) not in self._own:
            self._own[agency, kind] = current(self.connection, agency, kind)
        return self._own[agency, kind]

    def issue(self, wish: Wish, *, number: str, lookup: str | None) -> Issue:
        """The making of a letter under a number."""
        return Issue(
            number=number,
            at=self.now,
            by_name=self.officer.name,
            site=self.site,
            lookup=lookup,
            replaces=wish.replaces,
            kind=wish.kind,
            extra=wish.extra,
        )

    def seat(self, case: Case) -> Seat:
        """The officer before a case."""
        setting = self.setup.setting_of(case)
        agencies = self.setup.agencies
        return Seat(case=case, setting=setting, officer=self.officer, agencies=agencies)


@dataclass(frozen=True, kw_only=True, slots=True)
class Begun:
    """A letter that has its number and everything it says, and is yet to be drawn.

    Attributes:
        draw: puts its bytes into the folder of files. It needs no transaction and may be called
            from another thread, while the next letter is begun.
        command: what records it, but for the file.
    """

    draw: Callable[[], Kept]
    command: IssueLetter

    def kept_as(self, kept: Kept) -> IssueLetter:
        """What records the letter once it is drawn."""
        return replace(self.command, file=kept.sha256, media=kept.media, size=kept.size)


def letter_command(
    desk: Desk, case: Case, wish: Wish, lines: Sequence[Recorded] = ()
) -> IssueLetter:
    """Number, draw and keep a letter; what records it.

    Args:
        desk: its writing transaction has to record the command as well.
        case: as it stands when the letter is issued, with whatever is recorded together with it.
        wish: the letter.
        lines: the log of the case, for who recorded what.

    Raises:
        MissingField: when the form asks for what nobody has filled in.
        DatabaseNotReady: when the folder cannot be written.
    """
    started = begun(desk, case, wish, lines)
    kept = started.draw()
    files.note(desk.connection, kept, at=desk.now)
    return started.kept_as(kept)


def begun(desk: Desk, case: Case, wish: Wish, lines: Sequence[Recorded] = ()) -> Begun:
    """Take a letter's number and say all that it will say.

    Raises:
        MissingField: as `letter_command`; the number has been taken then, so nothing may commit.
    """
    at = not_before(desk.now, case)
    form, year = form_of(case, wish.kind), local_date(at).year
    # Important: before the number, as for many at once, or two would wait for each other.
    lookup = desk.lookup(case.code)
    taken = desk.number(case, wish.kind, year)
    issue = replace(desk.issue(wish, number=form.number(taken), lookup=lookup), at=at)
    facts = filled(desk, case, issue, lines)
    draw, template = drawing_of(desk, case.agency, form, facts)
    command = IssueLetter(
        at=at,
        kind=wish.kind,
        form=form.name,
        number=form.number(taken),
        serial=taken,
        year=year,
        file="",
        media="",
        size=0,
        template=template,
        replaces=wish.replaces,
        reason=wish.reason,
        public_reason=wish.public_reason,
    )
    return Begun(draw=draw, command=command)


def not_before(now: datetime, *cases: Case) -> datetime:
    """Now; the last event of the cases, where a colleague has recorded one meanwhile."""
    return max(now, *(case.log[-1].at for case in cases))


def drawing_of(desk: Desk, agency: str, form: Form, facts: Facts) -> tuple[Callable[[], Kept], str]:
    """What draws and keeps a letter of an office, and what names its template in the log.

    Raises:
        MissingField: when the form of the law asks for what nobody has filled in, whatever
            template draws it: a letter has no holes.
        NotPrintable: when it says something that the program's type has no shape for.
    """
    sheet, own = sheet_of(form, facts), desk.own(agency, form.kind)
    if own is not None:
        return office_templates.drawing(desk.folder, own, facts), own.ref
    must_be_legible(form, facts)
    return drawing(desk.folder, sheet, at=desk.now), form.ref


def form_of(case: Case, kind: LetterKind) -> Form:
    """The form of a letter by the law of the day the case was accepted, or else handed in."""
    return form_for(kind, day_of_forms(case))


def filled(desk: Desk, case: Case, issue: Issue, lines: Sequence[Recorded] = ()) -> Facts:
    """What a letter says, by name."""
    people = desk.people(logins_of(case, lines))
    setting = desk.setup.setting_of(case)
    return facts_of(case, setting, desk.setup, people=people, issue=issue, lines=lines)


def case_of(log: CaseLog) -> Case:
    """The case of a log that has lines."""
    case = fold(log.code, (line.event for line in log.lines))
    if case is None:
        raise ValueError(f"case {log.code} has no events")
    return case


def recorded_at(connection: Connection, code: str, version: int) -> IssuedRow:
    """The letter that an event of a case is."""
    return next(row for row in of_case(connection, code) if row.version == version)


def logins_of(case: Case, lines: Sequence[Recorded]) -> frozenset[str]:
    """Everybody whose name a letter about a case may have to say."""
    people = [run.assignee for run in case.steps] + [line.by for line in lines]
    blamed = case.draft.officer if case.draft else None
    return frozenset(login for login in (*people, blamed) if login)
