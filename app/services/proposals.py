"""Honest repairs: one officer says what truly happened, a second one allows it to be recorded.

A late tick will be written with the time it happened, by the one who proposed it, once a leader of
the office approved; a correction or a voiding is dated at its approval. Then the log says all of
it: who, why, on what proof, and who allowed it. Until then nothing is in the log
(`app.services.second_person` decides).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.errors import BadInput, Refused, Unknown
from app.services.act import Press, alone, by_the_desk, claim_of, claimed, must_see
from app.services.deciding import Check, decided, setting_for
from app.services.record import known_log
from app.services.transacting import in_one
from app.store import acts, files, proposals
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog
from app.store.files import Kept
from app.store.proposals import Fate, Kind, Proposal
from app.store.setup import Setup, read_setup
from app.store.spelled import spelled
from sla.spec import SlaError
from workflows.case import Case
from workflows.commands import Command, CorrectEvent, VoidCase
from workflows.effects import Effect, effect
from workflows.events import Late
from workflows.evolve import fold
from workflows.guards import Refusal
from workflows.officer import Officer
from workflows.setting import Setting

FATES: dict[Fate, str] = {"approved": "duyệt", "refused": "từ chối", "withdrawn": "rút"}
KINDS: dict[Kind, str] = {"late": "ghi muộn", "correction": "đính chính", "voiding": "hủy hồ sơ"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """What an officer proposes.

    Attributes:
        kind: `late` for what happened too long ago, `correction`, or `voiding`.
        commands: what is to be recorded; a correction or voiding gets its instant, its reason and
            its approver from the approval.
        reason: why it was not recorded in time, or was recorded wrongly.
        evidence: what proves it: the number of a paper, the page of a register.
        file: a kept file that proves it, and what it was called.
    """

    kind: Kind
    commands: Sequence[Command]
    reason: str
    evidence: str
    file: Kept | None = None
    file_name: str | None = None


def propose(
    database: Database,
    press: Press,
    code: str | None,
    draft: Draft,
    *,
    expected_version: int = 0,
) -> Proposal:
    """Put something before a second person, once however often the form is sent.

    Args:
        database: where.
        press: who, with which form, when.
        code: the case; None where the commands are to open one.
        draft: what is proposed.
        expected_version: the version the page was built from.

    Raises:
        BadInput: for a draft without reason or evidence, or with commands of another kind.
        Unknown: when there is no such case, or the officer may not see it.
        CaseChangedMeanwhile: when the case moved on since the page was built.
        Refused: when it could not be recorded even if it were approved.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """
    _must_be_whole(draft)
    asked = claim_of(press, _about(code, draft), draft.commands)

    def work(connection: Connection) -> Proposal:
        if code is not None:
            must_see(connection, press.officer, code)
        if claimed(connection, asked) is None:
            log = CaseLog(code="")
            if code is not None:
                log = known_log(connection, code, expected_version)
            _keep(connection, press, draft, log)
        return found(connection, proposals.keyed(press.key))

    return in_one(database, work, seen=expected_version)


def approved(proposal: Proposal | Draft, *, by: str, now: datetime) -> tuple[Command, ...]:
    """The commands as they are recorded once somebody approves."""
    if proposal.kind == "late":
        late = Late(reason=proposal.reason, evidence=proposal.evidence, approved_by=by)
        return tuple(replace(command, late=late) for command in proposal.commands)
    reason = f"{proposal.reason}; căn cứ: {proposal.evidence}"
    return tuple(
        replace(command, at=now, reason=reason, approved_by=by)
        for command in proposal.commands
        if isinstance(command, CorrectEvent | VoidCase)
    )


def to_decide(database: Database, officer: Officer) -> tuple[Proposal, ...]:
    """The proposals that wait for this leader, newest first."""
    return _listed(database, proposals.for_decision(officer), proposals.seen_by(officer))


def count_to_decide(database: Database, officer: Officer) -> int:
    """How many there are, for a badge."""
    with database.reading() as connection:
        return proposals.count(
            connection, proposals.for_decision(officer), proposals.seen_by(officer)
        )


def waiting(database: Database, officer: Officer) -> tuple[Proposal, ...]:
    """The proposals about cases the officer sees that nobody has decided, newest first."""
    return _listed(database, proposals.waiting(), proposals.seen_by(officer))


def own(database: Database, officer: Officer) -> tuple[Proposal, ...]:
    """The officer's own proposals about what they see today, decided or not, newest first."""
    return _listed(database, proposals.own(officer), proposals.seen_by(officer))


def of_case(database: Database, officer: Officer, code: str) -> tuple[Proposal, ...]:
    """All proposals about a case the officer sees, newest first."""
    return _listed(database, proposals.of_case(code), proposals.seen_by(officer))


def one(database: Database, officer: Officer, number: int) -> Proposal:
    """A proposal about a case the officer sees.

    Raises:
        Unknown: when there is none, or they do not see it.
    """
    with database.reading() as connection:
        return found(connection, proposals.numbered(number), proposals.seen_by(officer))


