"""II.06a out of kept months: the same numbers as from the facts, at a price that does not grow.

A period that is made of whole months gets its flows added up over them and its stock from the last
one. Where it has not ended, the facts tell of the days since the last month that has. A case that
was closed in one month and opened again in another was closed for good only in a period that does
not hold both; what such a period has to take back, the later month says.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Date, Row, Select, bindparam, func, select, true

from app.reports.asked import Asked
from app.reports.cells import CELLS
from app.reports.months import months_of
from app.reports.period import Period
from app.reports.summaries import CELL_OF, VERDICTS, rules, taken_back
from app.reports.switches import CONTRACT
from app.reports.table import Cells
from app.reports.tallying import Key, Tally, keyed, named, of_facts
from app.reports.truths import FACTS
from app.store.engine import Connection
from app.store.summaries import COUNTS, still_true

_STOCK = ("in_time", "past_due", "paused")
Keys = tuple[str, ...]
Counts = dict[str, int]  # by the columns of `month_counts`


@dataclass(frozen=True, kw_only=True, slots=True)
class _Parts:
    """A question taken apart: months that are over, and the days after them."""

    asked: Asked
    months: tuple[Period, ...]
    rest: Period | None


def of_months(connection: Connection, asked: Asked, by: Sequence[Key]) -> Iterable[Tally] | None:
    """The cells of all cases that have the same keys; None where the facts have to be asked.

    That is so for a day of knowledge, for other choices than the contract's, for periods that are
    not made of statutory months, and where the log has gone past what is kept, or it was counted by
    other rules.
    """
    parts = _parts(asked)
    if parts is None or not _true(connection, parts):
        return None
    found: dict[Keys, Counts] = {}
    for keys, counts in _every(connection, parts, by):
        so_far = found.setdefault(keys, dict.fromkeys(CELL_OF, 0))
        for name, count in counts.items():
            so_far[name] += count
    return ((keys, _cells(counts)) for keys, counts in found.items() if any(counts.values()))


def _parts(asked: Asked) -> _Parts | None:
    if asked.from_facts or asked.as_known_at is not None or asked.switches != CONTRACT:
        return None
    months = months_of(asked.period)
    over = tuple(month for month in months if month.end <= asked.now)
    if not over:
        return None
    left = months[len(over) :]
    rest = Period(first=left[0].first, last=asked.period.last) if left else None
    return _Parts(asked=asked, months=over, rest=rest)


def _true(connection: Connection, parts: _Parts) -> bool:
    months = [(month.first, month.end) for month in parts.months]
    return still_true(connection, months, rules=rules())


def _every(
    connection: Connection, parts: _Parts, by: Sequence[Key]
) -> Iterator[tuple[Keys, Mapping[str, int]]]:
    yield from _kept(connection, parts, by)
    if parts.rest is not None:
        lately = replace(parts.asked, period=parts.rest)
        for keys, cells in of_facts(connection, lately, by):
            yield keys, {name: cells[cell] for name, cell in CELL_OF.items()}
        yield from _taken_back(connection, parts, by)


def _kept(
    connection: Connection, parts: _Parts, by: Sequence[Key]
) -> Iterator[tuple[Keys, Counts]]:
    """What the months say; their stock only where nothing comes after them."""
    offices = named(connection, parts.asked.scope)
    given = {
        "months": [month.first for month in parts.months],
        "first": parts.asked.period.first,
        "last": parts.months[-1].first,
        **({} if offices is None else {"offices": offices}),
    }
    whole = parts.rest is None
    query = _sums(tuple(by), whole=whole, every=offices is None)
    yield from _rows(connection.execute(query, given), _summed(whole=whole), len(by))


@cache
def _sums(by: tuple[Key, ...], *, whole: bool, every: bool) -> Select[*tuple[Any, ...]]:
    c = COUNTS.c
    at, keys = keyed(COUNTS, by)
    is_last = c.month == bindparam("last", type_=Date())
    sums = (
        func.sum(c[name]).filter(is_last) if name in _STOCK else func.sum(c[name])
        for name in _summed(whole=whole)
    )
    return (
        select(*keys, *sums)
        .select_from(at)
        .where(c.month.in_(bindparam("months", expanding=True)))
        .where(c.closed_in >= bindparam("first", type_=Date()))
        .where(true() if every else c.agency.in_(bindparam("offices", expanding=True)))
        .group_by(*keys)
    )


def _summed(*, whole: bool) -> list[str]:
    """The columns that are added up: of a period that goes on its stock is not."""
    return [name for name in CELL_OF if whole or name not in _STOCK]


def _taken_back(
    connection: Connection, parts: _Parts, by: Sequence[Key]
) -> Iterator[tuple[Keys, Counts]]:
    """Closings in the months whose cases were opened again on the days after them."""
    start, end = parts.months[-1].end, parts.asked.period.end
    at, keys = keyed(FACTS, by)
    query = (
        select(*keys, *(-func.count().filter(FACTS.c.verdict == name) for name in VERDICTS))
        .select_from(at)
        .where(*taken_back(start, end), FACTS.c.ends_at >= parts.asked.period.start)
        .where(parts.asked.scope.restrict(FACTS.c.agency))
        .group_by(*keys)
    )
    yield from _rows(connection.execute(query), VERDICTS, len(by))


def _rows(
    found: Iterable[Row[*tuple[Any, ...]]], names: Sequence[str], keys: int
) -> Iterator[tuple[Keys, Counts]]:
    for row in found:
        counts = (int(one or 0) for one in row[keys:])
        yield tuple(row[:keys]), dict(zip(names, counts, strict=True))


def _cells(counts: Counts) -> Cells:
    """All cells: the sums are those that the form's identities ask for."""
    cells = {cell: counts[name] for name, cell in CELL_OF.items()}
    solved = sum(counts[name] for name in VERDICTS)
    left = counts["in_time"] + counts["past_due"]
    cells["solved.total"], cells["open.total"] = solved, left
    cells["received.total"] = solved + left
    cells["received.carried"] = solved + left - counts["online"] - counts["direct"]
    return {cell: cells[cell] for cell in CELLS}
