"""One XML part of a pack, walked through once without keeping it: facts, and how much it holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate

from app.errors import BadInput
from app.reports.checking.limits import Limits

_CELLS = frozenset({"row", "c", "v", "f"})
_WORD = "/wordprocessingml/"
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?[0-9]+")
# A part may be called anything; pictures are never read.
_XML = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_ALPHABET = 26


@dataclass(kw_only=True, slots=True)
class SheetFacts:
    """What a sheet says outside of its values.

    Attributes:
        merged: the merged areas, as "A1:B2".
        unsaved: the first cell with a formula whose result was not stored; or nothing.
        cells: the cells written, empty ones among them.
        bottom: the last line with something in it, from 1.
        right: the last column with something in it, from 1.
    """

    merged: list[str] = field(default_factory=list)
    unsaved: str = ""
    cells: int = 0
    bottom: int = 0
    right: int = 0


def unusable(sentence: str) -> BadInput:
    """A complaint about the file as a whole."""
    return BadInput(sentence, field="file")


class Budget:
    """How many elements the parts of a file may still have, all together."""

    def __init__(self, limits: Limits) -> None:
        self.merged = limits.merged
        self._elements, self._listed = limits.elements, limits.listed

    def spend(self, name: str) -> None:
        """One element more.

        Raises:
            BadInput: for the first beyond the budget.
        """
        self._elements -= 1
        if name.rpartition(" ")[2] not in _CELLS and _WORD not in name:
            self._listed -= 1
        if self._elements < 0 or self._listed < 0:
            raise unusable(
                "tệp có quá nhiều thành phần (định dạng, chữ, đối tượng); "
                "hãy chép riêng bảng sang một tệp mới"
            )


def facts_of(name: str, content: bytes, budget: Budget) -> SheetFacts:
    """Walk through a part, if it is XML.

    Raises:
        BadInput: for what is no XML, declares a document type, or holds too much.
    """
    facts = SheetFacts()
    named = name.lower().endswith((".xml", ".rels"))
    if named or (_XML.match(content) and "/media/" not in name.lower()):
        _walk(content, _Walker(facts, budget))
    return facts


class _Walker:
    """Collects the facts of one XML file."""

    def __init__(self, facts: SheetFacts, budget: Budget) -> None:
        self.facts, self.budget = facts, budget
        self.at, self.row, self.column = "", 0, 0
        self.formula, self.value, self.inside = False, False, False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        self.budget.spend(name)
        match name.rpartition(" ")[2]:
            case "row":
                self._line(attributes.get("r", ""))
            case "c":
                self._cell(attributes)
            case "f":
                self.formula = True
            case "v" | "is":
                self.inside = True
            case "mergeCell":
                self._merge(attributes.get("ref", ""))

    def _line(self, number: str) -> None:
        self.row = int(number) if number.isascii() and number.isdigit() else self.row + 1
        self.column = 0

    def _cell(self, attributes: dict[str, str]) -> None:
        self.facts.cells += 1
        # A text that is empty is a result too; a number that is empty was not computed.
        self.at, self.value = attributes.get("r", ""), attributes.get("t") == "str"
        self.formula = False
        if place := _PLACE.fullmatch(self.at.upper()):
            self.column = _number(place[1])
        else:
            self.column += 1

    def _merge(self, area: str) -> None:
        if len(self.facts.merged) == self.budget.merged:
            raise unusable(f"một trang có hơn {self.budget.merged} vùng gộp ô")
        self.facts.merged.append(area)

    def text(self, text: str) -> None:
        """Text inside of an element."""
        self.value = self.value or (self.inside and bool(text.strip()))

    def end(self, name: str) -> None:
        """An element closes."""
        self.inside = False
        if name.rpartition(" ")[2] == "c":
            self._filled()

    def _filled(self) -> None:
        if self.formula and not self.value:
            self.facts.unsaved = self.facts.unsaved or self.at or "?"
        if self.value:
            self.facts.bottom = max(self.facts.bottom, self.row)
            self.facts.right = max(self.facts.right, self.column)


def _number(letters: str) -> int:
    """A column as a number: A is 1."""
    number = 0
    for letter in letters:
        number = number * _ALPHABET + ord(letter) - ord("A") + 1
    return number


def _walk(content: bytes, walker: _Walker) -> None:
    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = walker.begin
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(content, True)
    except (ExpatError, LookupError, ValueError):
        raise unusable("tệp đã hỏng: một phần bên trong không phải XML") from None


def _refuse(*_: object) -> None:
    raise unusable("tệp có khai báo DOCTYPE, không được phép có")


def merged_areas(facts: SheetFacts) -> Iterator[tuple[str, str]]:
    """First and last cell of each merged area."""
    for area in facts.merged:
        first, colon, last = area.partition(":")
        if colon:
            yield first, last
