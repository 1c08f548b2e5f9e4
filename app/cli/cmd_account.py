"""`motcua account`: accounts from the terminal, and so the way to the first admin."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from app.cli.opening import opened, wall_time
from app.cli.out import say, say_json
from app.errors import BadInput
from app.services.account_fields import NewAccount, role_of
from app.services.account_list import AccountView, accounts
from app.services.accounts import (
    create_account,
    disable_account,
    enable_account,
    reset_password,
)
from app.store.engine import Database
from workflows.officer import Grant

# Where on the command line a field of an account was given.
PLACES = {"login": "TÊN", "name": "--name", "grants": "--role", "password": "--password-stdin"}
LOGIN = click.argument("login", metavar="TÊN")


@click.group(
    "account",
    help="Tài khoản của cán bộ: lập, xem, cấp lại mật khẩu, khóa.",
    subcommand_metavar="LỆNH [THAM SỐ]…",
)
def command() -> None:
    """Accounts."""


@command.command("add", options_metavar="[TÙY CHỌN]", help="Lập tài khoản; in mật khẩu một lần.")
@LOGIN
@click.option("--name", required=True, metavar="HỌ_TÊN", help="Họ tên để mọi người đọc.")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    metavar="VAI_TRÒ@CƠ_QUAN",
    help="Vai trò tại một cơ quan, ví dụ one_stop@H32.PL; ghi được nhiều lần.",
)
@click.option(
    "--password-stdin",
    is_flag=True,
    help="Lấy mật khẩu từ dòng đầu của đầu vào chuẩn thay vì cấp mật khẩu một lần.",
)
def add(login: str, name: str, roles: tuple[str, ...], *, password_stdin: bool) -> None:
    """Make an account."""
    password = _first_line() if password_stdin else None
    with _placed():
        grants = [_grant(role) for role in roles]
        new = NewAccount(login=login, name=name, grants=grants, password=password)
        made = create_account(opened(), new, by=None, now=wall_time())
    say(f"Đã lập tài khoản {made.login}.")
    if made.password is not None:
        _say_once(made.password)


@command.command("list", options_metavar="[TÙY CHỌN]", help="Các tài khoản và vai trò của họ.")
@click.option("--json", "as_json", is_flag=True, help="Kết quả là một văn bản JSON.")
def show(*, as_json: bool) -> None:
    """All accounts by login."""
    found = _all(opened())
    if as_json:
        say_json([_plain(each) for each in found])
        return
    for each in found:
        state = " [đã khóa]" if each.disabled_at else ""
        say(f"{each.login}  {each.name}{state}")
        for grant in each.grants:
            say(f"    {grant.role}@{grant.agency}{_days(grant)}")
    if not found:
        say("Chưa có tài khoản nào; hãy lập bằng motcua account add.")


@command.command("reset", options_metavar="[TÙY CHỌN]", help="Cấp lại mật khẩu một lần.")
@LOGIN
def reset(login: str) -> None:
    """Give an account a one-time password."""
    password = reset_password(opened(), login, by=None, now=wall_time())
    say(f"Đã cấp lại mật khẩu cho {login}; mọi phiên đang mở đã kết thúc.")
    _say_once(password)


@command.command("disable", options_metavar="[TÙY CHỌN]", help="Khóa tài khoản, kết thúc phiên.")
@LOGIN
def disable(login: str) -> None:
    """Let nobody in by an account."""
    disable_account(opened(), login, by=None, now=wall_time())
    say(f"Đã khóa tài khoản {login}.")


@command.command("enable", options_metavar="[TÙY CHỌN]", help="Mở lại tài khoản đã khóa.")
@LOGIN
def enable(login: str) -> None:
    """Let somebody in again."""
    enable_account(opened(), login, by=None, now=wall_time())
    say(f"Đã mở tài khoản {login}.")


@contextmanager
def _placed() -> Iterator[None]:
    """Say a complaint about a field with the place where the field was given."""
    try:
        yield
    except BadInput as error:
        place = PLACES.get((error.field or "").partition(".")[0])
        if place is None:
            raise
        raise BadInput(f"{place}: {error}") from None


def _first_line() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _grant(text: str) -> Grant:
    role, at, agency = text.partition("@")
    if not at or not agency:
        raise BadInput(f"“{text}” phải có dạng VAI_TRÒ@CƠ_QUAN", field="grants")
    return Grant(agency=agency, role=role_of(role, field="grants"))


def _say_once(password: str) -> None:
    say(f"Mật khẩu một lần: {password}")
    say("Mật khẩu chỉ hiện lần này; người dùng phải đổi khi đăng nhập lần đầu.")


def _all(database: Database) -> list[AccountView]:
    found: list[AccountView] = []
    while page := accounts(database, after=found[-1].login if found else ""):
        found += page
    return found


def _days(grant: Grant) -> str:
    first = f" từ {grant.valid_from:%d/%m/%Y}" if grant.valid_from else ""
    last = f" đến {grant.valid_to:%d/%m/%Y}" if grant.valid_to else ""
    return first + last


def _plain(each: AccountView) -> dict[str, object]:
    return {
        "login": each.login,
        "name": each.name,
        "disabled": each.disabled_at is not None,
        "must_change": each.must_change,
        "roles": [
            {
                "role": grant.role.value,
                "agency": grant.agency,
                "valid_from": grant.valid_from.isoformat() if grant.valid_from else None,
                "valid_to": grant.valid_to.isoformat() if grant.valid_to else None,
            }
            for grant in each.grants
        ],
    }
