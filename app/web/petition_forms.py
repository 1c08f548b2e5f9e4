"""The forms of petitions (phản ánh, kiến nghị), and the events that what was typed stands for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.services.petitions import NewPetition
from app.store.petitions import Sender
from app.web.forms import Choice, Field, Filled, Form
from app.web.petition_words import ABOUT, ACTS, CHANNELS
from sla.zone import local
from workflows import petition_events as ev
from workflows.agency import Agency
from workflows.agency import Field as Sphere
from workflows.petition_events import Line, PetitionEvent
from workflows.petition_rules import CORRECTABLE

_LONG = 2_000
_PRIVATE = "Không ghi tên, số điện thoại hay dữ liệu cá nhân khác ở đây: mọi người xem sổ đều thấy."
_READ_BY = (
    "Chỉ người xử lý của cơ quan này đọc được, cùng với tên và địa chỉ người gửi; "
    "về hành vi hành chính thì chỉ lãnh đạo và người theo dõi."
)
_WHEN = "Bỏ trống nếu là lúc này."
_CHANNELS: Sequence[Choice] = tuple((code, name) for code, name in CHANNELS.items())
_ABOUT: Sequence[Choice] = tuple((code, f"về {name}") for code, name in ABOUT.items())

_AT = Field(name="at", label="Thời điểm", kind="moment", required=False, hint=_WHEN)
_CHANNEL = Field(name="channel", label="Tiếp nhận qua", kind="select", choices=_CHANNELS)
_KIND = Field(name="about", label="Phản ánh, kiến nghị", kind="radio", choices=_ABOUT)
_SUBJECT = Field(name="subject", label="Tóm tắt", longest=300, hint=_PRIVATE)
_PROCEDURE = Field(
    name="procedure",
    label="Mã thủ tục",
    kind="code",
    required=False,
    longest=64,
    hint="Nếu phản ánh, kiến nghị nêu một thủ tục cụ thể.",
)
_REASON = Field(name="reason", label="Lý do", kind="area", longest=_LONG, hint=_PRIVATE)
# The questions of each act, before the one about the moment.
_QUESTIONS: Mapping[str, tuple[Field, ...]] = {
    "accept": (
        Field(
            name="note",
            label="Ghi chú",
            kind="area",
            required=False,
            longest=_LONG,
            hint=_PRIVATE,
        ),
    ),
    "answer": (
        Field(
            name="answer",
            label="Nội dung trả lời (tóm tắt)",
            kind="area",
            longest=_LONG,
            hint=_PRIVATE,
        ),
        Field(
            name="letter",
            label="Số văn bản trả lời",
            required=False,
            longest=100,
            hint=_PRIVATE,
        ),
    ),
    "return": (_REASON,),
    "forward": (
        Field(name="to", label="Chuyển đến cơ quan", longest=200, hint=_PRIVATE),
        replace(_REASON, required=False),
    ),
    "publish": (
        Field(
            name="where",
            label="Nơi công khai",
            longest=300,
            hint=f"Địa chỉ trang, hoặc bảng niêm yết nào. {_PRIVATE}",
        ),
    ),
    "erase": (),
}


def new_form(offices: Sequence[Agency], fields: Sequence[Sphere]) -> Form:
    """The form of a petition that came in; the office is asked for where there are several."""
    choices = tuple((one.code, one.name) for one in offices)
    office = Field(name="agency", label="Sổ của cơ quan", kind="select", choices=choices)
    return Form(
        fields=(
            *((office,) if len(offices) > 1 else ()),
            _CHANNEL,
            _KIND,
            _SUBJECT,
            _sphere(fields),
            _PROCEDURE,
            Field(name="at", label="Tiếp nhận lúc", kind="moment", required=False, hint=_WHEN),
            Field(name="name", label="Người gửi", required=False, longest=200),
            Field(name="phone", label="Điện thoại", kind="tel", required=False, longest=40),
            Field(name="email", label="Thư điện tử", kind="email", required=False, longest=200),
            Field(name="address", label="Địa chỉ", required=False, longest=300),
            Field(
                name="content",
                label="Toàn văn",
                kind="area",
                required=False,
                longest=10_000,
                hint=_READ_BY,
            ),
        )
    )


def act_form(act: str) -> Form:
    """The form of an act; who sent it can only be erased now."""
    return Form(fields=(*_QUESTIONS[act], *(() if act == "erase" else (_AT,))))


def correction_form(line: Line, fields: Sequence[Sphere], *, last: bool) -> Form:
    """The form that sets an event right; only the last of them can be struck out."""
    kind = type(line.event)
    known = {one.name: one for one in (_CHANNEL, _KIND, _SUBJECT, _sphere(fields), _PROCEDURE)}
    for name, which in ACTS.items():
        if which is kind:
            known.update({one.name: one for one in _QUESTIONS[name]})
    at = Field(name="at", label="Thời điểm", kind="moment")
    asked = [at if name == "at" else known[name] for name in CORRECTABLE[kind]]
    struck = Field(name="struck", label="Việc này không hề xảy ra: gạch đi", kind="check")
    why = Field(name="why", label="Vì sao đính chính", kind="area", longest=_LONG, hint=_PRIVATE)
    return Form(fields=(*asked, *((struck,) if last and line.version > 1 else ()), why))


def proposed(line: Line) -> Filled:
    """What an event says, as it would be typed."""
    return Filled(typed=_typed(line.event))


def kept(filled: Filled, seen: Line, line: Line) -> Filled:
    """What an event says now, with what somebody changed of what it said when they saw it."""
    said = _typed(seen.event)
    mine = {name: text for name, text in filled.typed.items() if (text or "") != said.get(name)}
    return replace(filled, typed={**_typed(line.event), **mine})


def petition_of(filled: Filled, offices: Sequence[Agency]) -> NewPetition:
    """What was written down of a petition that came in."""
    given = filled.values
    person = {name: given[name] for name in Sender.__slots__}
    about = ("channel", "about", "subject", "at", "field", "procedure")
    return NewPetition(
        agency=given.get("agency") or offices[0].code,
        sender=Sender(**person) if any(person.values()) else None,
        **{name: given[name] for name in about},
    )


def event_of(act: str, filled: Filled, now: datetime) -> PetitionEvent:
    """The event that a filled form stands for."""
    values = dict(filled.values)
    at = values.pop("at", None) or now
    made: PetitionEvent = ACTS[act](at=at, **values)
    return made


def correction_of(line: Line, filled: Filled, now: datetime) -> ev.Corrected:
    """The correction that a filled form stands for: what differs from what the event says."""
    values: dict[str, Any] = dict(filled.values)
    why, struck = values.pop("why"), bool(values.pop("struck", False))
    said = _typed(line.event)
    changes = {
        name: _text(value)
        for name, value in values.items()
        if not struck and (filled.typed.get(name) or "") != said.get(name)
    }
    return ev.Corrected(at=now, event=line.version, reason=why, changes=changes, struck=struck)


def _sphere(fields: Sequence[Sphere]) -> Field:
    choices = tuple((one.code, one.name) for one in fields)
    return Field(name="field", label="Lĩnh vực", kind="select", required=False, choices=choices)


def _typed(event: PetitionEvent) -> dict[str, str]:
    values = ((name, getattr(event, name)) for name in CORRECTABLE[type(event)])
    return {name: _as_typed(value) for name, value in values}


def _as_typed(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%dT%H:%M}"
    return value or ""


def _text(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, datetime) else value
