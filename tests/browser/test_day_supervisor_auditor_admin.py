"""Those who only look on, and the one who looks after accounts and sees no case."""

import pytest
from playwright.sync_api import expect

from tests.browser.cases import appraised
from tests.browser.days import enter, open_list, press, say, told


@pytest.mark.parametrize("login", ["kiem.soat", "thanh.tra"])
def test_who_only_looks_on_reads_and_finds_nothing_to_press(desk, page, login):
    code = appraised(desk)
    enter(page, login)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quá hạn")
    open_list(page, "Tiếp nhận quá 8 giờ làm việc")
    expect(page.get_by_role("checkbox")).to_have_count(0)

    page.goto(f"/cases/{code}")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Bà Tư")
    expect(main).not_to_contain_text("000123456789")
    expect(main).not_to_contain_text("0900000777")
    expect(main).to_contain_text("789")
    expect(main.locator(".case-acts").get_by_role("link")).to_have_count(0)
    expect(main.locator("form")).to_have_count(0)
    assert page.goto(f"/cases/{code}/acts/pause").status == 403
    assert page.goto("/intake").status == 403


def test_the_admin_gives_a_newcomer_an_account_and_opens_no_case(desk, page, window):
    code = appraised(desk)
    enter(page, "quantri.pl")
    expect(page).to_have_url(f"{desk.url}/accounts")
    page.get_by_role("link", name="Lập tài khoản").click()
    say(page, "Tên đăng nhập", "moi.mc")
    say(page, "Họ và tên", "Trần Thị Mới")
    page.get_by_label("Cơ quan, dòng 1").select_option("H32.PL")
    page.get_by_label("Vai trò, dòng 1").select_option("one_stop")
    press(page, "Lập tài khoản")
    once = page.locator("[data-password]").inner_text()

    newcomer = window()
    newcomer.goto("/sign-in")
    say(newcomer, "Tên đăng nhập", "moi.mc")
    say(newcomer, "Mật khẩu", once)
    press(newcomer, "Đăng nhập")
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("Đổi mật khẩu")
    say(newcomer, "Mật khẩu đang dùng", once)
    newcomer.get_by_label("Mật khẩu mới", exact=True).fill("mua xuan nam 2024")
    say(newcomer, "Mật khẩu mới, lần nữa", "mua xuan nam 2024")
    press(newcomer, "Đổi mật khẩu")
    expect(newcomer.get_by_role("heading", level=1)).to_contain_text("Chờ tiếp nhận")

    for path in (f"/cases/{code}", "/lists/overdue", "/search?q=an", "/proposals"):
        assert page.goto(path).status == 403
    page.goto("/accounts/sign-ins")
    expect(page.get_by_role("row").filter(has_text="moi.mc").first).to_be_visible()
    page.goto("/accounts/moi.mc")
    press(page, "Khóa tài khoản")
    told(page, "Đã khóa tài khoản moi.mc")
    newcomer.goto("/")
    expect(newcomer.get_by_role("button", name="Đăng nhập")).to_be_visible()
