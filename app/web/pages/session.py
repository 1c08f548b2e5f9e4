"""Coming in, leaving, and changing one's password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.errors import BadInput, Refused
from app.services.accounts import change_password
from app.services.sign_in_attempts import SignInRefused
from app.services.signing_in import sign_in
from app.web import identity
from app.web.access import public, signed_in
from app.web.forms import Field, Filled, Form
from app.web.moment import db

pages = Blueprint("session", __name__)
Answer = str | Response | tuple[str, int]

ENTER = Form(
    fields=(
        Field(
            name="login",
            label="Tên đăng nhập",
            longest=64,
            autofocus=True,
            autocomplete="username",
        ),
        Field(
            name="password",
            label="Mật khẩu",
            kind="password",
            longest=200,
            autocomplete="current-password",
        ),
    )
)
CHANGE = Form(
    fields=(
        Field(
            name="old",
            label="Mật khẩu đang dùng",
            kind="password",
            longest=200,
            autocomplete="current-password",
        ),
        Field(
            name="new",
            label="Mật khẩu mới",
            kind="password",
            longest=200,
            hint="Ít nhất 10 ký tự; một câu ngắn dễ nhớ là tốt nhất.",
            autocomplete="new-password",
        ),
        Field(
            name="again",
            label="Mật khẩu mới, lần nữa",
            kind="password",
            longest=200,
            autocomplete="new-password",
        ),
    )
)


@pages.route("/sign-in", methods=["GET", "POST"])
@public
def enter() -> Answer:
    """The sign-in page; a good password leads to where the caller wanted to go."""
    if request.method == "GET":
        return redirect("/") if identity.officer_or_none() else _enter_page(ENTER.blank())
    filled = ENTER.read(request.form)
    if not filled.good:
        return _enter_page(filled), 422
    given = filled.values
    address = request.remote_addr or ""
    try:
        made = sign_in(db(), given["login"], given["password"], address=address, now=clock.now())
    except SignInRefused as error:
        status = 429 if error.outcome == "locked" else 422
        return _enter_page(filled.with_error("", str(error))), status
    identity.enter(made.token)
    return redirect(_inside(request.form.get("next", "")))


@pages.post("/sign-out")
@signed_in
def leave() -> Response:
    """End the session everywhere."""
    identity.leave()
    flash("Đã đăng xuất.", "done")
    return redirect(url_for("session.enter"))


@pages.route("/password", methods=["GET", "POST"])
@signed_in
def password() -> Answer:
    """Change one's own password; every other session of the account ends."""
    if request.method == "GET":
        return _change_page(CHANGE.blank())
    filled = _agreeing(CHANGE.read(request.form))
    if not filled.good:
        return _change_page(filled), 422
    old, new = filled.values["old"], filled.values["new"]
    try:
        token = change_password(db(), identity.officer().login, old, new, now=clock.now())
    except BadInput as error:
        return _change_page(filled.with_error(error.field or "", str(error))), 422
    except Refused as error:
        return _change_page(filled.with_error("old", str(error))), 422
    identity.enter(token)
    flash("Đã đổi mật khẩu; các phiên khác của tài khoản đã kết thúc.", "done")
    return redirect("/")


def _agreeing(filled: Filled) -> Filled:
    if filled.good and filled.values["new"] != filled.values["again"]:
        return filled.with_error("again", "không giống mật khẩu mới ở trên")
    return filled


def _inside(target: str) -> str:
    """An address of ours, whatever was asked: never another site's."""
    # Two slashes, or one and a backslash, begin the name of another machine.
    safe = target.startswith("/") and target[1:2] not in ("/", "\\")
    return target if safe and target.isprintable() else "/"


def _enter_page(filled: Filled) -> str:
    back = request.values.get("next", "")
    return render_template("pages/enter.html", form=ENTER, filled=filled, back=back)


def _change_page(filled: Filled) -> str:
    forced = identity.must_change_password()
    return render_template("pages/password.html", form=CHANGE, filled=filled, forced=forced)
