"""Weekly explanations: what an office was asked, its leaders' answers, and who has not answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, Unknown
from app.services.explanation_sheet import explanation_sheet, mark, why
from app.services.explanations import (
    AT_ONCE,
    CAUSES,
    LONGEST,
    MOST,
    Line,
    Place,
    Sheet,
    checked,
    give_answers,
    overview,
    sheet_of,
)
from app.store.explanations import Answer
from app.web.access import for_roles
from app.web.forms import Field, Filled, Form
from app.web.identity import officer
from app.web.moment import db, now
from app.web.spreadsheets import download
from workflows.agency import Role

pages = Blueprint("explanations", __name__, url_prefix="/explanations")
View = str | Response | tuple[str, int]
SHOWN = AT_ONCE  # lines of one page; those without an answer come first
_BULK = Form(
    fields=(
        Field(
            name="bulk-cause",
            label="Nguyên nhân chung",
            kind="select",
            choices=tuple(CAUSES.items()),
        ),
        Field(name="bulk-text", label="Giải trình chung", required=False, longest=LONGEST),
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A line of the form.

    Attributes:
        cause, text: as typed, or as kept.
        version: what an answer sent from here was written upon; `was` its content then.
        error: what is wrong with the typed answer.
        overtaken: somebody else has answered meanwhile; the kept answer is shown beside.
    """

    line: Line
    why: str
    mark: str
    cause: str
    text: str
    version: int
    was: str
    ticked: bool = False
    error: str = ""
    overtaken: bool = False


@pages.get("")
@for_roles(Role.LEADER, Role.SUPERVISOR, Role.AUDITOR)
def show_all() -> str:
    """The weeks of every office one leads or oversees, and the sheets that want answers."""
    found = overview(db(), officer(), now=now())
    return render_template(
        "pages/explanations.html", found=found, names=dict(found.offices), most=MOST
    )


@pages.get("/all.xlsx")
@for_roles(Role.LEADER, Role.SUPERVISOR, Role.AUDITOR)
def sheet() -> Response:
    """The same for a spreadsheet, line by line."""
    return download(explanation_sheet(db(), officer(), now=now()), "Giải trình")


@pages.get("/<agency>/<week>")
@for_roles(Role.LEADER, Role.SUPERVISOR, Role.AUDITOR)
def show(agency: str, week: str) -> str:
    """One sheet: a form for whoever answers for the office, to be read by those above."""
    found = sheet_of(db(), officer(), _place(agency, week), now=now())
    return _drawn(found, [_kept(line) for line in _first(found)])


@pages.post("/<agency>/<week>")
@for_roles(Role.LEADER, Role.SUPERVISOR)
def answer(agency: str, week: str) -> View:
    """Keep the answers that were typed; nothing typed is lost where something is wrong."""
    place = _place(agency, week)
    found = sheet_of(db(), officer(), place, now=now())
    lines = [line for line in _first(found, sent=True) if not line.asked.voided]
    rows, bulk = _typed(lines)
    if bulk.errors or any(row.error for row in rows):
        return _drawn(found, rows, bulk), 422
    answers = [_answer(row) for row in rows if _changed(row)]
    saved = give_answers(db(), officer(), place, answers, now=now())
    if saved.overtaken:
        return _overtaken(place, rows, saved.written, saved.overtaken), 409
    told = f"Đã ghi giải trình {saved.written} dòng." if saved.written else "Không có gì thay đổi."
    flash(told, "done")
    return redirect(url_for("explanations.show", agency=agency, week=week), 303)


def _place(agency: str, week: str) -> Place:
    try:
        return Place(agency=agency, week=date.fromisoformat(week))
    except ValueError:
        raise Unknown("week", "không có phiếu giải trình này") from None


def _first(found: Sheet, *, sent: bool = False) -> list[Line]:
    """The lines of a page, those that want an answer first; of a sent form its own lines."""
    lines = sorted(found.lines, key=lambda line: not line.asked.missing)
    if not sent:
        return lines[:SHOWN]
    return [line for line in lines if f"version-{line.asked.id}" in request.form]


