"""What the pages of reports call things."""

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
