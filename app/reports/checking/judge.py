"""All checks of a file's tables, in the order in which a person would look."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import BadInput
from app.reports.checking import known, numbers, words
from app.reports.checking.chain import chained, fits, period_between
from app.reports.checking.claims import told_in_words
from app.reports.checking.details import details
from app.reports.checking.faults import Fault, Mend
from app.reports.checking.finding import tables_of
from app.reports.checking.grids import File
from app.reports.checking.identities import (
    broken_sums,
    labels,
    lost_letters,
    thousands,
    too_many,
    totals,
    unreadable,
)
from app.reports.checking.mends import mends_of
from app.reports.checking.narrative import against_tables, is_narrative, narrated
from app.reports.checking.percents import percentages
from app.reports.checking.prose import Line, lines_of
from app.reports.checking.readers import read
from app.reports.checking.spans import period_faults
from app.reports.checking.sums import Cells, Sum, sums_of
from app.reports.checking.tables import Sheet
from app.reports.checking.twice import two_values
from app.reports.checking.walk import unusable
from app.reports.checking.wording import wording

MOST = 500  # faults that are told
_NO_STOCK = "không có bảng với cột “Từ kỳ trước” và “Đang giải quyết”"
Judged = Mapping[Sheet, list[Sum]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One table of a file as it was understood."""

    name: str
    form: str
    rows: int
    columns: tuple[str, ...]
    sums: int

    def as_json(self) -> dict[str, Any]:
        """Its fields by name."""
        return {
            "name": self.name,
            "form": self.form,
            "rows": self.rows,
            "columns": list(self.columns),
            "sums": self.sums,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What was found in a file.

    Attributes:
        tables: those that were judged.
        faults: what is wrong.
        remarks: what is worth a look, in a table that may still be right.
        mends: few changes that put several faults right.
        more: faults and remarks beyond those told.
    """

    tables: tuple[Seen, ...]
    faults: tuple[Fault, ...]
    remarks: tuple[Fault, ...]
    mends: tuple[Mend, ...]
    more: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        """A document for programs."""
        return {
            "clean": self.clean,
            "tables": [table.as_json() for table in self.tables],
            "faults": [fault.as_json() for fault in self.faults],
            "remarks": [remark.as_json() for remark in self.remarks],
            "mends": [mend.as_json() for mend in self.mends],
            "more": self.more,
        }


def judged(content: bytes, *, form: str = "", previous: bytes | None = None) -> Verdict:
    """Read a file and judge each of its tables.

    Args:
        content: the file.
        form: the official number of the form its tables are of; empty to find out.
        previous: the file of the period before, for the stock carried over.

    Raises:
        BadInput: one sentence, for a file that cannot be read or holds no table of figures; its
            `field` says which, "file" or "previous".
    """
    try:
        return _judged(content, form, previous)
    finally:
        # Nothing of what somebody hands in stays in memory.
        for forget in (words.forget, known.forget, numbers.forget):
            forget()


def _judged(content: bytes, form: str, previous: bytes | None) -> Verdict:
    file = read(content)
    sheets = tables_of(file, form)
    sums = {sheet: sums_of(sheet, Cells(sheet)) for sheet in sheets if not is_narrative(sheet)}
    found = [*period_faults(file.text), *_of_sheets(sheets, sums), *_of_file(sheets)]
    found += [Fault(what=remark, weight="remark") for remark in (*file.remarks, *_idle(sums))]
    found += lost_letters(file.text)
    found += _in_words(sheets, lines_of(file))
    if previous is not None:
        found += _chain(file, sheets, previous, form)
    return _verdict(sheets, sums, found)


def _idle(sums: Judged) -> Iterator[str]:
    """What a reader of "0 lỗi" has to know where nothing could be added up."""
    if sums and not any(sums.values()):
        yield "không nhận ra tổng nào để tính lại; bảng chỉ được kiểm tra từng ô"


def _of_sheets(sheets: Sequence[Sheet], sums: Judged) -> Iterator[Fault]:
    for sheet in sheets:
        cells = Cells(sheet)
        yield from unreadable(sheet)
        if sheet not in sums:
            yield from narrated(sheet)
            continue
        yield from broken_sums(sheet, cells, sums[sheet])
        yield from details(sheet, cells, sums[sheet])
        yield from too_many(sheet, cells, sums[sheet])
        yield from percentages(sheet)
        yield from totals(sheet)
        yield from labels(sheet)
        yield from thousands(sheet)


def _of_file(sheets: Sequence[Sheet]) -> Iterator[Fault]:
    yield from two_values(sheets)
    yield from against_tables(sheets)


def _in_words(sheets: Sequence[Sheet], lines: Sequence[Line]) -> Iterator[Fault]:
    yield from told_in_words(sheets, lines)
    yield from wording(lines)


def _chain(file: File, sheets: Sequence[Sheet], previous: bytes, form: str) -> list[Fault]:
    now = [sheet for sheet in sheets if fits(sheet)]
    if not now:
        raise unusable(f"tệp {_NO_STOCK}")
    earlier, before = _before(previous, form)
    found = [*period_between(file.text, earlier.text)]
    for sheet, other in zip(now, before, strict=False):
        found += chained(sheet, other)
    return found


def _before(previous: bytes, form: str) -> tuple[File, list[Sheet]]:
    """The file of the period before; what is wrong with it is said of it."""
    try:
        earlier = read(previous)
        before = [sheet for sheet in tables_of(earlier, form) if fits(sheet)]
    except BadInput as bad:
        raise BadInput(f"tệp kỳ trước: {bad}", field="previous") from None
    if not before:
        raise BadInput(f"tệp kỳ trước {_NO_STOCK}", field="previous")
    return earlier, before


def _verdict(sheets: Sequence[Sheet], sums: Judged, found: Sequence[Fault]) -> Verdict:
    faults = [one for one in found if one.weight == "fault"]
    remarks = [one for one in found if one.weight == "remark"]
    mends = [mend for sheet, each in sums.items() for mend in mends_of(sheet, Cells(sheet), each)]
    return Verdict(
        tables=tuple(_seen(sheet, len(sums.get(sheet, ()))) for sheet in sheets),
        faults=tuple(faults[:MOST]),
        remarks=tuple(remarks[:MOST]),
        mends=tuple(mends[:MOST]),
        more=len(faults[MOST:]) + len(remarks[MOST:]),
    )


def _seen(sheet: Sheet, sums: int) -> Seen:
    return Seen(
        name=sheet.name,
        form=sheet.form,
        rows=len([row for row in sheet.figured() if row.kind != "total"]),
        columns=tuple(column.mark for column in sheet.columns),
        sums=sums,
    )
