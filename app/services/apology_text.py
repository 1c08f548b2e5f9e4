"""What a letter of apology says, as a canonical text: what the leader signs is the hash of it.

The number and the date of the letter are not in it: they are given by the clerk, after the
signature. Nor is the title of who signs: it is typed while the hash is on the page already, and
the event of the signature holds it. Everything else that a reader could hold the office to is.
"""

import hashlib
from datetime import datetime

from app.errors import Refused
from app.letters.facts_office import office_values
from app.letters.forms import day_of_forms, form_for
from app.store.engine import Connection
from app.store.office_templates import current
from app.store.setup import Setup
from sla.zone import local
from workflows.case import Case
from workflows.clocks import case_clock
from workflows.codec import canonical
from workflows.events import ApologyDrafted, ApologySigned, Applicant

_NO_DRAFT = "hồ sơ chưa có dự thảo thư xin lỗi"
_CHANGED = "nội dung thư đã khác lúc ký (hạn trả, tên hay địa chỉ đã đổi); hãy soạn lại và ký lại"
_PRINTED = ("place", "superior", "desk")  # of the office, in the head of the letter and under it


def text_hash(connection: Connection, case: Case, setup: Setup, *, name: str) -> str:
    """The SHA-256 (hex) of what the letter drafted on a case will say.

    Args:
        connection: for the template that the office prints it by.
        case: with the draft.
        setup: names of offices and procedures.
        name: of the one who signs.

    Raises:
        Refused: when there is no draft.
        CalendarGap: when the deadline lies beyond the calendar's years.
    """
    return hash_by(case, setup, name=name, template=template_of(connection, case))


def hash_by(case: Case, setup: Setup, *, name: str, template: str) -> str:
    """The same, by a template that was looked up before.

    Raises:
        As `text_hash`.
    """
    told = canonical_text(case, setup, name=name, template=template)
    return hashlib.sha256(told.encode()).hexdigest()


def template_of(connection: Connection, case: Case) -> str:
    """What the letter is printed by, as a letter's event names it."""
    own = current(connection, case.agency, "apology")
    return own.ref if own is not None else form_for("apology", day_of_forms(case)).ref


def canonical_text(case: Case, setup: Setup, *, name: str, template: str) -> str:
    """The text as JSON, its keys in order, its instants on Vietnamese clocks.

    Raises:
        As `text_hash`.
    """
    said, draft, setting = case.apology or drafted(case), case.draft, setup.setting_of(case)
    office = office_values(setting.agency, setup, day=day_of_forms(case))
    return canonical(
        {
            "case": case.code,
            "office": setting.agency.name,
            "procedure": setting.procedure.name,
            "applicant": _person(case.applicant),
            "agent": _person(case.agent),
            "accepted_at": _instant(case.accepted_at),
            "promised_at": _instant(case.promise),
            "due_at": _instant(case_clock(case, setting).due()),
            "new_due_at": _instant(said.new_due_at),
            "reason": said.reason,
            "public_reason": said.public_reason,
            "step": draft.step if draft else None,
            "officer": draft.officer if draft else None,
            "unit": _office(setup, said.unit),
            "name": name,
            "template": template,
            **{key: office[key] for key in _PRINTED},
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


def still_says(connection: Connection, case: Case, setup: Setup, signature: ApologySigned) -> bool:
    """Whether the letter would say today what was signed."""
    return text_hash(connection, case, setup, name=signature.name) == signature.text_hash


def must_say_what_was_signed(
    connection: Connection, case: Case, setup: Setup, signature: ApologySigned
) -> None:
    """Refuse to number a letter that reads otherwise than when it was signed.

    Raises:
        Refused: when it does.
    """
    if not still_says(connection, case, setup, signature):
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
