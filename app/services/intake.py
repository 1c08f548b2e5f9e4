"""Taking a case in at the desk: what the form has to know, its effect beforehand, and recording."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.errors import MotcuaError, Unknown
from app.lists.applicants import TakenCase, taken_cases
from app.services.act import KEY, Press, act, open_by_officer
from app.services.attachments import noted
from app.services.deadline import Deadline
from app.services.intake_choice import desk_named, desks_of
from app.services.intake_people import worked_case
from app.services.record import Outcome
from app.store import acts as presses
from app.store.engine import Database
from app.store.files import Kept
from app.store.setup import Setup, read_setup
from sla.clock import Clock
from sla.law import law_on
from sla.spec import SlaError
from sla.zone import local_date
from workflows.agency import Agency
from workflows.case import Case, IntakeRun
from workflows.clocks import intake_clock
from workflows.commands import AcceptCase, Command, RecordDigitisation
from workflows.desk_steps import own_first_step
from workflows.effects import effect
from workflows.events import Count
from workflows.guards import Refusal
from workflows.officer import Officer
from workflows.procedure import Step
from workflows.setting import Setting


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakePage:
    """What the form of an intake has to know.

    Attributes:
        offices: the desks of the officer that offer the procedure today.
        setting: of the chosen one of them.
        agencies: all offices by code.
        field: the name of the procedure's field.
        like: the case whose applicant is taken over, if one was named.
    """

    officer: Officer
    now: datetime
    offices: tuple[Agency, ...]
    setting: Setting
    agencies: Mapping[str, Agency]
    field: str
    like: Case | None = None

    @property
    def own_first_step(self) -> Step | None:
        """The first step, where the desk itself works on it."""
        return own_first_step(self.setting, self.agencies)


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What an intake would promise.

    Attributes:
        due: the day printed for the citizen; None before acceptance.
        answer_by: the end of the desk's 8 hours, for a case that waits for acceptance.
        why: the computation line by line.
        lines: what else follows, in words.
        refusal: why it cannot be taken in.
    """

    due: datetime | None = None
    answer_by: datetime | None = None
    why: tuple[tuple[datetime, str], ...] = ()
    lines: tuple[str, ...] = ()
    refusal: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Brought:
    """A file kept for the case that is about to be opened.

    Attributes:
        part: which paper of the file it is; empty for none in particular.
        signed: whether it carries a digital signature.
    """

    kept: Kept
    name: str
    part: str = ""
    signed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenIn:
    """A case that was opened, and a sentence for each file that could not be put on it."""

    outcome: Outcome
    trouble: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """A case taken in, with the names of its procedure and office."""

    case: TakenCase
    procedure: str
    office: str


def intake_page(
    database: Database,
    officer: Officer,
    procedure: str,
    *,
    now: datetime,
    office: str | None = None,
    like: str | None = None,
) -> IntakePage:
    """What the form of an intake shows.

    Raises:
        Unknown: for a procedure none of the officer's desks has today, for an office that is none
            of these desks, and for a case to take the applicant from that they do not work on.
    """
    with database.reading() as connection:
        setup = read_setup(connection)
        before = worked_case(connection, setup, officer, like) if like else None
    desks = _desks(setup, officer, procedure, now)
    chosen = desk_named(desks, office)
    setting = setup.setting(chosen.code, procedure, on=local_date(now))
    field = setup.fields.get(setting.procedure.field)
    return IntakePage(
        officer=officer,
        now=now,
        offices=desks,
        setting=setting,
        agencies=setup.agencies,
        field=field.name if field else setting.procedure.field,
        like=before,
    )


def preview(page: IntakePage, commands: Sequence[Command]) -> Preview:
    """What commands that open a case would promise; nothing is recorded."""
    try:
        found = effect(None, commands, page.setting, now=page.now)
        if isinstance(found, Refusal):
            return Preview(refusal=found.message)
        shown = Preview(why=_why(page.setting, commands[0]), lines=found.lines)
    except SlaError as error:
        return Preview(refusal=str(error))
    after = found.after
    if after.due is not None:
        return replace(shown, due=after.due)
    return replace(shown, answer_by=after.intake_due)


def take_in(
    database: Database, press: Press, commands: Sequence[Command], brought: Sequence[Brought]
) -> TakenIn:
    """Open a case once however often the form is sent; then put its files on it.

    What goes wrong with the files leaves the case: its number may already be with the citizen.

    Raises:
        As `app.services.act.open_by_officer`.
    """
    outcome = open_by_officer(database, press, commands)
    troubles = (_attached(database, press, outcome.code, one) for one in brought)
    return TakenIn(outcome=outcome, trouble=tuple(filter(None, troubles)))


def opened_before(database: Database, officer: Officer, key: str) -> str | None:
    """The case that a form with this key has opened before; None for none of this officer's."""
    if KEY.fullmatch(key) is None:
        return None
    with database.reading() as connection:
        done = presses.known(connection, key)
    return done.case_code if done is not None and done.login == officer.login else None


def taken(database: Database, officer: Officer, codes: Sequence[str]) -> tuple[Taken, ...]:
    """Cases just taken in, in the order they are named, without those the officer does not see."""
    with database.reading() as connection:
        found, setup = taken_cases(connection, officer, codes), read_setup(connection)
    return tuple(_told(setup, case) for case in found)


def _desks(setup: Setup, officer: Officer, procedure: str, now: datetime) -> tuple[Agency, ...]:
    day = local_date(now)
    _, rules = setup.procedure(procedure, on=day)
    desks = desks_of(setup, officer, day)
    found = tuple(one for one in desks if one.level.value in rules.levels)
    if not found:
        raise Unknown("procedure", f"bàn một cửa của bạn không có thủ tục {procedure} hôm nay")
    return found


def _why(setting: Setting, command: Command) -> tuple[tuple[datetime, str], ...]:
    limit = setting.procedure.limit
    if not isinstance(command, AcceptCase):
        clock = intake_clock(IntakeRun(start=command.at), setting)
    elif limit is None:
        return ()
    else:
        law = law_on(local_date(command.at))
        clock = Clock(calendar=setting.calendar, law=law, limit=limit, start=command.at)
    return tuple(Deadline(setting=setting, clock=clock).lines())


def _attached(database: Database, press: Press, code: str, one: Brought) -> str | None:
    """Put a file on a case; why not, where that fails."""
    # A key of its own that the same form with the same file has again.
    name = f"{press.key}/{one.kept.sha256}"
    again = replace(press, key=hashlib.sha256(name.encode()).hexdigest())
    parts: Count = (one.part,) if one.part else 1
    command = RecordDigitisation(
        at=press.now,
        parts=parts,
        signed=parts if one.signed else 0,
        file=one.kept.sha256,
        name=one.name,
        media=one.kept.media,
    )
    try:
        act(database, again, code, [command], inside=noted(one.kept, press.now))
    except MotcuaError as error:
        return f"tệp “{one.name}”: {error}"
    return None


def _told(setup: Setup, case: TakenCase) -> Taken:
    versions = setup.procedures.get(case.procedure, ())
    number = case.procedure_version or len(versions)
    office = setup.agencies.get(case.agency)
    return Taken(
        case=case,
        procedure=versions[number - 1].name if versions else case.procedure,
        office=office.name if office else case.agency,
    )
