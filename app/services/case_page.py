"""All that the page of one case shows, read in one transaction for one officer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.services import attachments
from app.services.act import must_see
from app.services.attachments import Attachment
from app.services.case_people import looks_on, names, offices_of_steps
from app.services.case_track import Fees, HandOver, StepLine, fees, hand_overs, step_lines
from app.services.case_view import CaseView, view_of
from app.services.letter_rules import Possible, possible_kinds, why_not_replaced
from app.services.record import known_log
from app.store import letters, proposals
from app.store.engine import Database
from app.store.event_log import CaseLog
from app.store.letters import IssuedRow
from app.store.proposals import Proposal
from app.store.setup import Setup, read_setup
from sla.explain import Line, explain
from sla.law import law_on
from sla.zone import local_date
from workflows.case import State
from workflows.clocks import case_clock, intake_clock
from workflows.desk import Act, acts
from workflows.desk_rights import Seat
from workflows.officer import Officer

# The fields of events that hold logins.
_NAMED = ("assignee", "approved_by", "signed_by")


@dataclass(frozen=True, kw_only=True, slots=True)
class CasePage:
    """A case as one officer sees it at an instant.

    Attributes:
        version: what a form on the page has to name.
        acts: what the officer may do now, and why not the rest.
        people: names by login, of whoever has an account.
        offices: names by code, of all agencies.
        field_name: the field (lĩnh vực) of the procedure.
        waiting: proposals nobody has decided yet.
        reasons: the deadline line by line.
        if_accepted: the due time if a case that waits were accepted now.
        masked: whether the officer only looks on.
        letters: what was issued, oldest first.
        possible: the letters the officer can issue from the page, and why not the rest.
        replacing: why the officer cannot replace a letter, by its version; None where they can.
    """

    view: CaseView
    version: int
    acts: tuple[Act, ...]
    people: Mapping[str, str]
    offices: Mapping[str, str]
    field_name: str
    waiting: tuple[Proposal, ...]
    reasons: tuple[Line, ...]
    if_accepted: datetime | None
    masked: bool
    steps: tuple[StepLine, ...]
    letters: tuple[IssuedRow, ...]
    possible: tuple[Possible, ...]
    replacing: Mapping[int, str | None]

    @property
    def files(self) -> tuple[Attachment, ...]:
        """The files the log names, oldest first."""
        return attachments.of(self.view.case)

    @property
    def fees(self) -> Fees:
        """The money."""
        return fees(self.view)

    @property
    def hand_overs(self) -> tuple[HandOver, ...]:
        """Who gave the file to whom."""
        return hand_overs(self.view)

    def who(self, login: str | None) -> str:
        """The name of an officer; the login itself for one without an account."""
        return self.people.get(login, login) if login else "hệ thống"


def case_page(database: Database, officer: Officer, code: str, *, now: datetime) -> CasePage:
    """What the page of a case shows.

    Raises:
        Unknown: when there is no such case, or the officer may not see it.
        DatabaseNotReady: when the database is out of reach.
    """
    with database.reading() as connection:
        must_see(connection, officer, code)
        log = known_log(connection, code)
        setup = read_setup(connection)
        view = view_of(log, setup, at=_seen_at(log, now))
        waiting = proposals.many(connection, proposals.of_case(code), proposals.waiting())
        people = names(connection, _logins(view, waiting))
        issued = letters.of_case(connection, code)
    case, setting = view.case, view.setting
    where = offices_of_steps(setting, setup)
    seat = Seat(case=case, setting=setting, officer=officer, agencies=setup.agencies)
    return CasePage(
        view=view,
        version=log.version,
        acts=acts(case, setting, officer, now=now, agencies=setup.agencies),
        people={**people, officer.login: officer.name},
        offices={code: agency.name for code, agency in setup.agencies.items()},
        field_name=_field(setup, setting.procedure.field),
        waiting=waiting,
        reasons=_reasons(view),
        if_accepted=if_accepted(view, now),
        masked=looks_on(officer, case, setup),
        steps=step_lines(view, where),
        letters=issued,
        possible=possible_kinds(seat, case),
        replacing={one.version: why_not_replaced(seat, case, one) for one in issued},
    )


def _seen_at(log: CaseLog, now: datetime) -> datetime:
    """Now; the last event, where another machine's clock is a little ahead of ours."""
    return max(now, *(line.event.at for line in log.lines))


def _logins(view: CaseView, waiting: Sequence[Proposal]) -> set[str]:
    """Everybody the page names."""
    found = {one.proposed_by for one in waiting}
    for entry in view.timeline:
        event = entry.line.event
        signed = {getattr(event, name, None) for name in _NAMED}
        found |= {login for login in (entry.line.by, *signed) if login}
        found |= {event.late.approved_by} if event.late else set()
    return found


def _field(setup: Setup, code: str) -> str:
    field = setup.fields.get(code)
    return field.name if field else code


def _reasons(view: CaseView) -> tuple[Line, ...]:
    case = view.case
    if case.accepted_at is not None:
        return explain(case_clock(case, view.setting))
    return explain(intake_clock(case.intakes[-1], view.setting)) if case.intakes else ()


def if_accepted(view: CaseView, now: datetime) -> datetime | None:
    """When a case that waits for acceptance would be due if it were accepted now."""
    limit = view.setting.procedure.limit
    if view.case.state is not State.SUBMITTED or limit is None:
        return None
    return limit.due(now, view.setting.calendar, law_on(local_date(now)))
