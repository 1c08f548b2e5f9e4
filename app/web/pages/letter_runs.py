"""Letters of one kind for many cases: chosen, issued before one's eyes, printed by the hundred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, Refused, Unknown
from app.services import letter_runs as service
from app.services.act import Press
from app.services.intake import taken
from app.services.letter_drawing import PDF
from app.services.letter_prints import printed, prints
from app.services.letter_run_page import (
    at_desk,
    got,
    left_out,
    run_seen,
    runs_of,
    runs_to_carry_on,
    without_receipt,
)
from app.services.letter_runs import LARGEST, RESULTS, Progress
from app.store.letter_runs import Outcome
from app.web import keys
from app.web.access import DESK_ROLES, for_roles
from app.web.handing import POLICY
from app.web.identity import officer
from app.web.installed import installed
from app.web.letter_words import ASKING, ISSUED_HERE
from app.web.moment import db, now
from sla.zone import local_date
from workflows.events import LetterKind
from workflows.words import LETTERS

pages = Blueprint("letter_runs", __name__, url_prefix="/letters")
Answer = str | Response | tuple[str, int]
SHOWN = 100  # cases with a box of their own; above that the whole day is taken
LINES = 100  # cases without a letter on one page
_BIGGEST = 2**31 - 1  # a number no database holds would be an error of ours
# What needs no answers of its own can be issued for many at once.
KINDS: tuple[LetterKind, ...] = tuple(kind for kind in ISSUED_HERE if kind not in ASKING)


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """A form that was sent: what is wrong with it, and what was in it."""

    wrong: str = ""
    kind: str = "receipt"
    codes: tuple[str, ...] = ()


@pages.get("/batch")
@for_roles(*DESK_ROLES)
def choose() -> Answer:
    """The cases of a day without a receipt, cases by their codes, and the runs so far."""
    try:
        return _drawn(_day(request.args.get("day", "")))
    except BadInput as error:
        return _drawn(local_date(now()), Typed(wrong=str(error))), 422


@pages.post("/batch")
@for_roles(*DESK_ROLES)
def begin() -> Answer:
    """Write down which cases want a letter, and go to where they get it."""
    kind, codes = request.form.get("kind", ""), _codes()
    try:
        number = service.begin(db(), _press(), _kind(kind), codes or _of_day())
    except (BadInput, Refused, Unknown) as error:
        typed = Typed(wrong=str(error), kind=kind, codes=codes)
        return _drawn(local_date(now()), typed), 400 if isinstance(error, BadInput) else 422
    return redirect(url_for("letter_runs.show", number=number), 303)


@pages.post("/batch/chosen")
@for_roles(*DESK_ROLES)
def chosen() -> str:
    """The cases ticked in a list, before a kind of letter is chosen for them."""
    codes = tuple(text.partition("|")[0] for text in request.form.getlist("codes"))
    return _drawn(local_date(now()), Typed(codes=codes))


@pages.get("/runs/<int:number>")
@for_roles(*DESK_ROLES)
def show(number: int) -> str:
    """How far a run has come, its files for the printer, and the cases without a letter."""
    run = run_seen(db(), officer(), _sane(number))
    progress = service.progress_of(db(), run.id)
    lines = left_out(db(), officer(), run.id, after=_after(), most=LINES + 1)
    given = () if progress.waiting else _given(run.id)
    return render_template(
        "pages/letter_run.html",
        given=given[:LINES],
        more_given=given[LINES - 1].code if len(given) > LINES else None,
        run=run,
        progress=progress,
        name=LETTERS[run.kind],
        lines=lines[:LINES],
        more=lines[LINES - 1].code if len(lines) > LINES else None,
        prints=prints(db(), officer(), run.id),
        mine=run.by in officer().logins,
        words=RESULTS,
    )


@pages.post("/runs/<int:number>/go")
@for_roles(*DESK_ROLES)
def go(number: int) -> Answer:
    """Issue the next letters; a page with script asks until none waits."""
    run = run_seen(db(), officer(), _sane(number))
    folder = installed().config.files_dir
    progress = service.carry_on(db(), folder, run.id, clock=now, officer=officer())
    if "HX-Request" not in request.headers:
        return redirect(url_for("letter_runs.show", number=run.id), 303)
    if not progress.waiting:
        return Response(
            status=204, headers={"HX-Redirect": url_for("letter_runs.show", number=run.id)}
        )
    return _progress(progress)


@pages.post("/runs/<int:number>/again")
@for_roles(*DESK_ROLES)
def again(number: int) -> Response:
    """Let the cases without a letter wait again."""
    waiting = service.again(db(), officer(), _sane(number))
    flash(f"{waiting} hồ sơ chờ cấp lại." if waiting else "Không có hồ sơ nào để cấp lại.", "done")
    return redirect(url_for("letter_runs.show", number=number), 303)


@pages.get("/runs/<int:number>/print/<int:part>.pdf")
@for_roles(*DESK_ROLES)
def part(number: int, part: int) -> Response:
    """One file for the printer: a hundred letters."""
    pieces = printed(
        db(), installed().config.files_dir, officer(), _sane(number), min(part, _BIGGEST // 100)
    )
    answer = Response(pieces, mimetype=PDF)
    answer.headers["Content-Disposition"] = f'inline; filename="letters-{number}-{part}.pdf"'
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


def _progress(progress: Progress) -> str:
    return render_template("components/letter_progress.html", progress=progress, words=RESULTS)


def _press() -> Press:
    return Press(officer=officer(), key=request.form.get("key", ""), now=now())


def _kind(text: str) -> LetterKind:
    found = next((kind for kind in KINDS if kind == text), None)
    if found is None:
        raise BadInput("hãy chọn loại giấy tờ", field="kind")
    return found


def _codes() -> tuple[str, ...]:
    """The ticked cases, and those typed, one a line."""
    typed = request.form.get("lines", "").replace(",", " ").split()
    return tuple(dict.fromkeys([*request.form.getlist("codes"), *typed]))


def _of_day() -> Sequence[str]:
    """All of a day, for a form that names one."""
    if not (text := request.form.get("day", "")):
        return ()
    return without_receipt(db(), officer(), _day(text))


def _day(text: str) -> date:
    today = local_date(now())
    try:
        day = date.fromisoformat(text.strip()) if text.strip() else today
    except ValueError:
        raise BadInput("ngày phải theo dạng năm-tháng-ngày, ví dụ 2024-07-03") from None
    if not 1990 <= day.year <= today.year:
        raise BadInput("hãy chọn một ngày đã qua, hoặc hôm nay")
    return day


def _sane(number: int) -> int:
    return min(number, _BIGGEST)


def _given(number: int) -> Sequence[Outcome]:
    return got(db(), officer(), number, after=_after("given"), most=LINES + 1)


def _after(name: str = "after") -> str:
    after = request.args.get(name, "")[:64]
    return after if after.isprintable() else ""


def _drawn(day: date, typed: Typed | None = None) -> str:
    codes = without_receipt(db(), officer(), day)
    return render_template(
        "pages/letter_batch.html",
        day=day,
        today=local_date(now()),
        waiting=taken(db(), officer(), codes[:SHOWN]),
        count=len(codes),
        shown=SHOWN,
        at_desk=at_desk(officer()),
        largest=LARGEST,
        typed=typed or Typed(),
        kinds={kind: LETTERS[kind] for kind in KINDS},
        names=LETTERS,
        runs=runs_of(db(), officer()),
        others=runs_to_carry_on(db(), officer()),
        key=keys.fresh(),
    )
