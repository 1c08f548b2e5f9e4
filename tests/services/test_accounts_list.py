"""Accounts, sign-ins and changes page by page; procedures at hand."""

import pytest

from app.errors import Unknown
from app.services.account_list import accounts, changes, favourites, set_favourite, sign_ins
from app.services.sign_in_attempts import SignInRefused
from app.store.engine import Database
from tests.services.who import entered, grant, made
from tests.store import desk
from workflows.officer import Officer


@pytest.fixture
def opened(database_url: str) -> Database:
    return desk.loaded(database_url)


def test_accounts_come_in_pages_by_login(opened):
    for login in ("binh", "an", "chi", "dung"):
        made(opened, login)

    first = accounts(opened, limit=3)
    second = accounts(opened, limit=3, after=first[-1].login)

    assert [each.login for each in first] == ["an", "binh", "chi"]
    assert [each.login for each in second] == ["dung"]
    assert first[0].grants == (grant("one_stop"),)


def test_accounts_are_found_by_login_name_and_office(opened):
    made(opened, "dao.nt", name="Nguyễn Thị Đào")
    made(opened, "binh", grant("clerk", "H32.BD"), name="Bình 100%")

    def found(**asked):
        return [each.login for each in accounts(opened, **asked)]

    assert found(having="thi dao") == found(having="ĐÀO") == found(having="O.N") == ["dao.nt"]
    assert found(having="nobody") == found(having="_") == found(having="%") == []
    assert found(agency="H32.BD") == ["binh"]


def test_the_record_of_sign_ins_comes_in_pages(opened):
    made(opened, "lan.mc")
    made(opened, "minh")
    for login in ("lan.mc", "minh", "lan.mc", "lan.mc"):
        entered(opened, login)

    first = sign_ins(opened, login="lan.mc", limit=2)
    second = sign_ins(opened, login="lan.mc", limit=2, before=first[-1].id)

    assert [len(first), len(second)] == [2, 1]
    assert {(each.login, each.known, each.outcome) for each in first + second} == {
        ("lan.mc", True, "ok")
    }
    assert len(sign_ins(opened)) == 4


def test_the_record_of_changes_comes_in_pages(opened):
    for login in ("an", "binh", "chi"):
        made(opened, login)

    first = changes(opened, limit=2)

    assert [each.login for each in first] == ["chi", "binh"]
    assert [each.login for each in changes(opened, before=first[-1].id)] == ["an"]


def test_an_admin_reads_of_the_accounts_they_rule_alone(opened):
    made(opened, "lan.mc")
    made(opened, "xa", grant("clerk", "H32.BD"))
    made(opened, "hai.noi", grant("clerk"), grant("clerk", "H32.BD"))
    for login in ("lan.mc", "xa"):
        entered(opened, login)
    with pytest.raises(SignInRefused):
        entered(opened, "mat-khau-go-nham")

    def read(agency):
        by = Officer(login="quan.tri", name="Quản Trị", grants=(grant("admin", agency),))
        found = (accounts(opened, by=by), changes(opened, by=by), sign_ins(opened, by=by))
        return [sorted({each.login for each in part}) for part in found]

    assert read("H32.PL") == [["lan.mc"]] * 3
    assert read("H32.NT") == [["lan.mc"]] * 3
    everybody = ["hai.noi", "lan.mc", "xa"]
    assert read("H32") == [everybody, everybody, ["lan.mc", "mat-khau-go-nham", "xa"]]


def test_procedures_at_hand_are_each_persons_own(opened):
    made(opened, "lan.mc")
    made(opened, "minh")
    lan = entered(opened, "lan.mc").session.account
    minh = entered(opened, "minh").session.account

    for _ in range(2):
        set_favourite(opened, lan, "1.000894", wanted=True)
        set_favourite(opened, lan, "1.000656", wanted=True)
    assert favourites(opened, lan) == ("1.000656", "1.000894")
    assert favourites(opened, minh) == ()
    for _ in range(2):
        set_favourite(opened, lan, "1.000656", wanted=False)
    assert favourites(opened, lan) == ("1.000894",)
    with pytest.raises(Unknown, match=r"không có thủ tục 9.9"):
        set_favourite(opened, lan, "9.9", wanted=True)
