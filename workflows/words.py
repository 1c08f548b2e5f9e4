"""The Vietnamese words for what the code names in English; one place for each pair."""

from workflows.case import State
from workflows.letter_events import LetterKind
from workflows.procedure import Procedure

STATES: dict[State, str] = {
    State.SUBMITTED: "chờ tiếp nhận",
    State.AWAITING_SUPPLEMENT: "chờ bổ sung trước tiếp nhận",
    State.RECEIVED: "đã tiếp nhận",
    State.PROCESSING: "đang xử lý",
    State.PAUSED: "tạm dừng",
    State.RESOLVED: "đã có kết quả",
    State.DELIVERED: "đã trả kết quả",
    State.REFUSED: "không tiếp nhận",
    State.RETURNED: "trả lại hồ sơ",
    State.WITHDRAWN: "công dân rút",
    State.VOIDED: "đã hủy",
}

EVENTS: dict[str, str] = {
    "submitted": "nộp hồ sơ",
    "accepted": "tiếp nhận",
    "supplement_requested": "yêu cầu bổ sung",
    "supplemented": "bổ sung",
    "refused": "từ chối tiếp nhận",
    "step_started": "bắt đầu bước",
    "step_completed": "hoàn thành bước",
    "step_returned": "trả về bước",
    "step_assigned": "giao bước",
    "paused": "tạm dừng",
    "resumed": "tiếp tục",
    "resolved": "có kết quả",
    "delivered": "trả kết quả",
    "returned": "trả lại hồ sơ",
    "withdrawn": "rút hồ sơ",
    "reopened": "mở lại",
    "apology_issued": "xin lỗi, hẹn lại",
    "deadline_adjusted": "điều chỉnh hạn",
    "deadline_missed": "quá hạn",
    "deadline_warned": "sắp đến hạn",
    "fee_paid": "nộp phí, lệ phí",
    "digitised": "số hóa",
    "rated": "đánh giá",
    "corrected": "đính chính thời điểm",
    "voided": "hủy",
    "apology_drafted": "dự thảo thư xin lỗi",
    "apology_signed": "ký thư xin lỗi",
    "letter_issued": "phát hành giấy tờ",
    "letter_published": "công khai giấy tờ",
}

# What the desk calls each letter; the forms carry the law's own titles.
LETTERS: dict[LetterKind, str] = {
    "receipt": "giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "supplement": "phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "refusal": "phiếu từ chối giải quyết hồ sơ",
    "apology": "thư xin lỗi và hẹn lại ngày trả kết quả",
    "stop": "thông báo dừng giải quyết hồ sơ",
    "control": "phiếu kiểm soát quá trình giải quyết hồ sơ",
    "register": "sổ theo dõi hồ sơ",
    "result": "biên nhận trả kết quả",
    "handover": "danh sách bàn giao hồ sơ",
    "fee": "biên nhận thu phí, lệ phí",
}

CLOCKS: dict[str, str] = {"intake": "tiếp nhận", "step": "bước", "case": "hồ sơ"}

VERDICTS: dict[str, str] = {"early": "trước hạn", "on_time": "đúng hạn", "late": "quá hạn"}

CHANNELS: dict[str, str] = {
    "online": "trực tuyến",
    "direct": "trực tiếp",
    "post": "qua bưu chính công ích",
}

REASONS: dict[str, str] = {
    "payment": "chờ nghĩa vụ tài chính",
    "consultation": "chờ lấy ý kiến cơ quan khác",
    "verification": "chờ xác minh",
    "force_majeure": "bất khả kháng",
    "system_failure": "sự cố hệ thống",
    "other": "lý do khác",
}

OUTCOMES: dict[str, str] = {"granted": "đồng ý", "rejected": "không đồng ý"}

METHODS: dict[str, str] = {"online": "trực tuyến", "cash": "tiền mặt"}

PAPERS: dict[str, str] = {"original": "bản chính", "copy": "bản sao", "electronic": "bản điện tử"}


# What stands beside everything of a training case.
TRAINING = "Hồ sơ tập huấn: chỉ để tập, không vào biểu nào."


def step_name(procedure: Procedure, code: str) -> str:
    """What the procedure calls a step; the code itself for a step it does not have."""
    step = procedure.step(code)
    return step.name if step else code
