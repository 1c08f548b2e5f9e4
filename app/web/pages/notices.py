"""The notices of an officer: the bell, the list behind it, and what is told by which way."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.services import bell as service
from app.store.notices import Notice
from app.web.access import public, signed_in
from app.web.bell import bell
from app.web.identity import officer, officer_or_none
from app.web.moment import db, now
from app.web.notice_words import LEVELS

pages = Blueprint("notices", __name__, url_prefix="/notices")
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A notice as its owner reads it.

    Attributes:
        mood: of the level's tag.
        before: its text up to the link, which is named by the case's code; `after` what follows.
        shown: since when it has stood there.
    """

    id: int
    level: str
    mood: str
    before: str
    label: str
    after: str
    link: str
    shown: datetime
    read: bool


@pages.get("/bell")
@public
def ring() -> Answer:
    """The bell alone, asked for by the page itself; nothing where nothing has changed.

    Public, since whoever is sent to the door here would lose what they have typed so far.
    """
    known = request.args.get("known", type=int)
    drawn = bell(officer_or_none(), known=known)
    if drawn is not None and drawn.count == known:
        return "", 204
    return render_template("components/bell.html", rung=drawn)


@pages.get("")
@signed_in
def overview() -> str:
    """The notices, newest first; a fragment of further lines for the button below them."""
    after = request.args.get("after") or None
    show = _show(request.args.get("show"))
    found = service.page(db(), officer(), after=after, only_unread=show == "unread", now=now())
    fragment = after is not None and "HX-Request" in request.headers
    return render_template(
        "components/notice_rows.html" if fragment else "pages/notices.html",
        lines=tuple(map(_line, found.notices)),
        newest=found.newest,
        following=_address(show, found.next) if found.next else None,
        first=_address(show) if after else None,
        show=show,
        views=(("all", "Tất cả", _address("all")), ("unread", "Chưa đọc", _address("unread"))),
    )


@pages.post("/<int:number>/open")
@signed_in
def open_case(number: int) -> Response:
    """Note a notice as read and go to where it leads."""
    return redirect(service.read_one(db(), officer(), number, now=now()).link, 303)


@pages.post("/<int:number>/read")
@signed_in
def read(number: int) -> Answer:
    """Note a notice as read and stay; to a fragment's question the line alone is the answer."""
    done = service.read_one(db(), officer(), number, now=now())
    show = _show(request.form.get("show"))
    if "HX-Request" not in request.headers:
        return redirect(_address(show), 303)
    shown = [_line(done)] if show == "all" else []
    answer = Response(render_template("components/notice_rows.html", lines=shown, show=show))
    answer.headers["HX-Trigger"] = "bell"  # The count in the top line is asked for anew.
    return answer


@pages.post("/read-all")
@signed_in
def read_all() -> Response:
    """Note as read whatever stood on the page; what has come since stays new."""
    newest = request.form.get("newest", "")
    many = service.read_all(db(), officer(), newest=newest, now=now())
    flash(f"Đã đánh dấu đã đọc {many} thông báo.", "done")
    return redirect(_address(_show(request.form.get("show"))), 303)


def _show(given: str | None) -> str:
    return "unread" if given == "unread" else "all"


def _address(show: str, after: str | None = None) -> str:
    asked = show if show != "all" else None
    return url_for("notices.overview", show=asked, after=after)


def _line(notice: Notice) -> Line:
    level, mood = LEVELS.get(notice.level, (notice.level, "calm"))
    # What no case is the matter of is a link as a whole.
    before, code, after = notice.text.partition(notice.case_code or notice.text)
    return Line(
        id=notice.id,
        level=level,
        mood=mood,
        before=before if code else f"{before} ",
        label=code or notice.case_code or "",
        after=after,
        link=notice.link,
        shown=notice.shown_from,
        read=notice.read_at is not None,
    )
