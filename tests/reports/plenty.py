"""Many cases out of few: each kind of history is imported once, and what it left in the facts is
copied as often as wanted.

Whole provinces take long to import and say nothing to a form's SQL that one case of each kind does
not say: it counts the facts, and each copied fact was made from a log by the program. The seeds'
own tables are counted from whole logs, of `tests.reports.logged`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import literal_column, select, text

from app.reports.period import Period
from app.store.engine import Connection, Database
from app.store.read_tables import FactRow
from app.store.tables import table_of
from tests.reports.desk import Line, line, put, resolved

FACTS = table_of(FactRow)
MANY = 100_000  # cases, from which on the indexes cost more than the rows, and are left away
RECEIVED = ("online", "direct", "carried")
ENDED = ("early", "on_time", "late", "in_time", "open_late")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A row as a unit printed it: what came in by its three ways, and where it went."""

    agency: str
    field: str
    received: tuple[int, int, int]
    ended: tuple[int, int, int, int, int]


def fill(db: Database, period: Period, rows: Iterable[Told], procedures: Mapping[str, str]) -> None:
    """Put facts of as many cases into the database as the rows tell of.

    Args:
        db: with the setup loaded.
        period: in which they are received and solved.
        rows: what shall be counted.
        procedures: one of each field, by its code.
    """
    wanted = {key: n for row in rows for key, n in shared_out(row)}
    put(db, *(_history(key, period, procedures[key[1]]) for key in wanted))
    with db.writing() as connection:
        if sum(wanted.values()) > MANY:
            for index in FACTS.indexes:
                index.drop(connection)
        for key, count in wanted.items():
            _copy(connection, _code(key), count - 1)


Key = tuple[str, str, str, str]  # agency, field, how received, how ended


def shared_out(row: Told) -> Iterator[tuple[Key, int]]:
    """How many cases came in this way and went that way, so that both sums are as told."""
    assert sum(row.received) == sum(row.ended)
    left = dict(zip(RECEIVED, row.received, strict=True))
    for end, count in zip(ENDED, row.ended, strict=True):
        room = count
        for way in RECEIVED:
            taken = min(left[way], room)
            left[way], room = left[way] - taken, room - taken
            if taken:
                yield (row.agency, row.field, way, end), taken


def _code(key: Key) -> str:
    return "-".join(key)


def _history(key: Key, period: Period, procedure: str) -> list[Line]:
    agency, _, received, ended = key
    case, begun = _code(key), _day(period, -5 if received == "carried" else 8)
    due = _day(period, 20) if ended != "in_time" else period.last + timedelta(days=20)
    channel = "online" if received == "online" else "direct"
    opening: dict[str, Any] = {
        "agency": agency,
        "procedure": procedure,
        "channel": channel,
        "applicant": {"name": "Bà Tư"},
    }
    promised: dict[str, Any] = {"due_at": f"{due}T16:00:00+07:00"}
    days = {"early": 15, "on_time": 20, "late": 22}
    ends = [resolved(case, f"{_day(period, days[ended])}T15:00")] if ended in days else []
    if channel == "direct":
        return [line(case, "accepted", f"{begun}T09:00", **opening, **promised), *ends]
    filed = line(case, "submitted", f"{begun}T08:00", **opening)
    return [filed, line(case, "accepted", f"{begun}T09:00", **promised), *ends]


def _day(period: Period, number: int) -> date:
    return period.first + timedelta(days=number)


def _copy(connection: Connection, case: str, count: int) -> None:
    numbers = text(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
        "SELECT i FROM n"
    )
    if count < 1:
        return
    series = numbers.bindparams(count=count).columns(literal_column("i")).subquery("s")
    columns = list(FACTS.c)
    renamed = [
        (FACTS.c.case_code + "-" + series.c.i.cast(FACTS.c.case_code.type)).label("case_code")
        if column.name == "case_code"
        else column
        for column in columns
    ]
    copies = select(*renamed).select_from(FACTS.join(series, text("1=1")))
    connection.execute(
        FACTS.insert().from_select(
            [column.name for column in columns], copies.where(FACTS.c.case_code == case)
        )
    )