def _kept(line: Line) -> Row:
    asked = line.asked
    cause, text = asked.cause or "", asked.text or ""
    return Row(
        line=line,
        why=why(line),
        mark=mark(line),
        cause=cause,
        text=text,
        version=asked.version,
        was=_content(cause, text),
    )


def _content(cause: str, text: str) -> str:
    return f"{cause}|{text}"


def _typed(lines: list[Line]) -> tuple[list[Row], Filled]:
    """The rows of a sent form, each with what is wrong with it, and the answer for the ticked."""
    filled = Form(fields=tuple(chain.from_iterable(map(_fields, lines)))).read(request.form)
    bulk = _BULK.blank()
    ticked = frozenset(request.form.getlist("line"))
    if request.form.get("act") == "bulk":
        bulk = _BULK.read(request.form)
        if not ticked:
            bulk = bulk.with_error("", "hãy đánh dấu ít nhất một hồ sơ để giải trình chung")
    given = {} if bulk.errors else bulk.typed
    return [_row(line, filled, given, str(line.asked.id) in ticked) for line in lines], bulk


def _fields(line: Line) -> Iterator[Field]:
    number, code = line.asked.id, line.asked.case_code
    choices = tuple(CAUSES.items())
    yield Field(name=f"cause-{number}", label=code, kind="select", required=False, choices=choices)
    yield Field(name=f"text-{number}", label=code, required=False, longest=LONGEST)


def _row(line: Line, filled: Filled, bulk: Mapping[str, str], ticked: bool) -> Row:
    number, common = line.asked.id, bulk if ticked else {}
    version = request.form.get(f"version-{number}", "")
    row = Row(
        line=line,
        why=why(line),
        mark=mark(line),
        cause=common.get("bulk-cause") or str(filled.typed[f"cause-{number}"]),
        text=common.get("bulk-text") or str(filled.typed[f"text-{number}"]),
        version=int(version)
        if version.isascii() and version.isdecimal() and len(version) < 9
        else 0,
        was=request.form.get(f"was-{number}", "").replace("\r\n", "\n"),
        ticked=ticked,
    )
    wrong = [
        filled.errors[name]
        for name in (f"cause-{number}", f"text-{number}")
        if name in filled.errors
    ]
    return replace(row, error=wrong[0] if wrong else _wrong(row))


def _wrong(row: Row) -> str:
    try:
        if _changed(row):
            checked(_answer(row))
    except BadInput as error:
        return str(error)
    return ""


def _changed(row: Row) -> bool:
    """Whether somebody has typed an answer here, and not left what stood there."""
    return _content(row.cause, row.text) != row.was


def _answer(row: Row) -> Answer:
    return Answer(
        line=row.line.asked.id, version=row.version, cause=row.cause, text=row.text or None
    )


def _overtaken(place: Place, rows: list[Row], written: int, lines: frozenset[int]) -> str:
    """The form once more: at lines where somebody was first both answers, at others the kept."""
    found = sheet_of(db(), officer(), place, now=now())
    typed = {row.line.asked.id: row for row in rows if row.line.asked.id in lines}
    shown = [
        replace(_kept(line), cause=mine.cause, text=mine.text, overtaken=True)
        if (mine := typed.get(line.asked.id))
        else _kept(line)
        for line in sorted(_first(found), key=lambda line: line.asked.id not in lines)
    ]
    told = f"Đã ghi {written} dòng. " if written else ""
    words = "dòng dưới đây vừa được người khác giải trình; xem lại rồi bấm Ghi nếu vẫn muốn thay"
    return _drawn(found, shown, told=f"{told}{len(lines)} {words}.")


def _drawn(found: Sheet, rows: list[Row], bulk: Filled | None = None, told: str = "") -> str:
    return render_template(
        "pages/explanations_sheet.html",
        found=found,
        rows=rows,
        hidden=len(found.lines) - len(rows),
        causes=CAUSES,
        longest=LONGEST,
        bulk_form=_BULK,
        bulk=bulk or _BULK.blank(),
        told=told,
        wrong=sum(1 for row in rows if row.error),
    )
