"""The forecast in a browser: from the top line to a case by keyboard, narrowed, and on a phone."""

import re

from playwright.sync_api import expect

from tests.browser.cases import enter
from tests.browser.looking import axe

PHONE = {"width": 390, "height": 844}


def test_a_leader_goes_from_the_forecast_to_the_most_pressing_case(page):
    enter(page, "binh.ld")
    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Dự báo").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dự báo trễ hạn")
    first = page.locator("a.code").first
    code = first.inner_text()
    assert axe(page) == []

    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(f"/cases/{code}$"))


def test_who_leads_several_offices_chooses_one(page):
    enter(page, "lanhdao.nt")
    page.goto("/forecast")
    page.get_by_label("Đơn vị").select_option(label="UBND phường Phước Long")

    expect(page).to_have_url(re.compile(r"unit=H32\.PL"))
    expect(page.get_by_role("heading", level=2)).to_have_count(1)
    page.get_by_role("link", name="Bỏ lọc").click()
    expect(page).to_have_url(re.compile("/forecast$"))


def test_on_a_phone_each_case_is_a_card_that_fits(window):
    page = window(viewport=PHONE, color_scheme="dark")
    enter(page, "hue.tp")
    page.goto("/forecast")

    expect(page.get_by_text("Trần Thị Huệ (bạn)")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert axe(page) == []
