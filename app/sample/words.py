"""What the sample's officers and citizens write: reasons, papers, and the prices they pay."""

from collections.abc import Mapping

from app.sample.dice import Dice

SYNTHETIC = (
    "Số liệu mô phỏng: hồ sơ, tên người, số giấy tờ và tài khoản cán bộ đều do máy tạo ra; "
    "chỉ các con số tổng hợp của quý III/2023 lấy theo báo cáo đã công bố của phường."
)

PAPERS = (
    "Tờ khai có chữ ký của người yêu cầu",
    "Bản chụp rõ nét Căn cước công dân",
    "Giấy chứng sinh",
    "Giấy tờ chứng minh nơi cư trú",
    "Bản chính giấy tờ cần đối chiếu",
)
MISSING = ("Bản chụp mờ, không đọc được số", "Tờ khai thiếu chữ ký", "Thiếu giấy tờ kèm theo")
SENT_BACK = ("Sai chính tả họ tên", "Chưa ghi căn cứ pháp lý", "Nhầm ngày sinh so với giấy tờ gốc")
REFUSED = (
    ("Hồ sơ thuộc thẩm quyền của nơi khác", "Không thuộc thẩm quyền giải quyết của UBND cấp xã"),
    (
        "Thành phần hồ sơ không hợp lệ sau khi đã hướng dẫn",
        "Không đủ thành phần hồ sơ theo quy định",
    ),
)
WITHDRAWN = (
    "Người dân không còn nhu cầu",
    "Người dân nộp nhầm thủ tục",
    "Người dân xin rút để nộp lại",
)
RETURNED = ("Không đủ điều kiện giải quyết sau khi xác minh", "Không có thông tin gốc để trích lục")
REOPENED = ("Kết quả in sai họ tên, phải cấp lại", "Thiếu dấu giáp lai, phải đóng lại")
LATE = ("Chờ kết quả xác minh của nơi cư trú trước đây", "Cán bộ thụ lý nghỉ đột xuất")
TICKED_LATE = "Quên bấm hoàn thành; giờ đúng theo sổ theo dõi"
POWER_CUT = "Mất điện nên nhập trễ; giờ đúng theo sổ ghi tay"
STRUCK = ("Hồ sơ nhập khi tập huấn phần mềm", "Hồ sơ nhập trùng")

# Prices are part of the picture, not of any rule: most paid and how many units one buys
# (TT 226/2016/TT-BTC, TT 281/2016/TT-BTC; unverified).
PRICES: Mapping[str, tuple[int, int]] = {
    "2.000815": (2_000, 20),
    "2.000884": (10_000, 3),
    "2.000635": (8_000, 4),
    "1.004873": (15_000, 1),
    "1.004859": (28_000, 1),
    "1.001022": (15_000, 1),
    "1.004884": (8_000, 1),
}


def price(procedure: str, dice: Dice) -> int | None:
    """What a case costs, in đồng; None where nothing is asked."""
    if procedure not in PRICES:
        return None
    unit, most = PRICES[procedure]
    return unit * (1 + min(dice.below(most), dice.below(most)))
