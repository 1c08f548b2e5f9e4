"""How a case went from hand to hand, as its control sheet tells it: the page before the letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.letters.facts_flow import Passing, partners, passings
from app.letters.facts_source import Issue, Source
from app.services.act import must_see
from app.services.letter_making import Desk, case_of, logins_of
from app.services.letter_rules import not_open_to
from app.services.record import known_log
from app.store.engine import Database
from workflows.case import Case
from workflows.clocks import case_clock
from workflows.officer import Officer
from workflows.setting import Setting


@dataclass(frozen=True, kw_only=True, slots=True)
class ControlPage:
    """What is shown of it.

    Attributes:
        due: the deadline as it stands; None before acceptance.
        partners: the other offices that take part, in words.
        why_not: why the officer cannot issue the letter; None when they can.
    """

    case: Case
    setting: Setting
    due: datetime | None
    passings: tuple[Passing, ...]
    partners: str
    why_not: str | None


def control_of(database: Database, officer: Officer, code: str, *, now: datetime) -> ControlPage:
    """Each time a case changed hands, with people and verdict.

    Raises:
        Unknown: when there is no such case, or the officer may not see it.
    """
    with database.reading() as connection:
        must_see(connection, officer, code)
        log = known_log(connection, code)
        case, desk = case_of(log), Desk(connection, Path(), officer, now=now)
        people: Mapping[str, str] = desk.people(logins_of(case, log.lines))
        seat = desk.seat(case)
        source = Source(
            case=case,
            setting=seat.setting,
            setup=desk.setup,
            people=people,
            issue=Issue(number=None, at=now, by_name=officer.name),
            lines=log.lines,
        )
    return ControlPage(
        case=case,
        setting=seat.setting,
        due=case_clock(case, seat.setting).due() if case.accepted_at else None,
        passings=tuple(passings(source)),
        partners=partners(source),
        why_not=not_open_to(seat, case, "control"),
    )
