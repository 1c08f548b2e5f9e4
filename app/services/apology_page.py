"""Where the apology of a case stands, for the page that leads it on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.notices.addresses import mail_address, mobile_number
from app.notices.citizen_news import APOLOGY
from app.notices.citizens import CHANNELS, KIND
from app.notices.people import MAIL
from app.services.act import must_see
from app.services.apology_cause import Cause, causes
from app.services.apology_text import hash_by, template_of
from app.services.case_people import names
from app.services.escalation import could
from app.services.letter_making import case_of
from app.services.record import known_log
from app.store import letters as store
from app.store.channels import in_use
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog
from app.store.letters import IssuedRow
from app.store.posts import posts_at
from app.store.setup import Setup, read_setup
from app.store.told_citizens import Told, told
from sla.spec import SlaError
from sla.zone import local_date
from workflows import events as ev
from workflows.agency import Role
from workflows.apology import Proposal, Stage, may_be_drafted, owed_since, proposed, stage
from workflows.case import Case
from workflows.clocks import case_clock, overrun
from workflows.commands import DraftApology
from workflows.desk import Act, ActName, acts
from workflows.desk_rights import Seat
from workflows.forecast import Outlook, outlook
from workflows.issued import is_published, name_of
from workflows.letters import may_issue
from workflows.log import Recorded
from workflows.nearness import span_in_words
from workflows.officer import Officer
from workflows.setting import Setting

ACTS: tuple[ActName, ...] = ("draft_apology", "sign_apology", "apologise", "publish_letter")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """One way of telling the applicant.

    Attributes:
        reached: whether the applicant, or the agent, gave an address for it.
        served: whether the installation sends by it at all.
        message: what became of the apology on this way; None before it is issued, and where
            nothing was put there.
    """

    channel: str
    reached: bool
    served: bool
    message: Told | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ApologyPage:
    """The apology of a case as one officer sees it at an instant.

    Attributes:
        version: what a form on the page has to name.
        owed_since: from when an apology is owed; None for a case that was not accepted.
        may_be_drafted: whether it is time for one.
        seen: where the case is going; None where no deadline runs.
        proposal: what an apology would say; None once it is issued, and for a case not open.
        due_at: the deadline, which stays the yardstick; None for a case that was not accepted.
        late_by: by how much the case is past it, or was when it ended; in working time, in words.
        causes: every visit to a step with what it took; empty beyond the calendar's years.
        drafted: the line of the log with the draft, `signed` that with its signature.
        as_signed: whether the letter would still say what was signed; None without a signature.
        letters: every letter of apology that was issued, the corrected ones too.
        letter: the one that holds; `is_public` whether it stands on the public page.
        channels: the ways of telling the applicant.
        may_correct: whether the officer may issue a letter in place of the one that holds.
        may_escalate: whether there is one to tell of, and they work on the case.
        acts: what the officer may do, and why not the rest.
        own_template: whether the office prints the letter by a template of its own.
        title: the title of the office's only head; empty for whoever is not that.
        text_hash: what the officer would sign now, as a hash; None where nothing was said yet.
        people: names by login; `offices` names by code.
    """

    case: Case
    setting: Setting
    now: datetime
    version: int
    stage: Stage
    owed_since: datetime | None
    may_be_drafted: bool
    seen: Outlook | None
    proposal: Proposal | None
    due_at: datetime | None
    late_by: str
    causes: tuple[Cause, ...]
    drafted: Recorded | None
    signed: Recorded | None
    as_signed: bool | None
    letters: tuple[IssuedRow, ...]
    letter: IssuedRow | None
    is_public: bool
    channels: tuple[Sent, ...]
    may_correct: bool
    may_escalate: bool
    acts: Mapping[ActName, Act]
    own_template: bool
    title: str
    text_hash: str | None
    people: Mapping[str, str]
    offices: Mapping[str, str]

    def who(self, login: str | None) -> str:
        """The name of an officer; the login itself for one without an account."""
        return self.people.get(login, login) if login else "hệ thống"


def apology_page(database: Database, officer: Officer, code: str, *, now: datetime) -> ApologyPage:
    """What the page of a case's apology shows.

    Raises:
        Unknown: when there is no such case, or the officer may not see it.
        CalendarGap: when a deadline of the case lies beyond the calendar's years.
        DatabaseNotReady: when the database is out of reach.
    """
    with database.reading() as connection:
        must_see(connection, officer, code)
        log, setup = known_log(connection, code), read_setup(connection)
        return _page(connection, log, setup, officer, now)


def _page(
    connection: Connection, log: CaseLog, setup: Setup, officer: Officer, now: datetime
) -> ApologyPage:
    case = case_of(log)
    setting = setup.setting_of(case)
    rows = tuple(row for row in store.of_case(connection, case.code) if row.kind == "apology")
    holding = next((row for row in reversed(rows) if row.replaced_by is None), None)
    proposal = _proposal(case, setting, setup, now)
    drafted, signed = _lines(log, case)
    seat = Seat(case=case, setting=setting, officer=officer, agencies=setup.agencies)
    visits = _causes(case, setting, setup, now)
    template = template_of(connection, case) if case.draft or case.apology else ""
    return ApologyPage(
        case=case,
        setting=setting,
        now=now,
        version=log.version,
        stage=stage(case, setting, now=now),
        owed_since=owed_since(case, setting),
        may_be_drafted=may_be_drafted(case, setting, now=now),
        seen=outlook(case, setting, now=now),
        proposal=proposal,
        due_at=case_clock(case, setting).due() if case.accepted_at else None,
        late_by=_late_by(case, setting, now),
        causes=visits,
        drafted=drafted,
        signed=signed,
        as_signed=_as_signed(case, setup, template),
        letters=rows,
        letter=holding,
        is_public=_is_public(case, holding),
        channels=tuple(_channels(connection, case)),
        may_correct=holding is not None and may_issue(seat, "apology") is None,
        may_escalate=_open_after_one(case) and could(seat, DraftApology),
        acts={
            act.name: act
            for act in acts(case, setting, officer, now=now, agencies=setup.agencies)
            if act.name in ACTS
        },
        own_template=template.startswith("own:"),
        title=_title(connection, case, setup, officer, now),
        text_hash=_hash(case, setup, officer, template),
        people=names(connection, _logins(case, proposal, (drafted, signed), visits)),
        offices={code: agency.name for code, agency in setup.agencies.items()},
    )


def _proposal(case: Case, setting: Setting, setup: Setup, now: datetime) -> Proposal | None:
    if not case.is_open or case.apology is not None:
        return None
    try:
        return proposed(case, setting, setup.agencies, now=now)
    except SlaError:
        # Beyond the calendar's years nothing can be proposed; the page says the rest.
        return None


def _lines(log: CaseLog, case: Case) -> tuple[Recorded | None, Recorded | None]:
    """The lines of the log with the draft that holds, and with its signature."""
    if case.drafted_as is None:
        return None, None
    signed = (line for line in reversed(log.lines) if isinstance(line.event, ev.ApologySigned))
    return log.lines[case.drafted_as - 1], next(signed, None) if case.signature else None


def _is_public(case: Case, row: IssuedRow | None) -> bool:
    """By the letter's year too: a case over New Year may have two of one number."""
    name = (row.agency, row.kind, row.year, row.number) if row else None
    return any(name_of(case, one) == name and is_published(case, one) for one in case.letters)


