"""Every page in light and dark, wide and narrow: readable by everybody, nothing beside the screen.

With MOTCUA_SHOTS=1 each is kept on a picture in docs/screenshots (`make shots`).
"""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from app.lists.catalogue import LISTS
from app.web.act_words import ACTS, OWN_PAGES
from tests.browser.days import enter, press, say
from tests.browser.looking import axe, shot
from tests.browser.pages import LOOKS, Look, propose_all
from tests.web.operating import troubled

WIDE: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
ALL = [look for looks in LOOKS.values() for look in looks]


def too_wide(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wide


def looked_at(page: Page, look: Look) -> list[str]:
    """What is wrong with the page that is open."""
    # What a page asks for when it has come belongs to the picture.
    expect(page.locator(".htmx-request")).to_have_count(0)
    shot(page, look.name)
    found = [f"{look.name}: {words}" for words in axe(page)]
    if "dark" in look.kept:
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        shot(page, f"{look.name}-dark")
        page.emulate_media(color_scheme="null")
    found += [f"{look.name}: {WIDE['width']}: too wide"] if too_wide(page) > 0 else []
    page.set_viewport_size(PHONE)
    found += [f"{look.name}: {PHONE['width']}: too wide"] if too_wide(page) > 0 else []
    if "phone" in look.kept:
        shot(page, f"{look.name}-phone")
    page.set_viewport_size(WIDE)
    return found


@pytest.mark.parametrize("who", LOOKS)
def test_every_page_is_readable_and_fits(desk, page, who):
    login, wrong = who.partition(" ")[0], []
    # No picture of a button half way between two colours.
    page.emulate_media(reduced_motion="reduce")
    propose_all(desk.database)
    if who.endswith(" operations"):
        troubled(desk.database)
    if login:
        enter(page, login)
        expect(page.locator(".user-menu")).to_be_visible()
    for look in LOOKS[who]:
        answer = page.goto(look.address)
        assert answer is not None
        assert answer.status == look.status, look.name
        wrong += looked_at(page, look)

    assert wrong == []


def test_every_list_and_every_act_is_among_them():
    paths = {look.path for look in ALL}
    names = {look.name for look in ALL}

    assert len(names) == len(ALL)
    assert {f"/lists/{one.code}" for one in LISTS} <= paths
    formed = ACTS.keys() - OWN_PAGES.keys() - {"digitise"}
    assert {f"act-{name}".replace("_", "-") for name in formed} <= names


def test_what_a_form_is_answered_with_is_readable_too(desk, page):
    page.emulate_media(reduced_motion="reduce")
    enter(page, "hue.tp")
    wrong = []

    def look(name: str) -> None:
        expect(page.get_by_role("main")).to_be_visible()
        wrong.extend(looked_at(page, Look(name=name, path="")))

    pause = next(one for one in ALL if one.name == "act-pause")
    page.goto(pause.address)
    page.get_by_label("Lúc khác").check()
    say(page, "Xảy ra lúc", "2024-01-23T15:10")
    page.get_by_label("Căn cứ").first.select_option("payment")
    press(page, "Tạm dừng")
    expect(page.get_by_role("alert")).to_be_visible()
    look("act-pause-lacking")
    say(page, "Vì sao bây giờ mới ghi", "mất điện")
    page.get_by_label("Căn cứ").last.fill("sổ công việc, trang 12")
    press(page, "Tạm dừng")
    expect(page.get_by_role("button", name="Gửi đề nghị")).to_be_visible()
    look("act-pause-confirm")
    press(page, "Gửi đề nghị")
    expect(page.get_by_text("Đang chờ duyệt:")).to_be_visible()
    look("case-proposed")
    page.goto("/lists/mine")
    for box in page.get_by_role("checkbox", name="Chọn H32").all()[:3]:
        box.check()
    press(page, "Hoàn thành bước cho các hồ sơ đã chọn")
    expect(page.get_by_role("table", name="Kết quả từng hồ sơ")).to_be_visible()
    look("bulk")
    page.keyboard.press("?")
    look("keys")

    assert wrong == []
