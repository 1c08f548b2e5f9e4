"""What each act is called on its button and its page, and which acts have a page of their own."""

from collections.abc import Mapping

from workflows.desk import ActName

ACTS: Mapping[ActName, str] = {
    "accept": "Tiếp nhận hồ sơ",
    "request_supplement": "Yêu cầu bổ sung",
    "receive_supplement": "Đã nhận bổ sung",
    "refuse": "Từ chối tiếp nhận",
    "start_step": "Bắt đầu bước",
    "complete_step": "Hoàn thành bước",
    "return_step": "Trả về bước trước",
    "assign_step": "Giao việc",
    "pause": "Tạm dừng",
    "resume": "Tiếp tục xử lý",
    "resolve": "Có kết quả",
    "deliver": "Trả kết quả",
    "return_case": "Trả lại hồ sơ",
    "withdraw": "Công dân rút hồ sơ",
    "reopen": "Mở lại hồ sơ",
    "pay_fee": "Thu phí, lệ phí",
    "digitise": "Đính kèm, số hóa",
    "rate": "Ghi đánh giá",
    "draft_apology": "Dự thảo thư xin lỗi",
    "sign_apology": "Ký thư xin lỗi",
    "apologise": "Cấp số, gửi thư xin lỗi",
    "publish_letter": "Công khai thư xin lỗi",
    "correct": "Đính chính thời điểm",
    "void": "Hủy hồ sơ",
}

# Acts that no form of questions stands for, and the page of the case where each is done.
OWN_PAGES: Mapping[ActName, str] = {
    "draft_apology": "apology",
    "sign_apology": "apology",
    "apologise": "apology",
    "publish_letter": "apology",
}


def own_page(name: ActName, code: str) -> str | None:
    """The address where an act is done on a case; None for one with a usual form."""
    page = OWN_PAGES.get(name)
    return f"/cases/{code}/{page}" if page else None