def preview(database: Database, press: Press, code: str | None, draft: Draft) -> Effect:
    """What a proposal that is still being written would do, once approved.

    Raises:
        BadInput, Unknown, Refused: as `propose`.
    """
    _must_be_whole(draft)
    commands = approved(draft, by=press.officer.login, now=press.now)
    with database.reading() as connection:
        log = CaseLog(code="")
        if code is not None:
            must_see(connection, press.officer, code)
            log = known_log(connection, code)
        return effect_in(read_setup(connection), log, commands, press.now)


def effect_in(setup: Setup, log: CaseLog, commands: Sequence[Command], now: datetime) -> Effect:
    """What commands would do to the case of a log just read.

    Raises:
        Refused: when the rules do not allow one of them.
    """
    case = fold(log.code, (line.event for line in log.lines))
    try:
        setting = setting_for(setup, case, commands[0])
        outlook = effect(case, commands, setting, now=now)
    except SlaError as error:
        raise Refused(str(error), "at") from None
    if isinstance(outlook, Refusal):
        raise Refused(outlook.message, outlook.field)
    return outlook


def found(connection: Connection, *conditions: proposals.Condition) -> Proposal:
    """The proposal that fulfils conditions.

    Raises:
        Unknown: when there is none.
    """
    proposal = proposals.one(connection, *conditions)
    if proposal is None:
        raise Unknown("proposal", "không có đề nghị này")
    return proposal


def log_of(
    connection: Connection, proposal: Proposal, expected_version: int | None = None
) -> CaseLog:
    """The log of the case a proposal is about; an empty one where it is to open a case.

    Raises:
        CaseChangedMeanwhile: when it stands at another version than somebody expects.
    """
    if proposal.case_code is None:
        return CaseLog(code="")
    return known_log(connection, proposal.case_code, expected_version)


def _listed(database: Database, *conditions: proposals.Condition) -> tuple[Proposal, ...]:
    with database.reading() as connection:
        return proposals.many(connection, *conditions)


def _must_be_whole(draft: Draft) -> None:
    if not draft.reason.strip() or not draft.evidence.strip():
        raise BadInput("đề nghị phải có lý do và căn cứ")
    wanted = {"correction": CorrectEvent, "voiding": VoidCase}.get(draft.kind)
    fitting = [
        isinstance(command, wanted)
        if wanted
        else not isinstance(command, CorrectEvent | VoidCase) and command.late is None
        for command in draft.commands
    ]
    if not fitting or not all(fitting):
        raise BadInput(f"việc đề nghị không phải là {KINDS[draft.kind]}")


def _about(code: str | None, draft: Draft) -> list[str | None]:
    proof = draft.file.sha256 if draft.file else None
    return [code, draft.kind, draft.reason, draft.evidence, proof]


def _keep(connection: Connection, press: Press, draft: Draft, log: CaseLog) -> None:
    """Note a proposal that could be recorded if it were approved now."""
    agency = _tried(connection, press, draft, log)
    if draft.file is not None:
        files.note(connection, draft.file, at=press.now)
    row = {
        "key": press.key,
        "case_code": log.code or None,
        "agency": agency,
        "kind": draft.kind,
        "commands": spelled(draft.commands),
        "expected_version": log.version,
        "reason": draft.reason,
        "evidence": draft.evidence,
        "evidence_file": draft.file.sha256 if draft.file else None,
        "evidence_name": draft.file_name if draft.file else None,
        "proposed_by": press.officer.login,
        "proposed_at": press.now,
    }
    proposals.add(connection, row)
    acts.settle(connection, press.key, log.code or None, before=log.version, after=log.version)


def _tried(connection: Connection, press: Press, draft: Draft, log: CaseLog) -> str:
    """The office whose leader decides, once the rules say yes to every command."""
    belated: list[bool] = []

    def check(case: Case | None, command: Command, setting: Setting) -> None:
        belated.append(not alone(case, command, setting, press.now))

    case = allowed_alone(connection, press, draft, log, check)
    if draft.kind == "late" and not any(belated):
        raise Refused("việc này ghi được ngay, không cần đề nghị ghi muộn", "at")
    return case.agency


def allowed_alone(
    connection: Connection,
    press: Press,
    draft: Draft | Proposal,
    log: CaseLog,
    check: Check | None = None,
) -> Case:
    """The case as it would be, once the desk lets an officer record every command but for its time.

    Raises:
        Refused: when the desk or the rules say no.
    """
    by_role = by_the_desk(connection, press)

    def both(case: Case | None, command: Command, setting: Setting) -> None:
        plain = replace(command, late=None)
        by_role(case, plain, setting)
        if check is not None:
            check(case, plain, setting)

    commands = approved(draft, by=press.officer.login, now=press.now)
    case, _ = decided(read_setup(connection), log, commands, now=press.now, check=both)
    return case
