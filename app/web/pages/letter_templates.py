"""Offices' own templates of letters: what is in use, a file to begin with, upload, off again."""

from typing import BinaryIO, cast
from urllib.parse import quote

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.errors import BadInput, Refused, Unknown
from app.letters.docx import MEDIA
from app.letters.forms import form_for
from app.letters.own_parts import MAX_FILE, MEGABYTE
from app.letters.own_start import start_of
from app.letters.vocabulary import vocabulary
from app.services import office_templates as service
from app.services.act import Press
from app.services.office_templates import Place, Upload
from app.store.folding import folded
from app.web import keys
from app.web.access import for_roles
from app.web.forms import Field, Filled, Form
from app.web.identity import officer
from app.web.installed import installed
from app.web.moment import db, now
from sla.zone import local_date
from workflows.agency import Role
from workflows.events import LetterKind
from workflows.words import LETTERS

pages = Blueprint("letter_templates", __name__, url_prefix="/letters/templates")
Answer = str | Response | tuple[str, int]
UPLOAD = Form(
    fields=(
        Field(
            name="kind",
            label="Loại giấy tờ",
            kind="select",
            choices=tuple((kind, label[:1].upper() + label[1:]) for kind, label in LETTERS.items()),
        ),
        Field(
            name="file",
            label="Tệp mẫu",
            kind="file",
            hint=f"Tệp Word .docx, nhiều nhất {MAX_FILE // MEGABYTE} MB, không có macro.",
        ),
    )
)


@pages.get("")
@for_roles(Role.ADMIN, Role.LEADER)
def overview() -> str:
    """Which form or template each kind of letter of an office is made from."""
    return _drawn(request.args.get("agency"), UPLOAD.blank(), keys.fresh())


@pages.post("")
@for_roles(Role.ADMIN, Role.LEADER)
def upload() -> Answer:
    """Take a template in use, once it has been tried."""
    agency, key = request.form.get("agency", "")[:64], request.form.get("key", "")
    sent = request.files.get("file")
    filled = UPLOAD.read(MultiDict({**request.form, "file": (sent and sent.filename) or ""}))
    if not filled.good or sent is None:
        return _drawn(agency, filled, key), 422
    given = Upload(stream=cast(BinaryIO, sent.stream), name=sent.filename or "")
    place = Place(agency=agency, kind=filled.values["kind"])
    try:
        made = service.upload(db(), installed().config.files_dir, _press(key), place, given)
    except (BadInput, Refused) as error:
        field = "file" if error.field == "file" else ""
        return _drawn(agency, filled.with_error(field, str(error)), key), 422
    flash(f"Đã dùng mẫu riêng, bản {made.version}, cho {LETTERS[made.kind]}.", "done")
    return redirect(url_for("letter_templates.overview", agency=agency), 303)


@pages.post("/off")
@for_roles(Role.ADMIN, Role.LEADER)
def off() -> Response:
    """Go back to the built-in form."""
    agency, kind = request.form.get("agency", "")[:64], _kind(request.form.get("kind", ""))
    was = service.switch_off(
        db(), _press(request.form.get("key", "")), Place(agency=agency, kind=kind)
    )
    told = "Đã tắt mẫu riêng" if was else "Không có mẫu riêng nào đang dùng"
    flash(f"{told}; {LETTERS[kind]} in theo mẫu dựng sẵn.", "done")
    return redirect(url_for("letter_templates.overview", agency=agency), 303)


@pages.get("/<kind>/start.docx")
@for_roles(Role.ADMIN, Role.LEADER)
def start(kind: str) -> Response:
    """The built-in form of today, with names in the places of values."""
    known = _kind(kind)
    return _handed(start_of(form_for(known, local_date(now()))), f"{LETTERS[known]} mẫu gốc")


@pages.get("/<agency>/<kind>/<int:number>/preview.docx")
@for_roles(Role.ADMIN, Role.LEADER)
def preview(agency: str, kind: str, number: int) -> Response:
    """A version with made-up facts in it."""
    place = Place(agency=agency, kind=_kind(kind))
    content = service.preview(db(), installed().config.files_dir, officer(), place, _sane(number))
    return _handed(content, f"{LETTERS[place.kind]} xem thử bản {number}")


@pages.get("/<agency>/<kind>/<int:number>/file.docx")
@for_roles(Role.ADMIN, Role.LEADER)
def original(agency: str, kind: str, number: int) -> Response:
    """A version as it was uploaded."""
    place = Place(agency=agency, kind=_kind(kind))
    content = service.original(db(), installed().config.files_dir, officer(), place, _sane(number))
    return _handed(content, f"{LETTERS[place.kind]} mẫu riêng bản {number}")


def _drawn(agency: str | None, filled: Filled, key: str) -> str:
    today = local_date(now())
    return render_template(
        "pages/letter_templates.html",
        found=service.templates_of(db(), officer(), agency),
        kinds=LETTERS,
        forms={kind: form_for(kind, today) for kind in LETTERS},
        words=vocabulary(),
        form=UPLOAD,
        filled=filled,
        key=key or keys.fresh(),
    )


def _press(key: str) -> Press:
    return Press(officer=officer(), key=key, now=now())


def _kind(text: str) -> LetterKind:
    found = next((kind for kind in LETTERS if kind == text), None)
    if found is None:
        raise Unknown("kind", "không có loại giấy tờ này")
    return found


def _sane(number: int) -> int:
    # A number no database holds would be an error of ours instead of a page that is not there.
    return min(number, 2**31 - 1)


def _handed(content: bytes, title: str) -> Response:
    answer = Response(content, mimetype=MEDIA)
    plain, full = folded(title).replace(" ", "-"), quote(f"{title}.docx")
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}.docx\"; filename*=UTF-8''{full}"
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
