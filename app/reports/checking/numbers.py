"""Numbers as offices write them: 5.770, 2074, 08, 98,9, 95,55%, 951/1.652, a dash, nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from app.reports.checking.grids import Cell
from app.reports.checking.words import plain, tidy, told

Meaning = Literal["blank", "count", "percent", "ratio", "wrong", "text"]

_DIGITS = 15
_SHORT = 30  # characters of a text that may be a number and is likely to be asked again
_DASHES = re.compile(r"[-–—−_.…/x\s]*", re.IGNORECASE)
# What may stand behind a number without making it a text.
_UNITS = re.compile(r"\s*(ho so|hs|h/s|tthc|thu tuc|dich vu|truong hop|linh vuc|y kien)\.?$")
_WHOLE = re.compile(r"[0-9]+")
_DOTTED = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")
_SPACED = re.compile(r"[0-9]{1,3}( [0-9]{3})+")
_COMMAS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
_ZEROS = re.compile(r"(?P<whole>[0-9]+|[0-9]{1,3}(\.[0-9]{3})+),0+|(?P<point>[0-9]+)\.0{1,2}")
_DECIMAL = re.compile(
    r"(?P<sign>[-+]?)(?P<whole>[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:[.,](?P<part>[0-9]+))?"
)
_NUMERIC = re.compile(r"[-+]?[0-9][0-9 .,]*%?")
_RATIO = re.compile(r"(?P<part>[0-9][0-9 .,]*)/\s*(?P<whole>[0-9][0-9 .,]*)")
_THOUSAND = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """What a cell says.

    Attributes:
        meaning: a count of cases, a percentage, a part of a whole ("951/1.652"), nothing, a text,
            or what looks like a number and is none that can stand there.
        text: as printed.
        value: of a count or a percentage.
        ratio: the part and the whole.
        doubt: how it was read, where it could be read in two ways; or what is wrong with it.
    """

    meaning: Meaning
    text: str
    value: Decimal | None = None
    ratio: tuple[Decimal, Decimal] | None = None
    doubt: str = ""

    @property
    def amount(self) -> int:
        """The count, 0 for an empty cell."""
        return int(self.value) if self.meaning == "count" and self.value is not None else 0


def figure(cell: Cell, *, percent: bool = False) -> Figure:
    """Read a cell; `percent` where its column holds percentages, so that 1.234 is no thousand."""
    text = tidy(cell.text).removeprefix("'")
    if cell.number is not None:
        return _stored(cell.number, text, percent=percent or cell.percent)
    if _DASHES.fullmatch(text):
        return Figure(meaning="blank", text=text)
    return (_kept if len(text) <= _SHORT else _typed)(text, percent=percent)


def forget() -> None:
    """Drop what was kept of somebody's file while it was judged."""
    _kept.cache_clear()


def is_fraction(cell: Cell) -> bool:
    """Whether a cell holds a number like 2,5: with one or two digits behind the comma."""
    if cell.number is not None:
        places = cell.number.as_tuple().exponent
    else:
        found = _DECIMAL.fullmatch(tidy(cell.text))
        places = -len(found["part"] or "") if found else 0
    return places in (-1, -2) and (cell.number is not None or count_of(tidy(cell.text)) is None)


def count_of(text: str) -> tuple[int, str] | None:
    """A count as it is written, and how it was read where that is not sure."""
    for form, drop, doubt in _COUNTS:
        if form.fullmatch(text) and len(text) <= _DIGITS:
            return int(drop(text)), doubt.format(text=text) if doubt else ""
    if found := _ZEROS.fullmatch(text):
        return int((found["whole"] or found["point"]).replace(".", "")), ""
    return None


# The first form that fits counts; how many characters are no digits does not matter there.
_COUNTS: tuple[tuple[re.Pattern[str], Callable[[str], str], str], ...] = (
    (_WHOLE, str, ""),
    (_DOTTED, lambda text: text.replace(".", ""), ""),
    (_SPACED, lambda text: text.replace(" ", ""), ""),
    (_COMMAS, lambda text: text.replace(",", ""), "“{text}” đọc dấu phẩy là dấu phân cách nghìn"),
)


@lru_cache(maxsize=16_384)
def _kept(text: str, *, percent: bool) -> Figure:
    return _typed(text, percent=percent)


def _typed(text: str, *, percent: bool) -> Figure:
    bare = text[: len(text) - _unit_length(text)]
    if found := _RATIO.fullmatch(bare):
        return _ratio(found, text)
    if not _NUMERIC.fullmatch(bare):
        return Figure(meaning="text", text=text)
    if percent or bare.endswith("%"):
        return _percentage(bare, text)
    return _count(bare, text)


def _unit_length(text: str) -> int:
    found = _UNITS.search(plain(text))
    return len(found[0]) if found and len(plain(text)) == len(text) else 0


def _count(bare: str, text: str) -> Figure:
    found = count_of(bare)
    if found is None:
        return _wrong(text, "không phải số đếm (số nguyên không âm)")
    return Figure(meaning="count", text=text, value=Decimal(found[0]), doubt=found[1])


def _percentage(bare: str, text: str) -> Figure:
    found = _DECIMAL.fullmatch(bare.removesuffix("%").strip())
    if found is None or len(bare) > _DIGITS:
        return _wrong(text, "không phải tỷ lệ phần trăm")
    whole = found["whole"].replace(".", "")
    value = Decimal(f"{found['sign']}{whole}.{found['part'] or '0'}")
    return Figure(meaning="percent", text=text, value=value)


def _ratio(found: re.Match[str], text: str) -> Figure:
    part, whole = count_of(found["part"].strip()), count_of(found["whole"].strip())
    if part is None or whole is None:
        return Figure(meaning="text", text=text)
    return Figure(meaning="ratio", text=text, ratio=(Decimal(part[0]), Decimal(whole[0])))


def _stored(number: Decimal, text: str, *, percent: bool) -> Figure:
    if percent:
        return Figure(meaning="percent", text=text, value=number)
    if number == number.to_integral_value() and number >= 0:
        return Figure(meaning="count", text=text, value=number)
    grown = number * _THOUSAND
    if number >= 1 and grown == grown.to_integral_value():
        # Typed with a dot into a sheet of another country, which took the dot for a decimal point.
        doubt = f"ô lưu số lẻ {text}; đọc là {int(grown)}"
        return Figure(meaning="count", text=text, value=grown, doubt=doubt)
    return _wrong(text, "không phải số đếm (số nguyên không âm)")


def _wrong(text: str, words: str) -> Figure:
    return Figure(meaning="wrong", text=text, doubt=f"“{told(text)}” {words}")
