"""Tables of many offices: asked for, left, found again, and fetched when they are made."""

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.reports.charts import charts_of
from app.reports.forms import form_of
from app.reports.out import MEDIA, WRITERS
from app.reports.out.sheet import sheet_of
from app.reports.table import Table
from app.services.act import Press
from app.services.report_jobs import ask, carry_on, progress_of, result
from app.services.report_jobs_page import JobPage, job_page, job_state
from app.services.report_page import REPORTERS, question
from app.services.reports import Report
from app.web.access import for_roles
from app.web.handing import bytes_handed
from app.web.identity import officer
from app.web.installed import installed
from app.web.moment import db, now
from app.web.report_asking import address, said, wanted, where
from app.web.report_grid import Opening, Picture, behind, grid_of

pages = Blueprint("report_jobs", __name__, url_prefix="/reports/jobs")
_BIGGEST = 2**31 - 1  # a number no database holds would be an error of ours


@pages.post("")
@for_roles(*REPORTERS)
def begin() -> Response:
    """Write down which table is wanted, and go to where it will be."""
    form = request.args.get("form", "")
    asked, _ = question(db(), officer(), wanted(form))
    press = Press(officer=officer(), key=request.form.get("key", ""), now=now())
    number = ask(db(), press, form, asked)
    return redirect(url_for("report_jobs.show", number=number), 303)


@pages.get("/<int:number>")
@for_roles(*REPORTERS)
def show(number: int) -> str:
    """How far a table has come; once it is made, the table and its files."""
    page = job_page(db(), installed().config.files_dir, officer(), _sane(number), wall=clock.now())
    put = page.line.progress.asked
    asks = where(put, page.own)
    return render_template(
        "pages/reports_job.html",
        page=page,
        job=page.line.progress,
        said=said(put.period),
        where=asks,
        **(_drawn(page, page.report) if page.report else {}),
    )


@pages.get("/<int:number>/progress")
@for_roles(*REPORTERS)
def progress(number: int) -> Response | str:
    """The same in a fragment that asks again and again, until there is a table to go to."""
    page = job_state(db(), officer(), _sane(number), wall=clock.now())
    if page.line.progress.finished:
        there = url_for("report_jobs.show", number=number)
        return Response(status=204, headers={"HX-Redirect": there})
    return _progress(page)


@pages.post("/<int:number>/go")
@for_roles(*REPORTERS)
def go(number: int) -> Response:
    """Make the table here and now, where no scheduler does."""
    job = progress_of(db(), officer(), _sane(number))
    folder = installed().config.files_dir
    if not job.finished and not carry_on(db(), folder, now=now(), only=job.number):
        flash("Biểu này đang có nơi khác lập; hãy chờ vài phút.", "wrong")
    return redirect(url_for("report_jobs.show", number=job.number), 303)


@pages.get("/<int:number>/table.<ending>")
@for_roles(*REPORTERS)
def file(number: int, ending: str) -> Response:
    """A made table in one of its formats."""
    if ending not in WRITERS:
        abort(404)
    job = progress_of(db(), officer(), _sane(number))
    folder = installed().config.files_dir
    content = result(db(), folder, officer(), job.number, ending)
    name = f"{job.form}-{job.asked.scope.agency}-{job.asked.period.last}.{ending}"
    return bytes_handed(content, MEDIA[ending], name, attached=True)


def _progress(page: JobPage) -> str:
    return render_template("components/report_job_progress.html", page=page, job=page.line.progress)


def _drawn(page: JobPage, report: Report) -> dict[str, object]:
    table = report.table
    return {
        "sheet": sheet_of(table, report.layout, report.office),
        "grid": grid_of(table, report.layout, _opening(page, table)),
        "charts": tuple(Picture(chart.svg) for chart in charts_of(table)),
    }


def _opening(page: JobPage, table: Table) -> Opening | None:
    """To the cases as they were known when the table was made, so that it is their number."""
    if not form_of(table.form).opens:
        return None
    put = page.line.progress.asked
    known = replace(put, as_known_at=put.as_known_at or table.made_at)
    return behind(address("report_cells.show", table.form, where(known, page.own)))


def _sane(number: int) -> int:
    return min(number, _BIGGEST)
