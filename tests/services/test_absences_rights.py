"""Who may put whom absent, who may know of it, and what is only lent."""

import pytest

from app.errors import Refused, Unknown
from app.services.absences import absences, cancel_absence
from app.services.accounts import disable_account, set_grants
from tests.services.absent import ADMIN, FRIDAY, HEAD, TOMORROW, away, opened, put, session
from tests.services.who import NOW, TODAY, grant, made
from workflows.agency import Role
from workflows.officer import Officer

__all__ = ["opened"]


def test_roles_that_are_lent_are_told_from_ones_own(opened):
    put(opened, away("binh.ld", "lan.mc"))
    put(opened, away("hue.tp", "binh.ld"))
    made(opened, "dung.tp", grant("specialist"))
    put(opened, away("dung.tp", "binh.ld"))
    set_grants(opened, "binh.ld", [grant("leader"), grant("specialist")], by=None, now=NOW)

    lan, binh = session(opened, "lan.mc").officer, session(opened, "binh.ld").officer

    assert lan.lent == (grant("leader"), grant("specialist"))
    assert (lan.alone.grants, lan.alone.stands_for) == ((grant("one_stop"),), ())
    assert binh.lent == ()


def test_who_only_stands_for_a_leader_arranges_nothing(opened):
    absence = put(opened, away("binh.ld", "lan.mc", last=TODAY))
    lan = session(opened, "lan.mc").officer
    assert lan.agencies(Role.LEADER)

    for whom in ("binh.ld", "hue.tp"):
        with pytest.raises(Refused, match="chỉ lãnh đạo"):
            put(opened, away(whom, "lan.mc", first=TOMORROW), by=lan)
    with pytest.raises(Refused):
        cancel_absence(opened, absence, by=lan, now=NOW)
    assert absences(opened, viewer=lan, now=NOW) == []


def test_a_leader_does_not_choose_themselves(opened):
    with pytest.raises(Refused, match="không ai tự cử mình") as caught:
        put(opened, away("hue.tp", "binh.ld"), by=HEAD)
    assert caught.value.field == "substitute"


def test_a_leader_does_not_lend_case_roles_to_who_only_keeps_accounts(opened):
    made(opened, "quan.pl", grant("admin"))

    with pytest.raises(Refused, match="người thay phải làm hồ sơ"):
        put(opened, away("hue.tp", "quan.pl"), by=HEAD)


def test_a_role_that_begins_elsewhere_during_the_absence_is_not_the_leaders_to_lend(opened):
    later = grant("leader", "H32.BD", since=FRIDAY)
    set_grants(opened, "hue.tp", [grant("specialist"), later], by=None, now=NOW)

    with pytest.raises(Refused, match="vai trò ở nơi khác"):
        put(opened, away(last=FRIDAY), by=HEAD)
    put(opened, away(last=FRIDAY.replace(day=7)), by=HEAD)


def test_reasons_are_told_only_where_the_absent_work(opened):
    absence = put(opened, away(reason="chữa bệnh"))
    other = Officer(login="ld.bd", name="Lý", grants=(grant("leader", "H32.BD"),))
    keeper = Officer(login="qt.bd", name="Quý", grants=(grant("admin", "H32.BD"),))
    near = Officer(login="qt.pl", name="Phú", grants=(grant("admin"),))

    for who, seen in ((HEAD, 1), (ADMIN, 1), (near, 1), (other, 0), (keeper, 0)):
        assert len(absences(opened, viewer=who, now=NOW)) == seen
    for who in (other, keeper):
        with pytest.raises(Unknown, match="không có đợt vắng mặt này"):
            cancel_absence(opened, absence, by=who, now=NOW)
        with pytest.raises(Unknown, match="ở cơ quan của bạn"):
            put(opened, away("lan.mc", "son.bd"), by=who)


@pytest.mark.parametrize("login", ["hue.tp", "lan.mc"])
def test_an_absence_is_taken_back_though_somebody_was_disabled(opened, login):
    absence = put(opened, away())
    disable_account(opened, login, by=None, now=NOW)

    cancel_absence(opened, absence, by=HEAD, now=NOW)

    assert absences(opened, viewer=ADMIN, now=NOW) == []
