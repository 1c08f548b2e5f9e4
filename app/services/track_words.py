"""What a citizen is told of a case, in a citizen's words; no word of an officer comes in here."""

from collections.abc import Mapping

from workflows.case import Case, State

STATES: Mapping[State, str] = {
    State.SUBMITTED: "Hồ sơ đã nộp, đang chờ bộ phận một cửa kiểm tra và tiếp nhận",
    State.AWAITING_SUPPLEMENT: "Hồ sơ chưa được tiếp nhận vì còn thiếu giấy tờ",
    State.RECEIVED: "Hồ sơ đã được tiếp nhận",
    State.PROCESSING: "Hồ sơ đang được giải quyết",
    State.PAUSED: "Hồ sơ đang tạm dừng giải quyết",
    State.RESOLVED: "Hồ sơ đã có kết quả",
    State.DELIVERED: "Kết quả đã được trả",
    State.REFUSED: "Hồ sơ không được tiếp nhận",
    State.RETURNED: "Hồ sơ đã được trả lại",
    State.WITHDRAWN: "Hồ sơ đã được rút theo đề nghị của người nộp",
    State.VOIDED: "Hồ sơ đã được hủy trong hệ thống",
}
SUPPLEMENT = "chờ bổ sung giấy tờ"
PAUSES: Mapping[str, str] = {
    "payment": "chờ Ông/Bà thực hiện nghĩa vụ tài chính",
    "consultation": "chờ ý kiến của cơ quan khác",
    "verification": "chờ xác minh",
    "force_majeure": "có sự kiện bất khả kháng như thiên tai, dịch bệnh",
    "system_failure": "hệ thống gặp sự cố",
    "other": "vì lý do khác, xin hỏi cơ quan giải quyết",
}
_RESULTS: Mapping[str, str] = {
    "direct": "Ông/Bà nhận kết quả tại {place}, trong giờ làm việc; xin mang theo giấy hẹn.",
    "post": "Kết quả được chuyển qua dịch vụ bưu chính công ích như Ông/Bà đã đăng ký.",
    "online": "Kết quả điện tử được trả trực tuyến, nơi Ông/Bà đã nộp hồ sơ.",
}
# Nothing more is to come of these.
_OVER = frozenset(
    {State.DELIVERED, State.REFUSED, State.RETURNED, State.WITHDRAWN, State.VOIDED}
)  # fmt: skip


def result_in_words(case: Case, place: str) -> str | None:
    """How and where the result comes; None when none is to come any more.

    Args:
        case: as it stands.
        place: what its desk is called.
    """
    if case.state in _OVER:
        return None
    return _RESULTS[case.result_channel or "direct"].format(place=place)
