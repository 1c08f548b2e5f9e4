"""What the pages call the parts of a petition, and a sentence for each event of it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from app.store.petitions_list import Which
from app.web.render import dated
from sla.zone import local_date
from workflows import petition_events as ev
from workflows.petition_events import About, Channel, Line, PetitionEvent
from workflows.petition_words import PARTS_OF_EVENTS
from workflows.petitions import Ending

CHANNELS: Mapping[Channel, str] = {
    "portal": "Cổng dịch vụ công, hệ thống phản ánh, kiến nghị",
    "direct": "trực tiếp",
    "post": "bưu chính",
    "phone": "điện thoại, đường dây nóng",
    "email": "thư điện tử",
    "meeting": "phiếu lấy ý kiến, hội nghị",
}
ABOUT: Mapping[About, str] = {"rules": "quy định hành chính", "conduct": "hành vi hành chính"}
ENDINGS: Mapping[Ending, str] = {
    "answered": "đã trả lời",
    "returned": "không đủ cơ sở giải quyết",
    "forwarded": "đã chuyển cơ quan khác",
}
PARTS: Mapping[Which, str] = {
    "open": "Đang xử lý",
    "late": "Quá hạn",
    "answered": "Đã xử lý",
    "published": "Đã công khai",
    "all": "Tất cả",
}
# By what stands in the address of its form, in the order of a petition's life.
ACTS: Mapping[str, type[PetitionEvent]] = {
    "accept": ev.AcceptedForHandling,
    "answer": ev.Answered,
    "return": ev.ReturnedInsufficient,
    "forward": ev.Forwarded,
    "publish": ev.Published,
    "correct": ev.Corrected,
    "erase": ev.SenderErased,
}
LABELS: Mapping[str, str] = {
    "accept": "Thụ lý",
    "answer": "Trả lời",
    "return": "Trả lại vì không đủ cơ sở",
    "forward": "Chuyển cơ quan khác",
    "publish": "Công khai kết quả",
    "correct": "Đính chính",
    "erase": "Xóa thông tin người gửi",
}
DONE: Mapping[str, str] = {
    "accept": "Đã ghi thụ lý.",
    "answer": "Đã ghi trả lời. Nếu được công khai, hãy ghi tiếp nơi công khai.",
    "return": "Đã ghi trả lại vì không đủ cơ sở giải quyết.",
    "forward": "Đã ghi chuyển cơ quan có thẩm quyền.",
    "publish": "Đã ghi công khai kết quả.",
    "correct": "Đã đính chính.",
    "erase": "Đã xóa thông tin người gửi.",
}
NAME_OF_ACT: Mapping[type[PetitionEvent], str] = {kind: name for name, kind in ACTS.items()}


def sentence(event: PetitionEvent) -> str:
    """What happened, as one sentence."""
    return _TELLERS[type(event)](event)


def told(line: Line) -> str:
    """The same of a line of the register."""
    return sentence(line.event)


def written_later(line: Line) -> datetime | None:
    """When a line was written down, where that was on a later day than it is said to be of."""
    later = local_date(line.recorded_at) > local_date(line.event.at)
    return line.recorded_at if later else None


def _received(event: Any) -> str:
    about = ABOUT[event.about]
    return f"Tiếp nhận ({CHANNELS[event.channel]}) về {about}, hẹn trả lời {_at(event.due_at)}"


def _accepted(event: Any) -> str:
    return f"Thụ lý: {event.note}" if event.note else "Thụ lý"


def _forwarded(event: Any) -> str:
    return f"Chuyển {event.to}" + (f": {event.reason}" if event.reason else "")


def _answered(event: Any) -> str:
    letter = f" bằng văn bản số {event.letter}" if event.letter else ""
    return f"Trả lời{letter}: {event.answer}"


def _corrected(event: Any) -> str:
    if event.struck:
        return f"Gạch việc số {event.event}: {event.reason}"
    changes = ", ".join(PARTS_OF_EVENTS.get(name, name) for name in event.changes)
    return f"Đính chính {changes} của việc số {event.event}: {event.reason}"


def _at(instant: datetime) -> str:
    return dated(instant)


_TELLERS: Mapping[type[PetitionEvent], Callable[[Any], str]] = {
    ev.Received: _received,
    ev.AcceptedForHandling: _accepted,
    ev.ReturnedInsufficient: lambda event: f"Trả lại vì không đủ cơ sở giải quyết: {event.reason}",
    ev.Forwarded: _forwarded,
    ev.Answered: _answered,
    ev.Published: lambda event: f"Công khai kết quả tại {event.where}",
    ev.Corrected: _corrected,
    ev.SenderErased: lambda event: "Xóa thông tin người gửi",
}
