"""What everybody may open without an account: the look-up of a case, and the letters of apology.

These pages know nobody: they are drawn without the frame of the desk, and those of the letters are
the same for all, so that they may be kept on the way.
"""

import re
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, abort, current_app, request
from flask_wtf.csrf import CSRFError

from app.extensions import csrf
from app.services.public_letters import public_letters, public_months
from app.services.public_office import house
from app.services.track import NOT_FOUND, TooManyLookups
from app.services.track import track as look_up
from app.web.access import public
from app.web.forms import Field, Filled, Form
from app.web.moment import db, is_demo, now

pages = Blueprint("public", __name__)

_KEPT = 60  # seconds for which a proxy may show letters without asking again
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)
_LONGEST_PAGE = 6  # digits of the number of a page
ROBOTS = "User-agent: *\nDisallow: /track\nDisallow: /\nAllow: /apologies\nAllow: /static/\n"
_STALE = "trang đã mở quá lâu; hai mã vẫn còn dưới đây, xin bấm Tra cứu lần nữa"

LOOK_UP = Form(
    fields=(
        Field(
            name="code",
            label="Mã hồ sơ",
            longest=64,
            hint="In trên giấy tiếp nhận hồ sơ và hẹn trả kết quả, ví dụ H32.PL-240124-0001.",
        ),
        Field(
            name="lookup",
            label="Mã tra cứu",
            longest=32,
            hint=(
                "8 chữ và số in trên cùng giấy đó. Viết hoa hay viết thường đều được; "
                "chữ O và số 0, chữ I và số 1 được hiểu như nhau."
            ),
        ),
    )
)


@pages.get("/track")
@public
def ask() -> Response:
    """The form of the look-up."""
    return _form(LOOK_UP.blank())


@pages.post("/track")
@public
def track() -> Response:
    """Where a case stands, for whoever has its receipt; the codes stand in no address."""
    filled = LOOK_UP.read(request.form)
    if not _is_our_form():
        return _form(filled.with_error("", _STALE), status=400)
    if not filled.good:
        return _form(filled, status=422)
    code, lookup = filled.values["code"], filled.values["lookup"]
    address = request.remote_addr or ""
    try:
        found = look_up(db(), code, lookup, address=address, now=now())
    except TooManyLookups as error:
        return _too_many(filled.with_error("", str(error)), error.until)
    if found is None:
        return _form(filled.with_error("", NOT_FOUND), status=422)
    return _page("public/case.html", found=found)


# The view asks for the secret itself, and loses nothing of what was typed when it is stale.
csrf.exempt(track)


@pages.get("/apologies")
@public
def apologies() -> Response:
    """The letters of the latest month that has any."""
    months = public_months(db())
    return _letters(months[0].month if months else None)


@pages.get("/apologies/<month>")
@public
def month_of(month: str) -> Response:
    """The letters of a month, as "2024-03"."""
    found = _MONTH.fullmatch(month)
    if found is None:
        abort(404)
    return _letters(date(int(found[1]), int(found[2]), 1))


@pages.get("/robots.txt")
@public
def robots() -> Response:
    """What programs that gather pages may gather: the letters, and nothing of anybody's case."""
    return _kept(Response(ROBOTS, content_type="text/plain; charset=utf-8"))


def _letters(month: date | None) -> Response:
    shown = public_letters(db(), month, page=_asked_page()) if month else None
    months = public_months(db())
    return _kept(_page("public/letters.html", shown=shown, months=months))


def _asked_page() -> int:
    asked = request.args.get("page", "1")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) <= _LONGEST_PAGE
    return int(asked) if is_number else 1


def _is_our_form() -> bool:
    """Whether the form carries its secret; asked here, so that what was typed is not lost."""
    try:
        csrf.protect()
    except CSRFError:
        return False
    return True


def _form(filled: Filled, *, status: int = 200) -> Response:
    return _page("public/track.html", status=status, form=LOOK_UP, filled=filled)


def _too_many(filled: Filled, until: datetime) -> Response:
    answer = _form(filled, status=429)
    answer.headers["Retry-After"] = str(max(1, int((until - now()).total_seconds())))
    return answer


def _page(template: str, *, status: int = 200, **given: Any) -> Response:
    """A page without the frame of the desk, which would ask who is there."""
    page = current_app.jinja_env.get_template(template)
    words = page.render(house=house(db(), now=now()), demo=is_demo(), **given)
    return Response(words, status=status, content_type="text/html; charset=utf-8")


def _kept(answer: Response) -> Response:
    """An answer that is the same for everybody.

    Browsers ask each time and hear when nothing is new: whoever has just published a letter wants
    to see it.
    """
    kept = answer.cache_control
    kept.public, kept.max_age, kept.s_maxage = True, 0, _KEPT
    answer.add_etag()
    answer.make_conditional(request)
    return answer
