"""Huệ's day: her steps, papers that were missing, a pause, and yesterday's forgotten tick."""

from playwright.sync_api import expect

from app.sample import MORNING
from tests.browser.days import (
    act,
    due_of,
    enter,
    foreseen,
    open_row,
    press,
    row_of,
    same,
    say,
    timeline,
    told,
)

TOMORROW = MORNING.replace(day=25)


def test_a_step_is_finished_and_lies_with_the_leader(desk, page, window):
    enter(page, "hue.tp")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Việc của tôi")
    code = open_row(page, "Đặng Thị Lan")
    act(page, "Hoàn thành bước Thụ lý")
    page.get_by_label("Giao bước tiếp theo cho").select_option(label="Ký duyệt → Đỗ Thanh Bình")
    press(page, "Hoàn thành bước")
    told(page, "Đã ghi: Hoàn thành bước Thụ lý")
    page.goto("/")
    expect(row_of(page, code)).to_have_count(0)

    leader = window()
    enter(leader, "binh.ld")
    expect(row_of(leader, code)).to_contain_text("Ký duyệt")


def test_missing_papers_stop_the_clock_and_the_deadline_moves_as_the_form_said(desk, page, window):
    enter(page, "hue.tp")
    code = open_row(page, "Đặng Thị Lan")
    before = due_of(page)
    act(page, "Yêu cầu bổ sung")
    say(page, "Giấy tờ cần bổ sung", "Giấy khai sinh bản chính")
    page.get_by_label("Lý do", exact=True).fill("thiếu căn cứ cải chính")
    expect(page.locator("#effect")).to_contain_text("Đồng hồ dừng")
    press(page, "Yêu cầu bổ sung")
    told(page, "Đã ghi")
    expect(timeline(page)).to_contain_text("Giấy khai sinh bản chính")

    desk.move_to(TOMORROW)
    counter = window()
    enter(counter, "lan.mc")
    counter.goto(f"/cases/{code}")
    act(counter, "Đã nhận bổ sung")
    promised = foreseen(counter)
    press(counter, "Đã nhận bổ sung")

    told(counter, "Đã ghi")
    page.reload()
    assert same(due_of(page), promised)
    assert not same(due_of(page), before)


def test_a_pause_and_going_on_move_the_deadline_by_what_was_lost(desk, page):
    enter(page, "hue.tp")
    open_row(page, "Huỳnh Văn Phúc")
    before = due_of(page)
    act(page, "Tạm dừng")
    page.get_by_label("Căn cứ").first.select_option("verification")
    say(page, "Văn bản", "12/UBND ngày 24/01/2024")
    say(page, "Ghi rõ", "xác minh nơi cư trú")
    expect(page.locator("#effect")).to_contain_text("Nếu tiếp tục vào")
    press(page, "Tạm dừng")
    told(page, "Đã ghi: Tạm dừng")
    expect(page.locator(".case-due")).to_contain_text("tạm dừng khi còn")

    desk.move_to(TOMORROW)
    page.reload()
    act(page, "Tiếp tục xử lý")
    promised = foreseen(page)
    press(page, "Tiếp tục xử lý")
    told(page, "Đã ghi: Tiếp tục")
    assert same(due_of(page), promised)
    assert not same(due_of(page), before)


def test_what_was_finished_yesterday_afternoon_is_proposed_and_nothing_is_written_yet(desk, page):
    enter(page, "hue.tp")
    open_row(page, "Đặng Thị Lan")
    act(page, "Hoàn thành bước Thụ lý")
    page.get_by_label("Giao bước tiếp theo cho").select_option(label="Ký duyệt → Đỗ Thanh Bình")
    page.get_by_label("Lúc khác").check()
    say(page, "Xảy ra lúc", "2024-01-23T15:10")
    press(page, "Hoàn thành bước")
    # Too long ago for one person: reason and proof are asked for, what was typed stays.
    expect(page.get_by_role("alert")).to_contain_text("vì sao bây giờ mới ghi")
    expect(page.get_by_label("Xảy ra lúc")).to_have_value("2024-01-23T15:10")
    say(page, "Vì sao bây giờ mới ghi", "mất điện cả buổi chiều")
    say(page, "Căn cứ", "sổ công việc, trang 12")
    press(page, "Hoàn thành bước")
    expect(page.locator("#effect")).to_contain_text("Nếu được duyệt")
    press(page, "Gửi đề nghị")

    told(page, "Chưa có gì được ghi")
    expect(page.get_by_text("Đang chờ duyệt:")).to_contain_text("ghi muộn")
    expect(timeline(page)).not_to_contain_text("Hoàn thành bước Thụ lý")
