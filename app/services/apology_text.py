"""What a letter of apology says, as a canonical text: what the leader signs is the hash of it.

The number and the date of the letter are not in it: they are given by the clerk, after the
signature. Everything else that a reader of the letter could hold the office to is.
"""

import hashlib
from datetime import datetime

from app.errors import Refused
from app.store.setup import Setup
from sla.zone import local
from workflows.case import Case
from workflows.clocks import case_clock
from workflows.codec import canonical
from workflows.events import ApologyDrafted, ApologySigned, Applicant

_NO_DRAFT = "hồ sơ chưa có dự thảo thư xin lỗi"
_CHANGED = "nội dung thư đã khác lúc ký (hạn trả, tên hay địa chỉ đã đổi); hãy soạn lại và ký lại"


def text_hash(case: Case, setup: Setup, *, name: str, title: str) -> str:
    """The SHA-256 (hex) of what the letter drafted on a case will say.

    Args:
        case: with the draft.
        setup: names of offices and procedures.
        name: of the one who signs.
        title: likewise.

    Raises:
        Refused: when there is no draft.
        CalendarGap: when the deadline lies beyond the calendar's years.
    """
    return hashlib.sha256(canonical_text(case, setup, name=name, title=title).encode()).hexdigest()


def canonical_text(case: Case, setup: Setup, *, name: str, title: str) -> str:
    """The same as JSON, its keys in order, its instants on Vietnamese clocks.

    Raises:
        As `text_hash`.
    """
    draft, setting = drafted(case), setup.setting_of(case)
    return canonical(
        {
            "case": case.code,
            "office": setting.agency.name,
            "procedure": setting.procedure.name,
            "applicant": _person(case.applicant),
            "agent": _person(case.agent),
            "accepted_at": _instant(case.accepted_at),
            "due_at": _instant(case_clock(case, setting).due()),
            "new_due_at": _instant(draft.new_due_at),
            "reason": draft.reason,
            "public_reason": draft.public_reason,
            "step": draft.step,
            "officer": draft.officer,
            "unit": _office(setup, draft.unit),
            "name": name,
            "title": title,
        }
    )


def drafted(case: Case) -> ApologyDrafted:
    """The draft of a case.

    Raises:
        Refused: when there is none.
    """
    if case.draft is None:
        raise Refused(_NO_DRAFT)
    return case.draft


def still_says(case: Case, setup: Setup, signature: ApologySigned) -> bool:
    """Whether the letter would say today what was signed."""
    told = text_hash(case, setup, name=signature.name, title=signature.title)
    return told == signature.text_hash


def must_say_what_was_signed(case: Case, setup: Setup, signature: ApologySigned) -> None:
    """Refuse to number a letter that reads otherwise than when it was signed.

    Raises:
        Refused: when it does.
    """
    if not still_says(case, setup, signature):
        raise Refused(_CHANGED)


def _office(setup: Setup, code: str | None) -> str | None:
    known = setup.agencies.get(code or "")
    return known.name if known else code


def _person(person: Applicant | None) -> dict[str, str | None] | None:
    if person is None:
        return None
    return {"name": person.name, "address": person.address, "phone": person.phone}


def _instant(instant: datetime | None) -> str | None:
    return local(instant).isoformat() if instant else None
