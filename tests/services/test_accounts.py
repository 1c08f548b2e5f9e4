"""Accounts: what they may be called, who keeps the last key, and the record of every change."""

import threading

import pytest

from app.errors import BadInput, Refused, Unknown
from app.services.account_fields import NewAccount
from app.services.account_list import (
    OUTCOMES,
    WHAT,
    account,
    changes,
    sign_ins,
)
from app.services.accounts import (
    change_password,
    create_account,
    disable_account,
    enable_account,
    end_sessions,
    rename_account,
    reset_password,
    set_grants,
)
from app.services.sign_in_attempts import SignInRefused
from app.services.signing_in import signed_in
from app.store.engine import Database
from tests.services.who import MINUTE, NOW, PHRASE, QUICK, TODAY, entered, grant, made
from tests.store import desk
from workflows.agency import Role
from workflows.officer import Officer

KEEPER = Officer(login="quan.tri", name="Quản Trị", grants=(grant("admin", "H32"),))
NEW_PHRASE = "đổi mùa lá rụng"
ENDED = grant("admin", until=TODAY.replace(day=3))


@pytest.fixture
def opened(database_url: str) -> Database:
    return desk.loaded(database_url)


def add(opened: Database, **given):
    new = NewAccount(**{"login": "lan.mc", "name": "Lan", "grants": (), **given})
    return create_account(opened, new, by=KEEPER, now=NOW, hasher=QUICK)


def what(opened: Database, login: str = "lan.mc") -> list[str]:
    return [each.what for each in changes(opened, login=login)][::-1]


def test_a_new_account_gets_a_one_time_password_that_must_be_changed(opened):
    given = add(opened, grants=[grant("one_stop")])

    begun = entered(opened, "lan.mc", given.password)
    assert begun.session.must_change
    assert given.password not in repr(given)
    token = change_password(opened, "lan.mc", given.password, NEW_PHRASE, now=NOW, hasher=QUICK)
    session = signed_in(opened, token, now=NOW)
    assert session is not None
    assert not session.must_change
    assert not entered(opened, "lan.mc", NEW_PHRASE).session.must_change
    assert what(opened) == ["created", "password_changed"]


def test_a_password_of_ones_own_need_not_be_changed(opened):
    assert add(opened, password=PHRASE, grants=[grant("clerk")]).password is None
    assert not entered(opened, "lan.mc").session.must_change


def test_one_time_passwords_differ_and_can_be_read_out(opened):
    told = [add(opened, login=f"can.bo{n}").password for n in range(20)]

    assert len(set(told)) == 20
    assert {len(each) for each in told} == {14}
    assert not set("".join(told)) & set("0o1lIi5s2z8b")


def test_an_account_may_hold_several_roles_at_several_offices(opened):
    given = [grant("one_stop"), grant("cashier"), grant("supervisor", "H32", until=TODAY)]
    add(opened, grants=[*given, given[0]], password=PHRASE)

    assert account(opened, "LAN.MC ").grants == tuple(given)
    officer = entered(opened, "lan.mc").officer
    assert officer.roles_at("H32.PL") == {Role.ONE_STOP, Role.CASHIER}
    assert officer.agencies(Role.SUPERVISOR) == ("H32",)


def test_a_change_is_recorded_with_before_and_after_and_who(opened):
    add(opened, grants=[grant("clerk")])
    set_grants(opened, "lan.mc", [grant("leader", since=TODAY)], by=KEEPER, now=NOW)
    rename_account(opened, "lan.mc", " Lê  Thị Lan ", by=KEEPER, now=NOW)

    renamed, granted, created = changes(opened)

    assert (created.what, created.by, created.login, created.at) == (
        "created", "quan.tri", "lan.mc", NOW,
    )  # fmt: skip
    assert created.details["grants"] == [{"agency": "H32.PL", "role": "clerk"}]
    assert granted.details == {
        "before": [{"agency": "H32.PL", "role": "clerk"}],
        "after": [{"agency": "H32.PL", "role": "leader", "from": "2024-03-04"}],
    }
    assert renamed.details == {"before": "Lan", "after": "Lê Thị Lan"}
    assert account(opened, "lan.mc").name == "Lê Thị Lan"


def test_what_changes_nothing_is_not_recorded(opened):
    add(opened, grants=[grant("clerk")])
    set_grants(opened, "lan.mc", [grant("clerk")], by=None, now=NOW)
    rename_account(opened, "lan.mc", "Lan", by=None, now=NOW)
    enable_account(opened, "lan.mc", by=None, now=NOW)
    for _ in range(2):
        disable_account(opened, "lan.mc", by=None, now=NOW)

    assert what(opened) == ["created", "disabled"]


