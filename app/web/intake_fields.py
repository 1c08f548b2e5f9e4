"""The questions of an intake."""

from app.web.forms import Field

DIRECT, ONLINE = "direct", "online"
NOW, THEN = "now", "then"
ASK, LATER = "ask", "later"

_CHANNELS = (
    (DIRECT, "Trực tiếp"),
    ("post", "Qua bưu chính công ích"),
    (ONLINE, "Trực tuyến (nhập từ Cổng DVC)"),
)
_RESULTS = (
    (DIRECT, "Nhận tại một cửa"),
    ("post", "Qua bưu chính công ích"),
    (ONLINE, "Bản điện tử"),
)

APPLICANT = (
    Field(
        name="id_no",
        label="Số định danh",
        required=False,
        longest=32,
        autofocus=True,
        hint="CCCD 12 số hoặc CMND 9 số; quét hoặc gõ rồi Enter để tìm dữ liệu cũ.",
    ),
    Field(name="name", label="Họ và tên, hoặc tên tổ chức", longest=200),
    Field(name="phone", label="Điện thoại", kind="tel", required=False, longest=32),
    Field(name="email", label="Thư điện tử", kind="email", required=False, longest=200),
    Field(name="address", label="Địa chỉ", required=False, longest=500),
)
AGENT = (
    Field(name="agent_name", label="Họ và tên người được ủy quyền", required=False, longest=200),
    Field(name="agent_id_no", label="Số định danh", required=False, longest=32),
    Field(name="agent_phone", label="Điện thoại", kind="tel", required=False, longest=32),
)
CHANNEL = (
    Field(name="channel", label="Nộp", kind="radio", choices=_CHANNELS),
    Field(
        name="submitted_at",
        label="Công dân nộp trên Cổng lúc",
        kind="moment",
        required=False,
        hint="Thời điểm ghi trên Cổng; hạn 8 giờ tiếp nhận tính từ đó.",
    ),
    Field(
        name="own_account",
        label="Tài khoản đã nộp",
        kind="select",
        required=False,
        choices=(("yes", "Chính chủ"), ("no", "Của người khác")),
    ),
)
REST = (
    Field(
        name="missing",
        label="Nếu thiếu giấy tờ bắt buộc",
        kind="radio",
        required=False,
        choices=(
            (ASK, "Yêu cầu bổ sung ngay (đồng hồ dừng đến khi nộp đủ)"),
            (LATER, "Nhận hồ sơ thiếu, ghi rõ còn thiếu gì (đồng hồ chạy)"),
        ),
    ),
    Field(name="fee", label="Phí, lệ phí phải thu", kind="number", required=False, unit="đồng"),
    Field(name="result_channel", label="Trả kết quả", kind="radio", choices=_RESULTS),
    Field(name="note", label="Ghi chú", kind="area", required=False, longest=2000),
    Field(
        name="training",
        label="Hồ sơ tập huấn",
        kind="check",
        hint="Dãy số riêng TAP-…, không bao giờ vào biểu. Không dùng cho hồ sơ thật.",
    ),
    Field(
        name="when",
        label="Tiếp nhận",
        kind="radio",
        choices=((NOW, "Bây giờ"), (THEN, "Lúc khác")),
    ),
    Field(
        name="at",
        label="Tiếp nhận lúc",
        kind="moment",
        required=False,
        hint="Hãy ghi lúc thật sự tiếp nhận. Đã qua lâu thì biểu mẫu hỏi thêm lý do, căn cứ, và "
        "lãnh đạo duyệt.",
    ),
)
LATE = (
    Field(
        name="late_reason",
        label="Vì sao bây giờ mới ghi",
        kind="area",
        required=False,
        longest=2000,
    ),
    Field(
        name="late_evidence",
        label="Căn cứ của thời điểm",
        required=False,
        hint="Số biên nhận giấy, trang sổ, biên bản mất điện hoặc mất mạng.",
    ),
)
PROMISE = Field(
    name="due_at",
    label="Ngày hẹn trả",
    kind="moment",
    required=False,
    hint="Thủ tục không có thời hạn nên công chức tự hẹn.",
)
