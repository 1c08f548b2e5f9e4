"""The page of one case: where it stands, why it is due then, what happened, what comes next."""

from datetime import datetime

from flask import Blueprint, current_app, render_template, request

from app.services.act import Press
from app.services.bulk_steps import Ticked, complete_many
from app.services.case_page import CasePage, case_page
from app.services.control_sheet import control_of
from app.services.proposals import KINDS
from app.web import keys, letter_words, menu
from app.web.access import CASE_ROLES, DESK_ROLES, for_roles
from app.web.apology_words import banner
from app.web.case_page import bars, choices, days, headline, refusals
from app.web.identity import officer
from app.web.moment import db, now
from app.web.uploads import upload_form
from sla.zone import local
from workflows.words import LETTERS, METHODS, PAPERS

pages = Blueprint("cases", __name__)

FIRST = "cu-truoc"  # the word in the address that turns the timeline round


@pages.route("/cases/<code>")
@for_roles(*CASE_ROLES)
def show(code: str) -> str:
    """Everything about a case on one page."""
    page = case_page(db(), officer(), code, now=now())
    return _drawn("pages/case.html", page)


@pages.route("/cases/<code>/handover")
@for_roles(*CASE_ROLES)
def handover(code: str) -> str:
    """The hand-overs of a case; its control sheet is the letter of them."""
    found = control_of(db(), officer(), code, now=now())
    return render_template("pages/handover.html", found=found, case=found.case)


@pages.post("/bulk/complete")
@for_roles(*DESK_ROLES)
def bulk_complete() -> str:
    """Finish the running step of the cases ticked in a list, each with an outcome of its own."""
    press = Press(officer=officer(), key=request.form.get("key", ""), now=now())
    ticked = [Ticked.read(text) for text in request.form.getlist("codes")]
    lines = complete_many(db(), press, ticked)
    whole = all(line.result == "done" for line in lines)
    return render_template("pages/bulk.html", lines=lines, whole=whole)


def _drawn(template: str, page: CasePage) -> str:
    oldest_first = request.args.get("thu-tu") == FIRST
    return render_template(
        template,
        page=page,
        case=page.view.case,
        bars=bars(page),
        head=headline(page),
        apology=banner(page),
        days=days(page, newest_first=not oldest_first),
        oldest_first=oldest_first,
        turned=None if oldest_first else FIRST,
        allowed=choices(page),
        refused=refusals(page),
        kinds=KINDS,
        letter_kinds=LETTERS,
        letter_words=letter_words,
        may_issue=menu.may_open(officer(), "letters.give"),
        form=upload_form(),
        filled=upload_form().blank(),
        key=keys.fresh(),
        proposals_open="proposals" in current_app.blueprints,
        may_attach=any(act.name == "digitise" and act.allowed for act in page.acts),
    )


@pages.app_template_filter("clock_time")
def clock_time(instant: datetime) -> str:
    """The time of day of an instant, as "09:10"."""
    return f"{local(instant):%H:%M}"


@pages.app_template_filter("paper")
def paper(kind: str) -> str:
    """What kind of paper it is."""
    return PAPERS.get(kind, kind)


@pages.app_template_filter("method")
def method(name: str) -> str:
    """How money came in."""
    return METHODS.get(name, name)
