"""Bình's day: second person of a late tick, signatures, work given out, a further request."""

from playwright.sync_api import expect

from app.sample import MORNING
from app.services.record import record
from tests.browser.cases import MINUTE, appraised
from tests.browser.days import act, enter, open_list, open_row, press, row_of, say, timeline, told
from workflows import commands as cmd

REASON = "mất điện cả buổi chiều"


def test_a_late_tick_is_approved_by_a_second_person_with_its_true_time(desk, page, window):
    enter(page, "hue.tp")
    code = open_row(page, "Đặng Thị Lan")
    act(page, "Hoàn thành bước Thụ lý")
    page.get_by_label("Giao bước tiếp theo cho").select_option(label="Ký duyệt → Đỗ Thanh Bình")
    page.get_by_label("Lúc khác").check()
    say(page, "Xảy ra lúc", "2024-01-23T15:10")
    say(page, "Vì sao bây giờ mới ghi", REASON)
    say(page, "Căn cứ", "sổ công việc, trang 12")
    press(page, "Hoàn thành bước")
    press(page, "Gửi đề nghị")
    page.get_by_role("link", name="Xem đề nghị").click()
    expect(page.get_by_role("button", name="Duyệt", exact=True)).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("phải có người thứ hai duyệt")

    leader = window()
    enter(leader, "binh.ld")
    leader.get_by_role("link", name="Đề nghị chờ duyệt").click()
    leader.get_by_role("row").filter(has_text=code).get_by_role("link").first.click()
    expect(leader.get_by_role("table", name="Trước và sau")).to_be_visible()
    expect(leader.get_by_role("main")).to_contain_text("sổ công việc, trang 12")
    press(leader, "Duyệt")
    told(leader, "Đã duyệt và ghi vào nhật ký")

    page.goto(f"/cases/{code}")
    expect(timeline(page)).to_contain_text("Hoàn thành bước Thụ lý")
    expect(timeline(page)).to_contain_text("15:10")
    expect(timeline(page)).to_contain_text(REASON)
    expect(timeline(page)).to_contain_text("Đỗ Thanh Bình")


def test_a_signature_goes_on_to_the_clerk(desk, page, window):
    enter(page, "binh.ld")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chờ duyệt, ký")
    code = open_row(page, "Huỳnh Thị Vy")
    act(page, "Hoàn thành bước Ký duyệt")
    page.get_by_label("Giao bước tiếp theo cho").select_option(index=1)
    press(page, "Hoàn thành bước")
    told(page, "Đã ghi: Hoàn thành bước Ký duyệt")

    clerk = window()
    enter(clerk, "tam.vt")
    expect(row_of(clerk, code)).to_contain_text("Huỳnh Thị Vy")


def test_a_signature_is_refused_and_the_specialist_reads_why(desk, page, window):
    enter(page, "binh.ld")
    code = open_row(page, "Võ Thanh Khoa")
    act(page, "Trả về bước trước")
    page.get_by_label("Trả về bước").select_option(index=2)
    say(page, "Lý do", "sai ngày mất")
    press(page, "Trả về bước trước")
    told(page, "Đã ghi")
    who = page.get_by_role("row", name="Thụ lý").locator(".name").last.inner_text()

    specialist = window()
    enter(specialist, {"Trần Thị Huệ": "hue.tp", "Phạm Thùy Dung": "dung.tp"}[who])
    open_list(specialist, "Bị trả lại cho tôi")
    expect(row_of(specialist, code)).to_contain_text("sai ngày mất")


def test_work_nobody_has_is_given_to_somebody(desk, page, window):
    enter(page, "binh.ld")
    open_list(page, "Chờ phân công")
    code = open_row(page, "Phan Thị Phượng")
    act(page, "Giao việc")
    page.get_by_label("Giao bước cho").select_option(label="Thụ lý → Phạm Thùy Dung")
    press(page, "Giao việc")
    told(page, "Đã ghi")
    open_list(page, "Chờ phân công")
    expect(row_of(page, code)).to_have_count(0)

    specialist = window()
    enter(specialist, "dung.tp")
    expect(row_of(specialist, code)).to_be_visible()


def test_a_second_request_for_papers_takes_a_leader(desk, page, window):
    code = appraised(desk)
    once = cmd.RequestSupplement(at=MORNING - 20 * MINUTE, items=("Tờ khai",), reason="thiếu")
    record(desk.database, code, once, by="hue.tp", now=MORNING)
    back = cmd.ReceiveSupplement(at=MORNING - 10 * MINUTE)
    record(desk.database, code, back, by="lan.mc", now=MORNING)
    specialist = window()
    enter(specialist, "hue.tp")
    specialist.goto(f"/cases/{code}")
    specialist.get_by_text("Vì sao không có nút khác?").click()
    expect(specialist.locator(".case-acts .why-not")).to_contain_text("Yêu cầu bổ sung")

    enter(page, "binh.ld")
    page.goto(f"/cases/{code}")
    act(page, "Yêu cầu bổ sung")
    say(page, "Giấy tờ cần bổ sung", "Giấy xác nhận cư trú")
    page.get_by_label("Lý do", exact=True).fill("giấy lần trước không đúng người")
    page.get_by_label("Tôi, lãnh đạo, cho yêu cầu bổ sung thêm một lần").check()
    press(page, "Yêu cầu bổ sung")
    told(page, "Đã ghi")
    expect(timeline(page)).to_contain_text("giấy lần trước không đúng người")
