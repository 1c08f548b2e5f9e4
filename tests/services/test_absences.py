"""Somebody is away: a colleague has their roles for these days, and gets the list of their work."""

from datetime import date

import pytest

from app.errors import BadInput, Refused, Unknown
from app.services.absences import absences, cancel_absence, handover
from app.services.account_list import changes
from app.services.accounts import disable_account, set_grants
from app.services.record import record
from app.services.sign_in_attempts import SignInRefused
from app.services.signing_in import signed_in
from app.store.absences import Colleague, absence_of, officers_at
from tests.services.absent import ADMIN, FRIDAY, HEAD, TOMORROW, away, opened, put, session
from tests.services.who import MINUTE, NOW, TODAY, entered, grant, made
from tests.store import desk
from workflows.agency import Role
from workflows.commands import StartStep
from workflows.officer import Officer

__all__ = ["opened"]


def test_the_substitute_has_the_roles_of_both_for_these_days(opened):
    put(opened, away(first=TOMORROW))

    before, during = session(opened, "lan.mc"), session(opened, "lan.mc", TOMORROW)
    last, after = (
        session(opened, "lan.mc", FRIDAY),
        session(opened, "lan.mc", FRIDAY.replace(day=9)),
    )

    for seen in (before, after):
        assert seen.officer.grants == (grant("one_stop"),)
        assert seen.officer.stands_for == ()
    for seen in (during, last):
        assert seen.officer.grants == (grant("one_stop"), grant("specialist"))
        assert seen.officer.stands_for == ("hue.tp",)
        assert seen.officer.logins == {"lan.mc", "hue.tp"}
        assert seen.officer.login == "lan.mc"


def test_the_absent_officer_keeps_their_own_roles(opened):
    put(opened, away())

    assert session(opened, "hue.tp").officer.grants == (grant("specialist"),)


def test_nobody_becomes_admin_because_an_admin_is_away(opened):
    set_grants(opened, "hue.tp", [grant("admin"), grant("clerk")], by=None, now=NOW)
    put(opened, away())

    assert session(opened, "lan.mc").officer.grants == (grant("one_stop"), grant("clerk"))


def test_a_chain_of_absences_is_not_followed(opened):
    put(opened, away("hue.tp", "lan.mc"))
    put(opened, away("lan.mc", "binh.ld"))

    found = session(opened, "binh.ld").officer

    assert found.grants == (grant("leader"), grant("one_stop"))
    assert found.stands_for == ("lan.mc",)


def test_only_the_roles_that_hold_that_day_are_lent(opened):
    ended, running = grant("clerk", until=TODAY.replace(day=3)), grant("cashier", until=FRIDAY)
    set_grants(opened, "hue.tp", [ended, running], by=None, now=NOW)
    put(opened, away())

    assert session(opened, "lan.mc").officer.grants == (grant("one_stop"), running)


def test_one_may_stand_for_several_and_has_each_role_once(opened):
    made(opened, "dung.tp", grant("specialist"))
    put(opened, away("hue.tp"))
    put(opened, away("dung.tp"))

    found = session(opened, "lan.mc").officer

    assert found.grants == (grant("one_stop"), grant("specialist"))
    assert set(found.stands_for) == {"hue.tp", "dung.tp"}


def test_who_has_no_role_of_their_own_may_come_in_for_somebody(opened):
    set_grants(opened, "lan.mc", [], by=None, now=NOW)
    put(opened, away())

    assert session(opened, "lan.mc").officer.grants == (grant("specialist"),)


def test_a_disabled_account_lends_nothing(opened):
    put(opened, away())
    disable_account(opened, "hue.tp", by=None, now=NOW)

    assert session(opened, "lan.mc").officer.stands_for == ()


def test_a_disabled_substitute_does_not_come_in(opened):
    put(opened, away())
    disable_account(opened, "lan.mc", by=None, now=NOW)

    with pytest.raises(SignInRefused):
        entered(opened, "lan.mc")


def test_a_cancelled_absence_ends_at_the_next_click(opened):
    absence = put(opened, away())
    token = entered(opened, "lan.mc").token

    for _ in range(2):
        cancel_absence(opened, absence, by=ADMIN, now=NOW + MINUTE)

    found = signed_in(opened, token, now=NOW + MINUTE)
    assert found is not None
    assert found.officer.stands_for == ()
    assert absences(opened, viewer=ADMIN, now=NOW) == []
    with opened.reading() as connection:
        kept = absence_of(connection, absence)
    assert kept is not None
    assert kept.cancelled_at == NOW + MINUTE
    assert [each.what for each in changes(opened, login="hue.tp")][:2] == [
        "absence_cancelled",
        "absent",
    ]


def test_what_is_over_stays_as_it_was(opened):
    absence = put(opened, away(last=TODAY))

    with pytest.raises(Refused, match="đã qua"):
        cancel_absence(opened, absence, by=ADMIN, now=NOW.replace(day=5))
    with pytest.raises(Unknown, match="không có đợt vắng mặt này"):
        cancel_absence(opened, 999, by=ADMIN, now=NOW)


@pytest.mark.parametrize(
    ("absence", "field", "words"),
    [
        (away(first=FRIDAY, last=TODAY), "last_day", "trước ngày đầu"),
        (away(first=date(2024, 3, 1), last=date(2024, 3, 3)), "last_day", "đã qua"),
        (away(reason="  "), "reason", "hãy ghi lý do"),
        (away(reason="x" * 501), "reason", "hãy ghi lý do"),
        (away("hue.tp", " HUE.TP "), "substitute", "phải là người khác"),
    ],
)
def test_what_makes_no_absence_names_its_field(opened, absence, field, words):
    with pytest.raises(BadInput, match=words) as caught:
        put(opened, absence)
    assert caught.value.field == field


