"""From commands to events and their lines: what recording does before it writes anything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.errors import Refused
from app.store.event_log import CaseLog
from app.store.setup import Setup
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
class Decided:
    """What commands lead to.

    Attributes:
        old: the case before them.
        new: the case after them.
        setting: what that one is bound to.
    """

    old: Case | None
    new: Case
    setting: Setting
    events: tuple[Event, ...]


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
    found = decide_all(setup, log, commands, now=now, check=check)
    return found.new, found.events


def decide_all(
    setup: Setup,
    log: CaseLog,
    commands: Sequence[Command],
    *,
    now: datetime,
    check: Check | None = None,
) -> Decided:
    """The same with the case before them.

    Raises:
        Refused: when the rules do not allow one of the commands.
    """
    old = case = fold(log.code, (line.event for line in log.lines))
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
    return Decided(old=old, new=case, setting=setup.setting_of(case), events=tuple(events))


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
