"""What the pages of notices call levels, kinds, channels and modes, in the order they are shown."""

from collections.abc import Mapping

from app.notices.choices import KINDS, Kind, Mode, modes_of
from app.notices.people import CHANNELS

# By level: the word, and the mood of its tag.
LEVELS: Mapping[str, tuple[str, str]] = {
    "info": ("Nhắc", "calm"),
    "warn": ("Cảnh báo", "near"),
    "urgent": ("Khẩn", "late"),
}
KIND_NAMES: Mapping[Kind, str] = {
    "intake": "Hạn tiếp nhận 8 giờ",
    "step": "Hạn của từng bước",
    "case": "Hạn trả kết quả",
    "digest": "Bản tin sáng",
    "weekly": "Thư hằng tuần",
    "forecast": "Dự báo trễ hạn",
}
# What stands under a kind's name.
KIND_HINTS: Mapping[Kind, str] = {
    "intake": "hồ sơ trực tuyến, bưu chính chờ tiếp nhận",
    "step": "bước bạn đang giữ; lãnh đạo: bước đã quá định mức",
    "case": "sắp đến hạn, quá hạn, tạm dừng lâu, không chuyển động",
    "digest": "một thư mỗi sáng, gom các nhắc của hôm trước",
    "weekly": "hồ sơ quá hạn, bị trả lại, phải bổ sung cần giải trình",
    "forecast": "hồ sơ sẽ trễ nếu không kịp làm, gửi cùng bản tin sáng",
}
_ALERT: Mapping[Mode, str] = {
    "each": "Gửi ngay mọi tin",
    "urgent": "Gửi ngay tin khẩn",
    "digest": "Gom vào bản tin sáng",
    "off": "Không gửi",
}
_REPORT: Mapping[Mode, str] = {"each": "Gửi", "off": "Không gửi"}


def mode_name(kind: str, mode: str) -> str:
    """What a mode of a kind is called."""
    words = _ALERT if len(modes_of(kind)) > len(_REPORT) else _REPORT
    return next(name for code, name in words.items() if code == mode)


def modes_in_words(kind: str) -> tuple[tuple[str, str], ...]:
    """The modes one may choose for a kind with their names, the loudest first."""
    allowed = modes_of(kind)
    return tuple((mode, mode_name(kind, mode)) for mode in _ALERT if mode in allowed)


def pairs() -> tuple[tuple[Kind, str], ...]:
    """Every kind on every channel."""
    return tuple((kind, channel) for kind in KINDS for channel in CHANNELS)
