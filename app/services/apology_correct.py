"""A letter of apology in place of one that says something wrong: the same promise, told rightly.

What it says is read from the log anew. Where that is no longer what the leader signed, their name
may not stand under it: then a leader issues it, and that press is the signature.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import BadInput, Refused
from app.services.act import Press
from app.services.apology_draft import public_line
from app.services.apology_issue import KIND, lettered, recorded
from app.services.apology_privacy import must_be_public
from app.services.apology_sign import STALE, printed_title
from app.services.apology_text import still_says, text_hash
from app.services.letter_making import Desk, Wish, case_of, letter_command
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog
from app.store.letters import IssuedRow
from workflows.agency import Role
from workflows.case import Case
from workflows.events import ApologySigned, LetterIssued
from workflows.issued import standing_letter

LONGEST = 300  # letters of why a letter is replaced
_NONE = "hồ sơ chưa có thư xin lỗi số {}"
_ELSEWHERE = "thư số {} do {} cấp số, chỉ cơ quan đó phát hành được thư thay thế"
_NOT_SIGNED = (
    "nội dung thư đã khác lúc lãnh đạo ký (hạn trả, tên hay địa chỉ đã đổi) nên chỉ lãnh đạo "
    "của cơ quan phát hành được thư thay thế; bấm phát hành là ký nội dung mới"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """What is wrong with a letter.

    Attributes:
        number: of the letter to be replaced.
        reason: why, for the log.
        title: of the leader, where the letter has to be signed anew.
        read: the hash of the text they were shown; None where no page was read.
        public_reason: what the public page says from then on; empty leaves what it says.
    """

    number: str
    reason: str
    title: str = ""
    read: str | None = None
    public_reason: str = ""


def correct(
    database: Database, folder: Path, press: Press, code: str, wanted: Correction
) -> IssuedRow:
    """Issue a letter in place of the one with a number; reason and date stay as they were promised.

    Raises:
        BadInput: without a reason, for a public reason that is too long or would make public whose
            case it is, or without the title where a leader has to sign anew.
        Refused: when the case has no such letter, another one replaced it already, another office
            numbered it, or it reads otherwise than what was signed and the officer is no leader.
        As `app.services.apology_issue.issue`.
    """
    given = replace(wanted, reason=_reason(wanted.reason))
    asked = [given.number, given.reason, given.title, given.public_reason]

    def make(connection: Connection, log: CaseLog) -> int:
        case, desk = case_of(log), Desk(connection, folder, press.officer, now=press.now)
        _must_stand(desk, case, given.number)
        public = public_line(given.public_reason or "") or None
        must_be_public(case, desk.setup, public)
        wish = Wish(kind=KIND, replaces=given.number, reason=given.reason, public_reason=public)
        if not _is_as_signed(desk, case):
            case = replace(case, signature=_signed_anew(desk, case, given))
            wish = replace(wish, reason=f"{given.reason} {_told(case.signature)}")
        return recorded(connection, press, log, [letter_command(desk, case, wish, log.lines)])

    return lettered(database, press, code, make, about=asked)


def _reason(text: str) -> str:
    reason = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    if not reason or len(reason) > LONGEST:
        words = f"hãy ghi thư có sai sót gì, không quá {LONGEST} ký tự"
        raise BadInput(words, field="reason")
    return reason


def _must_stand(desk: Desk, case: Case, number: str) -> LetterIssued:
    standing = standing_letter(case, KIND)
    if standing is None or standing.number != number:
        raise Refused(_NONE.format(number), "number")
    whose = standing.agency or case.agency
    if whose != case.agency:
        # Its book is not ours: a number we gave in it could be given there once more.
        known = desk.setup.agencies.get(whose)
        raise Refused(_ELSEWHERE.format(number, known.name if known else whose), "number")
    return standing


def _is_as_signed(desk: Desk, case: Case) -> bool:
    signed = case.signature
    return signed is not None and still_says(desk.connection, case, desk.setup, signed)


def _signed_anew(desk: Desk, case: Case, given: Correction) -> ApologySigned:
    """The signature that the press of a leader is."""
    officer = desk.officer
    if Role.LEADER not in officer.roles_at(case.agency):
        raise Refused(_NOT_SIGNED)
    told = text_hash(desk.connection, case, desk.setup, name=officer.name)
    if given.read not in {None, told}:
        raise Refused(STALE)
    return ApologySigned(
        at=desk.now,
        draft=case.drafted_as or 0,
        name=officer.name,
        title=printed_title(given.title),
        text_hash=told,
    )


def _told(signed: ApologySigned | None) -> str:
    """The new signature, for the log: who, as what, and of which text."""
    if signed is None:
        return ""
    return f"({signed.name}, {signed.title}, ký lại nội dung mới, mã băm {signed.text_hash})"
