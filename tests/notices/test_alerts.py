"""Alerts: each rung once, to the right people, in working hours."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.services.accounts import disable_account, set_grants
from app.services.verify import verify
from tests.notices.ringing import (
    alerts,
    did,
    march,
    notices,
    staffed,
    started,
    ticked,
    told,
)
from tests.services.absent import away, put
from tests.services.who import NOW, TODAY, grant
from tests.store import desk
from workflows.commands import PauseCase, ResolveCase, ResumeCase

DUE = march(7, "09:00")  # what is accepted on Monday at nine with three days


@pytest.fixture
def opened(database_url):
    return staffed(database_url)


def case_of(opened, **changes):
    return desk.opened_case(opened, desk.acceptance(**changes)).code


def test_vector_18_two_sweeps_at_once_alert_once_and_a_moved_deadline_once_more(opened):
    code = case_of(opened)
    started(opened, code, "hue.tp", march(4, "10:00"))
    four_fifths = march(5, "16:48")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: ticked(opened, four_fifths), range(2)))
    first, bells = alerts(opened, "step"), notices(opened, kind="step")
    did(opened, code, PauseCase(at=march(5, "17:00"), reason="consultation"))
    did(opened, code, ResumeCase(at=march(6, "08:00")))
    for _ in range(2):
        ticked(opened, march(6, "08:10"))

    assert first == [("near", march(6, "10:00"))]
    assert [row.login for row in bells] == ["hue.tp"]
    assert alerts(opened, "step") == [*first, ("near", march(6, "11:00"))]
    assert [row.login for row in notices(opened, kind="step")] == ["hue.tp", "hue.tp"]
    assert verify(opened, now=march(6, "08:10")).fault is None


def test_a_case_whose_deadline_moved_rings_anew_for_it_and_everybody_hears_it_once(opened):
    code = case_of(opened)
    ticked(opened, march(6, "14:15"))
    did(opened, code, PauseCase(at=march(6, "15:00"), reason="consultation"))
    did(opened, code, ResumeCase(at=march(6, "16:00")))

    ticked(opened, march(6, "16:30"))

    moved = march(7, "10:00")
    assert alerts(opened) == [("day_1", DUE), ("day_1", moved)]
    assert [row.at for row in notices(opened, login="lan.mc")] == [
        march(6, "09:00"),
        march(6, "10:00"),
    ]


def test_vector_19_after_a_weekend_without_power_each_rung_rings_once_on_monday(opened):
    overdue = desk.opened_case(opened, desk.submission(march(7, "17:20"))).code
    half = desk.opened_case(opened, desk.submission(march(8, "14:00"))).code
    ticked(opened, march(8, "17:00"))
    before = alerts(opened, "intake")

    ticked(opened, march(11, "09:00"))
    ticked(opened, march(11, "09:00"))

    assert [rung for rung, _ in before] == ["half", "near", "last"]
    assert [rung for rung, _ in alerts(opened, "intake")[3:]] == ["due", "half"]
    [late], [early] = (
        notices(opened, login="lan.mc", level="urgent")[1:],
        notices(opened, login="lan.mc", case_code=half),
    )
    assert (late.case_code, late.at, late.shown_from) == (
        overdue,
        march(8, "17:20"),
        march(11, "09:00"),
    )
    assert (early.at, early.shown_from) == (march(11, "08:00"), march(11, "09:00"))


@pytest.mark.parametrize(
    ("fired", "shown"),
    [
        (march(8, "22:00"), march(11, "07:30")),
        (march(11, "12:00"), march(11, "13:30")),
        (march(11, "09:10"), march(11, "09:10")),
    ],
)
def test_nothing_is_shown_outside_working_hours(opened, fired, shown):
    case_of(opened)

    ticked(opened, fired)

    assert {row.shown_from for row in notices(opened)} == {shown}


def test_a_clock_that_has_stopped_writes_its_events_and_bothers_nobody(opened):
    code = case_of(opened)
    did(opened, code, ResolveCase(at=march(8, "09:00"), outcome="granted"))

    result = ticked(opened, march(11, "09:00"))

    assert result.missed == 1
    assert alerts(opened) == []
    assert notices(opened) == []


def test_after_a_climb_of_several_rungs_everybody_is_told_of_the_last_one_for_them(opened):
    code = case_of(opened)
    started(opened, code, "hue.tp", march(4, "10:00"))

    ticked(opened, march(8, "10:00"))

    assert [rung for rung, _ in alerts(opened)] == ["day_1", "due", "after_1"]
    rows = notices(opened, case_code=code, kind="case")
    assert sorted((row.login, row.at) for row in rows) == [
        ("binh.ld", march(8, "09:00")),
        ("giam.sat", march(8, "09:00")),
        ("hue.tp", DUE),
        ("lan.mc", DUE),
    ]


def test_a_wait_that_was_too_long_takes_the_place_of_no_deadline(opened):
    code = case_of(opened)

    ticked(opened, march(11, "10:00"))

    rows = notices(opened, case_code=code, kind="case")
    assert sorted((row.login, row.level, row.text.split(":")[0]) for row in rows) == [
        ("binh.ld", "urgent", "Quá hạn trả 1 ngày làm việc"),
        ("binh.ld", "warn", "Không có chuyển động 5 ngày làm việc"),
        ("giam.sat", "urgent", "Quá hạn trả 1 ngày làm việc"),
        ("lan.mc", "urgent", "Quá hạn trả"),
        ("lan.mc", "warn", "Không có chuyển động 5 ngày làm việc"),
    ]


def test_the_holder_of_a_step_is_its_assignee_and_without_one_everybody_of_its_role(opened):
    given, free = case_of(opened), case_of(opened)
    started(opened, given, "hue.tp", march(4, "10:00"))
    started(opened, free, None, march(4, "10:00"))

    ticked(opened, march(5, "16:01"))

    assert told(opened, case_code=given, kind="step") == {"hue.tp"}
    assert told(opened, case_code=free, kind="step") == {"hue.tp", "minh.tp"}


@pytest.mark.parametrize("gone", ["disabled", "elsewhere", "unknown"])
def test_an_assignee_who_cannot_come_is_stood_for_by_the_others_of_the_role(opened, gone):
    code = case_of(opened)
    started(opened, code, "ai.do" if gone == "unknown" else "hue.tp", march(4, "10:00"))
    if gone == "disabled":
        disable_account(opened, "hue.tp", by=None, now=NOW)
    if gone == "elsewhere":
        set_grants(opened, "hue.tp", [grant("specialist", "H32.BD")], by=None, now=NOW)

    ticked(opened, march(5, "16:01"))

    assert told(opened, kind="step") - {"hue.tp"} == {"minh.tp"}
    assert ("hue.tp" in told(opened, kind="step")) is False or gone == "unknown"


def test_the_substitute_is_told_as_well_while_somebody_is_away(opened):
    put(opened, away("hue.tp", "lan.mc", first=TODAY.replace(day=5), last=TODAY.replace(day=5)))
    code = case_of(opened)
    started(opened, code, "hue.tp", march(4, "10:00"))

    ticked(opened, march(5, "16:01"))
    ticked(opened, march(6, "10:30"))

    assert told(opened, kind="step", at=notices(opened, kind="step")[0].at) == {"hue.tp", "lan.mc"}
    assert told(opened, kind="step", level="urgent") == {"hue.tp"}


def test_only_roles_of_that_day_count(opened):
    until = TODAY.replace(day=5)
    set_grants(opened, "minh.tp", [grant("specialist", until=until)], by=None, now=NOW)
    code = case_of(opened)
    started(opened, code, None, march(4, "10:00"))

    ticked(opened, march(6, "10:30"))

    assert told(opened, case_code=code, kind="step") == {"hue.tp"}


def test_where_nobody_holds_the_role_somebody_hears_it_all_the_same(opened):
    for login in ("hue.tp", "minh.tp"):
        disable_account(opened, login, by=None, now=NOW)
    code = case_of(opened)
    started(opened, code, None, march(4, "10:00"))

    ticked(opened, march(5, "16:01"))

    assert told(opened, kind="step") == {"lan.mc"}


def test_a_training_case_rings_for_its_holder_alone(opened):
    code = case_of(opened, training=True)
    started(opened, code, "hue.tp", march(4, "10:00"))

    ticked(opened, march(8, "10:00"))

    assert told(opened) == {"hue.tp"}


def test_the_bell_says_what_the_case_is_and_names_no_applicant(opened):
    code = case_of(opened)

    ticked(opened, march(6, "10:00"))

    [row] = notices(opened, login="lan.mc")
    assert code in row.text
    assert "Đăng ký kết hôn" in row.text
    assert "Phường Phước Long" in row.text
    assert "07/03/2024 09:00" in row.text
    assert "Bà Tư" not in row.text
    # The rung asks for an apology to be made ready, so it leads to the page where that is done.
    assert (row.link, row.kind, row.level) == (f"/cases/{code}/apology", "case", "warn")


def test_a_case_that_stands_is_not_warned_of_a_deadline_that_will_move(opened):
    code = case_of(opened)
    did(opened, code, PauseCase(at=march(6, "15:00"), reason="consultation"))

    ticked(opened, march(6, "16:00"))
    missed = ticked(opened, march(15, "09:00")).missed

    assert alerts(opened) == []
    assert missed == 0


def test_whoever_is_late_and_then_stands_is_late_all_the_same(opened):
    code = case_of(opened)
    did(opened, code, PauseCase(at=march(7, "10:00"), reason="consultation"))

    ticked(opened, march(7, "11:00"))

    assert [rung for rung, _ in alerts(opened)] == ["day_1", "due"]
    assert {row.level for row in notices(opened)} == {"urgent"}
