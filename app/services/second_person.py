"""The second person: approves, refuses or sees withdrawn what `app.services.proposals` put down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.errors import BadInput, Refused
from app.services.act import Press
from app.services.deciding import decided
from app.services.proposals import FATES, allowed_alone, approved, found, log_of
from app.services.record import open_in, record_in
from app.services.transacting import in_one, until_first
from app.store import proposals
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog
from app.store.officers import officer_on
from app.store.proposals import Fate, Proposal
from app.store.setup import read_setup
from sla.zone import local, local_date
from workflows import events as ev
from workflows.case import Case
from workflows.commands import Command, CorrectEvent, VoidCase
from workflows.desk import may_approve
from workflows.evolve import fold
from workflows.log import Recorded
from workflows.officer import Officer

_CLOSED = "không còn dùng được; hãy từ chối đề nghị, người khác đề nghị lại nếu cần"
_NO_LONGER = "hôm nay không còn được ghi việc này"
_ANSWERED_FOR = (
    ev.Accepted,
    ev.Refused,
    ev.Resolved,
    ev.Delivered,
    ev.Returned,
    ev.Withdrawn,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """What somebody says to a proposal: who, which one, when, and why.

    Attributes:
        expected_version: the version of the case whose effect an approval rests on; 0 where a case
            is to be opened, None for "whatever is".
    """

    officer: Officer
    number: int
    now: datetime
    note: str | None = None
    expected_version: int | None = None


def approve(database: Database, word: Word) -> Proposal:
    """Allow a proposal: what it says is recorded, by its proposer, in the same transaction.

    Said twice by the same person it is done once.

    Raises:
        Unknown: when there is no such proposal, or the officer does not see it.
        Refused: when the officer may not decide it, somebody decided before, or the case has moved
            on so that the rules now say no, or the proposer may no longer record such a thing;
            then the proposal stays as it was.
        CaseChangedMeanwhile: when the case stands at another version than expected, with what was
            recorded since; without one, when others were first again and again.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """

    def work(connection: Connection) -> Proposal:
        return _ended(connection, word, "approved")

    if word.expected_version is None:
        return until_first(database, work)
    return in_one(database, work, seen=word.expected_version)


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


def _ended(connection: Connection, word: Word, fate: Fate) -> Proposal:
    proposal = _held(connection, word)
    if (proposal.outcome, proposal.decided_by) == (fate, word.officer.login):
        return proposal
    _must_wait(proposal)
    row: Mapping[str, Any] = {}
    if fate == "withdrawn":
        _must_be_own(proposal, word.officer)
    else:
        log = log_of(connection, proposal)
        must_decide(connection, log, proposal, word.officer, word.now)
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


def must_decide(
    connection: Connection, log: CaseLog, proposal: Proposal, officer: Officer, now: datetime
) -> None:
    """Refuse whoever is not the second person for every command of a proposal.

    Raises:
        Refused: with the reason.
    """
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


def must_still_be_allowed(
    connection: Connection, log: CaseLog, proposal: Proposal, now: datetime
) -> None:
    """Refuse what its proposer, in whose name it is recorded, might not record today.

    Raises:
        Refused: with the reason.
    """
    proposer = officer_on(connection, proposal.proposed_by, local_date(now))
    if proposer is None:
        raise Refused(f"tài khoản của người đề nghị ({proposal.proposed_by}) {_CLOSED}")
    try:
        allowed_alone(connection, Press(officer=proposer, key="", now=now), proposal, log)
    except Refused as refused:
        raise Refused(f"{proposer.name} {_NO_LONGER}: {refused}", refused.field) from None


def _ticked(log: CaseLog, command: Command) -> tuple[str, ...]:
    """Who recorded what a command repairs: the event it corrects, or how the case began and ended.

    Whoever took a case in or closed it must not be the one who lets it disappear.
    """
    lines: Sequence[Recorded] = ()
    if isinstance(command, CorrectEvent) and 1 <= command.of <= log.version:
        lines = [log.lines[command.of - 1]]
    elif isinstance(command, VoidCase):
        lines = [line for line in log.lines if isinstance(line.event, _ANSWERED_FOR)]
    return tuple(line.by for line in lines if line.by)


def _recorded(connection: Connection, proposal: Proposal, word: Word) -> str:
    log = log_of(connection, proposal, word.expected_version)
    commands = approved(proposal, by=word.officer.login, now=word.now)
    # What the rules themselves refuse is told as it is; what comes next is about the person.
    decided(read_setup(connection), log, commands, now=word.now)
    must_still_be_allowed(connection, log, proposal, word.now)
    by, now = proposal.proposed_by, word.now
    if proposal.case_code is None:
        return open_in(connection, commands, by=by, now=now).code
    return record_in(connection, log, commands, by=by, now=now).code
