"""The second person: what waits for a decision, what it would change, and saying yes or no."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, CaseChangedMeanwhile, Refused
from app.services import proposals, second_person
from app.services.attachments import opened_evidence
from app.services.proposal_page import people_of, proposal_page
from app.services.second_person import Word
from app.store.engine import Database
from app.store.proposals import Proposal
from app.web.access import CASE_ROLES, DESK_ROLES, for_roles
from app.web.forms import Field, Filled, Form
from app.web.handing import handed
from app.web.identity import officer
from app.web.installed import installed
from app.web.moment import db, now

pages = Blueprint("proposals", __name__, url_prefix="/proposals")
Answer = str | Response | tuple[str, int]
_DIGITS = 9

NOTE = Form(
    fields=(
        Field(
            name="note",
            label="Ý kiến",
            kind="area",
            required=False,
            longest=1000,
            hint="Không duyệt thì phải ghi lý do.",
        ),
    )
)
_DECISIONS: dict[str, tuple[Callable[[Database, Word], Proposal], str]] = {
    "approve": (second_person.approve, "Đã duyệt và ghi vào nhật ký"),
    "refuse": (second_person.refuse, "Đã trả lời: không duyệt"),
    "withdraw": (second_person.withdraw, "Đã rút đề nghị"),
}


@pages.get("")
@for_roles(*CASE_ROLES)
def waiting() -> str:
    """What I may decide, what others wait for, and what I have asked."""
    me = officer()
    mine, decide = proposals.own(db(), me), proposals.to_decide(db(), me)
    ids = {one.id for one in decide}
    others = [one for one in proposals.waiting(db(), me) if one.id not in ids]
    people = people_of(db(), [*mine, *decide, *others])
    return render_template(
        "pages/proposals.html",
        decide=[one for one in decide if one.proposed_by != me.login],
        others=[one for one in others if one.proposed_by != me.login],
        mine=mine,
        people=people,
        kinds=proposals.KINDS,
        fates=proposals.FATES,
    )


@pages.get("/<int:number>")
@for_roles(*CASE_ROLES)
def show(number: int) -> str:
    """One proposal with its effect."""
    return _drawn(number, NOTE.blank())


@pages.get("/<int:number>/evidence")
@for_roles(*CASE_ROLES)
def evidence(number: int) -> Response:
    """The file that proves what is proposed."""
    folder = installed().config.files_dir
    return handed(opened_evidence(db(), folder, officer(), number))


@pages.post("/<int:number>/<decision>")
@for_roles(*DESK_ROLES)
def decide(number: int, decision: str) -> Answer:
    """Approve, refuse or withdraw."""
    if decision not in _DECISIONS:
        raise BadInput("chỉ duyệt, không duyệt hoặc rút một đề nghị")
    filled = NOTE.read(request.form)
    if not filled.good:
        return _drawn(number, filled), 422
    act, told = _DECISIONS[decision]
    word = Word(
        officer=officer(),
        number=number,
        now=now(),
        note=filled.values["note"],
        expected_version=_version(request.form.get("version", "")),
    )
    try:
        act(db(), word)
    except CaseChangedMeanwhile as error:
        return _drawn(number, filled, changed=error), 409
    except (BadInput, Refused) as error:
        place = "note" if isinstance(error, BadInput) else ""
        return _drawn(number, filled.with_error(place, str(error))), 422
    flash(f"{told}.", "done")
    return redirect(url_for("proposals.show", number=number), 303)


def _drawn(number: int, filled: Filled, *, changed: CaseChangedMeanwhile | None = None) -> str:
    page = proposal_page(db(), officer(), number, now=now())
    return render_template(
        "pages/proposal.html",
        one=page.proposal,
        form=NOTE,
        filled=filled,
        version=page.version,
        told=page.told,
        why_not=page.why_not,
        mine=page.proposal.proposed_by == officer().login,
        effect=page.effect,
        refusal=page.refusal,
        people=page.people,
        changed=changed,
        kinds=proposals.KINDS,
        fates=proposals.FATES,
    )


def _version(raw: str) -> int:
    """What the page was built from; a form that does not say has seen nothing."""
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) <= _DIGITS else 0