def _channels(connection: Connection, case: Case) -> Iterator[Sent]:
    """Every way there is, with what became of the message of the apology on it."""
    keys = {channel: _key(case, channel) for channel in CHANNELS}
    found, served = told(connection, keys.values()), in_use(connection)
    for channel in CHANNELS:
        yield Sent(
            channel=channel,
            reached=_reached(case, channel),
            served=channel in served,
            message=found.get(keys[channel]),
        )


def _key(case: Case, channel: str) -> str:
    """The key of the message that told of the apology, as `app.notices.citizens` makes it."""
    numbers = (
        number
        for number, event in enumerate(case.log, start=1)
        if isinstance(event, ev.ApologyIssued)
    )
    return f"{KIND}:{case.code}:{next(numbers, 0)}:{APOLOGY}:{channel}"


def _reached(case: Case, channel: str) -> bool:
    people = (person for person in (case.applicant, case.agent) if person is not None)
    return any(
        mail_address(person.email) if channel == MAIL else mobile_number(person.phone)
        for person in people
    )


def _title(
    connection: Connection, case: Case, setup: Setup, officer: Officer, now: datetime
) -> str:
    """The title of the head, for whoever is the only leader of the office: the case's or at fault.

    A deputy signs "KT.", and who stands in signs otherwise again: they say so themselves.
    """
    unit = case.draft.unit if case.draft else None
    for code in filter(None, (case.agency, unit)):
        office = setup.agencies.get(code)
        if office and office.head_title and _leads_alone(connection, code, officer, now):
            return office.head_title
    return ""


def _leads_alone(connection: Connection, code: str, officer: Officer, now: datetime) -> bool:
    posts = posts_at(connection, (code,), on=local_date(now))
    leaders = {post.login for post in posts if post.role is Role.LEADER}
    return leaders == {officer.login} and Role.LEADER in officer.alone.roles_at(code)


def _open_after_one(case: Case) -> bool:
    return case.apology is not None and case.is_open


def _causes(case: Case, setting: Setting, setup: Setup, now: datetime) -> tuple[Cause, ...]:
    try:
        return causes(case, setting, setup.agencies, now=now)
    except SlaError:
        return ()  # Beyond the calendar's years nothing is reckoned; the page says the rest.


def _late_by(case: Case, setting: Setting, now: datetime) -> str:
    if case.accepted_at is None:
        return ""
    clock = case_clock(case, setting)
    over = overrun(clock, case.closed_at or case.standing_since or now)
    return span_in_words(over, setting.calendar.spec.standard_day()) if over else ""


def _hash(case: Case, setup: Setup, officer: Officer, template: str) -> str | None:
    if case.draft is None and case.apology is None:
        return None
    return hash_by(case, setup, name=officer.name, template=template)


def _as_signed(case: Case, setup: Setup, template: str) -> bool | None:
    if (signed := case.signature) is None:
        return None
    return hash_by(case, setup, name=signed.name, template=template) == signed.text_hash


def _logins(
    case: Case,
    proposal: Proposal | None,
    lines: tuple[Recorded | None, ...],
    visits: tuple[Cause, ...],
) -> set[str]:
    said = [line.by for line in lines if line]
    blamed = [one.officer for one in (proposal, case.draft, *visits) if one is not None]
    return {login for login in (*said, *blamed) if login is not None}
