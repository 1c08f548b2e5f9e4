"""Hand-over lists between desks: files to hand on, lists that await one, and reprints."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, Refused
from app.lists.handovers import HANDS, ListKey
from app.services.act import Press
from app.services.handover_issue import Sent, hand_over, hand_over_preview
from app.services.handovers import handover_paper, handovers
from app.services.letter_drawing import Look, Paper
from app.web.access import for_roles
from app.web.handing import bytes_handed
from app.web.identity import officer
from app.web.installed import installed
from app.web.moment import db, now

pages = Blueprint("handovers", __name__, url_prefix="/handovers")
Answer = str | Response | tuple[str, int]
LARGEST = 2**31 - 1  # a number no database holds would be an error of ours


@pages.get("")
@for_roles(*HANDS)
def overview() -> str:
    """What is to be handed over and to be taken, and the lists made lately."""
    return _drawn()


@pages.post("")
@for_roles(*HANDS)
def issue() -> Answer:
    """Issue the list of the ticked files; nothing ticked is lost where that does not go."""
    press = Press(officer=officer(), key=request.form.get("key", ""), now=now())
    try:
        rows = hand_over(db(), installed().config.files_dir, press, _sent())
    except (BadInput, Refused) as error:
        return _drawn(wrong=str(error)), 400 if isinstance(error, BadInput) else 422
    first = rows[0]
    flash(f"Đã lập danh sách {first.number} gồm {len(rows)} hồ sơ; hãy in và ký giao nhận.", "done")
    return redirect(url_for("handovers.overview", list=f"{first.agency} {first.number}"), 303)


@pages.post("/preview")
@for_roles(*HANDS)
def preview() -> Answer:
    """The list as it would be, without a number."""
    look = Look(officer=officer(), now=now())
    try:
        return _shown(hand_over_preview(db(), installed().config.files_dir, look, _sent()))
    except (BadInput, Refused) as error:
        return _drawn(wrong=str(error)), 422


@pages.get("/<agency>/<int:number>/<int:serial>.pdf")
@for_roles(*HANDS)
def again(agency: str, number: int, serial: int) -> Response:
    """A list again; `number` is the year."""
    key = ListKey(
        agency=agency[:64],
        year=min(number, LARGEST),
        serial=min(serial, LARGEST),
        training="training" in request.args,
    )
    return _shown(handover_paper(db(), installed().config.files_dir, officer(), key))


def _shown(paper: Paper) -> Response:
    return bytes_handed(paper.content, paper.media, paper.name)


def _sent() -> Sent:
    return Sent(
        sides=request.form.get("sides", "")[:300],
        person=request.form.get("person", "")[:64],
        # Each group of the page has boxes of a name of its own, so that all of it can be ticked.
        codes=tuple(request.form.getlist(request.form.get("boxes", "codes"))),
    )


def _drawn(wrong: str = "") -> str:
    sent = _sent() if wrong else None
    return render_template(
        "pages/handover_lists.html",
        found=handovers(db(), officer(), now=now()),
        fresh=request.args.get("list", ""),
        wrong=wrong,
        sent=sent,
        key=request.form.get("key") if wrong else None,
    )
