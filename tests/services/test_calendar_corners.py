"""Calendar changes at their corners: cases that stand still, other offices, leaders who left."""

from datetime import date

import pytest
from sqlalchemy import update

from app.errors import Refused
from app.services.calendar_change import again, apply, begin, carry_on
from app.services.calendar_days import NewDay, add_day, preview_day
from app.services.calendar_order import Order
from app.services.calendar_page import page
from app.services.calendar_preview import preview
from app.services.packs import load_packs
from app.store.accounts import ACCOUNTS
from tests.services import calendars as cal
from tests.services.calendars import ORDER, SATURDAY
from tests.services.hands import BINH, HUNG, WARD, officer, press
from tests.sla.builders import at
from tests.store import desk
from workflows import commands as cmd
from workflows.agency import Role

PROVINCE = officer("tinh", Role.ADMIN, "H32")
MONDAY = date(2023, 6, 19)
OWN = "calendars:\n  - code: rieng\n" + cal.CALENDAR.split("code: default\n")[1]
OTHER_WARD = """
agencies:
  - {code: H32.BD, name: Phường Bình Dương, level: commune, parent: H32, calendar: rieng}
"""


@pytest.fixture
def opened(database_url):
    return cal.ward(database_url)


def a_day(day=MONDAY, calendar="default", **more):
    given = {"kind": "off", "name": "nghỉ bù", "source": "TB 1"}
    return NewDay(calendar=calendar, day=day, **{**given, **more})


# Cases that stand still.
def paused(opened):
    """Accepted on Monday for three working days, due on Thursday; stands still since Tuesday."""
    code = cal.case(opened, at("Mon 2023-06-12 08:00"), procedure="1.000894")
    cal.then(opened, code, cmd.PauseCase(at=at("Tue 2023-06-13 09:00"), reason="consultation"))
    return code


def test_a_case_that_stands_still_is_counted_by_the_new_calendar_when_it_goes_on(opened):
    code = paused(opened)
    cal.change(opened)

    found = preview(opened, [WARD], now=SATURDAY)
    assert (found.moves, found.same) == ([], 1)
    assert [one.case.code for one in found.standing] == [code]

    assert apply(opened, press(HUNG, SATURDAY), ORDER).results == {"bound": 1}
    (event,) = cal.adjusted(opened, code)
    assert (event.new_due_at, event.calendar) == (at("Thu 2023-06-15 08:00"), "default@2")

    cal.then(opened, code, cmd.ResumeCase(at=at("Sat 2023-06-17 10:00")))
    # Fifteen hours were left: Tuesday and, Monday being off, all but one of Wednesday.
    assert cal.row_of(opened, code)["due_at"] == at("Wed 2023-06-21 16:30")
    assert preview(opened, [WARD], now=at("Sat 2023-06-17 11:00")).groups == []


def test_one_that_stands_still_can_be_chosen_alone(opened):
    code, other = paused(opened), cal.case(opened)
    cal.change(opened)

    chosen = Order(number="1", day=ORDER.day, reason="lịch mới", codes=(code,))

    assert apply(opened, press(HUNG, SATURDAY), chosen).results == {"bound": 1}
    assert [len(cal.adjusted(opened, one)) for one in (code, other)] == [1, 0]


def test_what_was_paused_and_closed_is_left_alone(opened):
    code = paused(opened)
    cal.then(opened, code, cmd.ReturnCase(at=at("Wed 2023-06-14 09:00"), reason="thiếu giấy tờ"))
    cal.change(opened)

    assert preview(opened, [WARD], now=SATURDAY).groups == []


# A day of one calendar is previewed by the admin of its offices only.
def test_the_preview_of_a_day_looks_at_the_offices_of_that_calendar_alone(opened):
    desk.load(opened, f"{OWN}{OTHER_WARD}")
    cal.case(opened)
    own = cal.case(opened, agency="H32.BD")
    cal.change(opened)  # The other offices' cases wait for their leader.
    admin = officer("adm", Role.ADMIN, "H32.BD")

    found = preview_day(opened, admin, a_day(calendar="rieng"), now=SATURDAY)

    assert [one.case.code for one in found.moves] == [own]
    assert [group.agencies for group in found.groups] == [("H32.BD",)]


