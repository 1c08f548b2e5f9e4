"""What a report says in words around its tables: its lines, and the counts told in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from app.reports.checking.grids import Cell, File
from app.reports.checking.limits import LIMITS, Limits
from app.reports.checking.words import plain, tidy, told

_BESIDE = 2  # cells of a line of a table that may be words: a letterhead has two
_NUMBER = r"\d{1,3}(?:\.\d{3})+|\d+"
# Not the year of "năm 2023 hồ sơ", nor a part of a date, a percentage or a document's number.
_COUNT = re.compile(
    rf"(?<![\d/.,-])(?<!nam )({_NUMBER})(?: ?/ ?({_NUMBER}))? ?(?:la )?(ho so|hs|thu tuc|tthc)\b"
)
_SENTENCE = re.compile(r"[;!?]|\.(?=\s)")
_CASES = frozenset({"ho so", "hs"})


_MOST = 2000  # counts that are held against each other


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of words: as written, and as it is compared."""

    text: str
    plain: str

    def quoted(self, start: int, end: int) -> str:
        """The written words of a stretch of `plain`; the beginning of a line that folds oddly."""
        same = len(self.text) == len(self.plain)
        return self.text[start:end] if same else told(self.text, 90)


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A count told in words.

    Attributes:
        said: the words of its sentence before it, as they are compared.
        count: how many.
        whole: out of how many, where it is told as "383/476 hồ sơ".
        cases: whether cases are counted; procedures otherwise.
        line: where it stands.
    """

    said: str
    count: int
    whole: int | None
    cases: bool
    line: Line


def lines_of(file: File, limits: Limits = LIMITS) -> tuple[Line, ...]:
    """The sentences around the tables of a file, and the narrow lines above and below them."""
    told_ = (tidy(text)[: limits.line] for block in _blocks(file) for text in block.splitlines())
    kept = islice(filter(None, told_), limits.lines)
    return tuple(Line(text=text, plain=plain(text)) for text in kept)


def _blocks(file: File) -> Iterator[str]:
    yield from file.outside
    for grid in file.grids:
        for row in grid.rows:
            yield from _narrow(row)


def _narrow(row: Sequence[Cell]) -> Iterator[str]:
    filled = [cell.text for cell in row if cell.text]
    if len(filled) <= _BESIDE:
        yield from filled


def claims(lines: Sequence[Line]) -> list[Claim]:
    """Every count of cases or procedures the lines tell."""
    return list(islice((claim for line in lines for claim in _claims(line)), _MOST))


def _claims(line: Line) -> Iterator[Claim]:
    text = line.plain
    for found in _COUNT.finditer(text):
        begins = max((end.end() for end in _SENTENCE.finditer(text, 0, found.start())), default=0)
        yield Claim(
            said=text[begins : found.start()].strip(),
            count=_amount(found[1]),
            whole=_amount(found[2]) if found[2] else None,
            cases=found[3] in _CASES,
            line=line,
        )


def _amount(text: str) -> int:
    return int(text.replace(".", ""))
