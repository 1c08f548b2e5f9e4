"""The bar of acts at the foot of a list hides no row: neither the one in hand nor the last."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cases import enter

# Pixels between the end of the row that has the focus, or of the last one, and the top of the bar.
FOCUSED = """() => document.querySelector('.bulk').getBoundingClientRect().top
    - document.activeElement.closest('tr').getBoundingClientRect().bottom"""
LAST = """() => document.querySelector('.bulk').getBoundingClientRect().top
    - [...document.querySelectorAll('.desk-list tbody tr')].at(-1).getBoundingClientRect().bottom"""


def listed(window, width: int, height: int) -> Page:
    # Without motion a page is where it scrolls to at once.
    page: Page = window(viewport={"width": width, "height": height}, reduced_motion="reduce")
    enter(page, "binh.ld")
    page.goto("/lists/to_approve")
    return page


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_whoever_goes_through_a_list_by_keyboard_sees_each_row_whole(window, width, height):
    page = listed(window, width, height)
    links = page.locator(".desk-list tbody a.code")
    assert links.count() > 8
    page.locator(".desk-list tbody input").first.focus()

    rows = set()
    while page.evaluate("!!document.activeElement.closest('tbody tr')"):
        rows.add(page.evaluate("document.activeElement.closest('tr').rowIndex"))
        # Lines are drawn on half pixels.
        assert page.evaluate(FOCUSED) > -1, page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("Tab")
    assert len(rows) == links.count()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_at_the_end_of_the_page_the_last_row_is_free(window, width, height):
    page = listed(window, width, height)

    page.keyboard.press("End")

    expect(page.locator(".notice").last).to_be_in_viewport()
    assert page.evaluate(LAST) >= 0
