"""What may come from outside, as marshmallow schemas made from the event vocabulary itself."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import datetime
from types import NoneType, UnionType
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from marshmallow import Schema, ValidationError

from app.services.fields import (
    Anything,
    Code,
    Digest,
    Inner,
    Inners,
    Instant,
    Papers,
    Taken,
    Text,
    Texts,
    Whole,
    Word,
    YesNo,
)
from workflows.codec import TYPE_OF_NAME, journal_key
from workflows.events import Applicant, Event, Late, Paper

T = TypeVar("T")

_MESSAGES = {
    "unknown": "không có mục này trong định dạng; hãy bỏ hoặc sửa tên mục",
    "type": "phải là một đối tượng JSON, trong ngoặc nhọn",
}


class Strict(Schema):
    """A schema that refuses what it does not know (marshmallow's habit), in Vietnamese."""

    error_messages = _MESSAGES


class Reader(Generic[T]):
    """Makes values of one kind out of JSON objects.

    The same fields are asked twice: straight, which takes nearly every object at a fraction of the
    cost, and by marshmallow when anything is odd, which then gathers every complaint.
    """

    def __init__(self, kind: Callable[..., T], taken: Mapping[str, tuple[str, Taken[Any]]]) -> None:
        """Prepare a reader.

        Args:
            kind: what is made, by keyword.
            taken: for each key of the JSON object the keyword and the field.
        """
        self._kind = kind
        self._plan = {key: (name, f.taken, f.allow_none) for key, (name, f) in taken.items()}
        self._needed = frozenset(key for key, (_, field) in taken.items() if field.required)
        made = Strict.from_dict({key: field for key, (_, field) in taken.items()})
        self.schema: Schema = made()

    def __call__(self, value: object, **given: object) -> T:
        """The value that an object (and `given`, already read) describes.

        Raises:
            ValidationError: with messages by field.
        """
        try:
            values = self._straight(value)
        except (KeyError, ValidationError):
            values = self._explained(value)
        return self._kind(**values, **given)

    def _straight(self, value: object) -> dict[str, object]:
        if not isinstance(value, dict) or not self._needed <= value.keys():
            raise KeyError
        values = {}
        for key, given in value.items():
            name, take, optional = self._plan[key]
            if given is not None:
                values[name] = take(given)
            elif not optional:
                raise KeyError(key)
        return values

    def _explained(self, value: object) -> dict[str, object]:
        # The cast of the value is marshmallow's to check.
        given: Any = value
        loaded: Mapping[str, object] = self.schema.load(given)
        return {self._plan[key][0]: item for key, item in loaded.items() if item is not None}


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """One line of a journal; `data` is read by the reader of its type."""

    case: str
    type: str
    at: datetime
    data: object = None
    recorded_at: datetime | None = None
    by: str | None = None


def _envelope_fields() -> Mapping[str, Taken[Any]]:
    return {
        "case": Code(required=True),
        "type": Word(TYPE_OF_NAME, what="loại sự kiện", required=True),
        "at": Instant(required=True),
        "data": Anything(allow_none=True),
        "recorded_at": Instant(allow_none=True),
        "by": Text(allow_none=True),
    }


read_envelope: Reader[Envelope] = Reader(
    Envelope, {key: (key, field) for key, field in _envelope_fields().items()}
)


def reader_of(kind: type[Any]) -> Reader[Any]:
    """The reader of an event type's `data`, or of a value inside it; `at` comes from outside."""
    hints = get_type_hints(kind)
    # A field's place in `data` may differ from its name in the code.
    return Reader(
        kind,
        {
            journal_key(item.name): (item.name, _field(hints[item.name], item))
            for item in fields(kind)
            if item.name != "at"
        },
    )


def event_from(name: str, at: datetime, data: object) -> Event:
    """The event of a journal line.

    Raises:
        ValidationError: with messages by field.
    """
    event: Event = _EVENT_READERS[name](data, at=at)
    return event


def flat(messages: Any, prefix: str = "") -> list[tuple[str, str]]:
    """The nested messages of marshmallow as (field, message) pairs."""
    if not isinstance(messages, Mapping):
        return [(prefix, str(message)) for message in messages]
    pairs = []
    for key, inner in messages.items():
        name = prefix if key == "_schema" else ".".join(filter(None, (prefix, str(key))))
        pairs += flat(inner, name)
    return pairs


_FIELDS: Mapping[Any, Callable[..., Taken[Any]]] = {
    str: Text,
    datetime: Instant,
    bool: YesNo,
    int: Whole,
    tuple[str, ...]: Texts,
    Applicant: lambda **options: Inner(reader_of(Applicant), **options),
    Late: lambda **options: Inner(reader_of(Late), **options),
    tuple[Paper, ...]: lambda **options: Inners(reader_of(Paper), **options),
}
# What a name says more narrowly than its type.
_NAMED: Mapping[str, Callable[..., Taken[Any]]] = {
    "agency": Code,
    "procedure": Code,
    "step": Code,
    "unit": Code,
    "file": Digest,
    "text_hash": Digest,
}


def _field(hint: Any, item: "Field[Any]") -> Taken[Any]:
    optional = item.default is not MISSING
    options: dict[str, Any] = {"required": not optional, "allow_none": optional}
    kinds = _kinds(hint)
    if get_origin(kinds[0]) is Literal:
        return Word(get_args(kinds[0]), **options)
    if len(kinds) > 1:
        return Papers(**options)
    return _NAMED.get(item.name, _FIELDS[kinds[0]])(**options)


def _kinds(hint: Any) -> tuple[Any, ...]:
    """What a hint allows besides None."""
    if get_origin(hint) in (Union, UnionType):
        return tuple(part for part in get_args(hint) if part is not NoneType)
    return (hint,)


_EVENT_READERS = {name: reader_of(kind) for name, kind in TYPE_OF_NAME.items()}
