"""The register of petitions (phản ánh, kiến nghị): the list, a new one, one with its acts."""

from collections.abc import Sequence
from typing import get_args

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, PetitionChangedMeanwhile, Refused
from app.services.act import Press
from app.services.petitions import receive, record
from app.services.petitions_page import PetitionPage, petition_list, petition_page, registers
from app.store.petitions_list import Which
from app.web import keys
from app.web import petition_forms as forms
from app.web import petition_sent as sending
from app.web import petition_words as words
from app.web.access import for_roles
from app.web.forms import Filled, Form
from app.web.identity import officer
from app.web.moment import db, now
from app.web.petition_sent import Sent
from workflows.agency import Agency, Field, Role
from workflows.petition_events import OF_THE_REGISTER

pages = Blueprint("petitions", __name__, url_prefix="/petitions")
Answer = str | Response | tuple[str, int]
KEEPERS = (Role.ONE_STOP, Role.SUPERVISOR, Role.LEADER)


@pages.get("")
@for_roles(*KEEPERS, Role.AUDITOR)
def overview() -> str:
    """The petitions one sees, what is due first on top."""
    asked = request.args.get("which", "open")
    which: Which = next((one for one in get_args(Which) if one == asked), "open")
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    found = petition_list(db(), officer(), which=which, now=now(), page=page)
    return render_template("pages/petitions.html", found=found, page=page, words=words)


@pages.get("/new")
@for_roles(*KEEPERS)
def new() -> str:
    """The form of a petition that came in."""
    offices, fields = _registers()
    form = forms.new_form(offices, fields)
    return _new(form, form.blank(about="rules"), keys.fresh())


@pages.post("/new")
@for_roles(*KEEPERS)
def save() -> Answer:
    """Enter a petition into the register."""
    offices, fields = _registers()
    form, key = forms.new_form(offices, fields), request.form.get("key", "")
    filled = form.read(request.form)
    if not filled.good:
        return _new(form, filled, key), 422
    try:
        written = receive(db(), _press(key), forms.petition_of(filled, offices))
    except (BadInput, Refused) as error:
        return _new(form, _wrong(filled, error), keys.fresh()), 422
    flash(f"Đã vào sổ số {written.code}.", "done")
    return redirect(url_for("petitions.show", petition=written.code), 303)


@pages.get("/<petition>")
@for_roles(*KEEPERS, Role.AUDITOR)
def show(petition: str) -> str:
    """One petition: what it is about, what was done, and what can be done now."""
    return _shown(_page(petition))


@pages.get("/<petition>/<act>")
@for_roles(*KEEPERS)
def form(petition: str, act: str) -> str:
    """The form of an act, or of the correction of an event."""
    page = _page(petition)
    return _drawn(page, sending.blank(page, act, _number(), _fields))


@pages.post("/<petition>/<act>")
@for_roles(*KEEPERS)
def do(petition: str, act: str) -> Answer:
    """Record an act; nothing typed is lost where something is wrong."""
    page = _page(petition)
    sent = sending.read(page, act, _number(), _fields, request.form)
    if not sent.filled.good:
        return _again(page, sent, 422)
    press = _press(request.form.get("key", ""))
    try:
        record(db(), press, petition, sent.event(press.now), expected_version=sent.version)
    except PetitionChangedMeanwhile as error:
        return _again(_page(petition), sent.wrong(error), 409)
    except (BadInput, Refused) as error:
        return _again(page, sent.wrong(error), 422)
    flash(words.DONE[act], "done")
    return redirect(url_for("petitions.show", petition=petition), 303)


def _page(petition: str) -> PetitionPage:
    return petition_page(db(), officer(), petition, now=now())


def _registers() -> tuple[Sequence[Agency], Sequence[Field]]:
    offices, fields = registers(db(), officer())
    return (offices, fields) if offices else abort(403)


def _fields() -> Sequence[Field]:
    return registers(db(), officer())[1]


def _number() -> int | None:
    """The event that a correction is of."""
    return request.values.get("event", type=int)


def _press(key: str) -> Press:
    return Press(officer=officer(), key=key, now=now())


def _wrong(filled: Filled, error: BadInput | Refused) -> Filled:
    field = error.field if error.field in filled.typed else ""
    return filled.with_error(field or "", str(error))


def _new(form: Form, filled: Filled, key: str) -> str:
    return render_template("pages/petitions_new.html", form=form, filled=filled, key=key)


def _shown(page: PetitionPage) -> str:
    acts = [
        name for name in words.ACTS if words.ACTS[name] in page.acts and name != sending.CORRECT
    ]
    standing = {line.version: line for line in page.petition.lines}
    happened = [one for one in page.lines if not isinstance(one.event, OF_THE_REGISTER)]
    return render_template(
        "pages/petitions_one.html",
        page=page,
        one=page.petition,
        words=words,
        acts=acts,
        corrects=words.ACTS[sending.CORRECT] in page.acts,
        standing=standing,
        struck={line.version for line in happened} - set(standing),
    )


def _again(page: PetitionPage, sent: Sent, status: int) -> tuple[str, int]:
    """The form once more, under what others have recorded since it was drawn."""
    since = sending.news(page, sent)
    drawn = _drawn(page, sending.again(page, sent, _fields), since)
    return drawn, 409 if since else status


def _drawn(page: PetitionPage, sent: Sent, since: Sequence[str] = ()) -> str:
    return render_template(
        "pages/petitions_act.html",
        page=page,
        one=page.petition,
        words=words,
        act=sent.act,
        form=sent.form,
        filled=sent.filled,
        key=keys.fresh(),
        version=sent.version,
        event=sent.line.version if sent.line else None,
        since=since,
    )
