"""`verify`: every kept month held against the facts, cell by cell."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.reports.forms import form_of
from app.reports.summaries import CELL_OF, counted_of_facts, rules
from app.reports.truths import FACTS, Condition
from app.store import summaries as store
from app.store.audit import Damaged, Fault
from app.store.engine import Connection
from app.store.planning import planned_afresh
from app.store.summaries import KeptMonth

Place = tuple[str, str, Any]  # the office, the field, and the month of the closings


def check_months(connection: Connection) -> int:
    """Hold each kept month against the facts; how many there are.

    An office's months that the log has gone past are left out, and so are all that were counted by
    another program's rules: no table is made of them until they are counted again. Memory grows
    with offices and fields, not with cases.

    Raises:
        Damaged: at the first cell that differs.
    """
    months = store.kept_months(connection) if store.is_by(connection, rules()) else ()
    if not months:
        return 0
    planned_afresh(connection)
    position = store.position_of(connection)
    touched = store.touched_since(connection, position, months[-1].ends_at)
    for month in months:
        passed = [code for code, at in touched.items() if at is None or at < month.ends_at]
        _check(connection, month, FACTS.c.agency.not_in(passed), set(passed))
    return len(months)


def _check(connection: Connection, month: KeptMonth, where: Condition, passed: set[str]) -> None:
    kept = _by_place(row._mapping for row in store.counts_of(connection, month.first))
    facts = _by_place(row._mapping for row in connection.execute(counted_of_facts(month, where)))
    for place in sorted({*kept, *facts}):
        if place[0] not in passed:
            _compare(month, place, kept.get(place, {}), facts.get(place, {}))


def _compare(
    month: KeptMonth, place: Place, kept: Mapping[str, int], facts: Mapping[str, int]
) -> None:
    for name, cell in CELL_OF.items():
        ours, theirs = int(kept.get(name, 0)), int(facts.get(name, 0))
        if ours != theirs:
            words = f"{ours} theo số đã cộng sẵn, {theirs} theo bảng đọc"
            raise Damaged(Fault(place=_said(month, place, cell), words=words))


def _by_place(rows: Iterator[Mapping[Any, Any]]) -> dict[Place, Mapping[str, int]]:
    return {
        (row["agency"], row["field"], row["closed_in"]): {name: row[name] for name in CELL_OF}
        for row in rows
    }


def _said(month: KeptMonth, place: Place, cell: str) -> str:
    agency, field, closed_in = place
    head = form_of("II.06a").layout().head_of(cell)
    days = f"từ {month.first:%d/%m/%Y} đến {month.last:%d/%m/%Y}"
    again = f", mở lại từ tháng bắt đầu {closed_in:%d/%m/%Y}" if closed_in != month.first else ""
    return f"tháng {days} của {agency}, lĩnh vực {field}, ô “{head}”{again}"
