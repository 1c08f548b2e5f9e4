"""Taking in a case: choose a procedure, fill in the form, see the promise, hand out the number."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.errors import BadInput, NeedsSecondPerson, Refused
from app.services.account_list import set_favourite
from app.services.act import Press
from app.services.intake import (
    IntakePage,
    TakenIn,
    intake_page,
    opened_before,
    take_in,
    taken,
)
from app.services.intake_choice import MOST, Chooser, Choosing, choosing
from app.services.intake_people import earlier
from app.services.letter_acts import in_word, mailed
from app.web import keys
from app.web.access import for_roles
from app.web.identity import officer
from app.web.intake_files import BLANK, Group, brought, sent_groups
from app.web.intake_form import IntakeSent, blank, commands, read, seal, warnings
from app.web.intake_late import explained, offered, unexplained
from app.web.intake_show import Shown, drawn, filled_from, fragment, promised
from app.web.intake_way import Way
from app.web.moment import db, now
from workflows.agency import Role

pages = Blueprint("intake", __name__, url_prefix="/intake")
Answer = str | Response | tuple[str, int]

_TOLD = 160  # characters of a message that travels in a cookie


@pages.get("")
@for_roles(Role.ONE_STOP)
def choose() -> Answer:
    """The procedures of the desk; a search that finds one alone goes straight to its form."""
    way, found = Way.read(), _choosing()
    only = found.found if request.args.get("go") and request.args.get("q", "").strip() else ()
    if len(only) == 1 and not found.chosen:
        return redirect(way.to(only[0].procedure.code), 303)
    return render_template(
        "pages/choose.html", found=found, way=way, searched=request.args.get("q", "")
    )


@pages.get("/together")
@for_roles(Role.ONE_STOP)
def together() -> Response:
    """Begin with the first of several chosen procedures; the others follow."""
    way, chosen = Way.read(), _choosing().chosen
    if not chosen:
        flash("Hãy đánh dấu ít nhất một thủ tục.", "wrong")
        return redirect(url_for("intake.choose", like=way.like, office=way.office), 303)
    return redirect(way.starting(tuple(one.procedure.code for one in chosen)), 303)


@pages.post("/favourites")
@for_roles(Role.ONE_STOP)
def favourites() -> Response:
    """Put a procedure among one's favourites, or take it away."""
    for name, wanted in (("keep", True), ("drop", False)):
        if code := request.form.get(name):
            set_favourite(db(), current_user.session.account, code, wanted=wanted)
    names = ("q", "like", "office")
    carried: dict[str, Any] = {name: request.form.get(name) or None for name in names}
    return redirect(url_for("intake.choose", **carried), 303)


@pages.get("/done")
@for_roles(Role.ONE_STOP)
def done() -> Answer:
    """The numbers and days of cases just taken in."""
    codes = tuple(dict.fromkeys(request.args.getlist("code")[:MOST]))
    found = taken(db(), officer(), codes)
    if not found:
        return redirect(url_for("intake.choose"), 303)
    attaching = "files.form" in current_app.view_functions
    here = [one.case.code for one in found]
    return render_template(
        "pages/intake_done.html",
        found=found,
        attaching=attaching,
        mailed=mailed(db(), here),
        in_word={kind: in_word(db(), kind, here) for kind in ("receipt", "supplement")},
    )


@pages.get("/<procedure>")
@for_roles(Role.ONE_STOP)
def form(procedure: str) -> Answer:
    """The form of an intake, with the applicant of an earlier case where one is named."""
    way = Way.read()
    page = _page(procedure, way, like=way.like)
    return drawn(_shown(page, blank(page), way))


@pages.post("/<procedure>")
@for_roles(Role.ONE_STOP)
def save(procedure: str) -> Answer:
    """Open the case; or only fill in what is known of the applicant."""
    way = Way.read()
    page = _page(procedure, way)
    sent, (groups, trouble) = read(page, request.form), sent_groups()
    shown = _shown(page, sent, way, groups=groups, trouble=trouble)
    if request.form.get("take") or request.form.get("refresh"):
        return drawn(filled_from(shown, request.form.get("take")))
    if request.form.get("rules") != str(page.setting.procedure_version):
        return drawn(shown.telling("thủ tục vừa được cập nhật; hãy xem lại rồi ghi lần nữa")), 409
    if not sent.filled.good:
        return drawn(shown), 422
    found = warnings(page, sent)
    if found and request.form.get("seen") != seal(found):
        return drawn(shown.doubting(found)), 422
    return _save(shown)


