"""Signing a table, the signed ones, and what has changed since."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, Refused, Unknown
from app.reports.forms import form_of
from app.reports.out import MEDIA
from app.reports.out.sheet import sheet_of
from app.reports.period import Period
from app.services.act import Press
from app.services.report_gate import GateClosed
from app.services.report_page import REPORTERS, question
from app.services.report_seals_page import (
    Asking,
    asking,
    changes_page,
    gate_page,
    sealed_list,
    sealed_page,
)
from app.services.sealing import Signature, printed, seal
from app.store.sealed import Sealed
from app.web import keys
from app.web.access import for_roles
from app.web.forms import Field, Filled, Form
from app.web.handing import bytes_handed
from app.web.identity import officer
from app.web.installed import installed
from app.web.moment import db, now
from app.web.report_asking import (
    LARGEST,
    address,
    case_address,
    days,
    is_petition,
    said,
    wanted,
    where,
)
from app.web.report_grid import behind, grid_of
from workflows.agency import Role

pages = Blueprint("report_seals", __name__, url_prefix="/reports")
Answer = str | Response | tuple[str, int]
_TITLE = Field(
    name="title",
    label="Chức danh người ký",
    longest=200,
    hint="In trên chỗ ký, ví dụ CHỦ TỊCH hoặc KT. CHỦ TỊCH, PHÓ CHỦ TỊCH.",
)
_REASON = Field(
    name="reason",
    label="Lý do lập bản thay thế",
    longest=500,
    hint="In ở danh sách các bản; bản cũ vẫn in lại được nguyên như đã ký.",
)


@pages.get("/sealed")
@for_roles(*REPORTERS)
def overview() -> str:
    """What was signed, newest first."""
    agency = request.args.get("agency", "").strip()
    found = sealed_list(db(), officer(), agency)
    return render_template(
        "pages/reports_sealed_list.html",
        found=found,
        agency=agency,
        period_of=_period_of,
        said=said,
    )


@pages.get("/<form>/gate")
@for_roles(*REPORTERS)
def gate(form: str) -> str:
    """Whether a table can be signed; a fragment of its page, or a page of its own."""
    found = gate_page(db(), officer(), wanted(form))
    whole = "HX-Request" not in request.headers
    template = "pages/reports_gate.html" if whole else "components/report_gate.html"
    return render_template(template, **_told(found), leads=request.args.get("leads") != "0")


@pages.get("/<form>/seal")
@for_roles(*REPORTERS)
def ask(form: str) -> str:
    """The form a table is signed with; what stands against it comes beside it."""
    found = asking(db(), officer(), wanted(form))
    return _asked(found, _form(found).blank(title=found.title))


@pages.post("/<form>/seal")
@for_roles(Role.LEADER)
def sign(form: str) -> Answer:
    """Sign a table; nothing typed is lost where that does not go."""
    asked, _ = question(db(), officer(), wanted(form))
    press = Press(officer=officer(), key=request.form.get("key", ""), now=now())
    try:
        done = seal(
            db(),
            installed().config.files_dir,
            press,
            form,
            asked,
            _signature(),
        )
    except (BadInput, Refused) as error:
        return _refused(form, error)
    flash(f"Đã ký biểu {form}, bản số {done.edition}.", "done")
    return redirect(url_for("report_seals.show", number=done.id), 303)


@pages.get("/sealed/<int:number>")
@for_roles(*REPORTERS)
def show(number: int) -> str:
    """A signed table as it was."""
    page = sealed_page(db(), officer(), _number(number))
    table, layout = page.report.table, page.report.layout
    base = url_for("report_cells.kept", number=page.sealed.id)
    opens = form_of(table.form).opens
    return render_template(
        "pages/reports_sealed.html",
        page=page,
        sealed=page.sealed,
        sheet=sheet_of(table, layout, page.report.office),
        grid=grid_of(table, layout, behind(base) if opens else None),
        opens=opens,
        formats=tuple(name for name in reversed(tuple(MEDIA)) if name in page.sealed.files),
        said=said(table.period),
        again=address("reports.show", table.form, {**_now(page.sealed), **_counted(page.sealed)}),
    )


@pages.get("/sealed/<int:number>/changes")
@for_roles(*REPORTERS)
def changes(number: int) -> str:
    """What has changed since a table was signed; a fragment of its page, or one of its own."""
    page = changes_page(db(), officer(), _number(number), now=now())
    whole = "HX-Request" not in request.headers
    return render_template(
        "pages/reports_changes.html" if whole else "components/report_changes.html",
        page=page,
        sealed=page.sealed,
        said=said(_period_of(page.sealed)),
        renew=address("report_seals.ask", page.sealed.whose.form, _now(page.sealed)),
    )


@pages.get("/sealed/<int:number>/standing")
@for_roles(*REPORTERS)
def standing(number: int) -> str:
    """The same in three words, for a list."""
    page = changes_page(db(), officer(), _number(number), now=now())
    return render_template("components/report_standing.html", page=page)


@pages.get("/sealed/<int:number>/table.<ending>")
@for_roles(*REPORTERS)
def file(number: int, ending: str) -> Response:
    """The bytes of that day."""
    if ending not in MEDIA:
        raise Unknown("format", f"bản đã ký không có dạng {ending}")
    folder = installed().config.files_dir
    content = printed(db(), folder, _number(number), ending, officer=officer())
    return bytes_handed(content, MEDIA[ending], f"bieu-da-ky-{number}.{ending}", attached=True)


def _number(number: int) -> int:
    return min(number, LARGEST)


def _signature() -> Signature:
    given = request.form
    return Signature(title=given.get("title", ""), reason=given.get("reason"))


def _refused(form: str, error: BadInput | Refused) -> Answer:
    """The form again with what was typed, and what is said against it."""
    found = asking(db(), officer(), wanted(form))
    asks = _form(found)
    filled = asks.read(request.form)
    place = error.field if error.field in {one.name for one in asks.fields} else ""
    if isinstance(error, GateClosed):
        found = replace(found, gate=error.gate)
    filled = filled if place in filled.errors else filled.with_error(place or "", str(error))
    return _asked(found, filled, request.form.get("key")), 422


def _asked(found: Asking, filled: Filled, key: str | None = None) -> str:
    return render_template(
        "pages/reports_seal.html",
        **_told(found),
        ask=_form(found),
        filled=filled,
        key=key or keys.fresh(),
    )


def _told(found: Asking) -> dict[str, object]:
    return {
        "found": found,
        "form": found.form,
        "gate": found.gate,
        "where": where(found.asked, found.own),
        "said": said(found.asked.period),
        "address_of": case_address,
        "is_petition": is_petition,
    }


def _form(found: Asking) -> Form:
    """The questions before a signature; a new edition has to say why."""
    if found.standing:
        return Form(fields=(_TITLE, _REASON))
    # Another print of the same table asks for a reason only where its numbers are others.
    return Form(fields=(_TITLE, replace(_REASON, required=False)) if found.beside else (_TITLE,))


def _period_of(one: Sealed) -> Period:
    return Period(first=one.whose.first, last=one.whose.last)


def _now(one: Sealed) -> dict[str, str]:
    """The question of a signed table, asked today."""
    below = {"subtree": "1"} if one.whose.subtree else {}
    given = {"agency": one.whose.agency, **days(_period_of(one)), **below}
    return given | {"variant": one.whose.variant}


def _counted(one: Sealed) -> Mapping[str, str]:
    """The choices it was counted by, so that asked today it is still the same table."""
    return one.switches if form_of(one.whose.form).counts_cases else {}
