"""The clock of a demonstration: look at it and move it on; nowhere else is there such a page."""

from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.deadlines.tick import tick
from app.errors import BadInput, Refused
from app.services.bell import MOST, unread
from app.services.demo_clock import move
from app.services.office_hours import next_opening
from app.web.access import signed_in
from app.web.forms import Field, Filled, Form
from app.web.identity import officer
from app.web.moment import db, is_demo, now
from sla.words import instant_in_words
from sla.zone import shifted

pages = Blueprint("demo", __name__)
Answer = str | Response | tuple[str, int]

_HOUR = 3600  # seconds
MOVE = Form(fields=(Field(name="to", label="Chuyển đồng hồ đến", kind="moment"),))


@pages.route("/demo/clock", methods=["GET", "POST"])
@signed_in
def clock_page() -> Answer:
    """Show the clock; a POST moves it and lets what became due be recorded."""
    if not is_demo():
        abort(404)
    if request.method == "GET":
        return _page(MOVE.blank())
    leap = _leaps().get(request.form.get("leap", ""))
    filled = MOVE.blank() if leap else MOVE.read(request.form)
    if not filled.good:
        return _page(filled), 422
    try:
        return _moved(leap or filled.values["to"])
    except (BadInput, Refused) as error:
        return _page(filled.with_error("to", str(error))), 422


def _leaps() -> dict[str, datetime]:
    """What the buttons mean at this moment."""
    return {
        "hour": shifted(now(), _HOUR),
        "half": shifted(now(), 4 * _HOUR),
        "morning": next_opening(db(), officer(), now()),
    }


def _moved(to: datetime) -> Response:
    shown = move(db(), to=to, by=officer().login, wall=clock.now())
    done = tick(db(), until=shown, now=shown)
    waiting = unread(db(), officer(), now=shown)
    flash(
        f"Đồng hồ trình diễn: {instant_in_words(shown.replace(microsecond=0))}. "
        f"Đã ghi {done.missed} mốc quá hạn và {done.warned} lần nhắc trước hoặc sau hạn. "
        f"{_in_bell(waiting)}",
        "done",
    )
    return redirect(url_for("demo.clock_page"), 303)


def _in_bell(waiting: int) -> str:
    if not waiting:
        return "Chuông của bạn không có thông báo chưa đọc."
    many = str(waiting) if waiting <= MOST else f"hơn {MOST}"
    return f"Chuông của bạn có {many} thông báo chưa đọc."


def _page(filled: Filled) -> str:
    morning = _leaps()["morning"]
    return render_template("pages/clock.html", form=MOVE, filled=filled, morning=morning)
