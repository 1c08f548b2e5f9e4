"""A day off is declared: the admin adds it, the leader sees who moves, and moves them."""

from playwright.sync_api import expect

from app.sample import MORNING, ONE_FOR_ALL
from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from tests.browser.days import enter
from tests.browser.looking import axe, shot
from tests.browser.test_looks import PHONE, WIDE, too_wide
from tests.services.who import QUICK, grant
from tests.web.holidays import SOON, a_day_off_is_declared


def readable(page, name):
    """Both ways to look at a page, wide and narrow."""
    shot(page, name)
    wrong = axe(page)
    assert too_wide(page) <= 0
    page.set_viewport_size(PHONE)
    shot(page, f"{name}-phone")
    assert too_wide(page) <= 0
    page.set_viewport_size(WIDE)
    return wrong


def test_a_leader_decides_and_the_page_goes_on_by_itself(desk, page):
    a_day_off_is_declared(desk.database)
    enter(page, "binh.ld")
    page.get_by_role("link", name="Lịch thay đổi").click()
    expect(page.get_by_text("25 hồ sơ đổi hạn")).to_be_visible()
    assert readable(page, "calendar-changes") == []

    page.get_by_label("Số quyết định, thông báo").fill("12/TB-UBND")
    page.get_by_role("button", name="Điều chỉnh hạn").click()

    expect(page.get_by_role("table", name="Kết quả từng hồ sơ")).to_be_visible()
    expect(page.get_by_role("button", name="Làm tiếp")).to_have_count(0)
    expect(page.get_by_text("đã đổi hạn").first).to_be_visible()
    assert readable(page, "calendar-change") == []


def test_an_admin_adds_a_day_after_a_look_at_what_it_does(desk, page):
    new = NewAccount(
        login="tinh.qt", name="Quản trị tỉnh", grants=[grant("admin", "H32")], password=ONE_FOR_ALL
    )
    create_account(desk.database, new, by=None, now=MORNING, hasher=QUICK)
    enter(page, "tinh.qt")
    page.get_by_role("link", name="Lịch làm việc").click()

    page.get_by_label("Lịch", exact=True).select_option("default")
    page.get_by_label("Ngày", exact=True).fill(f"{SOON}")
    page.get_by_label("ngày nghỉ", exact=True).check()
    page.get_by_label("Tên ngày").fill("Nghỉ phòng bão")
    page.get_by_label("Căn cứ").fill("Công điện 77")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("hồ sơ đang mở đổi hạn")).to_be_visible()
    assert readable(page, "calendar-days") == []

    page.get_by_role("button", name="Ghi vào lịch").click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi lịch default@2")
