"""What the pages of reports call things: choices of counting, kinds of period, events."""

from collections.abc import Mapping

CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "returned_in": (
        "Hồ sơ trả lại, rút",
        {
            "by_date": "xếp theo ngày hẹn trả",
            "on_time": "tính là đúng hạn",
            "separate": "đếm ở cột riêng",
        },
    ),
    "paused_in": (
        "Hồ sơ dừng tính",
        {"in_time": "nằm trong số đang giải quyết", "own_column": "chỉ ở cột Dừng tính"},
    ),
    "on_time_until": (
        "Quá hạn kể từ",
        {"instant": "sau giờ hẹn trả", "end_of_due_day": "khi hết ngày hẹn trả"},
    ),
    "close_at": (
        "Đã giải quyết khi",
        {"desk": "có kết quả tại Một cửa", "hand_over": "kết quả đến tay người nộp"},
    ),
}
KINDS: Mapping[str, str] = {
    "quarter": "Quý theo Nghị định 09/2019",
    "half_year": "6 tháng",
    "year": "Năm báo cáo",
    "month15": "Tháng (từ ngày 15)",
    "calendar_month": "Tháng dương lịch",
    "calendar_quarter": "Quý dương lịch",
    "calendar_year": "Năm dương lịch",
}
# What each form is for, in the words of a desk; one without a line here tells its own title.
PURPOSES: Mapping[str, str] = {
    "II.04": "Thủ tục nào đã rà soát, giữ, bỏ, sửa; tiết kiệm được bao nhiêu.",
    "II.05a": "Phản ánh, kiến nghị của một cơ quan: tiếp nhận, trả lời đúng hạn, công khai.",
    "II.05b": "Phản ánh, kiến nghị của mọi đơn vị trong phạm vi, mỗi đơn vị một dòng.",
    "II.06a": "Hồ sơ của một cơ quan: tiếp nhận, đã giải quyết, đang giải quyết, theo lĩnh vực.",
    "II.06b": "Hồ sơ của cấp huyện và cấp xã cộng lại, theo cấp hoặc theo đơn vị.",
    "II.06c": "Hồ sơ của cả tỉnh cộng lại, theo cấp hoặc theo đơn vị.",
    "II.06d": "Hồ sơ của bộ, cơ quan ngang bộ cộng lại.",
    "II.07a": "Số thủ tục của bộ, cơ quan ngang bộ, và kết quả “4 tại chỗ”.",
    "II.07b": "Số thủ tục theo cấp tại Bộ phận Một cửa, và kết quả “4 tại chỗ”.",
}
