"""One line of a journal: from hostile bytes to an event with its envelope."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from marshmallow import ValidationError

from app.services.schemas import LineSchema, event_from, flat
from workflows import events as ev
from workflows.events import Event
from workflows.log import Recorded

MAX_LINE = 1024 * 1024
_CASE = re.compile(r'"case"\s*:\s*"([^"\\]{1,64})"')
_SCHEMA = LineSchema()


class BadLine(ValueError):
    """A line that cannot be used; `problems` are (field, message) pairs."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line that has been read: where it stood and what it says."""

    number: int
    event: Event
    recorded_at: datetime
    by: str | None


def case_of(raw: bytes) -> tuple[str | None, str]:
    """The case a raw line speaks of (None when not even that can be read), and its text.

    A line that is broken behind its case still belongs to it, so that the case is left out whole.
    """
    text = raw.decode("utf-8", errors="replace")
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        found = _CASE.search(text)
        return (found.group(1) if found else None), text
    code = parsed.get("case") if isinstance(parsed, dict) else None
    return (code if isinstance(code, str) and code else None), text


def read_line(number: int, text: str, now: datetime) -> Line:
    """Read and check one line by itself.

    Raises:
        BadLine: with every field that is wrong.
    """
    envelope = _envelope(_parsed(text))
    recorded_at = envelope["recorded_at"] or envelope["at"]
    if recorded_at > now:
        raise BadLine([("recorded_at", "nằm trong tương lai so với đồng hồ của máy này")])
    try:
        event = event_from(envelope["type"], envelope["at"], envelope["data"])
    except ValidationError as error:
        raise BadLine([(_under_data(name), words) for name, words in flat(error.messages)]) from None
    return Line(number=number, event=event, recorded_at=recorded_at, by=envelope["by"])


def same_event(line: Line, kept: Recorded) -> bool:
    """Whether the log already holds this line; what `decide` bound there does not count."""
    if (line.recorded_at, line.by) != (kept.recorded_at, kept.by):
        return False
    given = line.event
    if isinstance(given, ev.Submitted | ev.Accepted) and type(given) is type(kept.event):
        bound = ("due_at", "procedure_version", "calendar")
        names = [name for name in bound if hasattr(given, name) and getattr(given, name) is None]
        given = replace(given, **{name: getattr(kept.event, name) for name in names})
    return given == kept.event


def _parsed(text: str) -> dict[str, Any]:
    if "\ufffd" in text:
        raise BadLine([("dòng", "không phải là UTF-8")])
    try:
        parsed = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        words = str(error) if isinstance(error, _Repeated) else "không phải là JSON hợp lệ"
        raise BadLine([("dòng", words)]) from None
    if not isinstance(parsed, dict):
        raise BadLine([("dòng", "phải là một đối tượng JSON")])
    return parsed


class _Repeated(ValueError):
    pass


def _unique(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise _Repeated(f"mục “{key}” được ghi hai lần")
        made[key] = value
    return made


def _no_constant(name: str) -> None:
    raise _Repeated(f"{name} không phải là số")


def _envelope(parsed: dict[str, Any]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = _SCHEMA.load(parsed)
    except ValidationError as error:
        raise BadLine(flat(error.messages)) from None
    return loaded


def _under_data(name: str) -> str:
    return f"data.{name}" if name else "data"
