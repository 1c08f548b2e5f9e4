"""The apology of a case, from its draft to the public page, and the ledger of them all."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, CaseChangedMeanwhile, Refused
from app.services import apology
from app.services.act import Press
from app.services.act_page import was_sent
from app.services.apology import ApologyPage, Words, apology_page
from app.services.apology_look import letter_paper, letter_pictures
from app.services.apology_publishing import publish_ticked
from app.services.bulk_steps import Ticked
from app.services.escalation import escalate_second
from app.services.letter_drawing import PDF
from app.web import apology_words, keys
from app.web.access import CASE_ROLES, DESK_ROLES, for_roles
from app.web.act_words import ACTS
from app.web.apology_forms import (
    CORRECT,
    SIGN,
    as_drafted,
    as_titled,
    complained,
    correct_form,
    correction_of,
    draft_form,
    roots,
    signing_of,
    words_of,
)
from app.web.forms import Filled
from app.web.handing import bytes_handed
from app.web.identity import officer
from app.web.installed import installed
from app.web.moment import db, now
from workflows.agency import Role
from workflows.commands import DraftApology
from workflows.desk import ActName

pages = Blueprint("apologies", __name__)
Answer = str | Response | tuple[str, int]
_ALREADY = "Biểu mẫu này đã được ghi trước đó; không ghi thêm lần nữa."


@dataclass(frozen=True, kw_only=True, slots=True)
class Again:
    """A page that is shown once more, with what was typed and what is wrong with it.

    Attributes:
        draft, sign, correct: the forms as sent; None for as they open.
        told: why nothing was done, for an act without questions.
        since: what happened on the case meanwhile.
        pictures: the letter as typed, for somebody without script.
    """

    draft: Filled | None = None
    sign: Filled | None = None
    correct: Filled | None = None
    told: str = ""
    since: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


@pages.get("/cases/<code>/apology")
@for_roles(*CASE_ROLES)
def show(code: str) -> str:
    """Where the apology of a case stands, and the one thing this officer can do about it."""
    return _drawn(_page(code))


@pages.route("/cases/<code>/apology/look", methods=["GET", "POST"])
@for_roles(*CASE_ROLES)
def look(code: str) -> str:
    """The letter in pictures, as typed into the form or as it stands; a fragment of the page."""
    try:
        if request.method == "GET":
            return _looked(code, None)
        page = _page(code)
        filled = draft_form(page).read(request.form)
        if not filled.good:
            return render_template("components/apology_look.html", lacking=True)
        return _looked(code, words_of(page, filled))
    except (BadInput, Refused) as error:
        return render_template("components/apology_look.html", told=str(error))


@pages.get("/cases/<code>/apology/letter.pdf")
@for_roles(*CASE_ROLES)
def letter(code: str) -> Response:
    """The letter as it was issued; before that as it would be, marked as none yet."""
    paper = letter_paper(db(), installed().config.files_dir, officer(), code, now=now())
    return bytes_handed(paper.content, paper.media, paper.name)


@pages.post("/cases/<code>/apology/unsigned.pdf")
@for_roles(Role.LEADER)
def unsigned(code: str) -> Answer:
    """The draft as a file to be signed with a token, under the title typed."""
    filled = SIGN.read(request.form)
    if not filled.good:
        return _drawn(_page(code), Again(sign=filled)), 422
    try:
        content = apology.unsigned_pdf(db(), officer(), code, title=filled.values["title"])
    except (BadInput, Refused) as error:
        return _drawn(_page(code), Again(sign=complained(filled, error))), 422
    return bytes_handed(content, PDF, f"{code}-apology-to-sign.pdf", attached=True)


@pages.post("/cases/<code>/apology/draft")
@for_roles(*DESK_ROLES)
def draft(code: str) -> Answer:
    """Keep a draft, or only look at the letter it would make."""
    page = _page(code)
    filled = draft_form(page).read(request.form)
    if not filled.good:
        return _lost_answer(code) or (_drawn(page, Again(draft=filled)), 422)
    if request.form.get("act") == "look":
        return _previewed(page, filled)
    words, version = words_of(page, filled), _version(request.form.get("version", ""))
    try:
        apology.draft(db(), _press(), code, words, expected_version=version)
    except CaseChangedMeanwhile as error:
        return _drawn(_page(code), Again(draft=filled, since=error.since)), 409
    except (BadInput, Refused) as error:
        # A second one was refused, and told upwards: the page says what to do instead.
        return _lost_answer(code) or (
            _drawn(_page(code), Again(draft=complained(filled, error))),
            422,
        )
    return _led_on(code, "Đã ghi dự thảo thư xin lỗi; lãnh đạo được báo để ký.")


@pages.post("/cases/<code>/apology/sign")
@for_roles(*DESK_ROLES)
def sign(code: str) -> Answer:
    """Sign the draft that was read, in the system or with a file signed outside."""
    filled = SIGN.read(request.form)
    if not filled.good:
        return _drawn(_page(code), Again(sign=filled)), 422
    folder = installed().config.files_dir
    try:
        signing = signing_of(filled)
        known = roots() if signing.upload is not None else ()
        apology.sign(db(), folder, _press(), code, signing, roots=known)
    except (BadInput, Refused) as error:
        again = Again(sign=complained(filled, error))
        return _lost_answer(code) or (_drawn(_page(code), again), 422)
    return _led_on(code, "Đã ký thư xin lỗi; văn thư được báo để cấp số, phát hành.")


@pages.post("/cases/<code>/apology/issue")
@for_roles(*DESK_ROLES)
def issue(code: str) -> Answer:
    """Number the signed letter and send it by every way the applicant has."""

    def work() -> str:
        row = apology.issue(db(), installed().config.files_dir, _press(), code)
        return f"Đã phát hành thư xin lỗi số {row.number}."

    return _done(code, work)


@pages.post("/cases/<code>/apology/publish")
@for_roles(*DESK_ROLES)
def publish(code: str) -> Answer:
    """Put the letter on the public page."""
    number = request.form.get("number", "")

    def work() -> str:
        apology.publish(db(), _press(), code, number)
        return f"Đã đăng công khai thư xin lỗi số {number}."

    return _done(code, work)


@pages.post("/cases/<code>/apology/correct")
@for_roles(*DESK_ROLES)
def correct(code: str) -> Answer:
    """Issue a letter in place of one that says something wrong."""
    page = _page(code)
    filled = (correct_form(page, officer()) or CORRECT).read(request.form)
    if not filled.good:
        return _lost_answer(code) or (_drawn(page, Again(correct=filled)), 422)
    wanted = correction_of(filled)
    try:
        row = apology.correct(db(), installed().config.files_dir, _press(), code, wanted)
    except (BadInput, Refused) as error:
        again = Again(correct=complained(filled, error))
        return _lost_answer(code) or (_drawn(_page(code), again), 422)
    return _led_on(code, f"Đã phát hành thư số {row.number} thay cho thư số {wanted.number}.")


@pages.post("/cases/<code>/apology/escalate")
@for_roles(*DESK_ROLES)
def escalate(code: str) -> Answer:
    """Tell leaders and the centre that the one new date will not be kept either."""
    if escalate_second(db(), _press(), code, DraftApology):
        return _led_on(code, "Đã báo lãnh đạo và trung tâm; mỗi ngày báo nhiều nhất một lần.")
    return _led_on(code, "Chưa báo thêm ai: hôm nay đã báo rồi, hoặc không có ai để báo.")


@pages.post("/bulk/publish")
@for_roles(*DESK_ROLES)
def publish_many() -> str:
    """Publish the letters of the cases ticked in a list, each with an outcome of its own."""
    codes = [Ticked.read(text).code for text in request.form.getlist("codes")]
    lines = publish_ticked(db(), _press(), codes)
    whole = all(line.result == "done" for line in lines)
    return render_template(
        "pages/bulk.html", lines=lines, whole=whole, title="Đăng công khai nhiều thư xin lỗi"
    )


def _page(code: str) -> ApologyPage:
    return apology_page(db(), officer(), code, now=now())


def _press() -> Press:
    return Press(officer=officer(), key=request.form.get("key", ""), now=now())


def _version(text: str) -> int:
    """The version of a form; that of no case where a form names none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _done(code: str, work: Callable[[], str]) -> Answer:
    """Do something without questions; where it is refused, the page says so."""
    try:
        told = work()
    except (BadInput, Refused) as error:
        return _lost_answer(code) or (_drawn(_page(code), Again(told=str(error))), 422)
    return _led_on(code, told)


