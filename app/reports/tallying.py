"""Counting the facts: how many stand in each cell of II.06a, for all that have the same keys.

A fact that counts is marked first with what is so of it, in one number; then facts alike are
counted together; and the cells are added up over those few kinds. Asking each cell's condition of
each fact takes a third longer.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any, Literal

from sqlalchemy import ColumnElement, FromClause, Select, Table, bindparam, func, select, true

from app.reports.asked import Asked
from app.reports.cells import cells_of
from app.reports.conditions import Condition, conditions_by, countable
from app.reports.switches import Switches
from app.reports.table import Cells
from app.reports.truths import FACTS, marks, truths, unmarked
from app.store.engine import Connection
from app.store.offices import offices_of
from app.store.planning import planned_afresh
from app.store.scope import AGENCIES, Scope
from app.store.types import Instant

Key = Literal["agency", "field", "level"]
Tally = tuple[tuple[str, ...], Cells]  # the keys, and how many stand in each cell


# The places of a statement that is made once, and where they lie in a question.
_START, _END, _CUT_OFF, _KNOWN_AT = (
    bindparam(name, type_=Instant()) for name in ("start", "end", "cut_off", "known_at")
)
_DAYS = SimpleNamespace(start=_START, end=_END)


def of_facts(connection: Connection, asked: Asked, by: Sequence[Key]) -> Iterator[Tally]:
    """How many facts stand in each cell, for all that have the same keys."""
    names = cells_of(asked.switches)
    offices = named(connection, asked.scope)
    given = {
        "start": asked.period.start,
        "end": asked.period.end,
        "cut_off": asked.cut_off,
        **({} if asked.as_known_at is None else {"known_at": asked.as_known_at}),
        **({} if offices is None else {"offices": offices}),
    }
    now = asked.as_known_at is None
    query = _ready(tuple(by), asked.switches, now=now, every=offices is None)
    planned_afresh(connection)
    for row in connection.execute(query, given):
        sums = (int(one or 0) for one in row[len(by) :])
        yield tuple(row[: len(by)]), dict(zip(names, sums, strict=True))


def named(connection: Connection, scope: Scope) -> list[str] | None:
    """The offices of a scope, looked up beforehand; None for everything.

    Joining their tree to a million rows takes a fifth of the whole time. Named, they let the index
    be walked from the first day of the period on; where nothing is asked of the office it cannot.
    """
    return offices_of(connection, scope)


@cache
def _ready(
    by: tuple[Key, ...], switches: Switches, *, now: bool, every: bool
) -> Select[*tuple[Any, ...]]:
    """The statement for questions of one kind; making it takes longer than to count an office."""
    known_at: Any = None if now else _KNOWN_AT
    asked: Any = SimpleNamespace(
        period=_DAYS, cut_off=_CUT_OFF, as_known_at=known_at, switches=switches
    )
    offices = FACTS.c.agency.in_(bindparam("offices", expanding=True))
    return counting(asked, by, (true() if every else offices, *countable(asked)))


def counting(
    asked: Asked, by: Sequence[Key], where: Sequence[Condition]
) -> Select[*tuple[Any, ...]]:
    """The statement that counts: keys and cells under their names; NULL where there is none."""
    so = truths(asked.period, asked.cut_off, asked.switches)
    at, keys = keyed(FACTS, by)
    marked = select(*keys, marks(so).label("marks")).select_from(at).where(*where)
    # An OFFSET, even of nothing, keeps a database from writing the marks into the count again.
    each = marked.offset(0).subquery("each")
    alike = select(*each.c, func.count().label("n")).group_by(*each.c).subquery("alike")
    wanted = conditions_by(unmarked(alike.c.marks), asked.switches)
    names = cells_of(asked.switches)
    cells = (func.sum(alike.c.n).filter(wanted[name]).label(name) for name in names)
    named = [alike.c[name] for name in by]
    return select(*named, *cells).group_by(*named)


def keyed(counts: Table, by: Sequence[Key]) -> tuple[FromClause, list[ColumnElement[str]]]:
    """Rows of an office, joined with what they are counted by, and the keys under their names."""
    levels = counts.join(AGENCIES, AGENCIES.c.code == counts.c.agency)
    keys: list[ColumnElement[str]] = [
        (AGENCIES.c.level if name == "level" else counts.c[name]).label(name) for name in by
    ]
    return (levels if "level" in by else counts), keys