@pages.post("/<procedure>/due")
@for_roles(Role.ONE_STOP)
def due(procedure: str) -> str:
    """What the form as it stands would promise; a fragment of its page."""
    page = _page(procedure, Way.read())
    shown = promised(page, read(page, request.form))
    return render_template("components/due_preview.html", due=shown, page=page)


@pages.post("/<procedure>/applicant")
@for_roles(Role.ONE_STOP)
def applicant(procedure: str) -> str:
    """Who is known by the identity number; or the questions about them, filled in."""
    way = Way.read()
    page = _page(procedure, way)
    shown = _shown(page, read(page, request.form), way)
    if code := request.form.get("take"):
        return fragment(filled_from(shown, code))
    known = earlier(db(), officer(), request.form.get("id_no", ""))
    return render_template("components/applicant_hint.html", known=known, page=page)


def _choosing() -> Choosing:
    chooser = Chooser(
        officer=officer(),
        account=current_user.session.account,
        now=now(),
        office=request.args.get("office") or None,
        searched=request.args.get("q", ""),
        chosen=request.args.getlist("choose"),
    )
    return choosing(db(), chooser)


def _page(procedure: str, way: Way, *, like: str | None = None) -> IntakePage:
    return intake_page(db(), officer(), procedure, now=now(), office=way.office, like=like)


def _shown(
    page: IntakePage,
    sent: IntakeSent,
    way: Way,
    *,
    groups: tuple[Group, ...] = BLANK,
    trouble: tuple[str, ...] = (),
) -> Shown:
    key = request.form.get("key") or keys.fresh()
    return Shown(page=page, sent=sent, way=way, key=key, groups=groups, trouble=trouble)


def _save(shown: Shown) -> Answer:
    page, sent = shown.page, shown.sent
    press = Press(officer=officer(), key=shown.key, now=page.now)
    try:
        done = take_in(db(), press, commands(page, sent), brought(shown.groups, sent.papers))
    except NeedsSecondPerson:
        return _offer(shown) if explained(sent) else (drawn(unexplained(shown)), 422)
    except (Refused, BadInput) as error:
        # The form that asked a leader before, sent again, asks for the same.
        again = error.field == "key" and explained(sent)
        return _offer(shown) if again else _complained(shown, error)
    _tell(shown, done)
    return redirect(shown.way.after(done.outcome.code), 303)


def _offer(shown: Shown) -> Answer:
    try:
        proposal = offered(shown)
    except (Refused, BadInput) as error:
        return _complained(shown, error)
    flash(
        f"Đã gửi đề nghị số {proposal.id}. Chưa có gì được ghi: lãnh đạo duyệt rồi hồ sơ mới được "
        "mở và có mã.",
        "done",
    )
    if any(group.files for group in shown.groups):
        flash("Tệp quét chưa được đính kèm; hãy đính kèm khi hồ sơ đã có mã.", "wrong")
    return redirect(shown.way.without(url_for("proposals.show", number=proposal.id)), 303)


def _complained(shown: Shown, error: Refused | BadInput) -> Answer:
    before = opened_before(db(), officer(), shown.key) if error.field == "key" else None
    return drawn(shown.complaining(error.field or "", str(error), before=before)), 422


def _tell(shown: Shown, done: TakenIn) -> None:
    if done.outcome.repeated:
        flash(f"Biểu mẫu này đã mở hồ sơ {done.outcome.code} trước đó; không mở thêm.", "done")
    elif shown.way.then:
        flash(f"Đã ghi hồ sơ {done.outcome.code}; tiếp theo là thủ tục dưới đây.", "done")
    for sentence in (*shown.trouble, *done.trouble):
        short = sentence if len(sentence) <= _TOLD else f"{sentence[:_TOLD]}…"
        flash(f"Hồ sơ đã mở, nhưng chưa đính kèm được {short}", "wrong")
