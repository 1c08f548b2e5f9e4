"""Vietnamese words of the page of operations: jobs, their pulses, kinds of messages, levels."""

from collections.abc import Mapping

from app.services.operations import Pulse
from workflows.agency import Level

JOBS: Mapping[str, str] = {
    "tick": "Ghi mốc hạn",
    "deliver-mail": "Gửi thư điện tử",
    "deliver-sms": "Gửi tin nhắn SMS",
    "deliver-zalo": "Gửi tin Zalo",
    "morning": "Bản tin buổi sáng",
    "weekly": "Phiếu yêu cầu giải trình hằng tuần",
    "calendar": "Dời hạn theo lịch mới",
    "reports": "Lập biểu báo cáo lớn",
    "months": "Cộng sẵn các tháng báo cáo",
    "cut-offs": "Gửi biểu khi hết kỳ",
    "tidy": "Dọn dữ liệu cũ",
}
PULSES: Mapping[Pulse, str] = {
    "beating": "đang chạy",
    "cron": "chạy từng lần",
    "silent": "không chạy",
    "over": "đã thôi",
}
KINDS: Mapping[str, str] = {
    "citizen": "Tin cho công dân",
    "intake": "Cảnh báo tiếp nhận",
    "step": "Cảnh báo bước",
    "case": "Cảnh báo hạn trả",
    "digest": "Bản tin sáng",
    "weekly": "Phiếu giải trình tuần",
    "forecast": "Dự báo trễ hạn",
    "report": "Biểu báo cáo hết kỳ",
}
LEVELS: Mapping[Level, str] = {
    Level.PROVINCE: "Tỉnh, thành phố",
    Level.DEPARTMENT: "Sở, ngành",
    Level.DISTRICT: "Huyện, quận",
    Level.COMMUNE: "Xã, phường",
    Level.VERTICAL: "Ngành dọc",
}


def took(seconds: float) -> str:
    """How long a run took, as "0,3 giây"."""
    return "dưới 0,1 giây" if seconds < 0.1 else f"{seconds:.1f} giây".replace(".", ",")
