"""The admin's page of operations: scheduler, channels, unsent messages, incidents, notice texts."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.deadlines.jobs import turns
from app.errors import Refused, Unknown
from app.notices.wording import Previewed, preview
from app.services import operations, outbox
from app.services.outbox import CHANNELS, STATES, State
from app.web import banner
from app.web.access import for_roles
from app.web.forms import Field, Filled, Form
from app.web.identity import officer
from app.web.moment import db, now
from app.web.operation_words import JOBS, KINDS, LEVELS, PULSES, took
from workflows.agency import Level, Role

pages = Blueprint("operations", __name__, url_prefix="/operations")
pages.app_context_processor(banner.frame)
Answer = str | Response | tuple[str, int]

REASON = Form(
    fields=(
        Field(
            name="reason",
            label="Vì sao bỏ",
            longest=200,
            hint="Không ghi tên hay số điện thoại của công dân; câu này còn lại trong danh sách.",
            autofocus=True,
        ),
    )
)


@pages.get("")
@for_roles(Role.ADMIN)
def overview() -> str:
    """Everything on one page."""
    wall = clock.now()
    found = operations.overview(db(), officer(), seconds=turns(), now=now(), wall=wall)
    return render_template(
        "pages/operations.html",
        found=found,
        wrong=tuple(banner.sentences(found.alarm, wall=wall)) if found.alarm else (),
        wall=wall,
        jobs=JOBS,
        pulses=PULSES,
        took=took,
        **_words(),
    )


@pages.get("/banner")
@for_roles(Role.ADMIN, Role.LEADER)
def banner_line() -> Answer:
    """The line for the top of a first page; nothing while all is well."""
    wall = clock.now()
    alarm = operations.alarm(db(), officer(), now=now(), wall=wall)
    if alarm is None:
        return "", 204
    said = banner.sentences(alarm, wall=wall)
    return render_template("components/banner.html", sentences=tuple(said))


@pages.get("/messages")
@for_roles(Role.ADMIN)
def messages() -> str:
    """The messages of a state or channel, a page at a time."""
    state, channel = _state(), _channel()
    found = outbox.messages(db(), viewer=officer(), state=state, channel=channel, after=_after())
    return render_template(
        "pages/operations_messages.html", found=found, state=state, channel=channel, **_words()
    )


@pages.post("/messages/<int:number>/again")
@for_roles(Role.ADMIN)
def again(number: int) -> Answer:
    """Send a message again."""
    try:
        outbox.send_again(db(), number, by=officer(), now=now())
    except Refused as error:
        flash(f"Chưa làm được: {error}.", "wrong")
    else:
        flash("Tin sẽ được gửi lại ở lượt tới.", "done")
    return _back()


@pages.route("/messages/<int:number>/drop", methods=["GET", "POST"])
@for_roles(Role.ADMIN)
def drop(number: int) -> Answer:
    """Give up a message, with a reason."""
    if request.method == "GET":
        return _drop(number, REASON.blank())
    filled = REASON.read(request.form)
    if not filled.good:
        return _drop(number, filled), 422
    try:
        outbox.drop(db(), number, reason=filled.values["reason"], by=officer(), now=now())
    except Refused as error:
        return _drop(number, filled.with_error("", str(error))), 422
    flash("Đã bỏ tin; tin không được gửi nữa.", "done")
    return _back()


@pages.post("/channels/<channel>/again")
@for_roles(Role.ADMIN)
def all_again(channel: str) -> Answer:
    """Send everything again that a channel could not send."""
    number = outbox.send_all_again(db(), _known(channel), by=officer(), now=now())
    flash(f"{number} tin sẽ được gửi lại ở lượt tới.", "done")
    return _back()


@pages.post("/channels/<channel>/try")
@for_roles(Role.ADMIN)
def try_channel(channel: str) -> Answer:
    """Let a channel that is left alone be tried at once."""
    outbox.try_channel(db(), _known(channel), by=officer())
    flash(f"Kênh {CHANNELS[channel]} sẽ được thử lại ở lượt tới.", "done")
    return _back()


@pages.post("/incidents")
@for_roles(Role.ADMIN)
def try_incident() -> Answer:
    """Let a job try a case again at its next turn."""
    code, job = request.form.get("case", "")[:64], request.form.get("job", "")[:32]
    try:
        operations.try_incident(db(), code, job=job, by=officer(), now=now())
    except Unknown:
        flash("Sự cố này không còn nữa.", "done")
    else:
        flash(f"Hồ sơ {code} sẽ được thử lại ở lượt tới.", "done")
    return redirect(url_for("operations.overview"), 303)


@pages.get("/templates")
@for_roles(Role.ADMIN)
def texts() -> str:
    """Every text of every event as an office of a level would send it, with sample values."""
    asked = request.args.get("level", "")
    level = Level(asked) if asked in set(Level) else Level.COMMUNE
    return render_template(
        "pages/operations_templates.html",
        events=_by_event(preview(level)),
        level=level,
        levels=LEVELS,
        channels={"bell": "Chuông", **CHANNELS},
    )


def _words() -> dict[str, Any]:
    return {"channels": CHANNELS, "states": STATES, "kinds": KINDS}


def _by_event(found: tuple[Previewed, ...]) -> dict[str, list[Previewed]]:
    events: dict[str, list[Previewed]] = {}
    for one in found:
        events.setdefault(one.event, []).append(one)
    return events


def _drop(number: int, filled: Filled) -> str:
    one = operations.message(db(), number, viewer=officer())
    return render_template(
        "pages/operations_drop.html",
        one=one,
        form=REASON,
        filled=filled,
        state=_state(),
        channel=_channel(),
        **_words(),
    )


def _back() -> Response:
    """To the list the button stood in."""
    if "state" in request.values or "channel" in request.values:
        here = url_for("operations.messages", state=_state(), channel=_channel())
        return redirect(here, 303)
    return redirect(url_for("operations.overview"), 303)


def _state() -> State | None:
    asked = request.values.get("state", "")
    return next((state for state in STATES if state == asked), None)


def _channel() -> str | None:
    asked = request.values.get("channel", "")
    return asked if asked in CHANNELS else None


def _after() -> int | None:
    text = request.args.get("after", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _known(channel: str) -> str:
    if channel not in CHANNELS:
        raise Unknown("channel", "không có kênh này")
    return channel
