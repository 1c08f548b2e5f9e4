"""Slips of the words themselves: numbers of headings, blanks, names of documents, lost units."""

import re
from collections.abc import Iterator, Sequence

from app.reports.checking.faults import Fault
from app.reports.checking.known import symbols
from app.reports.checking.prose import Line
from app.reports.checking.words import told

_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_PART = re.compile(r"([IVX]{1,4})[.)]\s+(?=\w)")
_ITEM = re.compile(r"(\d{1,2})\.\s+(?=[^\W\d])")
_NO_NUMBER = re.compile(r"so ?: ?/[a-z]")
_NO_DAY = re.compile(r"\bngay thang( \d{1,2})? nam\b|\bngay \d{1,2} thang nam\b")
_NO_UNIT = re.compile(r"(?<![\d.,/])(\d[\d.,]*) vuot (?:muc )?(?:chi tieu|ke hoach)\b")
_PAPER = re.compile(
    r"\b([a-z]+ [a-z]+) (?:so ?:? ?)?(\d+(?:/\d{4})?)/([a-z]{2,4})-[a-z]+", re.IGNORECASE
)


def wording(lines: Sequence[Line]) -> Iterator[Fault]:
    """What is wrong with words, whatever the figures; each worth a look, and no more."""
    for what in (*_parts(lines), *_items(lines), *_blanks(lines), *_papers(lines), *_units(lines)):
        yield Fault(what=what, weight="remark")


def _parts(lines: Sequence[Line]) -> Iterator[str]:
    """Parts I, II, III: each once, none left out; "I" begins anew, as in an annex."""
    seen: list[int] = []
    for line in lines:
        found = _PART.match(line.text)
        if found is None or found[1] not in _ROMAN:
            continue
        number = _ROMAN.index(found[1])
        if number == 1:
            seen = []
        elif number in seen:
            yield f"mục “{found[1]}” đánh số hai lần: “{told(line.text)}”"
        if number - 1 not in seen and seen and number != 1:
            yield f"sau mục “{_ROMAN[seen[-1]]}” đến mục “{found[1]}”, thiếu mục ở giữa"
        seen.append(number)


def _items(lines: Sequence[Line]) -> Iterator[str]:
    """Items 1, 2, 3 within a part: a number whose forerunner is nowhere; lists stand in lists."""
    seen: set[int] = set()
    for line in lines:
        if _PART.match(line.text):
            seen = set()
        elif found := _ITEM.match(line.text):
            number = int(found[1])
            if seen and number > 1 and number - 1 not in seen and number > max(seen):
                yield f"sau mục “{max(seen)}.” đến mục “{number}.”, thiếu mục ở giữa"
            seen.add(number)


def _blanks(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        if _NO_NUMBER.match(line.plain):
            yield f"số văn bản còn để trống: “{told(line.text)}”"
        if _NO_DAY.search(line.plain):
            yield f"ngày, tháng của văn bản còn để trống: “{told(line.text)}”"


def _papers(lines: Sequence[Line]) -> Iterator[str]:
    """A document called by one kind and numbered as another: "Quyết định số 82/KH-UBND"."""
    kinds = symbols()
    for line in lines:
        for found in _PAPER.finditer(line.plain):
            right, named = kinds.get(found[1]), found[3]
            if right is not None and named != right.symbol and named in _all_symbols():
                words = f"“{line.quoted(*found.span())}…”: gọi là {right.name}"
                yield f"{words} nhưng ký hiệu là của loại văn bản khác"


def _all_symbols() -> frozenset[str]:
    return frozenset(kind.symbol for kind in symbols().values())


def _units(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        for found in _NO_UNIT.finditer(line.plain):
            yield f"số {found[1]} vượt chỉ tiêu nhưng không ghi đơn vị (%, hồ sơ?)"
