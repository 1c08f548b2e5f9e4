"""Events to and from their plain journal form: a type name and JSON-able data."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from typing import Any, get_args, get_origin, get_type_hints

from sla.zone import local, parse_instant
from workflows.events import EVENT_TYPES, Event

Plain = dict[str, Any]
_Convert = Callable[[Any], Any]
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
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def instant_text(instant: datetime) -> str:
    """ISO 8601 on Vietnamese clocks."""
    return local(instant).isoformat()


def to_data(event: Event) -> Plain:
    """The `data` of an event; fields that hold their default are left out."""
    data: Plain = {}
    for name, key, default, outward, _ in _PLANS[type(event)]:
        value = getattr(event, name)
        if value != default:
            data[key] = outward(value)
    return data


def from_data(name: str, at: datetime, data: Plain) -> Event:
    """The event of a type name and data that this program wrote itself.

    Raises:
        KeyError, TypeError, ValueError: when the data is not what `to_data` gave.
    """
    kind = TYPE_OF_NAME[name]
    values = {
        field_name: inward(data[key])
        for field_name, key, _, _, inward in _PLANS[kind]
        if key in data
    }
    if len(values) != len(data):
        raise ValueError(f"{name} has unknown keys among {sorted(data)}")
    return kind(at=at, **values)


def record_data(record: Any) -> Plain:
    """A value inside an event, such as an applicant, without what holds its default."""
    pairs = ((item, getattr(record, item.name)) for item in fields(record))
    return {item.name: value for item, value in pairs if value != _default(item)}


def _same(value: Any) -> Any:
    return value


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _converters(hint: object) -> tuple[_Convert, _Convert]:
    parts = (hint, *get_args(hint))
    record: Any = next((part for part in parts if is_dataclass(part)), None)
    if record is not None:
        return _records(record) if get_origin(hint) is tuple else _record(record)
    if datetime in parts:
        return instant_text, parse_instant
    return (_listed, _tupled) if "tuple" in str(hint) else (_same, _same)


def _record(kind: Any) -> tuple[_Convert, _Convert]:
    return record_data, lambda plain: kind(**plain)


def _records(kind: Any) -> tuple[_Convert, _Convert]:
    return (
        lambda records: [record_data(one) for one in records],
        lambda plain: tuple(kind(**one) for one in plain),
    )


def _default(item: "Field[Any]") -> object:
    return object() if item.default is MISSING else item.default


def _plan(kind: type[Event]) -> tuple[tuple[str, str, object, _Convert, _Convert], ...]:
    hints = get_type_hints(kind)
    return tuple(
        (item.name, journal_key(item.name), _default(item), *_converters(hints[item.name]))
        for item in fields(kind)
        if item.name != "at"
    )


_PLANS = {kind: _plan(kind) for kind in EVENT_TYPES}
