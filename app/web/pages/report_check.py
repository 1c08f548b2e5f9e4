"""Checking a table that somebody else made: a file in, the faults by their place out."""

from flask import Blueprint, render_template, request
from werkzeug.datastructures import FileStorage, MultiDict

from app.errors import BadInput
from app.reports.forms import all_forms
from app.services.check_table import MOST_BYTES, Given, check_table
from app.services.report_page import REPORTERS
from app.web.access import for_roles
from app.web.forms import Field, Filled, Form

pages = Blueprint("report_check", __name__, url_prefix="/reports/check")
Answer = str | tuple[str, int]
_KINDS = "CSV, XLSX hoặc DOCX"
_MB = 1024 * 1024


@pages.get("")
@for_roles(*REPORTERS)
def form() -> str:
    """The form a file is handed in with."""
    return _drawn(_form().blank())


@pages.post("")
@for_roles(*REPORTERS)
def check() -> Answer:
    """What is wrong with the file; nothing of it is kept."""
    filled = _form().read(_typed())
    if not filled.good:
        return _drawn(filled), 422
    given = Given(
        content=_content("file"),
        form=filled.values.get("form") or "",
        previous=_content("previous") or None,
    )
    try:
        verdict = check_table(given)
    except BadInput as error:
        return _drawn(filled.with_error(error.field or "file", str(error))), 422
    return _drawn(filled, verdict=verdict, name=_name("file"))


def _typed() -> MultiDict[str, str]:
    """What was typed, with a word for a file that was chosen."""
    given = MultiDict(request.form)
    given["file"] = "tệp" if _name("file") else ""
    return given


def _form() -> Form:
    most = f"nhiều nhất {MOST_BYTES // _MB} MB"
    codes = tuple((code, f"{code} – {one.title.capitalize()}") for code, one in all_forms().items())
    return Form(
        fields=(
            Field(
                name="file",
                label="Tệp cần kiểm tra",
                kind="file",
                hint=f"{_KINDS}, {most}. Tệp chỉ được đọc, không được giữ lại.",
            ),
            Field(
                name="previous",
                label="Tệp kỳ trước",
                kind="file",
                required=False,
                hint="Để so số chuyển kỳ: “Từ kỳ trước” phải bằng “Đang giải quyết” của kỳ trước.",
            ),
            Field(
                name="form",
                label="Biểu",
                kind="select",
                required=False,
                choices=codes,
                hint="Không chọn thì tự nhận ra từ tệp.",
            ),
        )
    )


def _content(name: str) -> bytes:
    """What was sent, up to just beyond what is read of a file."""
    sent = _sent(name)
    return sent.stream.read(MOST_BYTES + 1) if sent else b""


def _name(name: str) -> str:
    sent = _sent(name)
    return (sent.filename or "")[:200] if sent else ""


def _sent(name: str) -> FileStorage | None:
    return request.files.get(name)


def _drawn(filled: Filled, **more: object) -> str:
    return render_template("pages/reports_check.html", form=_form(), filled=filled, **more)
