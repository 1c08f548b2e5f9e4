"""The morning screen: an officer's lists with their counts, one of them open, and the search."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.lists.catalogue import first_list, list_of
from app.lists.filters import CHANNELS, Filters
from app.lists.search import Wanted
from app.services import sheets
from app.services.list_frame import Choice, Frame, frame_of
from app.services.lists import Inbox, Line, find, inbox
from app.store.folding import code_key
from app.web import menu, words
from app.web.access import CASE_ROLES, for_roles, signed_in
from app.web.identity import officer
from app.web.lines import groups, table_of_list, table_of_search
from app.web.moment import db, now
from app.web.spreadsheets import download

pages = Blueprint("inbox", __name__)
Answer = str | Response


@dataclass(frozen=True, kw_only=True, slots=True)
class Together:
    """What can be done to the ticked lines of a list: where they go, and the button's words."""

    endpoint: str
    label: str
    note: str = ""


_COMPLETE = Together(endpoint="cases.bulk_complete", label="Hoàn thành bước cho các hồ sơ đã chọn")
_PUBLISH = Together(
    endpoint="apologies.publish_many",
    label="Đăng công khai thư của các hồ sơ đã chọn",
    note="Đã đăng thì không gỡ xuống được.",
)
# Lists of steps that the one who looks at them can complete together, and of letters to publish.
_TOGETHER = {
    **dict.fromkeys(("mine", "sent_back", "to_approve", "to_issue"), _COMPLETE),
    "apology_unpublished": _PUBLISH,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrowing:
    """A select above a list."""

    name: str
    label: str
    chosen: str
    choices: tuple[Choice, ...]


@pages.route("/")
@signed_in
def home() -> Answer:
    """Where an officer's day begins."""
    if code := first_list(officer()):
        return redirect(url_for("inbox.show", code=code))
    if accounts := menu.page(officer(), "accounts.overview"):
        return redirect(accounts)
    return render_template("pages/nothing.html")


@pages.route("/lists/<code>")
@for_roles(*CASE_ROLES)
def show(code: str) -> str:
    """One list beside the counts of all."""
    filters = Filters.read(request.args)
    after = request.args.get("after") or None
    found = inbox(db(), officer(), code, filters=filters, after=after, now=now())
    frame = frame_of(db(), officer(), found.lines, filters=filters, setup=found.setup)
    return _drawn(found, frame, filters, after)


def _drawn(found: Inbox, frame: Frame, filters: Filters, after: str | None) -> str:
    current = found.current
    if current is None:
        raise LookupError("a list was asked for and none was read")
    args: dict[str, Any] = {**filters.as_args()}
    return render_template(
        "pages/list.html",
        code=current.code,
        groups=groups(found.badges),
        count=next(badge.count for badge in found.badges if badge.list == current),
        table=table_of_list(current, found.lines, frame, now()),
        empty="Không có hồ sơ nào khớp với phần đang lọc." if args else current.empty,
        filters=args,
        narrowing=tuple(_narrowing(frame, filters)),
        plain=url_for("inbox.show", code=current.code),
        first=_address(current.code, args) if after else None,
        following=_address(current.code, args, found.next) if found.next else None,
        sheet=url_for("inbox.sheet", code=current.code, **args),
        bulk=_bulk(current.code),
        may_batch=menu.may_open(officer(), "letter_runs.choose"),
        notices=frame.notices,
    )


def _address(code: str, args: dict[str, Any], after: str | None = None) -> str:
    return url_for("inbox.show", code=code, **args, after=after)


def _narrowing(frame: Frame, filters: Filters) -> Iterator[Narrowing]:
    """The selects that have something to choose."""
    channels = tuple((code, words.CHANNELS[code]) for code in CHANNELS)
    offices = frame.offices if len(frame.offices) > 1 else ()
    for name, label, choices in (
        ("field", "Lĩnh vực", frame.fields),
        ("procedure", "Thủ tục", frame.procedures),
        ("officer", "Người xử lý", frame.officers),
        ("channel", "Kênh nộp", channels),
        ("agency", "Cơ quan", offices),
    ):
        if choices:
            chosen = getattr(filters, name) or ""
            yield Narrowing(name=name, label=label, chosen=chosen, choices=choices)


def _bulk(code: str) -> Together | None:
    """What this officer can do to the ticked lines of a list; None where that is nothing."""
    found = _TOGETHER.get(code)
    return found if found and menu.may_open(officer(), found.endpoint) else None


@pages.route("/lists/<code>.xlsx")
@for_roles(*CASE_ROLES)
def sheet(code: str) -> Response:
    """The same list with the same filters for a spreadsheet."""
    filters = Filters.read(request.args)
    content = sheets.list_sheet(db(), officer(), code, filters=filters, now=now())
    return download(content, list_of(officer(), code).title)


@pages.route("/search.xlsx")
@for_roles(*CASE_ROLES)
def search_sheet() -> Response:
    """What a search has found for a spreadsheet."""
    text = request.args.get("q", "").strip()
    return download(sheets.search_sheet(db(), officer(), text, now=now()), "Tìm hồ sơ")


@pages.route("/search")
@for_roles(*CASE_ROLES)
def search() -> Answer:
    """The cases a text means; a whole code, typed or scanned, leads to its case."""
    text = request.args.get("q", "").strip()
    found = find(db(), officer(), text, now=now())
    if found.exact is not None:
        return redirect(url_for("cases.show", code=found.exact))
    frame = frame_of(db(), officer(), found.lines, setup=found.setup)
    return render_template(
        "pages/search.html",
        q=text,
        table=table_of_search(found.lines, frame, now()),
        told=_told(text, found.lines, more=found.more),
        sheet=url_for("inbox.search_sheet", q=text),
        notices=frame.notices,
    )


def _told(text: str, lines: Sequence[Line], *, more: bool) -> str:
    """How many there are, and how the text was read."""
    how, number = _way(Wanted.read(text).number, lines), len(lines)
    if not number:
        return f"Không thấy hồ sơ nào khi tìm {how}."
    if more:
        return f"Nhiều hơn {number} hồ sơ, tìm {how}; đây là {number} hồ sơ mới nhất. Hãy gõ thêm."
    return f"{number} hồ sơ, tìm {how}."


def _way(number: str | None, lines: Sequence[Line]) -> str:
    """By what the lines were found; a number may be the end of a code or somebody's own."""
    if number is None:
        return "theo tên người nộp"
    ends = {code_key(line.row.code).startswith(code_key(number)) for line in lines}
    if ends == {True}:
        return "theo những số cuối của mã hồ sơ"
    if ends == {False}:
        return "theo số điện thoại hoặc số định danh"
    return "theo số điện thoại, số định danh hoặc những số cuối của mã hồ sơ"
