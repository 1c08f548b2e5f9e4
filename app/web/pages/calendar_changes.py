"""When a calendar changes: leaders move open deadlines by a decision; admins add a day."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, Refused, Unknown
from app.services import calendar_page
from app.services.act import Press
from app.services.calendar_change import RESULTS, again, begin, carry_on
from app.services.calendar_days import KINDS, NewDay, add_day, choices, latest, preview_day
from app.services.calendar_order import Order
from app.services.calendar_preview import Preview
from app.services.calendar_targets import in_words, targets_in
from app.web import keys
from app.web.access import for_roles
from app.web.forms import Field, Filled, Form
from app.web.identity import officer
from app.web.moment import db, now
from sla.words import WEEKDAYS
from workflows.agency import Role

pages = Blueprint("calendar_changes", __name__, url_prefix="/calendar-changes")
Answer = str | Response | tuple[str, int]
LARGEST = 2**31 - 1

DECISION = Form(
    fields=(
        Field(
            name="number",
            label="Số quyết định, thông báo",
            longest=100,
            hint="Văn bản công bố ngày nghỉ, ngày làm bù.",
        ),
        Field(name="day", label="Ngày ban hành", kind="date"),
        Field(name="reason", label="Lý do ghi vào từng hồ sơ", longest=500),
        Field(
            name="which",
            label="Điều chỉnh",
            kind="radio",
            choices=(("all", "mọi hồ sơ đổi hạn"), ("chosen", "chỉ các hồ sơ đã đánh dấu")),
        ),
        Field(
            name="rebinds",
            label="Gắn lịch mới cả cho hồ sơ không đổi hạn",
            kind="check",
            required=False,
            hint="Cần khi lịch mới thêm năm: hồ sơ đang dừng sẽ tính tiếp được sang năm đó.",
        ),
    )
)


def _day_form(calendars: list[tuple[str, str]]) -> Form:
    weekdays = [(str(number), name) for number, name in enumerate(WEEKDAYS)]
    return Form(
        fields=(
            Field(name="calendar", label="Lịch", kind="select", choices=calendars),
            Field(name="day", label="Ngày", kind="date"),
            Field(name="kind", label="Là", kind="radio", choices=tuple(KINDS.items())),
            Field(
                name="takes",
                label="Ngày làm bù theo giờ như",
                kind="select",
                required=False,
                choices=weekdays,
                hint="Chỉ cho ngày làm bù; bỏ trống thì theo giờ của chính thứ đó.",
            ),
            Field(name="name", label="Tên ngày", longest=200, hint="Như “Nghỉ bù Quốc khánh”."),
            Field(name="source", label="Căn cứ", longest=200, hint="Số, ngày của thông báo."),
        )
    )


@pages.get("")
@for_roles(Role.LEADER)
def overview() -> str:
    """What a newer calendar would move, and the form of the decision."""
    given = {"day": f"{now():%Y-%m-%d}", "which": "all", "reason": "lịch làm việc thay đổi"}
    return _overview(DECISION.blank(**given), keys.fresh())


@pages.post("")
@for_roles(Role.LEADER)
def decide() -> Answer:
    """Write the decision down; its cases are then adjusted part by part."""
    filled = DECISION.read(request.form)
    key = request.form.get("key", "")
    if not filled.good:
        return _overview(filled, key), 422
    given, chosen = filled.values, filled.values["which"] == "chosen"
    order = Order(
        number=given["number"],
        day=given["day"],
        reason=given["reason"],
        codes=tuple(request.form.getlist("codes")) if chosen else None,
        rebinds=given["rebinds"] and not chosen,
        expects=tuple(request.form.getlist("targets")),
    )
    try:
        number = begin(db(), Press(officer=officer(), key=key, now=now()), order)
    except (BadInput, Refused) as error:
        field = error.field if error.field in filled.typed else ""
        return _overview(filled.with_error(field or "", str(error)), keys.fresh()), 422
    return redirect(url_for("calendar_changes.show", number=number), 303)


@pages.get("/<int:number>")
@for_roles(Role.LEADER)
def show(number: int) -> str:
    """How far a decision was carried out, and what came of each case."""
    found = calendar_page.page(db(), officer(), _sane(number), now=now(), after=_after())
    return render_template(
        "pages/calendar_change.html",
        kept=found.kept,
        progress=found.progress,
        lines=found.lines,
        more=found.more,
        lapsed=found.lapsed,
        words=RESULTS,
        again=calendar_page.may_be_tried_again,
    )


@pages.post("/<int:number>/go")
@for_roles(Role.LEADER)
def go(number: int) -> Answer:
    """Adjust the next cases; a page with script asks for this until none waits."""
    calendar_page.page(db(), officer(), _sane(number), now=now())
    done = carry_on(db(), number, now=now())
    if "HX-Request" not in request.headers:
        return redirect(url_for("calendar_changes.show", number=number), 303)
    answer = make_response(
        render_template("components/calendar_progress.html", progress=done, words=RESULTS)
    )
    if not done.waiting:
        answer.headers["HX-Refresh"] = "true"
    return answer


@pages.post("/<int:number>/again")
@for_roles(Role.LEADER)
def retry(number: int) -> Response:
    """Let what was not adjusted be tried again."""
    count = again(db(), _sane(number), officer(), now=now())
    flash(f"{count} hồ sơ chờ được điều chỉnh lại." if count else "Không còn hồ sơ nào.", "done")
    return redirect(url_for("calendar_changes.show", number=number), 303)


@pages.get("/days")
@for_roles(Role.ADMIN)
def days() -> str:
    """The form for a day off or a make-up day, and the days added before."""
    return _days(Filled(typed={"kind": "off"}), keys.fresh())


@pages.post("/days")
@for_roles(Role.ADMIN)
def add() -> Answer:
    """Show what a day would do, or write the calendar's next version with it."""
    filled, key = _day_form(_choices()).read(request.form), request.form.get("key", "")
    if not filled.good:
        return _days(filled, key), 422
    given = filled.values
    takes = None if given["takes"] is None else int(given["takes"])
    new = NewDay(**{**given, "takes": takes})
    try:
        if request.form.get("act") != "save":
            return _days(filled, key, preview_day(db(), officer(), new, now=now()))
        made = add_day(db(), Press(officer=officer(), key=key, now=now()), new)
    except (BadInput, Refused, Unknown) as error:
        field = error.field if error.field in filled.typed else ""
        return _days(filled.with_error(field or "", str(error)), keys.fresh()), 422
    flash(
        f"Đã ghi lịch {made}. Hồ sơ mới tính theo bản này; hạn của hồ sơ đang mở chờ lãnh đạo "
        "điều chỉnh.",
        "done",
    )
    return redirect(url_for("calendar_changes.days"), 303)