def test_everything_done_to_an_account_has_a_word(opened):
    add(opened, grants=[grant("clerk")])
    disable_account(opened, "lan.mc", by=None, now=NOW)
    enable_account(opened, "lan.mc", by=None, now=NOW)
    once = reset_password(opened, "lan.mc", by=None, now=NOW, hasher=QUICK)
    end_sessions(opened, "lan.mc", by=None, now=NOW)
    entered(opened, "lan.mc", once)

    assert what(opened) == ["created", "disabled", "enabled", "password_reset", "sessions_ended"]
    assert set(what(opened)) <= set(WHAT)
    assert {each.outcome for each in sign_ins(opened)} <= set(OUTCOMES)
    assert all(once not in str(each) for each in changes(opened))


def test_ending_the_sessions_asks_for_the_same_password_again(opened):
    made(opened, "lan.mc")
    token = entered(opened, "lan.mc").token

    end_sessions(opened, "lan.mc", by=KEEPER, now=NOW)

    assert signed_in(opened, token, now=NOW) is None
    assert entered(opened, "lan.mc").token


def test_an_unknown_login_is_unknown(opened):
    for act in (disable_account, enable_account, end_sessions):
        with pytest.raises(Unknown, match=r"không có tài khoản ai.do"):
            act(opened, "ai.do", by=None, now=NOW)
    with pytest.raises(Unknown):
        account(opened, "ai.do")


def test_grants_changed_by_somebody_else_meanwhile_are_not_overwritten(opened):
    add(opened, grants=[grant("clerk")])
    seen = account(opened, "lan.mc").grants
    set_grants(opened, "lan.mc", [grant("leader")], by=KEEPER, now=NOW, seen=seen)

    with pytest.raises(Refused, match="vừa được người khác sửa"):
        set_grants(opened, "lan.mc", [grant("cashier")], by=KEEPER, now=NOW, seen=seen)

    assert account(opened, "lan.mc").grants == (grant("leader"),)


@pytest.mark.parametrize(
    "act",
    [
        lambda opened: disable_account(opened, "quan.tri", by=None, now=NOW),
        lambda opened: set_grants(opened, "quan.tri", [grant("clerk")], by=None, now=NOW),
        lambda opened: set_grants(opened, "quan.tri", [ENDED], by=None, now=NOW),
    ],
)
def test_the_last_admin_stays(opened, act):
    made(opened, "quan.tri", grant("admin"))
    made(opened, "nghi.viec", grant("admin"))
    made(opened, "het.han", ENDED)
    disable_account(opened, "nghi.viec", by=None, now=NOW)

    with pytest.raises(Refused, match="quản trị viên cuối cùng"):
        act(opened)

    assert account(opened, "quan.tri").grants == (grant("admin"),)
    assert account(opened, "quan.tri").disabled_at is None
    made(opened, "ke.nhiem", grant("admin", "H32"))
    act(opened)


def test_two_admins_cannot_lock_each_other_out_at_once(opened):
    made(opened, "mot", grant("admin"))
    made(opened, "hai", grant("admin"))
    line = threading.Barrier(2)
    refused = []

    def lock_out(login: str) -> None:
        line.wait(10)
        try:
            disable_account(opened, login, by=None, now=NOW)
        except Refused:
            refused.append(login)

    both = [threading.Thread(target=lock_out, args=(login,)) for login in ("mot", "hai")]
    for each in both:
        each.start()
    for each in both:
        each.join(30)

    assert len(refused) == 1
    assert account(opened, refused[0]).disabled_at is None


def test_changing_a_password_ends_the_other_sessions(opened):
    made(opened, "lan.mc")
    elsewhere = entered(opened, "lan.mc").token

    token = change_password(opened, "lan.mc", PHRASE, NEW_PHRASE, now=NOW, hasher=QUICK)

    assert signed_in(opened, elsewhere, now=NOW) is None
    assert signed_in(opened, token, now=NOW + MINUTE)
    with pytest.raises(SignInRefused):
        entered(opened, "lan.mc")


def test_a_password_is_not_changed_to_itself_a_weak_one_or_without_the_old_one(opened):
    made(opened, "lan.mc")

    def change(old: str, new: str) -> None:
        change_password(opened, "lan.mc", old, new, now=NOW, hasher=QUICK)

    with pytest.raises(BadInput, match="phải khác mật khẩu hiện tại") as caught:
        change(PHRASE, PHRASE)
    assert caught.value.field == "new"
    with pytest.raises(BadInput, match="ít nhất 10") as caught:
        change(PHRASE, "ngắn")
    assert caught.value.field == "new"
    with pytest.raises(SignInRefused):
        change("sai mật khẩu rồi", NEW_PHRASE)
    assert entered(opened, "lan.mc").token
