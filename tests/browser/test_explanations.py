"""Weekly explanations in a browser: a leader answers a part, then the rest together; on a phone."""

import re

import pytest
from playwright.sync_api import expect

from app.deadlines.weekly import weekly
from app.sample import MORNING
from sla.zone import later
from tests.browser.cases import enter
from tests.browser.looking import axe

PHONE = {"width": 390, "height": 844}
PLACE = "/explanations/H32.PL/2024-01-15"


@pytest.fixture(autouse=True)
def asked(desk):
    """The week's letter has come; another test of the same desk may have sent it."""
    weekly(desk.database, now=later(MORNING, minutes=90))


def test_a_leader_answers_one_line_and_then_the_rest_together(page):
    enter(page, "binh.ld")
    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Giải trình").click()
    assert axe(page) == []
    page.get_by_role("link", name="UBND phường Phước Long", exact=True).click()
    expect(page).to_have_url(re.compile(PLACE))
    page.get_by_label(re.compile("^Giải trình, H32")).first.fill("chờ giấy báo tử")
    page.get_by_role("button", name="Ghi giải trình").click()
    expect(page.get_by_text("Chưa ghi được.")).to_be_visible()
    assert axe(page) == []

    page.get_by_label(re.compile("^Nguyên nhân, H32")).first.select_option("citizen")
    page.get_by_role("button", name="Ghi giải trình").click()
    expect(page.get_by_text("Đã ghi giải trình 1 dòng.")).to_be_visible()
    page.get_by_label("Chọn tất cả").check()
    page.get_by_label("Nguyên nhân chung").select_option("overload")
    page.get_by_role("button", name="Ghi cho các dòng đã đánh dấu").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"(\d+)/\1 dòng"))


def test_on_a_phone_each_case_is_a_card_that_fits(window):
    page = window(viewport=PHONE, color_scheme="dark")
    enter(page, "thao.ld")
    page.goto(PLACE)

    expect(page.get_by_role("button", name="Ghi giải trình")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert axe(page) == []
