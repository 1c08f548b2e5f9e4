"""`motcua account`: the first admin comes from the terminal."""

import io
import json
import re

import pytest

from app.services.signing_in import sign_in
from app.store.engine import database
from tests.cli.conftest import Program
from tests.services.who import PHRASE
from tests.store import desk

ADMIN = ("account", "add", "quan.tri", "--name", "Quản Trị", "--role", "admin@H32")


@pytest.fixture
def office(database_url: str, motcua: Program) -> Program:
    """The program on a database with offices and nobody in them."""
    desk.loaded(database_url)
    return motcua


def once(out: str) -> str:
    found = re.search(r"^Mật khẩu một lần: (\S+)$", out, flags=re.MULTILINE)
    assert found, out
    return found[1]


def test_the_first_admin_can_sign_in_with_the_password_printed_once(office, database_url):
    ran = office(*ADMIN)

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Đã lập tài khoản quan.tri.\n")
    opened = database(database_url)
    begun = sign_in(opened, "quan.tri", once(ran.out), address="", now=desk.MONDAY)
    assert begun.session.must_change
    assert [grant.role for grant in begun.officer.grants] == ["admin"]


def test_a_password_may_come_from_standard_input(office, database_url, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PHRASE}\nrest"))

    ran = office(*ADMIN, "--password-stdin")

    assert (ran.status, ran.out) == (0, "Đã lập tài khoản quan.tri.\n")
    opened = database(database_url)
    assert not sign_in(opened, "quan.tri", PHRASE, address="", now=desk.MONDAY).session.must_change


def test_several_roles_are_shown_in_the_list(office):
    office(*ADMIN, "--role", "auditor@H32.PL")

    ran = office("account", "list")
    assert ran.out == "quan.tri  Quản Trị\n    admin@H32\n    auditor@H32.PL\n"
    document = json.loads(office("account", "list", "--json").out)
    assert [each["login"] for each in document] == ["quan.tri"]
    assert document[0]["roles"][1] == {
        "role": "auditor",
        "agency": "H32.PL",
        "valid_from": None,
        "valid_to": None,
    }
    assert (document[0]["must_change"], document[0]["disabled"]) == (True, False)


def test_an_empty_list_tells_how_to_begin(office):
    assert "motcua account add" in office("account", "list").out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("Lân", "--name", "Lan", "--role", "admin@H32"), "TÊN: tên đăng nhập có từ 2 đến 32"),
        (("lan", "--name", " ", "--role", "admin@H32"), "--name: họ tên"),
        (("lan", "--name", "Lan", "--role", "admin"), "--role: “admin” phải có dạng"),
        (("lan", "--name", "Lan", "--role", "boss@H32"), "--role: không có vai trò “boss”"),
        (("lan", "--name", "Lan", "--role", "admin@H99"), "--role: không có cơ quan H99"),
    ],
)
def test_what_cannot_be_used_is_named_by_its_place(office, arguments, complaint):
    ran = office("account", "add", *arguments)

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(complaint)
    assert office("account", "list").out.startswith("Chưa có tài khoản")


def test_a_weak_password_is_refused_without_being_repeated(office, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("ngắn quá\n"))

    ran = office(*ADMIN, "--password-stdin")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "--password-stdin: mật khẩu phải có ít nhất 10 ký tự\n"


def test_a_forgotten_password_is_replaced(office, database_url):
    first = once(office(*ADMIN).out)

    ran = office("account", "reset", "quan.tri")

    assert ran.status == 0
    assert once(ran.out) != first
    opened = database(database_url)
    assert sign_in(opened, "quan.tri", once(ran.out), address="", now=desk.MONDAY).token


def test_the_last_admin_cannot_be_disabled_another_can(office):
    office(*ADMIN)
    refused = office("account", "disable", "quan.tri")
    assert (refused.status, refused.out) == (1, "")
    assert refused.err == "đây là quản trị viên cuối cùng; hãy giao vai trò này trước\n"

    office("account", "add", "ke.nhiem", "--name", "Kế Nhiệm", "--role", "admin@H32")
    assert office("account", "disable", "quan.tri").out == "Đã khóa tài khoản quan.tri.\n"
    assert "quan.tri  Quản Trị [đã khóa]" in office("account", "list").out
    assert office("account", "enable", "quan.tri").out == "Đã mở tài khoản quan.tri.\n"
    assert "khóa" not in office("account", "list").out


@pytest.mark.parametrize("act", ["reset", "disable", "enable"])
def test_an_unknown_login_is_named(office, act):
    ran = office("account", act, "ai.do")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "TÊN: không có tài khoản ai.do\n"


def test_help_speaks_vietnamese(office):
    ran = office("account", "--help")
    assert ran.status == 0
    for name in ("add", "list", "reset", "disable", "enable"):
        assert f"  {name} " in ran.out
    assert "Cách dùng: motcua account add [TÙY CHỌN] TÊN" in office("account", "add", "--help").out