def test_unknown_and_disabled_people_are_named(opened):
    with pytest.raises(Unknown) as unknown:
        put(opened, away("hue.tp", "ai.do"))
    assert unknown.value.field == "substitute"
    disable_account(opened, "lan.mc", by=None, now=NOW)
    with pytest.raises(BadInput, match=r"lan\.mc đã bị khóa") as caught:
        put(opened, away())
    assert caught.value.field == "substitute"


def test_one_day_has_one_substitute(opened):
    put(opened, away(last=TOMORROW))

    with pytest.raises(Refused, match="đã thay từ 04/03/2024 đến 05/03/2024"):
        put(opened, away("hue.tp", "binh.ld", first=TOMORROW))
    put(opened, away("hue.tp", "binh.ld", first=TODAY.replace(day=6)))


def test_a_leader_arranges_it_in_their_own_office_only(opened):
    put(opened, away(), by=HEAD)
    assert absences(opened, viewer=ADMIN, now=NOW)[0].made_by == "binh.ld"

    disable_account(opened, "son.bd", by=None, now=NOW)
    for other in ("son.bd", "ai.do"):
        words = rf"không có tài khoản {other} ở cơ quan của bạn"
        with pytest.raises(Unknown, match=words):
            put(opened, away("lan.mc", other), by=HEAD)
        with pytest.raises(Unknown, match=words):
            put(opened, away(other, "lan.mc"), by=HEAD)


def test_a_leader_does_not_lend_what_somebody_may_elsewhere(opened):
    set_grants(opened, "hue.tp", [grant("specialist"), grant("leader", "H32")], by=None, now=NOW)

    with pytest.raises(Refused):
        put(opened, away("hue.tp", "lan.mc"), by=HEAD)
    put(opened, away("hue.tp", "lan.mc"), by=ADMIN)


@pytest.mark.parametrize("role", [each for each in Role if each not in (Role.LEADER, Role.ADMIN)])
def test_nobody_else_arranges_it(opened, role):
    absence = put(opened, away())
    officer = Officer(login="ai", name="Ai", grants=(grant(role),))

    with pytest.raises(Refused):
        put(opened, away("lan.mc", "hue.tp"), by=officer)
    with pytest.raises(Refused):
        cancel_absence(opened, absence, by=officer, now=NOW)


def test_the_list_of_absences_starts_today(opened):
    put(opened, away("hue.tp", last=TODAY))
    put(opened, away("son.bd", "lan.mc", first=TOMORROW))

    assert [each.name for each in absences(opened, viewer=ADMIN, now=NOW)] == [
        "Trần Thị Huệ",
        "Son.Bd",
    ]
    assert [each.login for each in absences(opened, viewer=ADMIN, now=NOW.replace(day=5))] == [
        "son.bd"
    ]
    assert [
        each.substitute for each in absences(opened, viewer=ADMIN, login="hue.tp", now=NOW)
    ] == ["lan.mc"]


def test_who_can_be_given_a_step_and_who_is_away(opened):
    made(opened, "dung.tp", grant("specialist", until=TODAY), grant("specialist", since=TODAY))
    made(opened, "cu", grant("specialist", until=TODAY.replace(day=1)))
    made(opened, "khoa", grant("specialist"))
    disable_account(opened, "khoa", by=None, now=NOW)
    put(opened, away(last=TODAY))

    def at(agency: str, role: Role, day: date = TODAY) -> list[Colleague]:
        with opened.reading() as connection:
            return officers_at(connection, agency, role, on=day)

    assert at("H32.PL", Role.SPECIALIST) == [
        Colleague(login="dung.tp", name="Dung.Tp"),
        Colleague(login="hue.tp", name="Trần Thị Huệ", away_until=TODAY, substitute="Lan.Mc"),
    ]
    assert [each.away_until for each in at("H32.PL", Role.SPECIALIST, TOMORROW)] == [None, None]
    assert at("H32.BD", Role.SPECIALIST) == []


def test_the_hand_over_list_holds_the_running_steps(opened):
    codes = [desk.accepted(opened).code for _ in range(3)]
    for code, assignee in zip(codes, ("hue.tp", "hue.tp", "dung.tp"), strict=True):
        started = StartStep(at=NOW, step="appraise", assignee=assignee)
        record(opened, code, started, by="binh.ld", now=NOW)

    found = handover(opened, "HUE.TP", viewer=HEAD)
    left = [each.left for each in found.lines]

    assert found.name == "Trần Thị Huệ"
    assert {(each.procedure, each.step) for each in found.lines} == {("Đăng ký kết hôn", "Thụ lý")}
    assert [(each.code, each.step, each.applicant) for each in left] == [
        (code, "appraise", "Bà Tư") for code in codes[:2]
    ]
    assert all(
        each.due_at and each.case_due_at and each.due_at <= each.case_due_at for each in left
    )
    assert {each.procedure for each in left} == {"1.000894"}


def test_nobody_reads_a_hand_over_list_of_cases_they_may_not_see(opened):
    code = desk.accepted(opened).code
    record(opened, code, StartStep(at=NOW, step="appraise", assignee="hue.tp"), by="x", now=NOW)
    stranger = Officer(login="son.bd", name="Sơn", grants=(grant("leader", "H32.BD"),))

    assert handover(opened, "hue.tp", viewer=stranger).lines == ()
    assert handover(opened, "hue.tp", viewer=stranger).name == "hue.tp"
    assert handover(opened, "hue.tp", viewer=ADMIN).lines == ()
    assert handover(opened, "hue.tp", viewer=HEAD).lines != ()
