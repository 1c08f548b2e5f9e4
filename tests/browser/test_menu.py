"""The top line: one line for everybody; its groups open by mouse, finger and keys, or no script."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.days import enter
from tests.browser.looking import axe
from tests.browser.pages import propose_all

# Who has the longest lines: the other roles have fewer of the same links.
FOLDED = {
    "binh.ld": ["Văn bản", "Báo cáo", "Quản trị"],
    "lan.mc": ["Văn bản"],
    "kiem.soat": ["Văn bản", "Báo cáo"],
    "quantri.pl": [],
}


def line(page: Page) -> Locator:
    """The top line's links."""
    return page.get_by_role("navigation", name="Chính")


def name(page: Page, group: str) -> Locator:
    """What a group is opened by."""
    return line(page).locator("summary", has_text=group)


def link(page: Page, label: str) -> Locator:
    """A link of the line; one of a shut group is nowhere."""
    return line(page).get_by_role("link", name=label, exact=True)


def test_all_fits_one_line_for_whoever_has_most(desk, window):
    propose_all(desk.database)
    for login, folded in FOLDED.items():
        page = window()
        enter(page, login)
        expect(line(page)).to_be_visible()
        links = line(page).locator("> a, summary")
        tops = links.evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")

        assert max(tops) - min(tops) < 2, login
        assert page.locator("header.top").evaluate("top => top.scrollHeight") < 45, login
        assert line(page).locator("summary").all_inner_texts() == folded
        page.context.close()


def test_keys_open_a_group_go_through_it_and_shut_it(page):
    enter(page, "binh.ld")
    letters, office = name(page, "Văn bản"), name(page, "Quản trị")
    letters.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(link(page, "Văn bản đã phát hành")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(link(page, "Cấp hàng loạt")).to_be_focused()
    page.keyboard.press("Escape")
    expect(letters).to_be_focused()
    expect(link(page, "Cấp hàng loạt")).to_be_hidden()

    letters.press("Space")
    expect(link(page, "Cấp hàng loạt")).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(link(page, "Phản ánh, kiến nghị")).to_be_focused()
    page.keyboard.press("Tab")
    expect(name(page, "Báo cáo")).to_be_focused()
    expect(link(page, "Phản ánh, kiến nghị")).to_be_hidden()
    page.keyboard.press("Tab")
    expect(office).to_be_focused()
    office.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/absences$"))


def test_the_open_page_is_marked_on_its_group_and_only_one_is_open(page):
    enter(page, "binh.ld")
    page.goto("/letters")
    expect(name(page, "Văn bản")).to_have_attribute("aria-current", "true")
    name(page, "Văn bản").click()
    expect(link(page, "Văn bản đã phát hành")).to_have_attribute("aria-current", "page")
    assert axe(page) == []
    name(page, "Quản trị").click()
    expect(link(page, "Văn bản đã phát hành")).to_be_hidden()
    expect(link(page, "Thay thế")).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(link(page, "Thay thế")).to_be_hidden()

    page.keyboard.press("g")
    page.keyboard.press("x")
    expect(page).to_have_url(re.compile("/apologies/ledger$"))


@pytest.mark.parametrize("script", [True, False])
def test_a_group_opens_on_a_phone_with_and_without_script(window, script):
    page = window(viewport={"width": 390, "height": 844}, java_script_enabled=script)
    enter(page, "binh.ld")
    for group, label in (("Văn bản", "Thư xin lỗi"), ("Quản trị", "Mẫu giấy tờ")):
        name(page, group).click()
        box = link(page, label).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 30
    if script:
        assert axe(page) == []
    link(page, "Mẫu giấy tờ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mẫu giấy tờ")