def test_an_office_below_with_a_calendar_of_its_own_is_not_looked_at(opened):
    desk.load(opened, f"{OWN}{OTHER_WARD}")
    below = cal.case(opened, agency="H32.BD")
    desk.load(opened, OWN + "    days: [{date: 2023-06-19, kind: off, name: nghỉ}]\n")
    mine = cal.case(opened)

    found = preview_day(opened, PROVINCE, a_day(), now=SATURDAY)

    assert [one.case.code for one in found.moves] == [mine]
    assert [one.case.code for one in preview(opened, None, now=SATURDAY).moves] == [below]


# Whoever decided has left.
def closed_out(opened, login):
    with opened.writing() as connection:
        row = update(ACCOUNTS).where(ACCOUNTS.c.login == login)
        connection.execute(row.values(disabled_at=SATURDAY))


def test_what_a_leader_left_undone_needs_the_decision_of_another_one(opened):
    code = cal.case(opened)
    cal.change(opened)
    number = begin(opened, press(HUNG, SATURDAY), ORDER)
    assert not page(opened, BINH, number, now=SATURDAY).lapsed
    closed_out(opened, "hung")

    assert carry_on(opened, number, now=SATURDAY).results == {"refused": 1}
    seen = page(opened, BINH, number, now=SATURDAY)
    assert seen.lapsed
    assert "lãnh đạo khác hãy ra quyết định mới" in (seen.lines[0].why or "")
    with pytest.raises(Refused, match="hung không còn quyền quyết định; lãnh đạo khác"):
        again(opened, number, BINH, now=SATURDAY)

    assert apply(opened, press(BINH, SATURDAY), ORDER).results == {"moved": 1}
    assert cal.adjusted(opened, code)[0].approved_by == "binh"


# An older file of a calendar is loaded over days added by page.
def loaded(opened, folder, text):
    file = folder / "lich.yaml"
    file.write_text(text, encoding="utf-8")
    return load_packs(opened, [file])


def test_loading_a_file_without_the_days_of_a_page_says_which_are_lost_once(opened, tmp_path):
    add_day(opened, press(PROVINCE, SATURDAY), a_day())
    add_day(opened, press(PROVINCE, SATURDAY), a_day(date(2023, 6, 20), name="bão"))

    first, second = (loaded(opened, tmp_path, cal.CALENDAR) for _ in range(2))

    (warning,) = first.warnings
    assert str(warning).endswith(
        "cảnh báo: lịch “default” trong tệp thiếu 2 ngày đã thêm ở trang lịch, nạp xong thì mất: "
        "thứ Hai 19/06/2023 (nghỉ bù); thứ Ba 20/06/2023 (bão); hãy ghi vào tệp rồi nạp lại"
    )
    assert (first.counts.changed, second.counts.same, second.warnings) == (1, 1, ())


def test_a_file_that_has_the_days_under_whatever_name_loses_none(opened, tmp_path):
    add_day(opened, press(PROVINCE, SATURDAY), a_day())

    assert loaded(opened, tmp_path, cal.MONDAY_OFF.replace("nghỉ bù", "bù lễ")).warnings == ()


def test_a_day_taken_back_by_page_is_told_when_a_file_brings_it_again(opened, tmp_path):
    cal.change(opened)
    add_day(opened, press(PROVINCE, SATURDAY), a_day(kind="usual", name="bỏ nghỉ bù"))

    (warning,) = loaded(opened, tmp_path, cal.MONDAY_OFF).warnings

    assert "thứ Hai 19/06/2023 (bỏ nghỉ bù)" in str(warning)


def test_a_day_beyond_the_years_of_the_file_is_told_as_well(opened, tmp_path):
    add_day(opened, press(PROVINCE, SATURDAY), a_day(date(2025, 6, 18)))
    shorter = cal.CALENDAR.replace("[2023, 2025]", "[2023, 2024]")

    (warning,) = loaded(opened, tmp_path, shorter).warnings

    assert "thứ Tư 18/06/2025" in str(warning)
