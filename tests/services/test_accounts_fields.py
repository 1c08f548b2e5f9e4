"""What an account may be called, which passwords are taken, and which roles can be given."""

import pytest

from app.errors import BadInput
from app.services.account_fields import NewAccount, role_of
from app.services.account_list import accounts
from app.services.accounts import create_account
from app.store.engine import Database
from tests.services.who import NOW, QUICK, TODAY, entered, grant
from tests.store import desk


@pytest.fixture
def opened(database_url: str) -> Database:
    return desk.loaded(database_url)


def add(opened: Database, **given):
    new = NewAccount(**{"login": "lan.mc", "name": "Lan", "grants": (), **given})
    return create_account(opened, new, by=None, now=NOW, hasher=QUICK)


@pytest.mark.parametrize(
    "login", ["", "a", "1a", "lan mc", "lân", "lan..mc", ".lan", "lan.", "x" * 33, "lan@mc", "../x"]
)
def test_a_login_that_is_none_is_refused_with_its_field(opened, login):
    with pytest.raises(BadInput, match="tên đăng nhập có từ 2 đến 32") as caught:
        add(opened, login=login)
    assert caught.value.field == "login"


@pytest.mark.parametrize("login", ["new", "Changes", "sign-ins"])
def test_a_login_at_which_a_page_stands_is_nobodys(opened, login):
    with pytest.raises(BadInput, match="dành riêng") as caught:
        add(opened, login=login)
    assert caught.value.field == "login"


def test_a_login_is_given_once_however_it_is_typed(opened):
    assert add(opened, login=" Lan.MC ").login == "lan.mc"

    with pytest.raises(BadInput, match=r"đã có tài khoản lan.mc"):
        add(opened)


@pytest.mark.parametrize("name", ["", "  ", "a" * 201, "Lan\x00", "Lan\x1b[31m", "\u202eLan"])
def test_a_name_that_is_none_is_refused_with_its_field(opened, name):
    with pytest.raises(BadInput) as caught:
        add(opened, name=name)
    assert caught.value.field == "name"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("ngắn quá", "ít nhất 10 ký tự"),
        ("x" * 201, "chỉ được dài đến 200"),
        ("1234567890", "quá dễ đoán"),
        ("MatKhau123", "quá dễ đoán"),
        ("abababababab", "quá dễ đoán"),
        ("nguyenthilan", "trùng với tên đăng nhập"),
        ("mùa thu\tlá vàng", "không nhìn thấy được"),
    ],
)
def test_a_password_easily_guessed_is_refused(opened, said, words):
    with pytest.raises(BadInput, match=words) as caught:
        add(opened, login="nguyenthilan", password=said)
    assert caught.value.field == "password"
    assert said not in str(caught.value)


@pytest.mark.parametrize(
    "said", ["mot-cua-2024", "mùa thu lá", "🙂🙃😀😁😂🤣😃😄😅😆", "x" * 190 + "1234567890"]
)
def test_other_passwords_are_taken(opened, said):
    add(opened, password=said, grants=[grant("clerk")])

    assert entered(opened, "lan.mc", said).token


def test_an_unknown_office_or_days_turned_round_name_their_place(opened):
    good = grant("one_stop")
    with pytest.raises(BadInput, match="không có cơ quan H99") as caught:
        add(opened, grants=[good, grant("clerk", "H99")])
    assert caught.value.field == "grants.1.agency"
    turned = grant("clerk", since=TODAY, until=TODAY.replace(day=1))
    with pytest.raises(BadInput) as caught:
        add(opened, grants=[turned])
    assert caught.value.field == "grants.0.valid_to"
    with pytest.raises(BadInput, match="không có vai trò “boss”") as caught:
        role_of("boss")
    assert caught.value.field == "role"
    assert accounts(opened) == []
