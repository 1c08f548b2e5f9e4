"""Doing something on a case: the form of each act, its effect beforehand, and recording it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, CaseChangedMeanwhile, NeedsSecondPerson, Refused
from app.services.act_page import ActPage, act_page, was_sent
from app.services.record import Outcome
from app.web import acting, keys
from app.web.access import DESK_ROLES, for_roles
from app.web.act_forms import FORMS, NOW, THEN, is_repair, main_fields, whole_form
from app.web.act_words import ACTS, own_page
from app.web.acting import Sent
from app.web.effects import Shown, foreseen, shown
from app.web.forms import Filled
from app.web.identity import officer
from app.web.moment import db, now
from app.web.render import at_words
from workflows.desk import ActName
from workflows.sentences import sentence

pages = Blueprint("acts", __name__)
Answer = str | Response | tuple[str, int]

_TOLD = 160  # characters of a confirmation: it travels in a cookie


@pages.get("/cases/<code>/acts/<name>")
@for_roles(*DESK_ROLES)
def form(code: str, name: str) -> Answer:
    """The form of one act, or why it cannot be done now."""
    page, known = act_page(db(), officer(), code, now=now()), _known(name)
    if known == "digitise":
        return redirect(url_for("files.form", code=code))
    if (own := own_page(known, code)) is not None:
        return redirect(own)
    if not page.act(known).allowed:
        return _drawn(page, _blank(page, known)), 422
    return _drawn(page, _blank(page, known), effect=_beforehand(page, known))


@pages.post("/cases/<code>/acts/<name>")
@for_roles(*DESK_ROLES)
def do(code: str, name: str) -> Answer:
    """Record an act, or put it before a second person."""
    page = act_page(db(), officer(), code, now=now())
    sent = acting.read(page, _formed(name))
    if not sent.filled.good:
        return _lost_answer(sent, code) or _misread(page, sent)
    try:
        return _done(page, sent)
    except CaseChangedMeanwhile:
        fresh = act_page(db(), officer(), code, now=now())
        return _drawn(fresh, sent, since=_since(fresh, sent)), 409
    except (Refused, BadInput) as error:
        if was_sent(db(), officer(), code, sent.key):
            return _already(code)
        return _drawn(page, acting.complaint(sent, error)), 422


@pages.post("/cases/<code>/effect")
@for_roles(*DESK_ROLES)
def effect(code: str) -> str:
    """What the act of a form half filled in would do to the deadlines; a fragment of its page."""
    page, name = act_page(db(), officer(), code, now=now()), _formed(request.form.get("act", ""))
    values = whole_form(name, page).read(request.form).values
    at = values.get("at") if values.get("when") == THEN else None
    found = foreseen(page, name, values, at)
    return render_template("components/effect.html", effect=found)


def _known(name: str) -> ActName:
    return next((one for one in ACTS if one == name), None) or abort(404)


def _formed(name: str) -> ActName:
    """The act of a form; those with a page of their own are sent from there."""
    return next((one for one in FORMS if one == name), None) or abort(404)


def _done(page: ActPage, sent: Sent) -> Answer:
    if is_repair(sent.name):
        return _offered(page, sent)
    try:
        outcome = acting.record(page, sent)
    except NeedsSecondPerson:
        return _offered(page, sent)
    flash(_said(page, sent, outcome), "done")
    return redirect(url_for("cases.show", code=page.case.code), 303)


def _offered(page: ActPage, sent: Sent) -> Answer:
    """A proposal is made once its effect has been looked at."""
    explained = acting.unexplained(sent)
    if not explained.filled.good:
        return _drawn(page, explained), 422
    if sent.confirmed != sent.seal:
        beforehand = shown(page, sent.commands, "Nếu được duyệt")
        return _drawn(page, sent, effect=beforehand, confirming=True)
    acting.offer(page, sent)
    who = _whoever(_deciders(page))
    flash(f"Đã gửi đề nghị “{ACTS[sent.name]}”; chờ {who} duyệt. Chưa có gì được ghi.", "done")
    return redirect(url_for("cases.show", code=page.case.code), 303)


def _said(page: ActPage, sent: Sent, outcome: Outcome) -> str:
    words = "; ".join(sentence(event, page.setting.procedure) for event in outcome.events)
    short = words if len(words) <= _TOLD else f"{words[:_TOLD]}…"
    return f"{'Đã ghi từ trước' if outcome.repeated else 'Đã ghi'}: {short}"


def _lost_answer(sent: Sent, code: str) -> Response | None:
    """A form that was recorded, and whose answer never came, is told so and not refused."""
    return _already(code) if was_sent(db(), officer(), code, sent.key) else None


def _already(code: str) -> Response:
    flash("Biểu mẫu này đã được ghi trước đó; không ghi thêm lần nữa.", "done")
    return redirect(url_for("cases.show", code=code), 303)


def _misread(page: ActPage, sent: Sent) -> Answer:
    """What was typed is wrong, or was offered by an older page and is a choice no more."""
    since = _since(page, sent)
    return _drawn(page, sent, since=since), 409 if since else 422


def _since(page: ActPage, sent: Sent) -> tuple[str, ...]:
    """A sentence for each event that was not there when the form was drawn."""
    news = page.lines[sent.version :] if sent.version else ()
    return tuple(
        f"{at_words(line.recorded_at)}, {page.who(line.by) if line.by else 'hệ thống'}: "
        f"{sentence(line.event, page.setting.procedure)}"
        for line in news
    )


def _blank(page: ActPage, name: ActName) -> Sent:
    form = whole_form(name, page)
    typed = {"when": NOW, **FORMS[name].typed(page)}
    return Sent(name=name, form=form, filled=Filled(typed=typed), version=page.version)


def _beforehand(page: ActPage, name: ActName) -> Shown | None:
    return foreseen(page, name, {}) if FORMS[name].moves else None


def _deciders(page: ActPage) -> tuple[str, ...]:
    """Who may be the second person."""
    return tuple(one.name for one in page.leaders if one.login != page.officer.login)


def _whoever(deciders: tuple[str, ...]) -> str:
    """One of them is enough."""
    if len(deciders) > 1:
        return f"một trong các lãnh đạo: {', '.join(deciders)}"
    return deciders[0] if deciders else "lãnh đạo"


def _drawn(
    page: ActPage,
    sent: Sent,
    *,
    effect: Shown | None = None,
    confirming: bool = False,
    since: tuple[str, ...] = (),
) -> str:
    return render_template(
        "pages/act.html",
        page=page,
        case=page.case,
        act=page.act(sent.name),
        title=ACTS[sent.name],
        spec=FORMS[sent.name],
        main=main_fields(sent.name, page),
        repair=is_repair(sent.name),
        form=sent.form,
        filled=sent.filled,
        files=sent.files,
        key=sent.key or keys.fresh(),
        # What the officer has seen; the newer one only where they are told what is new.
        version=page.version if since else sent.version,
        effect=effect,
        seal=sent.seal if confirming else "",
        since=since,
        decider=_whoever(_deciders(page)),
        action=url_for("acts.do", code=page.case.code, name=sent.name),
    )
