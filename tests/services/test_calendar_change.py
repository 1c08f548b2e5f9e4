"""A calendar changes: what it would do is shown, and then done by one event for each case."""

import pytest

from app.errors import BadInput, Refused, Unknown
from app.services.calendar_change import again, apply, begin, carry_on, unfinished
from app.services.calendar_order import Order
from app.services.calendar_preview import preview
from app.store.engine import database
from tests.services import calendars as cal
from tests.services.calendars import FRIDAY, ORDER, SATURDAY
from tests.services.hands import BINH, HUNG, LAN, STRANGE_LEADER, WARD, press
from tests.services.who import grant, made
from tests.sla.builders import at
from tests.store import desk
from workflows import commands as cmd
from workflows.pack import read_pack

TUESDAY_16 = at("Tue 2023-06-20 16:00")


@pytest.fixture
def opened(database_url):
    return cal.ward(database_url)


def seen(opened, now=SATURDAY, **more):
    return preview(opened, [WARD], now=now, **more)


def test_vector_13_a_day_declared_off_is_shown_first_and_then_moves_the_deadline(opened):
    code = cal.case(opened)
    closed = cal.case(opened)
    cal.then(opened, closed, cmd.ResolveCase(at=FRIDAY, outcome="granted"))
    before = cal.row_of(opened, closed)
    cal.change(opened)

    found = seen(opened)
    (moving,) = found.moves
    assert (moving.case.code, moving.plan.old_due, moving.plan.new_due) == (
        code,
        at("Mon 2023-06-19 16:00"),
        TUESDAY_16,
    )
    assert moving.plan.reason() == "thêm ngày nghỉ thứ Hai 19/06/2023 (nghỉ bù)"
    assert cal.log_of(opened, code).version == 1, "a preview writes nothing"

    done = apply(opened, press(HUNG, SATURDAY), ORDER)

    assert done.results == {"moved": 1}
    (event,) = cal.adjusted(opened, code)
    assert (event.at, event.new_due_at, event.approved_by, event.calendar) == (
        SATURDAY,
        TUESDAY_16,
        "hung",
        "default@2",
    )
    assert event.reason == (
        "nghỉ bù theo thông báo (215/QĐ-UBND ngày 17/06/2023): "
        "thêm ngày nghỉ thứ Hai 19/06/2023 (nghỉ bù)"
    )
    row = cal.row_of(opened, code)
    assert (row["due_at"], row["calendar"]) == (TUESDAY_16, "default@2")
    assert cal.row_of(opened, closed) == before
    assert seen(opened).moves == []


def test_an_overdue_case_that_is_in_time_again_says_so(opened):
    cal.case(opened)
    cal.change(opened)

    (moving,) = seen(opened, now=at("Tue 2023-06-20 09:00")).moves

    assert (moving.plan.late_before, moving.plan.late_after, moving.plan.turns) == (
        True,
        False,
        True,
    )


def test_a_file_that_was_not_loaded_is_asked_about_and_changes_nothing(opened):
    code = cal.case(opened)

    found = seen(opened, packs=[read_pack(cal.MONDAY_OFF, "thử.yaml")])

    assert [moving.case.code for moving in found.moves] == [code]
    assert [group.target.reference for group in found.groups] == ["default@2"]
    assert not found.groups[0].target.loaded
    assert seen(opened).groups == []
    assert seen(opened, packs=[read_pack(cal.CALENDAR, "thử.yaml")]).groups == []


def test_what_only_changes_its_calendar_is_counted_and_bound_when_that_is_wanted(opened):
    code = cal.case(opened, at("Mon 2023-06-26 08:00"))
    waiting = desk.opened_case(opened, desk.submission(FRIDAY)).code
    cal.change(opened)
    now = at("Mon 2023-06-26 09:00")

    found = seen(opened, now=now)
    assert (found.moves, found.same, found.submitted) == ([], 1, 1)
    with pytest.raises(Refused, match="không có hồ sơ nào đổi hạn"):
        begin(opened, press(HUNG, now), ORDER)

    wanted = Order(number="1", day=ORDER.day, reason="lịch mới", rebinds=True)
    assert apply(opened, press(HUNG, now), wanted).results == {"bound": 1}
    assert cal.adjusted(opened, code)[0].new_due_at == at("Tue 2023-06-27 08:00")
    assert cal.adjusted(opened, waiting) == []
    assert seen(opened, now=now).same == 0


def test_the_window_of_a_submission_is_counted_by_the_calendar_of_that_day(opened):
    code = desk.opened_case(opened, desk.submission(FRIDAY)).code
    cal.change(opened)
    cal.then(opened, code, cmd.AcceptCase(at=at("Tue 2023-06-20 09:00")))

    row = cal.row_of(opened, code)

    assert (row["intake_due_at"], row["calendar"]) == (at("Mon 2023-06-19 16:00"), "default@2")


