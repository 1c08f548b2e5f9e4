"""One line of a journal: from hostile bytes to an event with its envelope."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from marshmallow import ValidationError

from app.services.schemas import event_from, flat, read_envelope
from workflows import events as ev
from workflows.events import Event
from workflows.log import Recorded

MAX_LINE = 1024 * 1024
BOM = b"\xef\xbb\xbf"
LINE = "dòng"  # the field of a complaint about the line as such

Problems = list[tuple[str, str]]  # field, message

_CASE_FIRST = re.compile(rb'\s*\{\s*"case"\s*:\s*"([^"\\\x00-\x1f]{1,256})"')
_CASE_ANYWHERE = re.compile(rb'"case"\s*:\s*"([^"\\\x00-\x1f]{1,256})"')


class BadLine(ValueError):
    """A line that cannot be used; `problems` are (field, message) pairs."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line that has been read: where it stood and what it says."""

    number: int
    event: Event
    recorded_at: datetime
    by: str | None


class Readable(Protocol):
    """What `lines_of` needs of a binary file."""

    def readline(self, size: int, /) -> bytes:
        """The next line, or as much of it as `size` allows."""


def lines_of(file: Readable) -> Iterator[bytes]:
    """The lines of a file; of one that is too long only as much as shows it."""
    while line := file.readline(MAX_LINE + 1):
        yield line
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE + 1)


def case_of(raw: bytes) -> str:
    """The code of the case a raw line speaks of.

    A line that is broken behind its case still belongs to it, so that the case is left out whole.

    Raises:
        BadLine: when not even that can be read, saying why.
    """
    found = _CASE_FIRST.match(raw)
    if found is None:
        try:
            return _named(_parsed(raw))
        except BadLine:
            found = _CASE_ANYWHERE.search(raw)
            if found is None:
                raise
    return _decoded(found.group(1))


def read_line(number: int, raw: bytes, now: datetime) -> Line:
    """Read and check one line by itself.

    Raises:
        BadLine: with every field that is wrong.
    """
    try:
        envelope = read_envelope(_parsed(raw))
    except ValidationError as error:
        raise BadLine(flat(error.messages)) from None
    recorded_at = envelope.recorded_at or envelope.at
    if recorded_at > now:
        late = "recorded_at" if envelope.recorded_at else "at"
        raise BadLine([(late, "nằm trong tương lai so với đồng hồ của máy này")])
    data = {} if envelope.data is None else envelope.data
    try:
        event = event_from(envelope.type, envelope.at, data)
    except ValidationError as error:
        raise BadLine(flat(error.messages, "data")) from None
    return Line(number=number, event=event, recorded_at=recorded_at, by=envelope.by)


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


class _Odd(ValueError):
    """JSON that Python would read, but not as it was meant."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise _Odd(f"mục “{twice}” được ghi hai lần; hãy bỏ một trong hai")
    return made


def _no_constant(name: str) -> None:
    raise _Odd(f"{name} không phải là số")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant)


def _parsed(raw: bytes) -> dict[str, Any]:
    if len(raw) > MAX_LINE:
        raise BadLine([(LINE, f"dài hơn {MAX_LINE // 1024} KiB; mỗi dòng chỉ ghi một sự kiện")])
    text = _decoded(raw)
    try:
        parsed = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise BadLine([(LINE, _in_words(error))]) from None
    if not isinstance(parsed, dict):
        raise BadLine([(LINE, "phải là một đối tượng JSON, trong ngoặc nhọn")])
    return parsed


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        words = f"byte thứ {error.start + 1} không phải UTF-8; hãy lưu tệp bằng bảng mã UTF-8"
        raise BadLine([(LINE, words)]) from None


def _in_words(error: ValueError | RecursionError) -> str:
    if isinstance(error, _Odd):
        return str(error)
    if isinstance(error, json.JSONDecodeError):
        return f"không phải JSON hợp lệ, gần ký tự thứ {error.pos + 1}; dòng có thể bị cắt cụt"
    if isinstance(error, RecursionError):
        return "lồng nhau quá sâu"
    return "có số quá lớn"  # Python refuses to read integers of thousands of digits


def _named(parsed: dict[str, Any]) -> str:
    code = parsed.get("case")
    if not isinstance(code, str) or not code:
        words = "thiếu mã hồ sơ; hãy ghi thêm" if code is None else "mã hồ sơ phải là chữ"
        raise BadLine([("case", words)])
    try:
        code.encode()
    except UnicodeEncodeError:
        raise BadLine([("case", "mã hồ sơ có ký tự không ghi được")]) from None
    return code
