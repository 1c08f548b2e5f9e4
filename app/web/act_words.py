"""What each act is called on its button and its page."""

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
    "apologise": "Xin lỗi, hẹn lại",
    "correct": "Đính chính thời điểm",
    "void": "Hủy hồ sơ",
}
