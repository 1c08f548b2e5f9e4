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
_RECEIPT = "; xin mang theo giấy hẹn"
_NEXT: Mapping[State, str] = {
    State.REFUSED: "Lý do và căn cứ ghi trong phiếu từ chối. Ông/Bà có thể chuẩn bị lại theo phiếu "
    "đó rồi nộp hồ sơ mới; cần giải thích hoặc không đồng ý, xin liên hệ nơi hỏi dưới đây.",
    State.RETURNED: "Lý do ghi trong thông báo dừng giải quyết hồ sơ. Xin nhận lại giấy tờ ở nơi "
    "hỏi dưới đây; khi đủ điều kiện, Ông/Bà có thể nộp hồ sơ mới.",
    State.WITHDRAWN: "Xin nhận lại giấy tờ ở nơi hỏi dưới đây; Ông/Bà có thể nộp hồ sơ mới bất cứ "
    "lúc nào.",
    State.VOIDED: "Hồ sơ này không được giải quyết nữa; xin liên hệ nơi hỏi dưới đây để được hướng "
    "dẫn.",
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
    words = _RESULTS[case.result_channel or "direct"].format(place=place)
    # There is no such paper before.
    return words if case.accepted_at else words.replace(_RECEIPT, "")


def is_over(case: Case) -> bool:
    """Whether nothing more is to come of a case."""
    return case.state in _OVER


def next_in_words(case: Case) -> str | None:
    """What the citizen can do where a case ended without a result; None where it did not."""
    return _NEXT.get(case.state)
