"""Records from maps and back to plain data: what every kind of record in a setup pack shares."""

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, TypeVar, cast

from sla.limits import TimeLimit
from sla.spec import BadLimit
from workflows.node import Node
from workflows.problems import BadPack, Problem

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Plain = dict[str, object]
T = TypeVar("T")
D = TypeVar("D")
S = TypeVar("S", bound=str)
Convert = Callable[[Node], T]

# Codes stand in addresses, file names and event data (`code@version`), so nothing in them may need
# escaping there.
_CODE = re.compile(r"\w[\w.\-]{0,63}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INTEGER = re.compile(r"-?\d{1,9}", re.ASCII)


class Record:
    """Reads the keys of one map, noting every complaint until `close` raises them together.

    A record may be built from the values before `close`, but only be used after it.
    """

    def __init__(self, node: Node) -> None:
        """Begin to read a map.

        Raises:
            BadPack: at once, when the node is no map.
        """
        self._node = node
        self._entries = node.entries()
        self._known: list[str] = []
        self._problems: list[Problem] = []

    def need(self, key: str, convert: Convert[T]) -> T:
        """The value of a key that must be there and not be empty."""
        self._known.append(key)
        if key in self._entries:
            return self._converted(self._entries[key], convert)
        place = self._node.below(key, line=self._node.line)
        self._problems.append(place.problem(f"thiếu mục bắt buộc “{key}”; hãy thêm vào"))
        return cast("T", None)

    def maybe(self, key: str, convert: Convert[T], default: D) -> T | D:
        """The value of a key, or the default where it is missing or empty."""
        self._known.append(key)
        node = self._entries.get(key)
        if node is None or node.value in (None, ""):
            return default
        return self._converted(node, convert)

    def close(self) -> None:
        """End the reading.

        Raises:
            BadPack: with every complaint about the record, unknown keys among them.
        """
        for key, node in self._entries.items():
            if key not in self._known:
                known = ", ".join(self._known)
                self._problems.append(
                    node.problem(f"không có mục “{key}”; các mục dùng được: {known}")
                )
        if self._problems:
            raise BadPack(tuple(sorted(self._problems, key=lambda problem: problem.line)))

    def _converted(self, node: Node, convert: Convert[T]) -> T:
        try:
            return convert(node)
        except BadPack as bad:
            self._problems.extend(bad.problems)
            # Nobody uses what stands in for the value, since `close` is now bound to raise.
            return cast("T", None)


def text(node: Node) -> str:
    """A text with something in it, without the blanks around it."""
    found = node.text().strip()
    if not found:
        raise node.fail("không được để trống")
    return found


def code(node: Node) -> str:
    """A code: letters, digits, dots, hyphens and underscores."""
    found = text(node)
    if _CODE.fullmatch(found) is None:
        raise node.fail(
            f"mã “{found}” không hợp lệ: chỉ dùng chữ, số, dấu chấm, gạch ngang và gạch dưới, "
            "không quá 64 ký tự"
        )
    return found


def integer(node: Node) -> int:
    """A whole number."""
    found = text(node)
    if _INTEGER.fullmatch(found) is None:
        raise node.fail(f"“{found}” không phải số nguyên; hãy viết như 8")
    return int(found)


def boolean(node: Node) -> bool:
    """Yes or no, written as true or false."""
    found = text(node)
    if found not in {"true", "false"}:
        raise node.fail(f"“{found}” không dùng được ở đây; hãy chọn: true, false")
    return found == "true"


def day(node: Node) -> date:
    """A date as 2023-09-01."""
    found = text(node)
    try:
        # fromisoformat alone would also take 20230901 and 2023-W35-5.
        return date.fromisoformat(found if _DATE.fullmatch(found) else "")
    except ValueError:
        raise node.fail(f"“{found}” không phải ngày; hãy viết như 2023-09-01") from None


def limit(node: Node) -> TimeLimit:
    """A time limit such as "3 working_days" or "same_day"."""
    try:
        return TimeLimit.parse(text(node))
    except BadLimit as bad:
        raise node.fail(str(bad)) from None


def one_of(*allowed: S) -> Convert[S]:
    """A converter for a text out of a closed list."""

    def read(node: Node) -> S:
        found = text(node)
        for word in allowed:
            if word == found:
                return word
        raise node.fail(f"“{found}” không dùng được ở đây; hãy chọn: {', '.join(allowed)}")

    return read


def list_of(convert: Convert[T]) -> Convert[tuple[T, ...]]:
    """A converter for a list, complaining of all its items at once."""

    def read(node: Node) -> tuple[T, ...]:
        values: list[T] = []
        problems: list[Problem] = []
        for item in node.items():
            try:
                values.append(convert(item))
            except BadPack as bad:
                problems.extend(bad.problems)
        if problems:
            raise BadPack(tuple(problems))
        return tuple(values)

    return read


def plain_of(record: "DataclassInstance", **instead: object) -> Plain:
    """The record as texts, lists and maps, defaults left out, `instead` for what differs inside."""
    pairs = ((item, getattr(record, item.name)) for item in fields(record))
    plain = {item.name: stored(value) for item, value in pairs if value != item.default}
    return {**plain, **{key: value for key, value in instead.items() if key in plain}}


def stored(value: object) -> object:
    """A value as JSON keeps it and the converters read it: tuples as lists, others as text."""
    if isinstance(value, tuple):
        return [stored(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