def test_a_case_the_new_calendar_cannot_count_stands_by_itself(opened):
    code = cal.case(opened, at("Fri 2025-12-26 08:00"))
    cal.change(opened, cal.MONDAY_OFF.replace("[2023, 2025]", "[2023, 2024]"))
    now = at("Fri 2025-12-26 09:00")

    found = seen(opened, now=now)
    assert [moving.case.code for moving in found.gaps] == [code]
    assert "chưa có ngày 26/12/2025" in found.gaps[0].plan.gap

    done = apply(opened, press(HUNG, now), Order(number="1", day=ORDER.day, reason="lịch mới"))
    assert done.results == {"gap": 1}
    assert cal.adjusted(opened, code) == []


def test_chosen_cases_alone_are_moved_and_the_rest_later(opened):
    one, other = cal.case(opened), cal.case(opened)
    cal.change(opened)

    chosen = Order(number="1", day=ORDER.day, reason="lịch mới", codes=(other,))
    assert apply(opened, press(HUNG, SATURDAY), chosen).results == {"moved": 1}
    assert [len(cal.adjusted(opened, code)) for code in (one, other)] == [0, 1]

    assert apply(opened, press(HUNG, SATURDAY), ORDER).results == {"moved": 1}
    assert [len(cal.adjusted(opened, code)) for code in (one, other)] == [1, 1]


def test_the_same_form_sent_twice_is_one_decision_and_goes_on_where_it_stopped(opened):
    codes = [cal.case(opened) for _ in range(25)]
    cal.change(opened)
    form = press(HUNG, SATURDAY)

    number = begin(opened, form, ORDER)
    first = carry_on(opened, number, now=SATURDAY, most=20)
    assert (first.done, first.waiting, unfinished(opened)) == (20, 5, [number])

    done = apply(database(opened.url), form, ORDER)
    assert (done.number, done.results, done.waiting) == (number, {"moved": 25}, 0)
    assert unfinished(opened) == []
    assert {len(cal.adjusted(opened, code)) for code in codes} == {1}


def test_a_case_closed_before_its_turn_keeps_its_deadline(opened):
    code = cal.case(opened)
    cal.change(opened)
    number = begin(opened, press(HUNG, SATURDAY), ORDER)
    cal.then(opened, code, cmd.ResolveCase(at=SATURDAY, outcome="granted"))

    assert carry_on(opened, number, now=SATURDAY).results == {"closed": 1}
    assert cal.adjusted(opened, code) == []


def test_a_later_version_is_left_to_a_later_decision(opened):
    code = cal.case(opened)
    cal.change(opened)
    number = begin(opened, press(HUNG, SATURDAY), ORDER)
    cal.change(opened, cal.MONDAY_OFF.replace("2023-06-19", "2023-06-20"))

    carry_on(opened, number, now=SATURDAY)

    assert cal.adjusted(opened, code)[0].calendar == "default@2"
    assert apply(opened, press(HUNG, SATURDAY), ORDER).results == {"moved": 1}
    (_, second) = cal.adjusted(opened, code)
    assert (second.new_due_at, second.calendar) == (at("Mon 2023-06-19 16:00"), "default@3")


def test_only_a_leader_of_the_office_or_of_one_above_may(opened):
    cal.case(opened)
    cal.change(opened)

    with pytest.raises(Refused, match="chỉ lãnh đạo"):
        begin(opened, press(LAN, SATURDAY), ORDER)
    with pytest.raises(Refused, match="không có hồ sơ nào"):
        begin(opened, press(STRANGE_LEADER, SATURDAY), ORDER)
    elsewhere = Order(number="1", day=ORDER.day, reason="lịch mới", agency="H32.BD")
    with pytest.raises(Unknown, match=r"không phụ trách cơ quan H32\.BD"):
        begin(opened, press(HUNG, SATURDAY), elsewhere)


def test_what_a_leader_lost_meanwhile_is_refused_and_tried_again_with_an_account(
    opened,
):
    code = cal.case(opened)
    cal.change(opened)
    ghost = press(cal.officer_without_account(), SATURDAY)
    number = begin(opened, ghost, ORDER)

    assert carry_on(opened, number, now=SATURDAY).results == {"refused": 1}
    assert cal.adjusted(opened, code) == []
    with pytest.raises(Unknown):
        again(opened, number, STRANGE_LEADER, now=SATURDAY)
    made(opened, "ma", grant("leader", WARD))
    assert again(opened, number, BINH, now=SATURDAY) == 1
    assert unfinished(opened) == [number]


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (Order(number=" ", day=ORDER.day, reason="x"), "number"),
        (Order(number="1", day=ORDER.day, reason=""), "reason"),
        (Order(number="1", day=at("Sun 2023-06-18 08:00").date(), reason="x"), "day"),
    ],
)
def test_a_decision_has_number_date_and_reason(opened, order, field):
    with pytest.raises(BadInput) as told:
        begin(opened, press(HUNG, SATURDAY), order)

    assert told.value.field == field
