"""A text with places: `{case}` is a value, `[, gọi {phone}]` is left out where it has none.

Filling is one pass of plain substitution. A value is data and never looked at again, so braces,
brackets and markup inside it stay what they are: characters.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_PLACE = re.compile(r"\{([a-z_]+)\}", re.ASCII)
_PARTS = re.compile(r"\[([^\[\]]*)\]|\{([a-z_]+)\}", re.ASCII)
_LEFT_OVER = re.compile(r"[\[\]{}]")
_CUT = "…"


class MissingValue(LookupError):
    """A text needs a value that was not given, or is empty where something must stand.

    Attributes:
        name: of the value.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has no value")
        self.name = name


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """One text of the data."""

    text: str

    @property
    def names(self) -> frozenset[str]:
        """The values it uses."""
        return frozenset(_PLACE.findall(self.text))

    def faults(self) -> Iterator[str]:
        """What is wrong with the marks in it, in Vietnamese, without full stop."""
        for found in _PARTS.finditer(self.text):
            inside = found[1]
            if inside is not None and not _PLACE.search(inside):
                yield f"đoạn tùy có “[{inside}]” không chứa giá trị nào; hãy bỏ dấu ngoặc vuông"
        rest = _PARTS.sub(lambda found: _PLACE.sub("", found[1] or ""), self.text)
        if stray := _LEFT_OVER.search(rest):
            yield f"dấu “{stray[0]}” lẻ; giá trị viết như {{case}}, đoạn tùy có như [, {{phone}}]"

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with the values in their places.

        Raises:
            MissingValue: naming the value.
        """

        def part(found: re.Match[str]) -> str:
            if found[1] is None:
                return _value(values, found[2])
            if all(values.get(name) for name in _PLACE.findall(found[1])):
                return _PLACE.sub(lambda place: _value(values, place[1]), found[1])
            return ""

        return _PARTS.sub(part, self.text)


def one_line(value: str, most: int | None = None) -> str:
    """A value as one line of at most so many characters, in Unicode's composed form.

    Control characters and line ends become blanks; signs nobody sees, which can turn a line round
    or hide a part of it, go without a trace.
    """
    composed = unicodedata.normalize("NFC", value)
    # Nearly every value is plain already, and looking at each letter is dear.
    plain = composed if composed.isprintable() else "".join(map(_seen, composed))
    line = " ".join(plain.split())
    if most is None or len(line) <= most:
        return line
    return line[: most - len(_CUT)].rstrip() + _CUT


def lines(value: str) -> str:
    """A value of several lines, each of them as `one_line`."""
    return "\n".join(one_line(line) for line in value.split("\n")).strip("\n")


def _seen(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Cf":
        return ""
    return " " if kind in {"Cc", "Cs", "Zl", "Zp"} else letter


def _value(values: Mapping[str, str], name: str) -> str:
    if not values.get(name):
        raise MissingValue(name)
    return values[name]
