"""The periods before the one of a table: as they were signed, else counted, in two statements.

All are counted by the choices of the table they stand beside, or they could not be compared: an
edition that was signed by others is counted again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.reports.asked import Asked
from app.reports.charts import Point
from app.reports.conditions import FACTS, conditions_of, known, touching
from app.reports.period import Period
from app.reports.periods import NamedPeriod, named_as, preceding
from app.reports.table import Cells, Table
from app.store.engine import Connection
from app.store.sealed_figures import figures_of

PERIODS = 5  # with that of the table
FORM = "II.06a"  # the one form that counts the cases of one office
NEW = ("received.online", "received.direct")
_CELLS = (*NEW, "solved.total", "open.total")


def trend(connection: Connection, asked: Asked, table: Table) -> tuple[Point, ...]:
    """The last periods of the kind of a table's, its own at the end; empty where there is no such.

    That is so for other forms, for more offices than one, and for days that are no named period:
    they would cost more than they tell.
    """
    shown = named_as(asked.period)
    if table.form != FORM or asked.scope.subtree or asked.scope.agency is None or shown is None:
        return ()
    periods = [*_before(shown)][::-1]
    found = _signed(connection, asked, periods)
    lacking = [one.period for one in periods if one.period not in found]
    found |= _counted(connection, asked, lacking)
    points = [_point(one, found[one.period]) for one in periods]
    # Without a case before it a period has nothing to be compared with.
    told = any(one.received or one.solved or one.open for one in points)
    return (*points, _point(shown, table.total)) if told else ()


def _before(shown: NamedPeriod) -> Iterator[NamedPeriod]:
    """The periods before one, newest first."""

    def back() -> Iterator[NamedPeriod]:
        one = preceding(shown)
        while one is not None:
            yield one
            one = preceding(one)

    return islice(back(), PERIODS - 1)


def _signed(
    connection: Connection, asked: Asked, periods: Sequence[NamedPeriod]
) -> dict[Period, Cells]:
    if asked.as_known_at is not None or not periods:
        return {}
    ends = [one.period.last for one in periods]
    every = figures_of(connection, FORM, asked.scope.agency or "", ends)
    alike = (one for one in every if one.switches == asked.switches.as_json())
    return {Period(first=one.first, last=one.last): one.table["total"] for one in alike}


def _counted(
    connection: Connection, asked: Asked, periods: Sequence[Period]
) -> Mapping[Period, Cells]:
    """Several periods in one look at the facts."""
    if not periods:
        return {}
    puts = [replace(asked, period=period) for period in periods]
    counts = [func.count().filter(wanted) for put in puts for wanted in _wanted(put)]
    query = select(*counts).where(
        asked.scope.restrict(FACTS.c.agency),
        known(asked.as_known_at),
        or_(*(touching(put.period, put.switches) for put in puts)),
    )
    figures = iter(connection.execute(query).one())
    return {period: {cell: next(figures) for cell in _CELLS} for period in periods}


def _wanted(put: Asked) -> Iterator[ColumnElement[bool]]:
    every, here = conditions_of(put), touching(put.period, put.switches)
    return (and_(here, every[cell]) for cell in _CELLS)


def _point(one: NamedPeriod, cells: Cells) -> Point:
    return Point(
        name=one.name,
        received=sum(cells[cell] for cell in NEW),
        solved=cells["solved.total"],
        open=cells["open.total"],
    )
