"""When a second person must agree to what somebody records, and who that person may be."""

from dataclasses import replace
from datetime import date

import pytest

from sla.spec import LawGap
from tests.builders import SETTING, START, ask, case_of, clock_at, desk, grown
from tests.people import OTHER
from tests.sla.builders import OFFICE, at
from tests.workflows.at_the_desk import HUNG, LAN, MINH, officer
from workflows.agency import Role
from workflows.desk import deadlines_of, late_tolerance, may_approve, needs_second_person
from workflows.officer import Officer

CASE = case_of(desk())
THAO = officer("thao", Role.LEADER)


def needs(when: str, now: str, name: str = "resolved") -> bool:
    return needs_second_person(ask(name, when), now=at(now), calendar=OFFICE)


@pytest.mark.parametrize(
    ("when", "now", "second"),
    [
        ("Thu 2023-06-15 09:00", "Thu 2023-06-15 09:00", False),
        ("Thu 2023-06-15 09:00", "Thu 2023-06-15 10:00", False),
        ("Thu 2023-06-15 09:00", "Thu 2023-06-15 10:01", True),
        ("Thu 2023-06-15 11:00", "Thu 2023-06-15 14:00", False),  # the noon rest does not count
        ("Thu 2023-06-15 11:00", "Thu 2023-06-15 14:01", True),
        ("Thu 2023-06-15 17:25", "Fri 2023-06-16 07:31", True),  # another day is another day
        ("Sat 2023-06-17 09:00", "Sat 2023-06-17 18:00", False),
        ("Thu 2023-06-15 10:00", "Thu 2023-06-15 09:00", False),  # the future: `decide` says no
    ],
)
def test_a_tick_may_be_an_hour_of_work_late_and_no_day(when, now, second):
    assert needs(when, now) is second


def test_a_tick_from_before_a_deadline_that_has_passed_is_never_alone():
    tick = ask("resolved", "Thu 2023-06-15 16:55")
    due = at("Thu 2023-06-15 17:00")
    now = at("Thu 2023-06-15 17:20")

    assert not needs_second_person(tick, now=now, calendar=OFFICE)
    assert needs_second_person(tick, now=now, calendar=OFFICE, deadlines=[due])
    after = ask("resolved", "Thu 2023-06-15 17:05")
    assert not needs_second_person(after, now=now, calendar=OFFICE, deadlines=[due])


def test_the_deadlines_are_those_of_the_clocks_that_run():
    submitted = case_of(ask("submitted", START))
    working = grown(CASE, *case_of(desk(), ask("step_started", clock_at(5))).log[1:])

    assert deadlines_of(submitted, SETTING) == (at("Fri 2023-06-16 08:00"),)
    assert deadlines_of(working, SETTING) == (
        at("Tue 2023-06-20 08:00"),
        at("Fri 2023-06-16 08:05"),
    )


@pytest.mark.parametrize("name", ["corrected", "voided"])
def test_repairs_always_need_a_second_person(name):
    now = "Thu 2023-06-15 09:00"

    assert needs(now, now, name)


def test_when_a_citizen_sent_it_is_the_portals_word():
    assert not needs("Thu 2023-06-15 09:00", "Mon 2023-06-19 09:00", "submitted")


def test_the_tolerance_is_a_choice_with_its_days():
    assert late_tolerance(date(2023, 6, 15)).in_words() == "1 giờ làm việc"
    with pytest.raises(LawGap):
        late_tolerance(date(2010, 1, 1))


def refused(who: Officer, proposed_by: str = "minh", recorded_by: tuple[str, ...] = ()) -> str:
    refusal = may_approve(who, CASE, proposed_by=proposed_by, recorded_by=recorded_by)
    return refusal.message if refusal else ""


def test_a_leader_of_the_office_who_had_no_hand_in_it_approves():
    assert refused(HUNG) == ""
    assert refused(HUNG, recorded_by=("lan",)) == ""


@pytest.mark.parametrize(
    "who",
    [
        LAN,
        MINH,
        officer("quan.tri", Role.ADMIN),
        officer("giam.sat", Role.SUPERVISOR, Role.AUDITOR),
        officer("son", Role.LEADER, agency=OTHER.code),
    ],
    ids=lambda who: who.login,
)
def test_nobody_but_a_leader_of_the_office_approves(who):
    assert refused(who) == "chỉ lãnh đạo của cơ quan giải quyết hồ sơ này duyệt được"


def test_nobody_approves_what_they_proposed():
    assert refused(HUNG, proposed_by="hung") == "người đề nghị không được tự duyệt"


def test_nobody_approves_the_repair_of_what_they_recorded():
    assert refused(HUNG, recorded_by=("hung",)) == (
        "người đã ghi việc này không được duyệt việc sửa nó"
    )


def test_a_leaders_role_that_is_only_lent_does_not_approve():
    instead = replace(HUNG, login="lan", lent=HUNG.grants, stands_for=("hai",))

    assert "chỉ làm thay lãnh đạo" in refused(instead)
    assert refused(replace(HUNG, stands_for=("hai",))) == ""


@pytest.mark.parametrize("hands", [{"proposed_by": "thao"}, {"recorded_by": ("thao",)}])
def test_nobody_approves_in_the_place_of_who_had_a_hand_in_it(hands):
    instead = replace(HUNG, stands_for=("thao",))

    assert "người đang làm thay" in refused(instead, **hands)
    assert refused(THAO, **hands) != ""
