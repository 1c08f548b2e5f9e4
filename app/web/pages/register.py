"""The register of an office: its lines for some days, on paper by parts, and as a spreadsheet."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput
from app.services.register import READERS, RegisterPage, Wanted, register_page
from app.services.register_print import Reading, register_print
from app.services.register_sheet import register_csv, register_sheet
from app.web.access import for_roles
from app.web.handing import bytes_handed
from app.web.identity import officer
from app.web.installed import installed
from app.web.moment import db, now
from app.web.spreadsheets import download, download_csv
from sla.zone import day_number, day_of, local_date

pages = Blueprint("register", __name__, url_prefix="/register")
Answer = str | tuple[str, int]


@pages.get("")
@for_roles(*READERS)
def show() -> Answer:
    """Some lines of the book, in the order of acceptance."""
    try:
        wanted = _wanted(request.args)
    except BadInput as error:
        return _drawn(_this_month(), wrong=str(error)), 422
    return _drawn(wanted)


@pages.get("/print/<int:number>")
@for_roles(*READERS)
def printed(number: int) -> Response:
    """One part of the book for the printer."""
    reading = Reading(officer=officer(), wanted=_wanted(request.args), now=now())
    paper = register_print(db(), installed().config.files_dir, reading, number)
    return bytes_handed(paper.content, paper.media, paper.name)


@pages.get("/all.xlsx")
@for_roles(*READERS)
def sheet() -> Response:
    """The book as a spreadsheet."""
    content = register_sheet(db(), officer(), _wanted(request.args), now=now())
    return download(content, "Sổ theo dõi hồ sơ")


@pages.get("/all.csv")
@for_roles(*READERS)
def csv_file() -> Response:
    """The book as plain text for other programs."""
    content = register_csv(db(), officer(), _wanted(request.args))
    return download_csv(content, "Sổ theo dõi hồ sơ")


def _wanted(args: Mapping[str, str]) -> Wanted:
    usual = _this_month()
    return Wanted(
        first=_day(args.get("from"), usual.first, "from", "ngày đầu"),
        last=_day(args.get("to"), usual.last, "to", "ngày cuối"),
        agency=args.get("agency", "").strip()[:64] or None,
        field=args.get("field", "").strip()[:64] or None,
    )


def _day(text: str | None, usual: date, name: str, words: str) -> date:
    if not text or not text.strip():
        return usual
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        message = f"{words} phải theo dạng năm-tháng-ngày, ví dụ 2024-07-03"
        raise BadInput(message, field=name) from None


def _this_month() -> Wanted:
    today = local_date(now())
    return Wanted(first=today.replace(day=1), last=today)


def _usual_days() -> Mapping[str, tuple[date, date]]:
    """What is looked at most, by its words."""
    today = local_date(now())
    month = today.replace(day=1)
    before = day_of(day_number(month) - 1)
    year = today.replace(month=1, day=1)
    return {
        "Hôm nay": (today, today),
        "Tháng này": (month, today),
        "Tháng trước": (before.replace(day=1), before),
        f"Năm {today.year}": (year, today),
    }


def _drawn(wanted: Wanted, wrong: str = "") -> str:
    page = register_page(db(), officer(), wanted, after=request.args.get("after"))
    return render_template(
        "pages/register.html",
        page=page,
        book=page.book,
        args=_args(page),
        wrong=wrong,
        typed=request.args if wrong else {},
        usual=_usual_days(),
        further=_further(page),
        later_page=bool(request.args.get("after")) and not wrong,
    )


def _further(page: RegisterPage) -> str | None:
    given: dict[str, Any] = {**_args(page), "after": page.next}
    return url_for("register.show", **given) if page.next else None


def _args(page: RegisterPage) -> dict[str, str]:
    """For the address of the same book."""
    book = page.book
    given = {"agency": book.office.code, "field": book.field or ""}
    given |= {"from": book.first.isoformat(), "to": book.last.isoformat()}
    return {name: value for name, value in given.items() if value}
