"""The demonstration's accounts: one for each desk, and what each is good for."""

from app.sample.officers import OFFICERS
from workflows.officer import Grant, Officer

# The password of every account, known to everybody: the cases are invented, and only `motcua demo`
# sets it.
ONE_FOR_ALL = "mot-cua-2024"

# The accounts the demo names, in the order of a case's way through the house.
DESKS = (
    ("lan.mc", "Một cửa: tiếp nhận, bàn giao, trả kết quả"),
    ("hue.tp", "Chuyên môn: thụ lý hộ tịch, chứng thực"),
    ("binh.ld", "Lãnh đạo: phân công, ký duyệt, duyệt đính chính"),
    ("tam.vt", "Văn thư: đóng dấu, phát hành"),
    ("yen.kt", "Thu phí: phí, lệ phí và biên lai"),
    ("kiem.soat", "Kiểm soát thủ tục: theo dõi, chỉ đọc"),
    ("thanh.tra", "Thanh tra: chỉ đọc"),
    ("quantri.pl", "Quản trị: tài khoản; không xem hồ sơ"),
    ("son.tm", "Một cửa của xã Tân Mẫu: không thấy hồ sơ của phường"),
)


def accounts() -> tuple[Officer, ...]:
    """Everybody who recorded anything in the sample, and the readers, with their roles."""
    return tuple(
        Officer(
            login=one.account,
            name=one.name,
            grants=(Grant(agency=one.agency, role=one.role),),
        )
        for one in OFFICERS
    )
