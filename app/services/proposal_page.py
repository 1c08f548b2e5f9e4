"""What the page of a proposal shows: what is asked, what it would change, and who may decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.errors import Refused
from app.services.deciding import setting_for
from app.services.proposals import approved, effect_in, found, log_of
from app.services.second_person import must_decide, must_still_be_allowed
from app.store import proposals
from app.store.accounts import accounts_by_login
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog
from app.store.proposals import Proposal
from app.store.setup import Setup, read_setup
from app.store.spelled import event_of
from workflows.effects import Effect
from workflows.evolve import fold
from workflows.officer import Officer
from workflows.sentences import sentence

_SOMEBODY = "người thứ hai"  # who approves is not known yet, or never came


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposalPage:
    """A proposal before somebody who sees it.

    Attributes:
        version: of the log that `effect` was computed on; approval has to name it.
        told: what is to be recorded, a sentence for each event.
        effect: what approval now would change; None once decided, or where it is refused.
        refusal: why it could not be recorded now; empty when it could.
        why_not: why this officer may not decide it; empty when they may.
        people: names by login.
    """

    proposal: Proposal
    version: int
    told: tuple[str, ...]
    effect: Effect | None
    refusal: str
    why_not: str
    people: Mapping[str, str]


def proposal_page(
    database: Database, officer: Officer, number: int, *, now: datetime
) -> ProposalPage:
    """Everything about one proposal, on the case as it now is.

    Raises:
        Unknown: when there is none, or the officer does not see it.
    """
    with database.reading() as connection:
        one = found(connection, proposals.numbered(number), proposals.seen_by(officer))
        log = log_of(connection, one)
        setup = read_setup(connection)
        effect, refusal = _outlook(connection, setup, log, one, now)
        return ProposalPage(
            proposal=one,
            version=log.version,
            told=_told(setup, log, one),
            effect=effect,
            refusal=refusal,
            why_not=_why_not(connection, log, one, officer, now),
            people=_people(connection, [one]),
        )


def people_of(database: Database, listed: Iterable[Proposal]) -> dict[str, str]:
    """The names of those who proposed and decided, by login."""
    with database.reading() as connection:
        return _people(connection, listed)


def told(database: Database, proposal: Proposal) -> tuple[str, ...]:
    """What a proposal is to record, in one sentence for each event."""
    with database.reading() as connection:
        return _told(read_setup(connection), log_of(connection, proposal), proposal)


def effect_of(database: Database, proposal: Proposal, *, now: datetime) -> Effect:
    """What approval now would do to deadlines and verdict of the case.

    Raises:
        Refused: when the rules no longer allow it, or the proposer may no longer record it.
    """
    with database.reading() as connection:
        log = log_of(connection, proposal)
        return _effect(connection, read_setup(connection), log, proposal, now)


def why_not(database: Database, officer: Officer, proposal: Proposal, *, now: datetime) -> str:
    """Why an officer may not decide a proposal: a sentence, empty when they may."""
    with database.reading() as connection:
        return _why_not(connection, log_of(connection, proposal), proposal, officer, now)


def _outlook(
    connection: Connection, setup: Setup, log: CaseLog, proposal: Proposal, now: datetime
) -> tuple[Effect | None, str]:
    if proposal.outcome is not None:
        return None, ""
    try:
        return _effect(connection, setup, log, proposal, now), ""
    except Refused as refused:
        return None, str(refused)


def _effect(
    connection: Connection, setup: Setup, log: CaseLog, proposal: Proposal, now: datetime
) -> Effect:
    commands = approved(proposal, by=proposal.proposed_by, now=now)
    effect = effect_in(setup, log, commands, now)
    must_still_be_allowed(connection, log, proposal, now)
    return effect


def _told(setup: Setup, log: CaseLog, proposal: Proposal) -> tuple[str, ...]:
    case = fold(log.code, (line.event for line in log.lines))
    setting = setting_for(setup, case, proposal.commands[0])
    allowed_by = proposal.decided_by if proposal.outcome == "approved" else None
    commands = approved(proposal, by=allowed_by or _SOMEBODY, now=proposal.proposed_at)
    return tuple(sentence(event_of(command), setting.procedure) for command in commands)


def _why_not(
    connection: Connection, log: CaseLog, proposal: Proposal, officer: Officer, now: datetime
) -> str:
    try:
        must_decide(connection, log, proposal, officer, now)
    except Refused as refused:
        return str(refused)
    return ""


def _people(connection: Connection, listed: Iterable[Proposal]) -> dict[str, str]:
    logins = {login for one in listed for login in (one.proposed_by, one.decided_by) if login}
    accounts = accounts_by_login(connection, sorted(logins)) if logins else {}
    return {login: account.name for login, account in accounts.items()}
