"""Events to and from their plain journal form: a type name and JSON-able data."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any, get_args, get_origin, get_type_hints

from sla.zone import local, parse_instant
from workflows.events import EVENT_TYPES, Event

Plain = dict[str, Any]
_Convert = Callable[[Any], Any]
# Made once: `json.dumps` and `json.loads` would look for their options at every call.
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
)
_DECODER = json.JSONDecoder()
_NAME = re.compile(r"(?<=[a-z])(?=[A-Z])")
_JOURNAL_KEYS = {"true_at": "at"}


def type_name(event_type: type[Event]) -> str:
    """The journal's name of an event type: `StepStarted` -> `step_started`."""
    return _NAME.sub("_", event_type.__name__).lower()


TYPE_OF_NAME: Mapping[str, type[Event]] = {type_name(kind): kind for kind in EVENT_TYPES}
NAME_OF_TYPE: Mapping[type[Event], str] = {kind: name for name, kind in TYPE_OF_NAME.items()}


def journal_key(field_name: str) -> str:
    """The key of a field inside the journal's `data`."""
    return _JOURNAL_KEYS.get(field_name, field_name)


def canonical(value: object) -> str:
    """JSON text that is the same for the same content: what is hashed and what is stored."""
    return _ENCODER.encode(value)


def read_canonical(text: str) -> Any:
    """What such a text says; other JSON is read as well.

    Raises:
        ValueError: when it is no JSON.
    """
    try:
        value, end = _DECODER.raw_decode(text)
    except ValueError:
        value, end = None, -1
    # White space before or behind is none of ours; the full reader knows what to say of it.
    return value if end == len(text) else json.loads(text)


def instant_text(instant: datetime) -> str:
    """ISO 8601 on Vietnamese clocks."""
    return local(instant).isoformat()


def to_data(event: Event) -> Plain:
    """The `data` of an event; fields that hold their default are left out."""
    return _PLANS[type(event)].plain(event)


def data_text(event: Event) -> str:
    """The canonical text of the `data` of an event."""
    data = to_data(event)
    return canonical(data) if data else "{}"


def from_data(name: str, at: datetime, data: Plain) -> Event:
    """The event of a type name and data that this program wrote itself.

    Raises:
        KeyError, TypeError, ValueError: when the data is not what `to_data` gave.
    """
    kind = TYPE_OF_NAME[name]
    plan = _PLANS[kind].inward
    values = {}
    for key in data:
        if key not in plan:
            raise ValueError(f"{name} has unknown keys among {sorted(data)}")
        field_name, inward = plan[key]
        values[field_name] = inward(data[key]) if inward else data[key]
    return kind(at=at, **values)


def record_data(record: Any) -> Plain:
    """A value inside an event, such as an applicant, without what holds its default."""
    kind: Any = type(record)
    return _record_plan(kind).plain(record)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Plan:
    """How the fields of one kind of record become plain data and come back.

    Attributes:
        values: asks a record for a value of no interest and then for its fields, in one go.
        outward: for each field its key, its default and what makes its value plain, if anything.
        inward: for each key the field and what makes the value out of plain data, if anything.
    """

    values: Callable[[Any], tuple[Any, ...]]
    outward: tuple[tuple[str, object, _Convert | None], ...]
    inward: Mapping[str, tuple[str, _Convert | None]]

    def plain(self, record: Any) -> Plain:
        """The fields that do not hold their defaults."""
        data: Plain = {}
        _, *values = self.values(record)
        for (key, default, outward), value in zip(self.outward, values, strict=True):
            # Nearly always it is the very default, which is asked at once.
            if value is not default and value != default:
                data[key] = outward(value) if outward else value
        return data


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _converters(hint: object) -> tuple[_Convert | None, _Convert | None]:
    parts = (hint, *get_args(hint))
    record: Any = next((part for part in parts if is_dataclass(part)), None)
    if record is not None:
        return _records(record) if get_origin(hint) is tuple else _record(record)
    if datetime in parts:
        return instant_text, parse_instant
    return (_listed, _tupled) if "tuple" in str(hint) else (None, None)


def _record(kind: Any) -> tuple[_Convert, _Convert]:
    return record_data, lambda plain: kind(**plain)


def _records(kind: Any) -> tuple[_Convert, _Convert]:
    return (
        lambda records: [record_data(one) for one in records],
        lambda plain: tuple(kind(**one) for one in plain),
    )


def _default(item: "Field[Any]") -> object:
    return object() if item.default is MISSING else item.default


@cache
def _record_plan(kind: Any) -> _Plan:
    names = [item.name for item in fields(kind)]
    return _Plan(
        # The first one twice, since one name alone would give its value bare.
        values=attrgetter(names[0], *names),
        outward=tuple((item.name, _default(item), None) for item in fields(kind)),
        inward={},
    )


def _plan(kind: type[Event]) -> _Plan:
    hints = get_type_hints(kind)
    items = [item for item in fields(kind) if item.name != "at"]
    ways = [(item, journal_key(item.name), *_converters(hints[item.name])) for item in items]
    return _Plan(
        values=attrgetter("at", *(item.name for item in items)),
        outward=tuple((key, _default(item), outward) for item, key, outward, _ in ways),
        inward={key: (item.name, inward) for item, key, _, inward in ways},
    )


_PLANS = {kind: _plan(kind) for kind in EVENT_TYPES}
