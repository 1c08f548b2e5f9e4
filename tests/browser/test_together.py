"""Several people at one case, and hands that never leave the keyboard."""

import re

from playwright.sync_api import expect

from app.sample import MORNING
from tests.browser.cases import MINUTE, appraised
from tests.browser.days import act, enter, open_row, press, row_of, say, timeline, told


def test_two_officers_finish_one_step_and_the_second_keeps_her_words_and_presses_again(
    desk, window
):
    code, lan, hue = appraised(desk), window(), window()
    for page, login in ((lan, "lan.mc"), (hue, "hue.tp")):
        enter(page, login)
        page.goto(f"/cases/{code}")
    act(lan, "Thu phí, lệ phí")
    act(hue, "Tạm dừng")
    hue.get_by_label("Căn cứ").first.select_option("verification")
    say(hue, "Ghi rõ", "xác minh nơi cư trú ở Tân Mẫu")
    lan.get_by_label("Tiền mặt").check()
    press(lan, "Thu phí, lệ phí")
    told(lan, "Đã ghi")
    press(hue, "Tạm dừng")

    alert = hue.get_by_role("alert")
    expect(alert).to_contain_text("hồ sơ vừa thay đổi")
    expect(alert).to_contain_text("Lê Thị Lan")
    expect(alert).to_contain_text("15.000")
    expect(hue.get_by_label("Ghi rõ")).to_have_value("xác minh nơi cư trú ở Tân Mẫu")
    expect(hue.get_by_label("Căn cứ").first).to_have_value("verification")
    press(hue, "Tạm dừng")

    told(hue, "Đã ghi: Tạm dừng")
    expect(timeline(hue).get_by_text("Tạm dừng")).to_have_count(1)


def test_pressing_twice_in_a_hurry_records_once(desk, page):
    code = appraised(desk)
    enter(page, "hue.tp")
    page.goto(f"/cases/{code}/acts/pause")
    page.get_by_label("Căn cứ").first.select_option("payment")
    page.get_by_role("button", name="Tạm dừng").dblclick()

    expect(page).to_have_url(f"{desk.url}/cases/{code}")
    expect(timeline(page).get_by_text("Tạm dừng")).to_have_count(1)


def test_going_back_to_a_form_that_was_sent_offers_it_no_more(desk, page):
    code = appraised(desk)
    enter(page, "hue.tp")
    page.goto(f"/cases/{code}/acts/pause")
    page.get_by_label("Căn cứ").first.select_option("payment")
    press(page, "Tạm dừng")
    told(page, "Đã ghi: Tạm dừng")
    page.go_back()

    expect(page.get_by_role("main")).to_contain_text("Lúc này không làm được việc này")
    expect(page.get_by_role("button", name="Tạm dừng", exact=True)).to_have_count(0)


def test_a_substitute_does_the_step_of_who_is_away(desk, window):
    code, leader, dung = appraised(desk), window(), window()
    enter(leader, "binh.ld")
    leader.locator("summary", has_text="Quản trị").click()
    leader.get_by_role("link", name="Thay thế").click()
    say(leader, "Người vắng", "hue.tp")
    say(leader, "Người thay", "dung.tp")
    say(leader, "Từ ngày", f"{MORNING:%Y-%m-%d}")
    say(leader, "Đến hết ngày", f"{MORNING:%Y-%m-%d}")
    say(leader, "Lý do, số quyết định", "đi tập huấn")
    press(leader, "Ghi")
    told(leader, "dung.tp thay hue.tp")

    enter(dung, "dung.tp")
    expect(row_of(dung, code)).to_be_visible()
    open_row(dung, code)
    act(dung, "Hoàn thành bước Thụ lý")
    dung.get_by_label("Giao bước tiếp theo cho").select_option(label="Ký duyệt → Đỗ Thanh Bình")
    press(dung, "Hoàn thành bước")
    told(dung, "Đã ghi: Hoàn thành bước Thụ lý")
    expect(timeline(dung)).to_contain_text("Phạm Thùy Dung")


def test_people_are_found_by_name_without_marks_by_phone_and_by_a_scanned_code(desk, page):
    code = appraised(desk)
    enter(page, "lan.mc")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chờ tiếp nhận")
    for words in ("ba tu", "0900 000 777", "000123456789"):
        page.keyboard.press("/")
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(row_of(page, code)).to_contain_text("Bà Tư")
    # A scanner types the code and presses Enter.
    page.keyboard.press("/")
    page.keyboard.type(code)
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{desk.url}/cases/{code}")


def test_a_case_is_opened_and_accepted_without_a_mouse(desk, page):
    enter(page, "lan.mc")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chờ tiếp nhận")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Phím tắt")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    codes = page.locator("a.code")
    for key in "jjk":
        page.keyboard.press(key)
    expect(codes.first).to_be_focused()
    code = codes.first.inner_text()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/cases/{code}$"))
    page.locator(".case-acts .btn-primary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Ghi chú").focus()
    page.keyboard.type("nhận qua bàn phím")
    page.keyboard.press("Control+Enter")

    told(page, "Đã ghi: Tiếp nhận")
    page.keyboard.press("g")
    page.keyboard.press("v")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chờ tiếp nhận")
    expect(row_of(page, code)).to_have_count(0)


def test_who_looks_at_an_old_page_is_told_what_happened_since(desk, page, window):
    code, leader = appraised(desk), window()
    enter(page, "hue.tp")
    page.goto(f"/cases/{code}/acts/complete_step")
    page.get_by_label("Giao bước tiếp theo cho").select_option("-")
    enter(leader, "binh.ld")
    leader.goto(f"/cases/{code}")
    act(leader, "Giao việc")
    leader.get_by_label("Giao bước cho").select_option(label="Thụ lý → Phạm Thùy Dung")
    press(leader, "Giao việc")
    told(leader, "Đã ghi")
    desk.move_to(MORNING + 30 * MINUTE)
    press(page, "Hoàn thành bước")

    expect(page.get_by_role("alert").first).to_contain_text("Đỗ Thanh Bình")
