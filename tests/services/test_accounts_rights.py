"""Which accounts an admin rules, and which roles they can give."""

import pytest

from app.errors import BadInput, Refused, Unknown
from app.services.account_fields import NewAccount
from app.services.account_list import (
    account,
    changes,
)
from app.services.accounts import (
    Edit,
    create_account,
    disable_account,
    edit_account,
    enable_account,
    end_sessions,
    rename_account,
    reset_password,
    set_grants,
)
from app.store.engine import Database
from tests.services.who import NOW, QUICK, grant, made
from tests.store import desk
from workflows.officer import Officer

KEEPER = Officer(login="quan.tri", name="Quản Trị", grants=(grant("admin", "H32"),))
WARD = Officer(login="quan.pl", name="Quản Trị Phường", grants=(grant("admin"),))


@pytest.fixture
def opened(database_url: str) -> Database:
    return desk.loaded(database_url)


def add(opened: Database, **given):
    new = NewAccount(**{"login": "lan.mc", "name": "Lan", "grants": (), **given})
    return create_account(opened, new, by=KEEPER, now=NOW, hasher=QUICK)


def what(opened: Database, login: str = "lan.mc") -> list[str]:
    return [each.what for each in changes(opened, login=login)][::-1]


ACTS = [
    lambda opened, login: disable_account(opened, login, by=WARD, now=NOW),
    lambda opened, login: enable_account(opened, login, by=WARD, now=NOW),
    lambda opened, login: end_sessions(opened, login, by=WARD, now=NOW),
    lambda opened, login: rename_account(opened, login, "Ai", by=WARD, now=NOW),
    lambda opened, login: set_grants(opened, login, [], by=WARD, now=NOW),
    lambda opened, login: reset_password(opened, login, by=WARD, now=NOW, hasher=QUICK),
    lambda opened, login: account(opened, login, by=WARD),
]


@pytest.mark.parametrize("act", ACTS)
def test_the_admin_of_a_ward_rules_only_the_accounts_of_the_ward(opened, act):
    made(opened, "quan.tri", grant("admin", "H32"))
    made(opened, "xa", grant("clerk", "H32.BD"))
    made(opened, "hai.noi", grant("clerk"), grant("clerk", "H32.BD"))
    made(opened, "lan.mc", grant("clerk"))

    told = set()
    for login in ("quan.tri", "xa", "hai.noi", "khong.co"):
        with pytest.raises(Unknown) as caught:
            act(opened, login)
        told.add(str(caught.value).replace(login, "…"))
        assert what(opened, login)[1:] == []
    assert len(told) == 1
    act(opened, "lan.mc")


def test_an_admin_gives_roles_only_at_the_offices_below(opened):
    made(opened, "lan.mc", grant("clerk"))

    with pytest.raises(BadInput, match="không thuộc phạm vi quản trị") as caught:
        set_grants(opened, "lan.mc", [grant("clerk"), grant("clerk", "H32")], by=WARD, now=NOW)
    assert caught.value.field == "grants.1.agency"
    new = NewAccount(login="moi", name="Mới", grants=[grant("clerk", "H32.BD")])
    with pytest.raises(BadInput):
        create_account(opened, new, by=WARD, now=NOW, hasher=QUICK)
    set_grants(opened, "lan.mc", [grant("clerk", "H32.BD")], by=KEEPER, now=NOW)


def test_nobody_gives_themselves_a_role_in_cases(opened):
    made(opened, "quan.pl", grant("admin"))

    with pytest.raises(Refused, match="không ai tự giao"):
        set_grants(opened, "quan.pl", [grant("admin"), grant("leader")], by=WARD, now=NOW)
    set_grants(opened, "quan.pl", [grant("admin"), grant("leader")], by=KEEPER, now=NOW)
    set_grants(opened, "quan.pl", [grant("admin")], by=WARD, now=NOW)


def test_who_is_admin_nowhere_does_nothing_even_to_an_account_without_a_role(opened):
    add(opened)
    nobody = Officer(login="ai", name="Ai", grants=(grant("leader"),))

    with pytest.raises(Refused):
        disable_account(opened, "lan.mc", by=nobody, now=NOW)


def test_name_and_roles_change_together_or_not_at_all(opened):
    add(opened, grants=[grant("clerk")])
    seen = account(opened, "lan.mc").grants

    def edit(*grants):
        change = Edit(name="Lê Thị Lan", grants=grants, seen=seen)
        edit_account(opened, "lan.mc", change, by=KEEPER, now=NOW)

    with pytest.raises(BadInput):
        edit(grant("clerk", "H99"))
    assert account(opened, "lan.mc").name == "Lan"
    edit(grant("cashier"))
    assert account(opened, "lan.mc").name == "Lê Thị Lan"
    assert what(opened) == ["created", "renamed", "grants_set"]
    with pytest.raises(Refused, match="vừa được người khác sửa"):
        edit(grant("clerk"))
