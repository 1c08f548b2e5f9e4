"""The cases behind a number of a report: a page, and files of all of them."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import BinaryIO, cast

from flask import Blueprint, render_template, request, send_file
from werkzeug.wrappers import Response

from app.errors import BadInput
from app.reports.period import Period
from app.reports.printed import dotted
from app.services.report_cases_page import cases_page
from app.services.report_cases_sheet import cases_csv, cases_xlsx
from app.services.report_kept_cases import kept_csv, kept_page, kept_xlsx
from app.services.report_page import REPORTERS
from app.services.reports import Cell
from app.web.access import for_roles
from app.web.identity import officer
from app.web.moment import db
from app.web.report_asking import LARGEST, case_address, is_petition, said, wanted, where
from app.web.spreadsheets import download

pages = Blueprint("report_cells", __name__, url_prefix="/reports")
LONGEST = 200  # letters of a row's key; codes are far shorter


@pages.get("/<form>/cases")
@for_roles(*REPORTERS)
def show(form: str) -> str:
    """The cases of one number, each with why it is there and not in the column beside it."""
    cell, after = _cell(), request.args.get("after", "")[:LONGEST]
    found = cases_page(db(), officer(), wanted(form), cell, after=after)
    address = where(found.asked, found.own)
    row = {} if cell.row is None else {"row": cell.row}
    return render_template(
        "pages/reports_cases.html",
        found=found,
        after=after,
        where=address,
        here={**address, "cell": cell.name, **row},
        said=said(found.asked.period),
        figure=dotted,
        petitions=any(line.member.petition for line in found.lines),
        repairs=any(line.repairable for line in found.lines),
    )


@pages.get("/<form>/cases.xlsx")
@for_roles(*REPORTERS)
def sheet(form: str) -> Response:
    """The same for a spreadsheet."""
    cell = _cell()
    return download(cases_xlsx(db(), officer(), wanted(form), cell), f"{form} {cell.name}")


@pages.get("/<form>/cases.csv")
@for_roles(*REPORTERS)
def csv_file(form: str) -> Response:
    """The same as text."""
    cell = _cell()
    return _sent(partial(cases_csv, db(), officer(), wanted(form), cell), f"{form}-{cell.name}.csv")


@pages.get("/sealed/<int:number>/cases")
@for_roles(*REPORTERS)
def kept(number: int) -> str:
    """The cases of one number of a signed table: those that were signed."""
    cell, after = _cell(), request.args.get("after", "")[:LONGEST]
    found = kept_page(db(), officer(), min(number, LARGEST), cell, after=after)
    row = {} if cell.row is None else {"row": cell.row}
    whose = found.sealed.whose
    return render_template(
        "pages/reports_kept.html",
        found=found,
        after=after,
        here={"number": found.sealed.id, "cell": cell.name, **row},
        said=said(Period(first=whose.first, last=whose.last)),
        figure=dotted,
        address_of=case_address,
        petitions=any(is_petition(line.code) for line in found.lines),
        repairs=any(line.told.repairable for line in found.lines if line.told),
    )


@pages.get("/sealed/<int:number>/cases.xlsx")
@for_roles(*REPORTERS)
def kept_sheet(number: int) -> Response:
    """The same for a spreadsheet."""
    cell = _cell()
    content = kept_xlsx(db(), officer(), min(number, LARGEST), cell)
    return download(content, f"Bản đã ký {number} {cell.name}")


@pages.get("/sealed/<int:number>/cases.csv")
@for_roles(*REPORTERS)
def kept_csv_file(number: int) -> Response:
    """The same as text."""
    cell = _cell()
    told = partial(kept_csv, db(), officer(), min(number, LARGEST), cell)
    return _sent(told, f"bieu-da-ky-{number}-{cell.name}.csv")


def _sent(told: Callable[[BinaryIO], None], name: str) -> Response:
    """What is written to a file first, since it may be as long as a province."""
    with ExitStack() as unless_sent:
        file = unless_sent.enter_context(tempfile.TemporaryFile())
        told(cast(BinaryIO, file))
        unless_sent.pop_all()
    file.seek(0)
    return send_file(
        cast(BinaryIO, file),
        mimetype="text/csv",
        as_attachment=True,
        download_name=name,
        etag=False,
    )


def _cell() -> Cell:
    name, row = request.args.get("cell", ""), request.args.get("row")
    if row is not None and len(row) > LONGEST:
        raise BadInput("biểu không có dòng này", field="row")
    return Cell(name=name[:LONGEST], row=row)
