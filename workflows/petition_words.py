"""The Vietnamese words for the events of a petition (phản ánh, kiến nghị) and their parts."""

from collections.abc import Mapping

from workflows import petition_events as ev
from workflows.petition_events import PetitionEvent

NAMES: Mapping[type[PetitionEvent], str] = {
    ev.Received: "tiếp nhận",
    ev.AcceptedForHandling: "thụ lý",
    ev.ReturnedInsufficient: "trả lại vì không đủ cơ sở",
    ev.Forwarded: "chuyển cơ quan khác",
    ev.Answered: "trả lời",
    ev.Published: "công khai kết quả",
    ev.Corrected: "đính chính",
    ev.SenderErased: "xóa thông tin người gửi",
}
# What a correction calls the parts of an event.
PARTS_OF_EVENTS: Mapping[str, str] = {
    "at": "thời điểm",
    "channel": "cách tiếp nhận",
    "about": "loại",
    "subject": "tóm tắt",
    "field": "lĩnh vực",
    "procedure": "thủ tục",
    "note": "ghi chú",
    "reason": "lý do",
    "to": "cơ quan nhận",
    "answer": "nội dung trả lời",
    "letter": "số văn bản",
    "where": "nơi công khai",
}
