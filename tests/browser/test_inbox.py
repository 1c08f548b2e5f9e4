"""The morning screen in a browser: by keyboard, narrowed, on a phone, without script, on paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.sample import ONE_FOR_ALL
from tests.browser.looking import axe, shot

PHONE = {"width": 390, "height": 844}


def entered(page: Page, login: str) -> Page:
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(ONE_FOR_ALL)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/lists/*")
    return page


def too_wide(page: Page) -> int:
    wide: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wide


def test_the_desk_opens_what_is_nearest_to_its_deadline_by_keyboard(page):
    entered(page, "lan.mc")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chờ tiếp nhận 15 hồ sơ")
    shot(page, "morning")
    second = page.locator("a.code").nth(1)
    code = second.inner_text()

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(f"/cases/{code}$"))


def test_a_scanned_code_and_a_name_without_marks_are_found_from_any_page(page):
    entered(page, "lan.mc")
    code = page.locator("a.code").first.inner_text()
    page.keyboard.press("/")
    page.keyboard.type("nguyen van an")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("tìm theo tên người nộp")
    expect(page.get_by_role("row").filter(has_text="Nguyễn Văn An").first).to_be_visible()
    assert axe(page) == []
    shot(page, "search")

    page.keyboard.press("/")
    page.keyboard.type(code)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(f"/cases/{code}$"))


def test_a_list_is_narrowed_by_choosing_and_taken_out_as_it_stands(page):
    entered(page, "binh.ld")
    page.get_by_role("link", name="Quá hạn").click()
    page.get_by_label("Người xử lý").select_option(label="Trần Thị Huệ")

    expect(page).to_have_url(re.compile("officer=hue.tp"))
    expect(page.locator("a.code")).to_have_count(1)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Xuất Excel").click()
    assert re.fullmatch(r"Quá hạn 2024-01-24 08h3\d\.xlsx", taken.value.suggested_filename)

    page.get_by_role("link", name="Bỏ lọc").click()
    count = page.locator("[aria-current] .count").inner_text().split()[0]
    expect(page.locator("a.code")).to_have_count(int(count))


def test_steps_are_ticked_by_key_and_finished_together(page):
    entered(page, "hue.tp")
    page.keyboard.press("j")
    page.keyboard.press("x")
    boxes = page.get_by_role("checkbox", name="Chọn H32")

    expect(boxes.first).to_be_checked()
    page.get_by_role("checkbox", name="Chọn tất cả").check()
    assert axe(page) == []
    page.get_by_role("checkbox", name="Chọn tất cả").uncheck()
    code = page.locator("tr", has_text="đang xử lý").locator("a.code").last.inner_text()
    page.get_by_role("checkbox", name=f"Chọn {code}").check()
    page.get_by_role("button", name="Hoàn thành bước").click()

    expect(page.get_by_role("main")).to_contain_text(code)


@pytest.mark.parametrize("path", ["/lists/to_accept", "/lists/awaiting_supplement", "/search?q=zz"])
def test_no_grave_violation_in_light_and_dark(page, path):
    entered(page, "lan.mc")
    page.goto(path)

    assert axe(page) == []


def test_a_phone_shows_each_case_as_a_card_and_nothing_beside_the_screen(window):
    page = entered(window(viewport=PHONE, color_scheme="dark"), "tam.vt")
    expect(page.locator("a.code").first).to_be_visible()

    assert too_wide(page) <= 0
    assert axe(page) == []
    shot(page, "morning-phone")
    page.goto("/search?q=nguyen van an")
    assert too_wide(page) <= 0


def test_without_script_a_list_is_narrowed_with_a_button(window):
    page = entered(window(java_script_enabled=False), "lan.mc")
    page.get_by_label("Kênh nộp").select_option("post")
    page.get_by_role("button", name="Lọc").click()

    expect(page).to_have_url(re.compile("channel=post"))
    expect(page.locator("a.code")).to_have_count(2)


def test_on_paper_only_the_list_remains(page):
    entered(page, "lan.mc")
    page.emulate_media(media="print")

    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_role("navigation", name="Các danh sách")).to_be_hidden()
    expect(page.get_by_label("Lĩnh vực")).to_be_hidden()
