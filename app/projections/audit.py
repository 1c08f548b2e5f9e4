"""Comparing what the read tables hold with what the log makes."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, func, select

from app.projections.letter_audit import extra_letter, unknown_letter
from app.projections.rows import CASES, TABLES, CaseRows, Row
from app.store.audit import Damaged, Fault
from app.store.engine import Connection
from app.store.event_log import EVENTS
from app.store.letter_numbers import LETTERS
from app.store.timer_sweep import behind

# A case without some of its events is a loss, and what other tables hold of it only follows.
_CASES_FIRST = sorted(TABLES, key=lambda table: table is not CASES)


class ReadTablesAudit:
    """Is shown every case in batches, and at the end counts what nobody asked for.

    Attributes:
        seen: how many rows it was shown, by name of the table.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.seen: Counter[str] = Counter()

    def compare(self, cases: Sequence[tuple[str, CaseRows]]) -> None:
        """Check the rows of a batch of cases.

        Raises:
            Damaged: at the first row that differs.
        """
        for table in _CASES_FIRST:
            self._compare(table, cases)

    def finish(self) -> None:
        """Check that the tables hold nothing besides.

        Raises:
            Damaged: when they do.
        """
        for table in _CASES_FIRST:
            held = self._connection.execute(select(func.count()).select_from(table)).scalar_one()
            if held != self.seen[table.name]:
                extra = held - self.seen[table.name]
                raise Damaged(self._orphans(table, extra))
        if lost := behind(self._connection):
            words = f"{lost} mốc nằm trước chỗ motcua tick bắt đầu tìm; hãy chạy motcua rebuild"
            raise Damaged(Fault(place="bảng timers", words=words))

    def _orphans(self, table: Table, extra: int) -> Fault:
        if table is LETTERS:
            return unknown_letter(self._connection)
        if table is not CASES:
            words = f"thừa {extra} dòng không có trong nhật ký; hãy chạy motcua rebuild"
            return Fault(place=f"bảng {table.name}", words=words)
        events = select(EVENTS.c.case_code)
        lost = select(CASES.c.code).where(CASES.c.code.not_in(events)).order_by(CASES.c.code)
        code = self._connection.execute(lost.limit(1)).scalar_one()
        return _lost(code, 1)

    def _compare(self, table: Table, cases: Sequence[tuple[str, CaseRows]]) -> None:
        column = table.c.code if "code" in table.c else table.c.case_code
        query = select(table).where(column.in_([code for code, _ in cases]))
        names, keys = table.columns.keys(), [key.name for key in table.primary_key]
        # Put together here: a mapping of the library's looks for each name in several places.
        rows = (dict(zip(names, row, strict=True)) for row in self._connection.execute(query))
        held = {tuple(row[key] for key in keys): row for row in rows}
        for code, made in cases:
            for key, wanted in made.keyed(table).items():
                found = held.pop(key, None)
                if found != wanted:
                    raise Damaged(_differs(table, code, found, wanted))
                self.seen[table.name] += 1
        if held:
            raise Damaged(_extra(table, *min(held.items())))


def _extra(table: Table, key: tuple[Any, ...], row: Row) -> Fault:
    if table is LETTERS:
        return extra_letter(row)
    words = "không có trong nhật ký; hãy chạy motcua rebuild"
    return Fault(place=f"bảng {table.name}, dòng {key}", words=words)


def _differs(table: Table, code: str, found: Row | None, wanted: Row) -> Fault:
    place = f"bảng {table.name}, hồ sơ {code}"
    if table is CASES and found is not None and found["version"] > wanted["version"]:
        return _lost(code, wanted["version"] + 1)
    if found is None:
        return Fault(place=place, words="thiếu một dòng so với nhật ký; hãy chạy motcua rebuild")
    name = next(name for name in wanted if found[name] != wanted[name])
    words = f"cột {name} là {found[name]}, theo nhật ký phải là {wanted[name]}"
    return Fault(place=place, words=f"{words}; hãy chạy motcua rebuild")


def _lost(code: str, version: int) -> Fault:
    # Important: never advise a rebuild here, which would wipe out the trace of the loss.
    words = "không còn trong nhật ký; hãy khôi phục từ bản sao lưu"
    return Fault(place=f"sự kiện số {version} của hồ sơ {code}", words=words)
