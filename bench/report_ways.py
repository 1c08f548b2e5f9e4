"""The ways to count II.06a that are measured beside each other; each gives cells by field."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any

from sqlalchemy import TextClause, text

from app.reports.asked import Asked
from app.reports.cells import CELLS
from app.reports.from_months import of_months
from app.reports.ii06a_raw import raw_table
from app.reports.table import Cells
from app.reports.tallying import of_facts
from app.store.event_log import stream
from app.store.setup import read_setup
from bench.peers import columns
from bench.protocol import Unequal
from bench.report_world import World

Counts = dict[str, tuple[int, ...]]  # the cells in their order, by field
Way = Callable[[World, Asked], Counts]

# A filter for each column of the form, over the cases that can stand in it; what it counts is not
# the table, for it knows neither a day of knowledge nor pauses and deadlines as they were then.
BARE = text("""
WITH RECURSIVE tree(code) AS (
    SELECT code FROM agencies WHERE code = :top
    UNION SELECT agencies.code FROM agencies JOIN tree ON agencies.parent = tree.code
)
SELECT field, count(*),
    count(*) FILTER (WHERE channel = 'online' AND accepted_at >= :start),
    count(*) FILTER (WHERE channel <> 'online' AND accepted_at >= :start),
    count(*) FILTER (WHERE accepted_at < :start),
    count(*) FILTER (WHERE closed_at < :end),
    count(*) FILTER (WHERE closed_at < :end AND verdict = 'early'),
    count(*) FILTER (WHERE closed_at < :end AND verdict = 'on_time'),
    count(*) FILTER (WHERE closed_at < :end AND verdict = 'late'),
    count(*) FILTER (WHERE closed_at IS NULL OR closed_at >= :end),
    count(*) FILTER (WHERE (closed_at IS NULL OR closed_at >= :end) AND due_at >= :end),
    count(*) FILTER (WHERE (closed_at IS NULL OR closed_at >= :end) AND due_at < :end),
    count(*) FILTER (WHERE paused_since < :end),
    count(*) FILTER (WHERE state = 'voided')
FROM cases WHERE agency IN (SELECT code FROM tree)
    AND accepted_at < :end AND (closed_at IS NULL OR closed_at >= :start)
GROUP BY field
""")
# Four counts of all cases there are, of all offices and days.
LOOSE = text("""
SELECT field, count(*), count(*) FILTER (WHERE channel = 'online'),
    count(*) FILTER (WHERE verdict = 'late'), count(*) FILTER (WHERE closed_at IS NULL)
FROM cases GROUP BY field
""")


def facts(world: World, asked: Asked) -> Counts:
    """By our facts."""
    with world.opened.reading() as connection:
        return _by_field(of_facts(connection, asked, ("field",)))


def months(world: World, asked: Asked) -> Counts:
    """By our kept months.

    Raises:
        Unequal: where they are not used.
    """
    with world.opened.reading() as connection:
        found = of_months(connection, asked, ("field",))
        if found is None:
            raise Unequal("the kept months tell nothing of this period")
        return _by_field(found)


def raw(world: World, asked: Asked) -> Counts:
    """By the fold of the log, without any read table."""
    with world.opened.reading() as connection:
        logs = stream(connection, asked.scope.codes(connection))
        table = raw_table(logs, read_setup(connection), asked)
    return _by_field(((row.key,), row.cells) for row in table.rows)


def duckdb(world: World, asked: Asked) -> Counts:
    """By DuckDB on a Parquet file of the facts."""
    return _counter("duckdb", world.opened.url)(_question(world, asked))


def polars(world: World, asked: Asked) -> Counts:
    """By Polars on the same file."""
    return _counter("polars", world.opened.url)(_question(world, asked))


def aggregate(world: World, query: TextClause, asked: Asked) -> None:
    """A bare aggregate over the rows of the cases."""
    days = {"start": asked.period.start, "end": asked.period.end}
    given: dict[str, Any] = {} if query is LOOSE else {"top": world.top, **days}
    with world.opened.reading() as connection:
        connection.execute(query, given).all()


WAYS: dict[str, Way] = {
    "facts": facts,
    "months": months,
    "raw fold": raw,
    "DuckDB": duckdb,
    "Polars": polars,
}
_WORLDS: dict[str, World] = {}


def ready(world: World) -> World:
    """Remember a province, so that the engines find it by its address."""
    _WORLDS[world.opened.url] = world
    return world


@cache
def _file(url: str) -> Any:
    world = _WORLDS[url]
    return columns.exported(world.opened, world.folder)


@cache
def _counter(engine: str, url: str) -> Callable[[columns.Question], Counts]:
    made = partial(getattr(columns, f"{engine}_counter"))
    found: Callable[[columns.Question], Counts] = made(_file(url))
    return lambda question: _told(found(question).items())


def _question(world: World, asked: Asked) -> columns.Question:
    whole = asked.scope == world.scopes["province"]
    return columns.question_of(asked, None if whole else _codes(world, asked))


def _codes(world: World, asked: Asked) -> Sequence[str]:
    with world.opened.reading() as connection:
        return asked.scope.codes(connection) or ()


def _by_field(found: Iterable[tuple[tuple[str, ...], Cells]]) -> Counts:
    return _told((keys[0], tuple(cells[cell] for cell in CELLS)) for keys, cells in found)


def _told(found: Iterable[tuple[str, tuple[int, ...]]]) -> Counts:
    """In the order of the fields, without those that count nothing."""
    return {field: counts for field, counts in sorted(found) if any(counts)}
