"""The 8-hour countdown of an online case runs out: the bell rings, and the desk accepts it late."""

import re

from playwright.sync_api import Page, expect

from app.services.record import open_case
from tests.browser.days import act, badge, enter, open_list, press, row_of, timeline, told
from tests.browser.desk import Desk
from workflows.commands import SubmitCase
from workflows.events import Applicant

LATE = "Tiếp nhận quá 8 giờ làm việc"
A_MINUTE = 61_000  # milliseconds: after it a page asks for its bell again


def sent_in(desk: Desk) -> str:
    """A case that comes from the public portal at this moment."""
    at = desk.now()
    command = SubmitCase(
        at=at,
        agency="H32.PL",
        procedure="1.004873",
        channel="online",
        applicant=Applicant(name="Bà Tư", phone="0900000777"),
    )
    return open_case(desk.database, command, by=None, now=at).code


def unread(page: Page) -> int:
    return int(page.locator("#bell").get_attribute("data-unread") or 0)


def moved_on(page: Page, button: str) -> None:
    """Press a button of the demonstration's clock, which records what became due."""
    page.goto("/demo/clock")
    page.get_by_role("button", name=re.compile(button)).click()
    expect(page.locator(".told")).to_contain_text("Chuông của bạn có")


def asked_again(page: Page, before: int) -> int:
    """Let a minute pass on a page that nobody touches; what its bell shows then."""
    page.clock.fast_forward(A_MINUTE)
    bell = page.locator("#bell")
    expect(bell).not_to_have_attribute("data-unread", str(before) if before else "")
    return unread(page)


def test_the_countdown_runs_out_the_bell_rings_and_the_case_is_accepted_late(desk, page, window):
    code, head = sent_in(desk), window()
    page.clock.install()
    enter(page, "lan.mc")
    already = badge(page, LATE)
    open_list(page, "Chờ tiếp nhận")
    expect(row_of(page, code).locator(".left")).to_contain_text(re.compile("còn (8 giờ|7 giờ 5)"))
    assert unread(page) == 0

    enter(head, "binh.ld")
    moved_on(head, "^Sang 07:30")
    warned = asked_again(page, 0)
    for _ in range(2):
        moved_on(head, "Thêm 1 giờ")
    rung = asked_again(page, warned)
    expect(page.locator("#bell-news")).to_have_text(f"Có {rung - warned} thông báo mới")
    expect(page).to_have_title(re.compile(rf"^\({rung}\) Chờ tiếp nhận"))

    open_the_notice(page, code)
    assert unread(page) == rung - 1
    act(page, "Tiếp nhận hồ sơ")
    press(page, "Tiếp nhận hồ sơ")
    told(page, "Đã ghi: Tiếp nhận")

    expect(timeline(page)).to_contain_text("Quá hạn tiếp nhận")
    open_list(page, LATE)
    assert badge(page, LATE) == already + 1
    expect(row_of(page, code)).to_be_visible()


def open_the_notice(page: Page, code: str) -> None:
    """Go to the list by the bell, and to the case by the line that names it."""
    page.get_by_role("link", name=re.compile("^Thông báo")).click()
    said = page.locator("tr.unread").filter(has_text=code).filter(has_text="Quá hạn tiếp nhận")
    expect(said).to_have_count(1)
    said.get_by_role("link", name=code).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
