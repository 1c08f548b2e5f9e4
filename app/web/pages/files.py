"""Files of a case: brought in, and handed out as what they are and never as a page."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, Refused
from app.services import attachments
from app.services.act_page import ActPage, act_page, was_sent
from app.web import keys
from app.web.access import CASE_ROLES, DESK_ROLES, for_roles
from app.web.forms import Filled
from app.web.handing import handed
from app.web.identity import officer
from app.web.installed import installed
from app.web.moment import db, now
from app.web.uploads import brought, is_there, upload_form

pages = Blueprint("files", __name__)
Answer = str | Response | tuple[str, int]


@pages.get("/cases/<code>/files")
@for_roles(*DESK_ROLES)
def form(code: str) -> Answer:
    """The form that brings a file, or why none can be brought now."""
    page = act_page(db(), officer(), code, now=now())
    status = 200 if page.act("digitise").allowed else 422
    return _drawn(page, upload_form().blank(), keys.fresh()), status


@pages.post("/cases/<code>/files")
@for_roles(*DESK_ROLES)
def upload(code: str) -> Answer:
    """Keep a file and record it on the case."""
    page, key = act_page(db(), officer(), code, now=now()), request.form.get("key", "")
    filled = upload_form().read(request.form)
    if not is_there():
        filled = filled.with_error("file", "hãy chọn một tệp")
    if not filled.good:
        return _drawn(page, filled, key), 422
    try:
        outcome = brought(page, filled, key)
    except (BadInput, Refused) as error:
        if not was_sent(db(), officer(), code, key):
            return _drawn(page, _complaint(filled, error), key), 422
        flash("Biểu mẫu này đã được ghi trước đó; không ghi thêm lần nữa.", "done")
    else:
        flash("Tệp đã có từ trước." if outcome.repeated else "Đã đính kèm tệp.", "done")
    return redirect(url_for("cases.show", code=code), 303)


@pages.get("/cases/<code>/files/<sha256>")
@for_roles(*CASE_ROLES)
def show(code: str, sha256: str) -> Response:
    """One file, as the kind it was found to be when it came in."""
    folder = installed().config.files_dir
    return handed(attachments.opened(db(), folder, officer(), code, sha256))


def _complaint(filled: Filled, error: BadInput | Refused) -> Filled:
    place = "file" if isinstance(error, BadInput) else ""
    return filled.with_error(place, str(error))


def _drawn(page: ActPage, filled: Filled, key: str) -> str:
    return render_template(
        "pages/upload.html",
        page=page,
        case=page.case,
        act=page.act("digitise"),
        form=upload_form(),
        filled=filled,
        key=key or keys.fresh(),
    )
