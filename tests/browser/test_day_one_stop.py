"""Lan's day at the one-stop desk: from the morning's countdown to results handed out."""

import re

from playwright.sync_api import expect

from app.sample import MORNING
from tests.browser.days import (
    act,
    badge,
    due_of,
    enter,
    foreseen,
    open_list,
    open_row,
    press,
    row_of,
    same,
    say,
    timeline,
    told,
)

LATE = "Tiếp nhận quá 8 giờ làm việc"


def test_an_online_case_is_accepted_within_its_eight_hours(desk, page):
    enter(page, "lan.mc")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chờ tiếp nhận")
    waiting = badge(page, "Chờ tiếp nhận")
    soon = row_of(page, "Trần Thị Hường")
    expect(soon.locator(".left.near")).to_have_text(re.compile(r"còn \d+ phút"))
    expect(row_of(page, "Lê Hữu Phước").locator(".left.late")).to_contain_text("quá")

    code = open_row(page, "Trần Thị Hường")
    act(page, "Tiếp nhận hồ sơ")
    promised = foreseen(page)
    press(page, "Tiếp nhận hồ sơ")

    told(page, "Đã ghi: Tiếp nhận")
    assert same(due_of(page), promised)
    expect(page.get_by_text("Hạn tiếp nhận")).to_have_count(0)
    open_list(page, "Chờ tiếp nhận")
    assert badge(page, "Chờ tiếp nhận") == waiting - 1
    open_list(page, LATE)
    expect(row_of(page, code)).to_have_count(0)


def test_another_is_accepted_after_its_eight_hours_and_stays_on_the_list_of_those(desk, page):
    enter(page, "lan.mc")
    already = badge(page, LATE)
    page.goto("/")
    code = row_of(page, "Trần Thị Hường").locator("a.code").inner_text()
    desk.move_to(MORNING.replace(hour=10))
    page.reload()
    expect(row_of(page, code).locator(".left.late")).to_contain_text("quá")

    open_row(page, code)
    act(page, "Tiếp nhận hồ sơ")
    press(page, "Tiếp nhận hồ sơ")
    told(page, "Đã ghi: Tiếp nhận")

    expect(page.get_by_text("Tiếp nhận trong 8 giờ làm việc")).to_be_visible()
    open_list(page, LATE)
    assert badge(page, LATE) == already + 1
    expect(row_of(page, code)).to_be_visible()


def test_somebody_comes_to_the_counter_and_the_case_goes_to_a_specialist(desk, page, window):
    enter(page, "lan.mc")
    page.get_by_role("link", name="Tiếp nhận", exact=True).click()
    page.get_by_label("Thủ tục", exact=True).fill("khai sinh")
    page.get_by_role("link", name=re.compile("^Đăng ký khai sinh")).first.click()
    say(page, "Họ và tên, hoặc tên tổ chức", "Trần Thị Mới")
    page.locator("#applicant").get_by_label("Điện thoại").fill("0900123456")
    page.get_by_role("checkbox", name="Đã nhận đủ mọi giấy tờ").check()
    due = page.locator("#due .due-at").inner_text()
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Trần Thị Mới")
    expect(page.get_by_role("main")).to_contain_text(due)
    code = page.locator(".big-code").inner_text()
    page.goto(f"/cases/{code}")
    act(page, "Hoàn thành bước")
    page.get_by_label("Giao bước tiếp theo cho").select_option(label="Thụ lý → Trần Thị Huệ")
    press(page, "Hoàn thành bước")
    told(page, "Đã ghi")

    hue = window()
    enter(hue, "hue.tp")
    expect(row_of(hue, code)).to_contain_text("Trần Thị Mới")


def test_papers_are_asked_for_before_acceptance_and_eight_new_hours_run(desk, page):
    enter(page, "lan.mc")
    code = open_row(page, "Trần Thị Hường")
    act(page, "Yêu cầu bổ sung")
    say(page, "Giấy tờ cần bổ sung", "Giấy chứng sinh bản rõ")
    page.get_by_label("Lý do", exact=True).fill("bản chụp mờ")
    say(page, "Công dân bổ sung chậm nhất ngày", "2024-01-31")
    press(page, "Yêu cầu bổ sung")
    told(page, "Đã ghi")
    open_list(page, "Chờ bổ sung")
    expect(row_of(page, code)).to_be_visible()

    desk.move_to(MORNING.replace(day=25))
    page.goto(f"/cases/{code}")
    act(page, "Đã nhận bổ sung")
    press(page, "Đã nhận bổ sung")
    told(page, "Đã ghi")

    # Eight working hours from Thursday 08:30 end on Friday 08:30.
    expect(page.locator(".case-due")).to_contain_text("Hạn tiếp nhận")
    assert same(due_of(page), MORNING.replace(day=26))
    open_list(page, "Đã bổ sung, chờ tiếp nhận lại")
    expect(row_of(page, code).locator(".left")).to_contain_text("còn")


def test_a_result_is_handed_to_who_came_for_it(desk, page):
    enter(page, "lan.mc")
    open_list(page, "Kết quả chờ trả tại quầy")
    code = open_row(page, "Lê Thanh Hạnh")
    act(page, "Trả kết quả")
    say(page, "Người nhận", "Lê Thị Con Gái")
    page.get_by_label("Xác nhận bằng").select_option("giấy ủy quyền")
    say(page, "Số, ngày của giấy xác nhận", "ngày 22/01/2024")
    press(page, "Trả kết quả")

    told(page, "Đã ghi")
    expect(timeline(page)).to_contain_text("Lê Thị Con Gái")
    expect(timeline(page)).to_contain_text("giấy ủy quyền ngày 22/01/2024")
    open_list(page, "Đã trả hôm nay")
    expect(row_of(page, code)).to_be_visible()
