"""The fields of outside data: each takes one JSON value, or says in Vietnamese why it does not."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from marshmallow import ValidationError
from marshmallow import fields as mm

from sla.zone import local, parse_instant
from workflows.node import find_control, no_control

MAX_TEXT = 4_000
MAX_CODE = 64
MAX_ITEMS = 1_000
MAX_NUMBER = 10**15
MAX_INSTANT = 40  # characters; the longest sensible one has 35
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)

T = TypeVar("T")

_MESSAGES: dict[str, Any] = {
    "required": "thiếu mục này; hãy ghi thêm",
    "null": "không được để trống (null)",
    "validator_failed": "không hợp lệ",
}


class Taken(mm.Field[T]):
    """A field whose whole check is one method, so that it can be asked without marshmallow."""

    default_error_messages = _MESSAGES

    def taken(self, value: object) -> T:
        """The value as the program keeps it.

        Raises:
            ValidationError: saying what is wrong with it.
        """
        raise NotImplementedError

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> T:
        return self.taken(value)


class Anything(Taken[object]):
    """A value somebody else will look at."""

    def taken(self, value: object) -> object:
        """Itself."""
        return value


class Text(Taken[str]):
    """A text a database can keep and a screen can show: not empty, no control characters."""

    longest = MAX_TEXT

    def taken(self, value: object) -> str:
        """The text unchanged; markup is text."""
        if not isinstance(value, str):
            raise ValidationError("phải là chữ, đặt trong dấu nháy kép")
        if not value or value.isspace():
            raise ValidationError("không được để trống; nếu không có thì bỏ mục này đi")
        if len(value) > self.longest:
            raise ValidationError(f"dài {len(value)} ký tự, nhiều nhất là {self.longest}")
        found = find_control(value)
        if found is not None:
            raise ValidationError(no_control(value[found]))
        return value


class Code(Text):
    """A code: one line without spaces around it."""

    longest = MAX_CODE

    def taken(self, value: object) -> str:
        """The code unchanged."""
        code = super().taken(value)
        if not code.isprintable() or code[0] == " " or code[-1] == " ":
            raise ValidationError("mã không được có khoảng trắng ở đầu, cuối hay xuống dòng")
        return code


class Digest(Taken[str]):
    """The SHA-256 of a kept file."""

    def taken(self, value: object) -> str:
        """The digest unchanged."""
        if not isinstance(value, str) or _DIGEST.fullmatch(value) is None:
            raise ValidationError("phải là mã SHA-256 của tệp: 64 chữ số hệ mười sáu viết thường")
        return value


class Word(Taken[str]):
    """One of a few words."""

    def __init__(self, words: Iterable[str], *, what: str = "giá trị", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words, self.what = dict.fromkeys(words), what

    def taken(self, value: object) -> str:
        """The word unchanged."""
        if not isinstance(value, str):
            raise ValidationError("phải là chữ, đặt trong dấu nháy kép")
        if value not in self.words:
            given = value if len(value) <= MAX_CODE else f"{value[:MAX_CODE]}…"
            raise ValidationError(
                f"không có {self.what} “{given}”; chỉ dùng: {', '.join(self.words)}"
            )
        return value


class Instant(Taken[datetime]):
    """ISO 8601 with a time; without an offset it is Asia/Ho_Chi_Minh."""

    def taken(self, value: object) -> datetime:
        """The instant on Vietnamese clocks."""
        if not isinstance(value, str) or len(value) > MAX_INSTANT:
            raise ValidationError("phải là thời điểm ISO 8601 (ví dụ 2023-06-15T09:10)")
        # Python would take any character between date and time.
        if "T" not in value and value[10:11] != " ":
            raise ValidationError("phải có cả ngày và giờ (ví dụ 2023-06-15T09:10)")
        try:
            return local(parse_instant(value))
        except ValueError as error:
            raise ValidationError(str(error)) from None


class Whole(Taken[int]):
    """A whole number, not negative; JSON's true and 1.0 are not whole numbers here."""

    def taken(self, value: object) -> int:
        """The number unchanged."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValidationError("phải là số nguyên, không đặt trong dấu nháy")
        if not 0 <= value <= MAX_NUMBER:
            raise ValidationError(f"phải từ 0 đến {MAX_NUMBER}")
        return value


class YesNo(Taken[bool]):
    """True or false."""

    def taken(self, value: object) -> bool:
        """The answer unchanged."""
        if not isinstance(value, bool):
            raise ValidationError("phải là true hoặc false")
        return value


class Texts(Taken[tuple[str, ...]]):
    """A list of texts, kept as a tuple."""

    def taken(self, value: object) -> tuple[str, ...]:
        """The texts unchanged; what is wrong with each stands under its place from 0."""
        return _each(value, _TEXT.taken)


class Papers(Taken[Any]):
    """How many papers: a number, yes or no, or their names."""

    def taken(self, value: object) -> int | tuple[str, ...]:
        """The number (yes is one) or the names."""
        if isinstance(value, bool):
            return value
        return _TEXTS.taken(value) if isinstance(value, list) else _WHOLE.taken(value)


class Inner(Taken[T]):
    """An object inside the object, read by a reader of its own."""

    def __init__(self, read: Callable[[object], T], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.read = read

    def taken(self, value: object) -> T:
        """What the reader makes of it."""
        return self.read(value)


class Inners(Taken[tuple[T, ...]]):
    """A list of such objects, kept as a tuple."""

    def __init__(self, read: Callable[[object], T], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.read = read

    def taken(self, value: object) -> tuple[T, ...]:
        """What the reader makes of each; what is wrong stands under its place from 0."""
        return _each(value, self.read)


def _each(value: object, take: Callable[[object], T]) -> tuple[T, ...]:
    if not isinstance(value, list):
        raise ValidationError("phải là danh sách trong ngoặc vuông")
    if len(value) > MAX_ITEMS:
        raise ValidationError(f"có {len(value)} mục, nhiều nhất là {MAX_ITEMS}")
    taken: list[T] = []
    wrong: dict[int, Any] = {}
    for place, item in enumerate(value):
        try:
            taken.append(take(item))
        except ValidationError as error:
            wrong[place] = error.messages
    if wrong:
        raise ValidationError(wrong)
    return tuple(taken)


_TEXT, _TEXTS, _WHOLE = Text(), Texts(), Whole()
