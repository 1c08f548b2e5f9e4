"""Counts a report tells in words, held against each other and against its tables.

All of it is worth a look only: a sentence may speak of another period or of other offices.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from app.reports.checking.faults import Fault, shown
from app.reports.checking.known import prose_cell
from app.reports.checking.prose import Claim, Line, claims
from app.reports.checking.sums import Cells
from app.reports.checking.tables import Column, Row, Sheet
from app.reports.checking.words import told

_FEWEST = 20  # cases from which on a whole that stands nowhere is worth a word
_TELLING = 100  # and from which on the same number twice is no chance
_MOST = 20  # remarks of each kind that are told
_ROWS = 400  # lines of tables whose names are looked for in sentences
_AROUND = 60  # letters before a count that are repeated
_NAME = 6  # letters of a line's name that is looked for in a sentence
_NEW = ("received.online", "received.direct")
_PERIOD = re.compile(r"\b(trong ky|ky bao cao|trong quy|quy (?:i|ii|iii|iv|\d)\b)")
_NEVER_LATE = re.compile(
    r"\bkhong (?:co |de )?(?:ho so )?(?:nao )?(?:bi )?(?:tre|qua) han\b|\bkhong tre hen\b"
)
_LATE = re.compile(r"\bqua han ?:? ?(?:la )?(\d[\d.]*)\b")
_PRACTICE = re.compile(
    r"\b(?:nhap|tao|lap)\b[^.;]{0,40}\b(?:tap huan|chay thu|dung thu|thu nghiem)\b"
)


def told_in_words(sheets: Sequence[Sheet], lines: Sequence[Line]) -> Iterator[Fault]:
    """What the sentences around the tables say that cannot go with the tables, or themselves."""
    found = claims(lines)
    checks = (
        _twice(sheets, found),
        _units(found),
        _nowhere(sheets, found),
        _more_than_row(sheets, found),
        _never_late(sheets, lines),
        _practice(lines),
    )
    for check in checks:
        for what in list(dict.fromkeys(check))[:_MOST]:
            yield Fault(what=what, weight="remark")


def _twice(sheets: Sequence[Sheet], found: Sequence[Claim]) -> Iterator[str]:
    """One total with two values: in two sentences, or in one and the only table of totals."""
    known = {cell: amount for cell, amount in _totals(sheets).items() if amount is not None}
    for claim in found:
        cell = prose_cell(claim.said) if claim.cases else ""
        if not cell:
            continue
        first = known.setdefault(cell, claim.count)
        if first != claim.count:
            words = f"“{told(claim.line.text, 90)}”: {shown(claim.count)} hồ sơ, còn chỗ khác ghi"
            yield f"{words} {shown(first)}: cùng một số liệu mà có hai giá trị"


def _totals(sheets: Sequence[Sheet]) -> dict[str, int | None]:
    """By cell, the total of the only table that has it."""
    totals: dict[str, int | None] = {}
    for sheet, row, column in _total_cells(sheets):
        amount = Cells(sheet).amount((row.at, column.at))
        totals[column.cell] = amount if column.cell not in totals else None
    return totals


def _total_cells(sheets: Sequence[Sheet]) -> Iterator[tuple[Sheet, Row, Column]]:
    for sheet in sheets:
        if sheet.total is not None:
            for column in sheet.by_cell().values():
                yield sheet, sheet.total, column


def _units(found: Sequence[Claim]) -> Iterator[str]:
    """The same large count once of cases and once of procedures."""
    of_cases = {claim.count for claim in found if claim.cases and claim.count >= _TELLING}
    for claim in found:
        if not claim.cases and claim.whole is not None and claim.count in of_cases:
            words = f"số {shown(claim.count)} có nơi ghi là thủ tục, có nơi ghi là hồ sơ"
            yield f"{words}: “…{_around(claim)}”"


def _around(claim: Claim) -> str:
    """The last words before a count, where a line is long."""
    return told(claim.said[-_AROUND:])


def _nowhere(sheets: Sequence[Sheet], found: Sequence[Claim]) -> Iterator[str]:
    """A ratio of cases whose whole no line, column or sum of the tables gives."""
    known = _all_amounts(sheets)
    received = max((each for each in (_totals(sheets).get("received.total"),) if each), default=0)
    counted = {claim.count for claim in found if claim.cases}
    for claim in found:
        whole = claim.whole
        if not (known and claim.cases and whole and whole >= _FEWEST):
            continue
        ratio = f"{shown(claim.count)}/{shown(whole)} hồ sơ"
        if received and whole > received:
            yield f"“{ratio}”: mẫu số lớn hơn toàn bộ {shown(received)} hồ sơ đã tiếp nhận"
        elif whole not in known and whole not in counted:
            yield f"“{ratio}”: không rõ mẫu số lấy từ đâu, không dòng hay cột nào cộng ra số này"


def _all_amounts(sheets: Sequence[Sheet]) -> set[int]:
    """Every count of the tables of received cases, what came in anew, and all but one line."""
    known: set[int] = set()
    for sheet in sheets:
        columns = sheet.by_cell()
        if "received.total" in columns:
            known |= _amounts(sheet, columns)
    return known


def _amounts(sheet: Sheet, columns: Mapping[str, Column]) -> set[int]:
    rows = [_counts(sheet, row, columns) for row in sheet.figured()]
    whole = _counts(sheet, sheet.total, columns) if sheet.total is not None else []
    left = {all_ - one for row in rows for all_, one in zip(whole, row, strict=False)}
    return left.union(*rows)


def _counts(sheet: Sheet, row: Row, columns: Mapping[str, Column]) -> list[int]:
    told_ = [row.figures[column.at].amount for column in sheet.counts()]
    new = [row.figures[columns[cell].at].amount for cell in _NEW if cell in columns]
    return [*told_, sum(new)]


def _more_than_row(sheets: Sequence[Sheet], found: Sequence[Claim]) -> Iterator[str]:
    """More cases of a field in a sentence about the period than its line has received."""
    rows = list(islice(_named_rows(sheets), _ROWS))
    for claim in found:
        if not (claim.cases and _PERIOD.search(claim.said)):
            continue
        for name, row, received in rows:
            if name in claim.said and claim.count > received:
                words = f"“{told(claim.line.text, 90)}”: {shown(claim.count)} hồ sơ, nhiều hơn"
                yield f"{words} {shown(received)} hồ sơ của {row.name}; đơn vị tính có khác nhau?"


def _named_rows(sheets: Sequence[Sheet]) -> Iterator[tuple[str, Row, int]]:
    for sheet in sheets:
        column = sheet.by_cell().get("received.total")
        for row in sheet.figured():
            if column is not None and len(row.key) >= _NAME:
                yield row.key, row, row.figures[column.at].amount


def _never_late(sheets: Sequence[Sheet], lines: Sequence[Line]) -> Iterator[str]:
    late = max((*_late_cells(sheets), *_late_told(lines)), default=0)
    for line in lines:
        if late and (found := _NEVER_LATE.search(line.plain)):
            words = f"lời văn ghi “{line.quoted(*found.span())}”"
            yield f"{words} nhưng số liệu có {shown(late)} hồ sơ quá hạn"


def _late_cells(sheets: Sequence[Sheet]) -> Iterator[int]:
    for sheet, row, column in _total_cells(sheets):
        if column.cell.endswith(".late"):
            yield Cells(sheet).amount((row.at, column.at))


def _late_told(lines: Sequence[Line]) -> Iterator[int]:
    for line in lines:
        for found in _LATE.finditer(line.plain):
            yield int(found[1].replace(".", "") or 0)


def _practice(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        if found := _PRACTICE.search(line.plain):
            words = f"“{line.quoted(*found.span())}”"
            yield f"{words}: hồ sơ tập huấn, chạy thử còn nằm trong số liệu"
