"""Replacement of absent officers, and the list of work handed over."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, Refused, Unknown
from app.services.absences import NewAbsence, absences, cancel_absence, handover, put_absent
from app.web.access import for_roles
from app.web.forms import Field, Filled, Form
from app.web.identity import officer
from app.web.moment import db, now
from workflows.agency import Role

pages = Blueprint("absences", __name__, url_prefix="/absences")
Answer = str | Response | tuple[str, int]

NEW = Form(
    fields=(
        Field(name="login", label="Người vắng (tên đăng nhập)", longest=32),
        Field(name="substitute", label="Người thay (tên đăng nhập)", longest=32),
        Field(name="first_day", label="Từ ngày", kind="date"),
        Field(name="last_day", label="Đến hết ngày", kind="date"),
        Field(name="reason", label="Lý do, số quyết định", longest=500),
    )
)


@pages.route("", methods=["GET", "POST"])
@for_roles(Role.LEADER, Role.ADMIN)
def overview() -> Answer:
    """Who is away now or soon, and a form for a further absence."""
    if request.method == "GET":
        return _page(NEW.blank(first_day=f"{now():%Y-%m-%d}"))
    filled = NEW.read(request.form)
    if not filled.good:
        return _page(filled), 422
    try:
        put_absent(db(), NewAbsence(**filled.values), by=officer(), now=now())
    except (BadInput, Refused, Unknown) as error:
        field = error.field if error.field in filled.typed else ""
        return _page(filled.with_error(field or "", str(error))), 422
    given = filled.values
    flash(f"Đã ghi: {given['substitute']} thay {given['login']}.", "done")
    return redirect(url_for("absences.overview"), 303)


@pages.post("/<int:number>/cancel")
@for_roles(Role.LEADER, Role.ADMIN)
def cancel(number: int) -> Response:
    """Take an absence back."""
    try:
        cancel_absence(db(), number, by=officer(), now=now())
    except (BadInput, Refused) as error:
        flash(f"Chưa ghi được: {error}", "wrong")
    else:
        flash("Đã bỏ đợt thay.", "done")
    return redirect(url_for("absences.overview"), 303)


@pages.get("/handover/<login>")
@for_roles(Role.LEADER, Role.ADMIN)
def handover_list(login: str) -> str:
    """What an officer has in hand: to be printed and signed, or given to somebody else."""
    found = handover(db(), login, viewer=officer())
    return render_template(
        "pages/handover_list.html", login=login, found=found.lines, who=found.name
    )


def _page(filled: Filled) -> str:
    known = absences(db(), viewer=officer(), now=now())
    return render_template("pages/absences.html", form=NEW, filled=filled, known=known)