def _overview(filled: Filled, key: str) -> str:
    seen = calendar_page.overview(db(), officer(), now=now())
    chosen = set(request.form.getlist("codes")) if request.method == "POST" else None
    return render_template(
        "pages/calendar_changes.html",
        found=seen.found,
        made=seen.made,
        changes=list(in_words(seen.found.groups)),
        targets=targets_in(seen.found.groups),
        chosen=chosen,
        words=RESULTS,
        form=DECISION,
        filled=filled,
        key=key,
    )


def _days(filled: Filled, key: str, found: Preview | None = None) -> str:
    return render_template(
        "pages/calendar_days.html",
        form=_day_form(_choices()),
        filled=filled,
        key=key,
        found=found,
        added=latest(db()),
        kinds=KINDS,
        weekdays=WEEKDAYS,
    )


def _choices() -> list[tuple[str, str]]:
    return [
        (
            one.code,
            f"{one.code} (bản {one.version}, {one.offices} cơ quan, "
            f"{one.covers[0]}–{one.covers[1]})",
        )
        for one in choices(db(), officer())
    ]


def _sane(number: int) -> int:
    if number > LARGEST:
        raise Unknown("number", f"không có quyết định điều chỉnh số {number}")
    return number


def _after() -> str:
    after = request.args.get("after", "")[:64]
    return after if after.isprintable() else ""
