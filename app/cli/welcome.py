"""What `motcua demo` says at its end: who opens which desk, and what to look at first."""

from app.sample import DESKS, MORNING, ONE_FOR_ALL

ADDRESS = "http://127.0.0.1:8000"
_CASE = "H32.PL-230615-0001"
_FIRST = f"""Hãy thử trước:
  1. lan.mc: “Chờ tiếp nhận”; một hồ sơ trực tuyến chỉ còn 20 phút trong 8 giờ làm việc.
  2. hue.tp: “Việc của tôi”, rồi “Bị trả lại cho tôi” với lý do phải làm lại.
  3. binh.ld: “Chờ phân công”, “Chờ duyệt, ký”, và đề nghị ghi muộn của chị Huệ chờ người thứ hai.
  4. Tìm “nguyen van an” (không cần dấu): có nhiều người trùng tên.
  5. “Thư xin lỗi”: mỗi chặng có một hồ sơ; binh.ld ký, tam.vt cấp số và gửi, lan.mc đăng.

Xem tiếp ở dòng lệnh (mọi lệnh đều có --help):
  .venv/bin/motcua case {_CASE}
  .venv/bin/motcua due --procedure 1.001193 --agency H32.PL --at 2023-06-15T09:10
  .venv/bin/motcua report II.06a --agency H32.PL --from 2023-09-15 --to 2023-12-14
  .venv/bin/motcua verify
"""


def welcome() -> str:
    """The accounts with their desks, the password, the address, and where to begin."""
    width = max(len(login) for login, _ in DESKS)
    lines = [
        "CÁC BÀN LÀM VIỆC",
        *(f"  {login:<{width}}  {desk}" for login, desk in DESKS),
        "",
        f"Mật khẩu chung: {ONE_FOR_ALL} (chỉ dùng cho dữ liệu mô phỏng này)",
        f"Đồng hồ của bản mẫu bắt đầu lúc {MORNING:%H:%M} ngày {MORNING:%d/%m/%Y}.",
        f"Địa chỉ: {ADDRESS}, mở được khi “.venv/bin/motcua serve” đang chạy "
        "(“make demo” tự chạy lệnh này, trừ khi có SERVE=0).",
        "Thư và tin nhắn gửi đi nằm trong thư mục var/demo-messages (không gửi cho ai).",
        "",
        _FIRST,
    ]
    return "\n".join(lines).rstrip()
