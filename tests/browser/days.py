"""What an officer does at the pages all day, as the tests of whole days say it."""

import re
from datetime import datetime

from playwright.sync_api import Locator, Page, expect

from sla.zone import parse_instant
from tests.browser.cases import enter
from tests.sla.builders import OFFICE as HOURS

__all__ = ["enter"]

_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4}) (\d\d:\d\d)")


def open_list(page: Page, title: str) -> Locator:
    """Go to a list by its name beside the morning screen; its table."""
    page.goto("/")
    page.get_by_role("navigation", name="Các danh sách").get_by_role(
        "link", name=re.compile(rf"^{re.escape(title)} \d")
    ).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return page.locator("table.cases")


def badge(page: Page, title: str) -> int:
    """The number beside the name of a list."""
    entry = page.get_by_role("navigation", name="Các danh sách").get_by_role(
        "link", name=re.compile(rf"^{re.escape(title)} \d")
    )
    return int(entry.first.locator(".count").inner_text().split()[0])


def row_of(page: Page, words: str) -> Locator:
    """The line of a list in which some words stand."""
    return page.locator("table.cases tbody tr").filter(has_text=words)


def open_row(page: Page, words: str) -> str:
    """Open the first case of a list with some words in its line; its code."""
    link = row_of(page, words).locator("a.code").first
    code = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
    return code


def act(page: Page, name: str) -> None:
    """Choose an act among the buttons of a case."""
    page.locator(".case-acts").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def press(page: Page, name: str) -> None:
    """Press the button of the form that is open."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def told(page: Page, words: str) -> None:
    """Fail unless the page confirms something."""
    expect(page.get_by_role("status")).to_contain_text(words)


def say(page: Page, label: str, words: str) -> None:
    """Type into a box of the form that is open."""
    page.get_by_role("main").get_by_label(label).fill(words)


def timeline(page: Page) -> Locator:
    """What happened to the case."""
    return page.locator("#dien-bien")


def due_of(page: Page) -> datetime:
    """When the case that is open is due."""
    instant = page.locator(".case-due time").get_attribute("datetime")
    assert instant
    return datetime.fromisoformat(instant)


def foreseen(page: Page) -> datetime:
    """When the case would be due, as the form that is open says beforehand."""
    line = page.locator("#effect li").filter(has_text="Hạn trả:")
    expect(line).to_contain_text(_DATE)
    return parse_instant("{2}-{1}-{0}T{3}".format(*_DATE.findall(line.inner_text())[-1]))


def same(one: datetime, other: datetime) -> bool:
    """Whether two instants are the same but for the seconds a hand takes to press.

    Pages show minutes, so some seconds across the turn of one read as a whole minute. It is
    a minute of work: the one after the last of an evening is the first of the next morning.
    """
    return HOURS.between(min(one, other), max(one, other)).total_seconds() <= 60
