"""Reports: what there is to report, and a table as it is printed, with the cases behind it."""

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from app.reports.charts import charts_of
from app.reports.out import MEDIA, WRITERS, pdf_with
from app.reports.out.sheet import sheet_of
from app.reports.switches import CHOICES
from app.services.report_jobs_page import job_lines
from app.services.report_page import REPORTERS, TablePage, before, overview, table_page
from app.web import keys
from app.web import report_words as words
from app.web.access import for_roles
from app.web.handing import bytes_handed
from app.web.identity import officer
from app.web.menu import page as page_of
from app.web.moment import db, now
from app.web.report_asking import (
    address,
    choice_of,
    days,
    period_here,
    said,
    typed,
    wanted,
    where,
)
from app.web.report_grid import Opening, Picture, behind, grid_of
from app.web.report_periods import offered_kinds

pages = Blueprint("reports", __name__, url_prefix="/reports")
# What is drawn page by page: of many offices it takes longer than anybody waits before a page.
SLOW = ("pdf", "docx", "xlsx")


@pages.get("")
@for_roles(*REPORTERS)
def home() -> str:
    """The forms for an office and a period, the periods, and what of them is signed."""
    period, agency = period_here(), request.args.get("agency", "").strip()
    found = overview(db(), officer(), agency, period)
    return render_template(
        "pages/reports.html",
        found=found,
        period=period,
        said=said(period),
        kinds=offered_kinds(now()),
        chosen=choice_of(period),
        where={"agency": found.agency, **days(period)},
        jobs=job_lines(db(), officer()),
        period_said=said,
        schedules=page_of(officer(), "report_schedules.overview"),
    )


@pages.get("/<form>")
@for_roles(*REPORTERS)
def show(form: str) -> str:
    """One table; every number leads to its cases."""
    page = table_page(db(), officer(), wanted(form))
    asks = where(page.asked, page.own)
    report = page.report
    return render_template(
        "pages/reports_table.html",
        page=page,
        sheet=sheet_of(report.table, report.layout, report.office),
        grid=grid_of(report.table, report.layout, _opening(page, asks)),
        charts=_charts(page),
        where=asks,
        kinds=offered_kinds(now()),
        chosen=choice_of(page.asked.period),
        said=said(page.asked.period),
        known=typed(page.asked.as_known_at) if page.asked.as_known_at else "",
        choices=words.CHOICES,
        unlike={name: asks[name] for name in CHOICES if name in asks},
        formats=tuple(WRITERS),
        slow=SLOW if page.large else (),
        key=keys.fresh(),
    )


@pages.get("/<form>/table.<ending>")
@for_roles(*REPORTERS)
def file(form: str, ending: str) -> Response:
    """The table as a file, as it is counted now."""
    if ending not in WRITERS:
        abort(404)
    page = table_page(db(), officer(), wanted(form))
    report = page.report
    if ending == "pdf":
        content = pdf_with(report.table, report.layout, report.office, before(db(), page))
    else:
        content = WRITERS[ending](report.table, report.layout, report.office)
    name = f"{form}-{report.table.scope.agency}-{report.table.period.last}.{ending}"
    return bytes_handed(content, MEDIA[ending], name, attached=True)


def _charts(page: TablePage) -> tuple[Picture, ...]:
    found = charts_of(page.report.table, trend=before(db(), page))
    return tuple(Picture(chart.svg) for chart in found)


def _opening(page: TablePage, asks: dict[str, str]) -> Opening | None:
    if not page.form.opens:
        return None
    return behind(address("report_cells.show", page.form.code, asks))
