"""The second person: what waits for a decision, what it would change, and saying yes or no."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, CaseChangedMeanwhile, Refused
from app.services import proposals, second_person
from app.services.attachments import opened_evidence
from app.services.second_person import Word
from app.store.engine import Database
from app.store.proposals import Proposal
from app.web.access import CASE_ROLES, DESK_ROLES, for_roles
from app.web.forms import Field, Filled, Form
from app.web.handing import handed
from app.web.identity import officer
from app.web.installed import installed
from app.web.moment import db, now
from workflows.effects import Effect

pages = Blueprint("proposals", __name__, url_prefix="/proposals")
Answer = str | Response | tuple[str, int]

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
    return render_template(
        "pages/proposals.html",
        decide=[one for one in decide if one.proposed_by != me.login],
        others=[one for one in others if one.proposed_by != me.login],
        mine=mine,
        kinds=proposals.KINDS,
        fates=proposals.FATES,
    )


@pages.get("/<int:number>")
@for_roles(*CASE_ROLES)
def show(number: int) -> str:
    """One proposal with its effect."""
    return _drawn(proposals.one(db(), officer(), number), NOTE.blank())


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
        return _drawn(proposals.one(db(), officer(), number), filled), 422
    act, told = _DECISIONS[decision]
    word = Word(officer=officer(), number=number, now=now(), note=filled.values["note"])
    try:
        act(db(), word)
    except (BadInput, Refused, CaseChangedMeanwhile) as error:
        found = proposals.one(db(), officer(), number)
        place = "note" if isinstance(error, BadInput) else ""
        status = 409 if isinstance(error, CaseChangedMeanwhile) else 422
        return _drawn(found, filled.with_error(place, str(error))), status
    flash(f"{told}.", "done")
    return redirect(url_for("proposals.show", number=number), 303)


def _drawn(found: Proposal, filled: Filled) -> str:
    why_not = second_person.why_not(db(), officer(), found, now=now())
    return render_template(
        "pages/proposal.html",
        one=found,
        form=NOTE,
        filled=filled,
        told=proposals.told(db(), found),
        why_not=why_not,
        mine=found.proposed_by == officer().login,
        effect=None if found.outcome else _effect(found),
        kinds=proposals.KINDS,
        fates=proposals.FATES,
    )


def _effect(found: Proposal) -> Effect | str:
    """What approval would change; a sentence where the rules no longer allow it."""
    try:
        return proposals.effect_of(db(), found, now=now())
    except Refused as error:
        return str(error)
