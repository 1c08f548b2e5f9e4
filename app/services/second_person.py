"""The second person: approves, refuses or sees withdrawn what `app.services.proposals` put down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.errors import BadInput, Refused
from app.services.proposals import FATES, approved, found, log_of
from app.services.record import decided, open_in, record_in
from app.services.transacting import until_first
from app.store import proposals
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog
from app.store.proposals import Fate, Proposal
from app.store.setup import read_setup
from sla.zone import local
from workflows.case import Case
from workflows.commands import Command, CorrectEvent
from workflows.desk import may_approve
from workflows.evolve import fold
from workflows.officer import Officer


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """What somebody says to a proposal: who, which one, when, and why."""

    officer: Officer
    number: int
    now: datetime
    note: str | None = None


def approve(database: Database, word: Word) -> Proposal:
    """Allow a proposal: what it says is recorded, by its proposer, in the same transaction.

    Said twice by the same person it is done once.

    Raises:
        Unknown: when there is no such proposal, or the officer does not see it.
        Refused: when the officer may not decide it, somebody decided before, or the case has moved
            on so that the rules now say no; then the proposal stays as it was.
        CaseChangedMeanwhile: when others were first on the case again and again.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """

    def work(connection: Connection) -> Proposal:
        return _ended(connection, word, "approved")

    return until_first(database, work)


def refuse(database: Database, word: Word) -> Proposal:
    """Say no to a proposal; nothing is recorded on the case.

    Raises:
        BadInput: without a note that says why.
        Unknown, Refused, DatabaseNotReady: as `approve`.
    """
    if not (word.note or "").strip():
        raise BadInput("từ chối đề nghị phải ghi lý do")

    def work(connection: Connection) -> Proposal:
        return _ended(connection, word, "refused")

    return until_first(database, work)


def withdraw(database: Database, word: Word) -> Proposal:
    """Take one's own proposal back; nothing is recorded on the case.

    Raises:
        Unknown, Refused, DatabaseNotReady: as `approve`.
    """

    def work(connection: Connection) -> Proposal:
        return _ended(connection, word, "withdrawn")

    return until_first(database, work)


def why_not(database: Database, officer: Officer, proposal: Proposal, *, now: datetime) -> str:
    """Why an officer may not decide a proposal: a sentence, empty when they may."""
    with database.reading() as connection:
        try:
            _must_decide(connection, proposal, officer, now)
        except Refused as refused:
            return str(refused)
    return ""


def _ended(connection: Connection, word: Word, fate: Fate) -> Proposal:
    proposal = _held(connection, word)
    if (proposal.outcome, proposal.decided_by) == (fate, word.officer.login):
        return proposal
    _must_wait(proposal)
    row: Mapping[str, Any] = {}
    if fate == "withdrawn":
        _must_be_own(proposal, word.officer)
    else:
        _must_decide(connection, proposal, word.officer, word.now)
    if fate == "approved":
        row = {"case_code": _recorded(connection, proposal, word)}
    end = {
        "outcome": fate,
        "decided_by": word.officer.login,
        "decided_at": word.now,
        "note": word.note,
    }
    proposals.close(connection, proposal.id, {**end, **row})
    return found(connection, proposals.numbered(proposal.id))


def _held(connection: Connection, word: Word) -> Proposal:
    proposals.hold(connection, word.number)
    return found(connection, proposals.numbered(word.number), proposals.seen_by(word.officer))


def _must_wait(proposal: Proposal) -> None:
    if proposal.outcome is None or proposal.decided_at is None:
        return
    when = f"{local(proposal.decided_at):%H:%M ngày %d/%m/%Y}"
    raise Refused(f"đề nghị này đã được {proposal.decided_by} {FATES[proposal.outcome]} lúc {when}")


def _must_be_own(proposal: Proposal, officer: Officer) -> None:
    if proposal.proposed_by != officer.login:
        raise Refused("chỉ người đề nghị mới rút được đề nghị")


def _must_decide(
    connection: Connection, proposal: Proposal, officer: Officer, now: datetime
) -> None:
    """Refuse whoever is not the second person for every command of a proposal."""
    log = log_of(connection, proposal)
    refusal = may_approve(
        officer,
        _case(connection, log, proposal, now),
        proposed_by=proposal.proposed_by,
        recorded_by=[by for command in proposal.commands for by in _ticked(log, command)],
    )
    if refusal is not None:
        raise Refused(refusal.message, refusal.field)


def _case(connection: Connection, log: CaseLog, proposal: Proposal, now: datetime) -> Case:
    """The case a proposal is about; the one it would open, where there is none yet."""
    case = fold(log.code, (line.event for line in log.lines))
    if case is not None:
        return case
    case, _ = decided(read_setup(connection), log, proposal.commands, now=now)
    return case


def _ticked(log: CaseLog, command: Command) -> tuple[str, ...]:
    """Who recorded the event that a command corrects."""
    if not isinstance(command, CorrectEvent) or not 1 <= command.of <= log.version:
        return ()
    by = log.lines[command.of - 1].by
    return (by,) if by else ()


def _recorded(connection: Connection, proposal: Proposal, word: Word) -> str:
    commands = approved(proposal, by=word.officer.login, now=word.now)
    by, now = proposal.proposed_by, word.now
    if proposal.case_code is None:
        return open_in(connection, commands, by=by, now=now).code
    log = log_of(connection, proposal)
    return record_in(connection, log, commands, by=by, now=now).code
