"""Forms as data: each field reads its text, says what is wrong with it, and keeps what was typed.

A form is described once; `templates/components/form.html` draws it, `Form.read` understands what
comes back. The checks of a value are those of the journal (`app.services.fields`).
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from app.services.fields import Code, Instant, Text

Kind = Literal[
    "text", "area", "code", "select", "radio", "check", "date", "moment", "number", "lines",
    "password", "hidden", "file", "tel", "email",
]  # fmt: skip
Choice = tuple[str, str]
_MISSING = "hãy điền mục này"
_CHOOSE = "hãy chọn một mục"
_DIGITS = 15


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One question of a form.

    Attributes:
        kind: how it is drawn and read; `moment` is an instant on Vietnamese clocks, `number` a
            whole number not negative, `lines` a tuple of texts, one a line.
        choices: value and label of a select or of radios.
        unit: a word behind the box.
    """

    name: str
    label: str
    kind: Kind = "text"
    required: bool = True
    hint: str = ""
    choices: Sequence[Choice] = ()
    unit: str = ""
    longest: int = 500
    autofocus: bool = False
    autocomplete: str = "off"


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """What was typed into a form: values where they could be read, a sentence where not.

    Attributes:
        values: by field; None for what was left empty.
        errors: by field, one Vietnamese sentence each; "" for the form as a whole.
        typed: the raw text by field, to draw the form again without losing anything.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether every field could be read."""
        return not self.errors

    def with_error(self, name: str, sentence: str) -> "Filled":
        """The same with one more complaint, for what only the rules can find."""
        return replace(self, errors={**self.errors, name: sentence})


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """Questions in the order they are asked."""

    fields: tuple[Field, ...]

    def blank(self, **typed: Any) -> Filled:
        """Nothing typed yet but what is proposed."""
        return Filled(typed=typed)

    def read(self, given: MultiDict[str, str]) -> Filled:
        """Understand what was sent; never raises for what a person typed."""
        values: dict[str, Any] = {}
        errors: dict[str, str] = {}
        typed: dict[str, Any] = {}
        for one in self.fields:
            raw = _clean(given.get(one.name, ""), one.kind)
            typed[one.name] = "" if one.kind == "password" else raw
            try:
                values[one.name] = _value(one, raw)
            except ValidationError as error:
                errors[one.name] = str(error.messages[0])
        return Filled(values=values, errors=errors, typed=typed)


def _clean(raw: str, kind: Kind) -> str:
    if kind == "password":
        return raw
    # Browsers send \r\n; the log keeps one kind of line end and one form of each letter.
    text = unicodedata.normalize("NFC", raw).replace("\r\n", "\n").strip()
    return text if kind in ("area", "lines") else text.replace("\n", " ")


def _value(one: Field, raw: str) -> Any:
    if not raw:
        if one.required and one.kind != "check":
            raise ValidationError(_CHOOSE if one.choices else _MISSING)
        return False if one.kind == "check" else None
    if len(raw) > one.longest and one.kind != "lines":
        raise ValidationError(f"dài {len(raw)} ký tự, nhiều nhất là {one.longest}")
    return _READERS[one.kind](one, raw)


def _text(_one: Field, raw: str) -> str:
    return Text().taken(raw)


def _choice(one: Field, raw: str) -> str:
    if raw not in {value for value, _ in one.choices}:
        raise ValidationError(_CHOOSE)
    return raw


def _number(_one: Field, raw: str) -> int:
    digits = raw.replace(".", "").replace(" ", "")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > _DIGITS:
        raise ValidationError("hãy ghi một số nguyên, ví dụ 8000")
    return int(digits)


def _date(_one: Field, raw: str) -> date:
    try:
        return Instant().taken(f"{date.fromisoformat(raw).isoformat()}T00:00").date()
    except ValueError:
        raise ValidationError("hãy ghi ngày theo dạng năm-tháng-ngày, ví dụ 2024-07-03") from None


def _lines(one: Field, raw: str) -> tuple[str, ...]:
    lines = tuple(line.strip() for line in raw.split("\n") if line.strip())
    if any(len(line) > one.longest for line in lines) or len(lines) > 100:
        raise ValidationError(f"nhiều nhất 100 dòng, mỗi dòng {one.longest} ký tự")
    return tuple(Text().taken(line) for line in lines)


_READERS: Mapping[str, Callable[[Field, str], Any]] = {
    "text": _text,
    "area": _text,
    "tel": _text,
    "email": _text,
    "password": lambda one, raw: raw,
    "hidden": _text,
    "file": _text,
    "code": lambda one, raw: Code().taken(raw),
    "select": _choice,
    "radio": _choice,
    "check": lambda one, raw: True,
    "date": _date,
    "moment": lambda one, raw: Instant().taken(raw),
    "number": _number,
    "lines": _lines,
}
