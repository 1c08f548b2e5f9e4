"""What is wrong with a table, each as place, printed and computed number, and how to mend it."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from app.reports.checking.tables import Column, Row, Sheet
from app.reports.checking.words import told

Weight = Literal["fault", "remark"]
_THOUSAND = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing found.

    Attributes:
        what: the rule that does not hold.
        place: "dòng 4 (Hộ tịch), cột (3)"; empty for the file as a whole.
        printed: what stands there.
        computed: what should.
        mend: how to put it right.
        weight: a remark is worth a look, and leaves the table a good one.
        table: which table of the file, where it has several.
        at: the cell of the sheet, or the line of the file.
    """

    what: str
    place: str = ""
    printed: str = ""
    computed: str = ""
    mend: str = ""
    weight: Weight = "fault"
    table: str = ""
    at: str = ""

    def sentence(self) -> str:
        """All of it in one line."""
        place = ", ".join(filter(None, (self.table, self.place)))
        where = f"{place} [{self.at}]" if self.at else place
        numbers = f"; in {self.printed}, tính ra {self.computed}" if self.computed else ""
        mend = f" → {self.mend}" if self.mend else ""
        return f"{where + ': ' if where else ''}{self.what}{numbers}{mend}"

    def as_json(self) -> dict[str, Any]:
        """Its fields by name."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One cell to be changed: where, from what to what."""

    place: str
    old: int
    new: int
    at: str = ""

    def words(self) -> str:
        """A cell by its line and column."""
        where = f"{self.place} [{self.at}]" if self.at else self.place
        return f"sửa ô {where} từ {shown(self.old)} thành {shown(self.new)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mend:
    """Few changes that put several things right at once.

    Attributes:
        changes: all of them, of one column.
        mended: how many faults go by them.
    """

    changes: tuple[Change, ...]
    mended: int
    table: str = ""

    def sentence(self) -> str:
        """What to change, and what comes of it."""
        what = "; ".join(change.words() for change in self.changes)
        steps = [change.new - change.old for change in self.changes]
        sums = f" ({shown(sum(steps))} = {' + '.join(map(shown, steps))})" if len(steps) > 1 else ""
        return f"{self.table + ': ' if self.table else ''}{what}{sums}: hết {self.mended} lỗi"

    def as_json(self) -> dict[str, Any]:
        """Its fields by name."""
        return asdict(self)


def place_of(row: Row, column: Column) -> str:
    """A cell by its line and column."""
    return f"{row.name}, cột {column.mark}"


def at_cell(sheet: Sheet, row: Row, column: Column, what: str, **more: Any) -> Fault:
    """A fault of one cell."""
    place, at = place_of(row, column), sheet.address(row, column)
    return Fault(what=what, place=place, table=sheet.name, at=at, **more)


def in_column(sheet: Sheet, column: Column, what: str, **more: Any) -> Fault:
    """A fault of a column as a whole."""
    return Fault(what=what, place=f"cột {column.mark}", table=sheet.name, **more)


def shown(number: int) -> str:
    """A number as the law's tables print it: 1.652."""
    return f"{number:,}".replace(",", ".")


def printed(text: str) -> str:
    """What stood in a cell, as a sentence repeats it."""
    return told(text) or "trống"
