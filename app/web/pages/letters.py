"""Letters of a case: issued, looked at, printed again, replaced by another."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, Refused, Unknown
from app.services.act import Press
from app.services.act_page import was_sent
from app.services.case_page import CasePage, case_page
from app.services.letter_acts import heads, to_print
from app.services.letters import (
    IssuedRow,
    Look,
    Number,
    Paper,
    Wish,
    correct,
    issue,
    preview,
    reprint,
    working_copy,
)
from app.web import keys, letter_words
from app.web.access import CASE_ROLES, DESK_ROLES, for_roles
from app.web.forms import Filled
from app.web.handing import bytes_handed
from app.web.identity import officer
from app.web.installed import installed
from app.web.letter_words import ASKING, ISSUED_HERE, anchor, asked_for, paper_href, replaced_by
from app.web.moment import db, now
from workflows.events import LetterKind
from workflows.words import LETTERS

pages = Blueprint("letters", __name__)
Answer = str | Response | tuple[str, int]
LARGEST = 2**31 - 1  # a number no database holds would be an error of ours
_ALREADY = "Biểu mẫu này đã được ghi trước đó; không cấp thêm lần nữa."


@pages.get("/cases/<code>/letters/<kind>")
@for_roles(*DESK_ROLES)
def form(code: str, kind: str) -> Answer:
    """What a letter asks for before it is issued; or why it cannot be issued."""
    known = _kind(kind)
    page = case_page(db(), officer(), code, now=now())
    return _drawn(page, known, None), 422 if _why(page, known) else 200


@pages.route("/cases/<code>/letters/<kind>/preview", methods=["GET", "POST"])
@for_roles(*DESK_ROLES)
def look(code: str, kind: str) -> Answer:
    """The letter as it would be issued now, marked as none yet."""
    known = _kind(kind)
    filled = asked_for(known).read(request.values)
    try:
        wish = Wish(
            kind=known, extra=_extra(filled), replaces=request.values.get("replaces") or None
        )
        folder = installed().config.files_dir
        return _shown(preview(db(), folder, Look(officer=officer(), now=now()), code, wish))
    except (BadInput, Refused) as error:
        page = case_page(db(), officer(), code, now=now())
        return _drawn(page, known, filled.with_error("", str(error))), 422


@pages.post("/cases/<code>/letters/<kind>")
@for_roles(*DESK_ROLES)
def give(code: str, kind: str) -> Answer:
    """Issue a letter; `then=print` opens it, and opens the one there is if it was issued before."""
    known, press = _kind(kind), _press()
    filled = asked_for(known).read(request.form)
    to_printer = request.form.get("then") == "print"
    try:
        if to_printer:
            row = to_print(db(), installed().config.files_dir, press, code, known)
            return redirect(paper_href(row), 303)
        extra = _extra(filled)
        row = issue(db(), installed().config.files_dir, press, code, known, extra=extra)
    except (BadInput, Refused) as error:
        return _complained(code, known, filled, error)
    return _led_on(row, f"Đã cấp {LETTERS[known]} số {row.number}.")


@pages.get("/cases/<code>/letters/<agency>/<kind>/<int:year>/<int:serial>.pdf")
@for_roles(*CASE_ROLES)
def paper(code: str, agency: str, kind: str, year: int, serial: int) -> Response:
    """An issued letter, as it was issued."""
    number = _number(agency, kind, year, serial)
    return _shown(reprint(db(), installed().config.files_dir, officer(), code, number))


@pages.get("/cases/<code>/letters/<agency>/<kind>/<int:year>/<int:serial>.docx")
@for_roles(*CASE_ROLES)
def working(code: str, agency: str, kind: str, year: int, serial: int) -> Answer:
    """A copy to be edited, made anew from what the log said then."""
    try:
        return _shown(working_copy(db(), officer(), code, _number(agency, kind, year, serial)))
    except (BadInput, Refused) as error:
        flash(f"Chưa dựng được bản DOCX: {error}", "wrong")
        return redirect(url_for("cases.show", code=code, _anchor="giay-to"), 303)


@pages.get("/cases/<code>/letters/<agency>/<kind>/<int:year>/<int:serial>/replace")
@for_roles(*DESK_ROLES)
def replacing(code: str, agency: str, kind: str, year: int, serial: int) -> Answer:
    """The form by which a letter with a fault is replaced by another."""
    page, row = _page_of(code, _number(agency, kind, year, serial))
    return _drawn(page, row.kind, None, row), 422 if page.replacing[row.version] else 200


@pages.post("/cases/<code>/letters/<agency>/<kind>/<int:year>/<int:serial>/replace")
@for_roles(*DESK_ROLES)
def replaced(code: str, agency: str, kind: str, year: int, serial: int) -> Answer:
    """Issue a letter that names the one it replaces."""
    _, row = _page_of(code, _number(agency, kind, year, serial))
    filled = replaced_by(asked_for(row.kind)).read(request.form)
    try:
        extra = _extra(filled)
        why = extra.pop("reason")
        wish = Wish(kind=row.kind, extra=extra, replaces=row.number, reason=why)
        folder = installed().config.files_dir
        made = correct(db(), folder, _press(), code, wish, agency=row.agency)
    except (BadInput, Refused) as error:
        return _complained(code, row.kind, filled, error, row)
    return _led_on(made, f"Đã cấp bản số {made.number} thay cho bản số {row.number}.")


def _shown(found: Paper) -> Response:
    """A PDF opens in the browser, anything else is saved."""
    return bytes_handed(found.content, found.media, found.name)


def _kind(text: str) -> LetterKind:
    found = next((kind for kind in ISSUED_HERE if kind == text), None)
    if found is None:
        raise Unknown("kind", "không cấp loại giấy tờ này từ trang hồ sơ")
    return found


def _number(agency: str, kind: str, year: int, serial: int) -> Number:
    known = next((one for one in LETTERS if one == kind), None)
    if known is None:
        raise Unknown("kind", "không có loại giấy tờ này")
    return Number(
        agency=agency[:64], kind=known, year=min(year, LARGEST), serial=min(serial, LARGEST)
    )


def _page_of(code: str, number: Number) -> tuple[CasePage, IssuedRow]:
    page = case_page(db(), officer(), code, now=now())
    for row in page.letters:
        if (row.agency, row.kind, row.year, row.serial) == number.key:
            return page, row
    raise Unknown("number", f"hồ sơ {code} không có giấy tờ này")


def _heads(page: CasePage, kind: LetterKind) -> tuple[str, ...]:
    """Who leads the office, where the letter asks for it."""
    return heads(db(), page.view.case.agency, now=now()) if kind in ASKING else ()


def _extra(filled: Filled) -> dict[str, str]:
    if not filled.good:
        raise BadInput("còn mục chưa điền")
    said = {name: value for name, value in filled.values.items() if value}
    if title := said.get("head_title"):
        said["head_title"] = title.upper()
    return said


def _press() -> Press:
    return Press(officer=officer(), key=request.form.get("key", ""), now=now())


def _led_on(row: IssuedRow, told: str) -> Response:
    flash(told, "done")
    # A browser puts the focus on the link that the address names: Enter opens the letter.
    return redirect(url_for("cases.show", code=row.case_code, _anchor=anchor(row)), 303)


def _complained(
    code: str,
    kind: LetterKind,
    filled: Filled,
    error: BadInput | Refused,
    row: IssuedRow | None = None,
) -> Answer:
    if was_sent(db(), officer(), code, request.form.get("key", "")):
        flash(_ALREADY, "done")
        return redirect(url_for("cases.show", code=code, _anchor="giay-to"), 303)
    page = case_page(db(), officer(), code, now=now())
    told = filled if not filled.good else filled.with_error("", str(error))
    return _drawn(page, kind, told, row), 422


def _why(page: CasePage, kind: LetterKind) -> str | None:
    return next((one.why for one in page.possible if one.kind == kind), None)


def _drawn(
    page: CasePage, kind: LetterKind, filled: Filled | None, row: IssuedRow | None = None
) -> str:
    leaders = _heads(page, kind)
    form = asked_for(kind, leaders)
    form = replaced_by(form) if row else form
    # Only who leads alone is surely the head: a deputy under the head's title signs what is void.
    title = page.view.setting.agency.head_title or ""
    proposed = {"head": leaders[0], "head_title": title} if len(leaders) == 1 else {}
    return render_template(
        "pages/letter.html",
        page=page,
        case=page.view.case,
        kind=kind,
        name=LETTERS[kind],
        form=form,
        filled=filled or form.blank(**proposed),
        row=row,
        why=page.replacing[row.version] if row else _why(page, kind),
        words=letter_words,
        key=request.form.get("key") or keys.fresh(),
    )