def _led_on(code: str, told: str) -> Response:
    flash(told, "done")
    return redirect(url_for("apologies.show", code=code), 303)


def _lost_answer(code: str) -> Response | None:
    """A form that was recorded, and whose answer never came, is told so and not refused."""
    if was_sent(db(), officer(), code, request.form.get("key", "")):
        return _led_on(code, _ALREADY)
    return None


def _previewed(page: ApologyPage, filled: Filled) -> Answer:
    try:
        pictures, _ = _pictures(page.case.code, words_of(page, filled))
        return _drawn(page, Again(draft=filled, pictures=pictures))
    except (BadInput, Refused) as error:
        return _drawn(page, Again(draft=complained(filled, error))), 422


def _looked(code: str, words: Words | None) -> str:
    pictures, own = _pictures(code, words)
    return render_template("components/apology_look.html", pictures=pictures, own=own)


def _pictures(code: str, words: Words | None) -> tuple[tuple[str, ...], bool]:
    """The pages of the letter as addresses that hold the pictures themselves."""
    found = letter_pictures(db(), officer(), code, words, now=now())
    inline = (f"data:image/png;base64,{b64encode(one).decode()}" for one in found.pages)
    return tuple(inline), found.own


def _drawn(page: ApologyPage, again: Again | None = None) -> str:
    shown = again or Again()
    act: ActName | None = "draft_apology" if shown.draft else apology_words.next_act(page)
    return render_template(
        "pages/apology.html",
        page=page,
        case=page.case,
        act=act,
        again=shown,
        words=apology_words,
        labels={name: ACTS[name] for name in page.acts},
        draft_form=draft_form(page),
        drafted=shown.draft or as_drafted(page),
        sign_form=SIGN,
        signing=shown.sign or as_titled(page),
        correct_form=correct_form(page, officer()),
        correcting=shown.correct or as_titled(page),
        key=_kept_key(shown),
    )


def _kept_key(again: Again) -> str:
    """A form that is shown once more keeps its key; one that opens has a new one."""
    return (again != Again() and request.form.get("key", "")) or keys.fresh()
