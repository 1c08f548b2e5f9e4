"""The desk: what an officer may do on a case now, and why not; asked by pages and by services.

    acts(case, setting, officer, *, now, agencies) -> tuple[Act, ...]
        every act in the order of a case's life: which buttons, and why others are not there
    desk_rules(case, command, officer, setting, *, now, agencies) -> Refusal | None
        what services ask before they record a command from a page; complete by itself
    step_agency(step, case_agency, agencies) -> str
        the office that works on a step
    further_supplement(case, *, at) -> bool
        whether asking for papers needs a leader, who says so by `approved_by` = the own login
    waits_for_papers(case) -> bool
        whether what ends the standstill is a supplement, not a resumption
    needs_second_person(command, *, now, calendar, deadlines=()) -> bool
        whether a command is only a proposal; `deadlines_of(case, setting)` sharpens it
    may_approve(officer, case, *, proposed_by, recorded_by=()) -> Refusal | None
        whether somebody may be the second person

The table of rights (`workflows.desk_rights.RIGHTS`) is ours, from the duties in domain.md 9.2.
`agencies` are all offices by code: they tell where the steps of other offices are worked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workflows.agency import Agency
from workflows.case import Case
from workflows.commands import Command
from workflows.desk_checks import further_supplement, refused_desk, waits_for_papers
from workflows.desk_late import deadlines_of, late_tolerance, may_approve, needs_second_person
from workflows.desk_next import fee_owed, next_act
from workflows.desk_probes import refused_act, suits_state
from workflows.desk_rights import ACTS, RIGHTS, ActName, Seat, step_agency
from workflows.guards import Refusal
from workflows.officer import Officer
from workflows.setting import Setting

__all__ = [
    "ACTS",
    "RIGHTS",
    "Act",
    "ActName",
    "acts",
    "deadlines_of",
    "desk_rules",
    "fee_owed",
    "further_supplement",
    "late_tolerance",
    "may_approve",
    "needs_second_person",
    "step_agency",
    "waits_for_papers",
]

_PROPOSED: frozenset[ActName] = frozenset({"correct", "void"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """One act as an officer meets it on a case.

    Attributes:
        why: one Vietnamese sentence when it is not allowed, without capital and full stop.
        primary: the one obvious next act for this officer in this state.
        proposal: it only makes a proposal for a second person.
        moment: whether the case stands where the act belongs, or in another state.
    """

    name: ActName
    allowed: bool
    why: str | None = None
    primary: bool = False
    proposal: bool = False
    moment: Literal["now", "other_state"] = "now"


def acts(
    case: Case,
    setting: Setting,
    officer: Officer,
    *,
    now: datetime,
    agencies: Mapping[str, Agency],
) -> tuple[Act, ...]:
    """Every act of the desk, in the order of a case's life, as this officer meets it now.

    Raises:
        CalendarGap: when a deadline of the case lies beyond the calendar's years.
        LawGap: for a day on which no rule is known.
    """
    seat = Seat(case=case, setting=setting, officer=officer, agencies=agencies)
    refused = {name: refused_act(seat, name, now) for name in ACTS}
    allowed = frozenset(name for name, refusal in refused.items() if refusal is None)
    primary = next_act(seat, allowed, now)
    return tuple(
        Act(
            name=name,
            allowed=refusal is None,
            why=refusal.message if refusal else None,
            primary=name == primary,
            proposal=name in _PROPOSED,
            moment="now" if suits_state(seat, name) else "other_state",
        )
        for name, refusal in refused.items()
    )


def desk_rules(
    case: Case | None,
    command: Command,
    officer: Officer,
    setting: Setting,
    *,
    now: datetime,
    agencies: Mapping[str, Agency],
) -> Refusal | None:
    """Why an officer may not record a command at the desk, or None.

    It asks for the role at the right office, for the step's own people, for no borrowed approvals,
    for what the desk wants beyond the log, and last asks `decide`. Whether the command is late
    enough to need somebody else is `needs_second_person`; corrections and voidings always do.

    Args:
        case: as folded from its log; None for one to be opened.
        command: what is to be recorded.
        officer: who asks, with the roles of today.
        setting: office, procedure and calendar the case is bound to.
        now: the instant of recording.
        agencies: all offices by code.

    Raises:
        LawGap: for a day on which no rule is known.
    """
    seat = Seat(case=case, setting=setting, officer=officer, agencies=agencies)
    return refused_desk(seat, command, now)
