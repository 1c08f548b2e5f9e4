"""The letters of an office: by days, kind and number, and as a spreadsheet."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput
from app.services.letters_page import LettersPage, Wanted, letters_page, letters_sheet
from app.web import letter_words, menu
from app.web.access import CASE_ROLES, for_roles
from app.web.identity import officer
from app.web.moment import db, now
from app.web.spreadsheets import download
from sla.zone import day_number, day_of, local_date
from workflows.words import LETTERS

pages = Blueprint("letter_list", __name__)
Answer = str | Response | tuple[str, int]


@pages.get("/letters")
@for_roles(*CASE_ROLES)
def overview() -> Answer:
    """The letters of an office, newest first."""
    try:
        wanted = _wanted()
    except BadInput as error:
        return _listed(_this_month(), wrong=str(error)), 422
    return _listed(wanted)


@pages.get("/letters.xlsx")
@for_roles(*CASE_ROLES)
def sheet() -> Response:
    """The same for a spreadsheet."""
    return download(letters_sheet(db(), officer(), _wanted(), now=now()), "Giấy tờ đã phát hành")


def _wanted() -> Wanted:
    usual, args = _this_month(), request.args
    return Wanted(
        first=_day("from", usual.first),
        last=_day("to", usual.last),
        agency=args.get("agency", "").strip()[:64] or None,
        kind=next((kind for kind in LETTERS if kind == args.get("kind")), None),
        text=" ".join(args.get("q", "").split())[:64],
    )


def _day(name: str, usual: date) -> date:
    text = request.args.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else usual
    except ValueError:
        raise BadInput("ngày phải theo dạng năm-tháng-ngày, ví dụ 2024-07-03", field=name) from None


def _this_month() -> Wanted:
    today = local_date(now())
    return Wanted(first=today.replace(day=1), last=today)


def _usual_days() -> dict[str, tuple[date, date]]:
    """What is looked at most, by its words."""
    today = local_date(now())
    month = today.replace(day=1)
    before = day_of(day_number(month) - 1)
    return {
        "Hôm nay": (today, today),
        "Tháng này": (month, today),
        "Tháng trước": (before.replace(day=1), before),
        f"Năm {today.year}": (today.replace(month=1, day=1), today),
    }


def _listed(wanted: Wanted, wrong: str = "") -> str:
    page = letters_page(db(), officer(), wanted, after=request.args.get("after"))
    args = _args(page)
    return render_template(
        "pages/letters.html",
        page=page,
        wanted=wanted,
        args=args,
        typed=request.args if wrong else {},
        wrong=wrong,
        kinds=LETTERS,
        usual=_usual_days(),
        words=letter_words,
        may_batch=menu.may_open(officer(), "letter_runs.choose"),
        further=url_for("letter_list.overview", **args, after=page.next) if page.next else None,
        later_page=bool(request.args.get("after")) and not wrong,
    )


def _args(page: LettersPage) -> dict[str, Any]:
    """For the address of the same list."""
    wanted = page.wanted
    given = {
        "agency": page.office.code if page.office else "",
        "kind": wanted.kind or "",
        "q": wanted.text,
        "from": wanted.first.isoformat(),
        "to": wanted.last.isoformat(),
    }
    return {name: value for name, value in given.items() if value}
