"""The admin's pages: accounts with their roles and days, and the record of sign-ins."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, Refused
from app.services import account_list, accounts
from app.services.account_fields import NewAccount
from app.services.account_list import AccountView
from app.web.access import for_roles
from app.web.account_forms import NEW, grants_from, grants_typed, seen_mark
from app.web.forms import Filled
from app.web.identity import officer
from app.web.moment import db, now
from app.web.words import ROLES
from workflows.agency import Role

pages = Blueprint("accounts", __name__, url_prefix="/accounts")
_CHANGED = (
    "Họ tên hoặc vai trò vừa được người khác sửa. Hãy xem lại, rồi bấm Lưu lần nữa nếu vẫn muốn "
    "ghi như dưới đây."
)
Answer = str | Response | tuple[str, int]


@pages.get("")
@for_roles(Role.ADMIN)
def overview() -> str:
    """Accounts by login, a page at a time, with a search."""
    having, after = request.args.get("q", "")[:100], request.args.get("after", "")[:100]
    found = account_list.accounts(db(), after=after, having=having, by=officer())
    return _overview(found, having=having)


@pages.route("/new", methods=["GET", "POST"])
@for_roles(Role.ADMIN)
def create() -> Answer:
    """A new account; its one-time password is shown on the answer and nowhere else."""
    if request.method == "GET":
        return _new_page(NEW.blank())
    filled = NEW.read(request.form)
    if not filled.good:
        return _new_page(filled), 422
    given = filled.values
    try:
        grants = grants_from(request.form)
        wanted = NewAccount(login=given["login"], name=given["name"], grants=grants)
        made = accounts.create_account(db(), wanted, by=officer(), now=now())
    except BadInput as error:
        return _new_page(_complained(filled, error)), 422
    return _shown_once(made.login, made.password or "")


@pages.get("/sign-ins")
@for_roles(Role.ADMIN)
def sign_ins() -> str:
    """Who came in, and who could not."""
    login = request.args.get("login", "")[:100]
    found = account_list.sign_ins(db(), login=login or None, before=_before(), by=officer())
    return render_template(
        "pages/sign_ins.html", found=found, login=login, outcomes=account_list.OUTCOMES
    )


@pages.get("/changes")
@for_roles(Role.ADMIN)
def changes() -> str:
    """What was done to accounts, and by whom."""
    login = request.args.get("login", "")[:100]
    found = account_list.changes(db(), login=login or None, before=_before(), by=officer())
    return render_template(
        "pages/account_changes.html", found=found, login=login, what=account_list.WHAT
    )


@pages.get("/<login>")
@for_roles(Role.ADMIN)
def show(login: str) -> str:
    """One account."""
    return _show(account_list.account(db(), login, by=officer()), Filled())


@pages.post("/<login>/grants")
@for_roles(Role.ADMIN)
def grants(login: str) -> Answer:
    """Set name and roles."""
    seen = account_list.account(db(), login, by=officer())
    if request.form.get("seen") != seen_mark(seen):
        return _show(seen, _kept(_CHANGED), changed=True), 409
    try:
        edit = accounts.Edit(
            name=request.form.get("name", ""), grants=grants_from(request.form), seen=seen.grants
        )
        accounts.edit_account(db(), login, edit, by=officer(), now=now())
    except (BadInput, Refused) as error:
        return _show(seen, _kept(str(error))), 422
    flash(f"Đã lưu tài khoản {seen.login}.", "done")
    return redirect(url_for("accounts.show", login=seen.login), 303)


@pages.post("/<login>/password")
@for_roles(Role.ADMIN)
def reset(login: str) -> Answer:
    """A new one-time password; every session of the account ends."""
    return _shown_once(login, accounts.reset_password(db(), login, by=officer(), now=now()))


@pages.post("/<login>/<act>")
@for_roles(Role.ADMIN)
def change(login: str, act: str) -> Answer:
    """Disable, enable, or end every session."""
    if act not in _ACTS:
        raise BadInput("không có việc này với tài khoản")
    do, told = _ACTS[act]
    try:
        do(db(), login, by=officer(), now=now())
    except Refused as error:
        flash(f"Chưa ghi được: {error}", "wrong")
    else:
        flash(f"{told} {login}.", "done")
    return redirect(url_for("accounts.show", login=login), 303)


_ACTS: dict[str, tuple[Callable[..., None], str]] = {
    "disable": (accounts.disable_account, "Đã khóa tài khoản"),
    "enable": (accounts.enable_account, "Đã mở khóa tài khoản"),
    "end-sessions": (accounts.end_sessions, "Đã kết thúc mọi phiên của"),
}


def _kept(complaint: str) -> Filled:
    typed = {"name": request.form.get("name", ""), "grants": grants_typed(request.form)}
    return Filled(errors={"": complaint}, typed=typed)


def _before() -> int | None:
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _complained(filled: Filled, error: BadInput) -> Filled:
    field = error.field or ""
    return filled.with_error(field if field in {"login", "name"} else "", str(error))


def _overview(found: list[AccountView], *, having: str) -> str:
    more = found[-1].login if len(found) == account_list.PAGE else None
    return render_template(
        "pages/accounts.html", found=found, having=having, more=more, today=now().date()
    )


def _new_page(filled: Filled) -> str:
    return render_template(
        "pages/account_new.html",
        form=NEW,
        filled=filled,
        rows=grants_typed(request.form),
        offices=account_list.offices(db(), by=officer()),
        roles=ROLES,
    )


def _show(account: AccountView, filled: Filled, *, changed: bool = False) -> str:
    return render_template(
        "pages/account.html",
        account=account,
        seen=seen_mark(account),
        changed=changed,
        filled=filled,
        rows=filled.typed.get("grants"),
        changes=account_list.changes(db(), login=account.login, limit=10),
        what=account_list.WHAT,
        offices=account_list.offices(db(), by=officer()),
        roles=ROLES,
    )


def _shown_once(login: str, password: str) -> str:
    return render_template("pages/account_password.html", login=login, password=password)
