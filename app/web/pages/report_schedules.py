"""Tables that come by mail when their period has ended: which, for whom, and until when."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, Unknown
from app.reports.periods import heads
from app.services.report_schedules import NewSchedule, end, schedule
from app.services.report_schedules_page import SchedulesPage, schedules_page
from app.web.access import for_roles
from app.web.forms import Choice, Field, Filled, Form
from app.web.identity import officer
from app.web.moment import db, now
from workflows.agency import Role

pages = Blueprint("report_schedules", __name__, url_prefix="/reports/schedules")
Answer = str | Response | tuple[str, int]
ARRANGE = (Role.LEADER, Role.SUPERVISOR)
TOLD = {Role.LEADER: "Lãnh đạo", Role.SUPERVISOR: "Người theo dõi"}
_OF = "|"  # between a form and its print
_BIGGEST = 2**31 - 1  # a number no database holds would be an error of ours


@pages.route("", methods=["GET", "POST"])
@for_roles(*ARRANGE)
def overview() -> Answer:
    """What is scheduled, and a form for a further table."""
    found = schedules_page(db(), officer(), now=now())
    form = _form(found)
    if request.method == "GET":
        return _page(found, form, form.blank(**_proposed(found)))
    filled = form.read(request.form)
    if not filled.good:
        return _page(found, form, filled), 422
    try:
        schedule(db(), officer(), _new(filled.values), now=now())
    except (BadInput, Unknown) as error:
        field = error.field if error.field in filled.typed else ""
        return _page(found, form, filled.with_error(field or "", str(error))), 422
    flash("Đã xếp lịch; biểu tự đến khi hết kỳ.", "done")
    return redirect(url_for("report_schedules.overview"), 303)


@pages.post("/<int:number>/end")
@for_roles(*ARRANGE)
def stop(number: int) -> Response:
    """Let a table come no more."""
    end(db(), officer(), min(number, _BIGGEST), now=now())
    flash("Đã dừng lịch; biểu này thôi tự đến.", "done")
    return redirect(url_for("report_schedules.overview"), 303)


def _form(found: SchedulesPage) -> Form:
    roles = (
        Field(name=role.value, label=f"{words} của cơ quan", kind="check", required=False)
        for role, words in TOLD.items()
    )
    return Form(
        fields=(
            Field(name="what", label="Biểu", kind="select", choices=_prints(found)),
            Field(name="agency", label="Cơ quan", kind="select", choices=found.offices),
            Field(
                name="subtree",
                label="Gồm cả cấp dưới",
                kind="check",
                required=False,
            ),
            Field(name="kind", label="Loại kỳ", kind="select", choices=tuple(heads().items())),
            *roles,
            Field(
                name="mails",
                label="Địa chỉ thư điện tử khác",
                kind="lines",
                required=False,
                longest=254,
                hint="Mỗi dòng một địa chỉ; biểu không có tên, địa chỉ của người dân.",
            ),
        )
    )


def _prints(found: SchedulesPage) -> tuple[Choice, ...]:
    """Every form in each of its prints."""
    return tuple(
        (f"{form.code}{_OF}{one.code}", _print(form.code, one.name if several else ""))
        for form in found.forms.values()
        for several in (len(form.variants) > 1,)
        for one in form.variants
    )


def _print(code: str, name: str) -> str:
    return f"{code} – {name}" if name else code


def _proposed(found: SchedulesPage) -> dict[str, Any]:
    """The quarter's table of the office, for those who prepare and sign it."""
    first, _ = _prints(found)[0]
    usual = next((value for value, _ in _prints(found) if value.startswith("II.06a")), first)
    agency = found.offices[0][0] if found.offices else ""
    roles = {role.value: True for role in TOLD}
    return {"what": usual, "agency": agency, "kind": next(iter(heads())), **roles}


def _new(given: Mapping[str, Any]) -> NewSchedule:
    form, _, variant = given["what"].partition(_OF)
    return NewSchedule(
        form=form,
        variant=variant,
        agency=given["agency"],
        subtree=given["subtree"],
        kind=given["kind"],
        roles=tuple(role for role in TOLD if given[role.value]),
        mails=given["mails"] or (),
    )


def _page(found: SchedulesPage, form: Form, filled: Filled) -> str:
    return render_template(
        "pages/reports_schedules.html",
        found=found,
        form=form,
        filled=filled,
        kinds=heads(),
        told=TOLD,
    )
