"""What may come from outside, as marshmallow schemas made from the event vocabulary itself."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import datetime
from functools import cache
from typing import Any, get_args, get_type_hints

from marshmallow import Schema, ValidationError, validate
from marshmallow import fields as mm

from sla.zone import parse_instant
from workflows.codec import TYPE_OF_NAME, journal_key
from workflows.events import Applicant, Event

# NUL and lone surrogates cannot be stored; other control characters have no business in a text.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MESSAGES = {
    "required": "thiếu mục này",
    "null": "không được để trống",
    "invalid": "không đúng kiểu",
    "validator_failed": "không hợp lệ",
}
MAX_TEXT = 4_000
MAX_CODE = 64
MAX_NUMBER = 10**15


class Text(mm.String):
    """A text a database can keep: no control characters, not empty, not too long."""

    default_error_messages = {**_MESSAGES, "invalid": "phải là chữ"}  # noqa: RUF012

    def __init__(self, *, longest: int = MAX_TEXT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not text.strip():
            raise ValidationError("không được để trống")
        if len(text) > self.longest:
            raise ValidationError(f"dài {len(text)} ký tự, quá {self.longest}")
        if _UNFIT.search(text):
            raise ValidationError("có ký tự điều khiển không ghi được")
        return text


class Code(Text):
    """A code: one line without spaces around it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(longest=MAX_CODE, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text != text.strip() or not text.isprintable():
            raise ValidationError("mã không được có khoảng trắng ở đầu, cuối hay xuống dòng")
        return text


class Instant(mm.Field[datetime]):
    """ISO 8601 with a time; without an offset it is Asia/Ho_Chi_Minh."""

    default_error_messages = _MESSAGES

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str):
            raise ValidationError("phải là thời điểm ISO 8601 (ví dụ 2023-06-15T09:10)")
        if len(value) < len("2023-06-15T09"):
            raise ValidationError("phải có cả ngày và giờ (ví dụ 2023-06-15T09:10)")
        try:
            return parse_instant(value)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class Whole(mm.Field[int]):
    """A whole number, not negative; JSON's true and 1.0 are not numbers here."""

    default_error_messages = _MESSAGES

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValidationError("phải là số nguyên")
        if not 0 <= value <= MAX_NUMBER:
            raise ValidationError("phải từ 0 trở lên và không quá lớn")
        return value


class YesNo(mm.Field[bool]):
    """true or false."""

    default_error_messages = _MESSAGES

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("phải là true hoặc false")
        return value


class Texts(mm.List):
    """A list of texts, kept as a tuple."""

    default_error_messages = {**_MESSAGES, "invalid": "phải là danh sách"}  # noqa: RUF012

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Text(), validate=validate.Length(max=1_000), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(value, attr, data, **kwargs))


class Papers(mm.Field[Any]):
    """How many papers: a number, yes or no, or their names."""

    default_error_messages = _MESSAGES

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool):
            return value
        return Texts().deserialize(value) if isinstance(value, list) else Whole().deserialize(value)


class _Strict(Schema):
    error_messages = {  # noqa: RUF012
        "unknown": "không có mục này trong định dạng",
        "type": "phải là một đối tượng JSON",
    }


class LineSchema(_Strict):
    """One line of a journal; `data` is read by the schema of its type."""

    case = Code(required=True)
    type = Text(
        required=True, validate=validate.OneOf(TYPE_OF_NAME, error="không có loại sự kiện “{input}”")
    )
    at = Instant(required=True)
    data = mm.Raw(load_default=dict)
    recorded_at = Instant(load_default=None, allow_none=True)
    by = Text(load_default=None, allow_none=True)


@cache
def schema_of(kind: type[Any]) -> Schema:
    """The schema of an event type's `data`, or of a value inside it."""
    hints = get_type_hints(kind)
    made: dict[str, Any] = {}
    for item in fields(kind):
        if item.name != "at":
            # A field's place in `data` may differ from its name in the code.
            made[journal_key(item.name)] = _field(hints[item.name], item)
    return _Strict.from_dict(made, name=f"{kind.__name__}Data")()


def event_from(name: str, at: datetime, data: object) -> Event:
    """The event of a journal line.

    Raises:
        ValidationError: with messages by field.
    """
    kind = TYPE_OF_NAME[name]
    loaded = schema_of(kind).load(data)
    values = {item.name: loaded.get(journal_key(item.name)) for item in fields(kind)}
    values["at"] = at
    return kind(**{key: value for key, value in values.items() if value is not None})


def flat(messages: Any, prefix: str = "") -> list[tuple[str, str]]:
    """marshmallow's nested messages as (field, message) pairs."""
    if isinstance(messages, Mapping):
        pairs = []
        for key, inner in messages.items():
            name = prefix if key == "_schema" else ".".join(filter(None, (prefix, str(key))))
            pairs += flat(inner, name)
        return pairs
    return [(prefix, str(message)) for message in messages]


class _ApplicantField(mm.Nested):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        loaded = super()._deserialize(value, attr, data, **kwargs)
        return Applicant(**{key: item for key, item in loaded.items() if item is not None})


_KINDS: tuple[tuple[str, Any], ...] = (
    ("Applicant", lambda **kw: _ApplicantField(schema_of(Applicant), **kw)),
    ("datetime", Instant),
    ("int | tuple", Papers),
    ("tuple", Texts),
    ("bool", YesNo),
    ("int", Whole),
)
_CODES = {"agency", "procedure", "step"}


def _field(hint: Any, item: "Field[Any]") -> mm.Field[Any]:
    optional = item.default is not MISSING
    options: dict[str, Any] = {"required": not optional, "allow_none": optional}
    words = [word for word in _words(hint) if word is not None]
    if words:
        known = validate.OneOf(words, error="“{input}” không nằm trong: {choices}")
        return Text(validate=known, **options)
    if item.name in _CODES:
        return Code(**options)
    for mark, made in _KINDS:
        if mark in str(hint):
            field: mm.Field[Any] = made(**options)
            return field
    return Text(**options)


def _words(hint: Any) -> list[str]:
    """The words of a Literal, alone or with None."""
    if str(hint).startswith("typing.Literal"):
        return list(get_args(hint))
    inner = (_words(part) for part in get_args(hint) if part is not type(None))
    return [word for words in inner for word in words] if "Literal" in str(hint) else []
