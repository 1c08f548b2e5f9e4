"""Form II.06a (TT 01/2020/TT-VPCP): what became of the cases of an office in a period.

Each cell is one condition on the facts, so the number and the list behind it are the same question.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select

from app.reports.period import Period
from app.reports.table import Cells, Identity, Table, TableRow, added
from app.store.engine import Connection
from app.store.read_tables import FactRow
from app.store.scope import Scope
from app.store.setup import read_setup
from app.store.tables import table_of
from app.store.types import Instant

FORM = "II.06a"
FACTS = table_of(FactRow)
CELLS = (
    "received.total", "received.online", "received.direct", "received.carried",
    "solved.total", "solved.early", "solved.on_time", "solved.late",
    "open.total", "open.in_time", "open.late", "open.paused",
    "voided",
)  # fmt: skip
IDENTITIES = (
    Identity(
        words="received = solved + open",
        text="(3) = (7) + (11)",
        whole="received.total",
        parts=("solved.total", "open.total"),
    ),
    Identity(
        words="received = online + direct + carried",
        text="(3) = (4) + (5) + (6)",
        whole="received.total",
        parts=("received.online", "received.direct", "received.carried"),
    ),
    Identity(
        words="solved = early + on_time + late",
        text="(7) = (8) + (9) + (10)",
        whole="solved.total",
        parts=("solved.early", "solved.on_time", "solved.late"),
    ),
    Identity(
        words="open = in_time + late",
        text="(11) = (12) + (13)",
        whole="open.total",
        parts=("open.in_time", "open.late"),
    ),
)

Condition = ColumnElement[bool]


def report(
    connection: Connection,
    scope: Scope,
    period: Period,
    *,
    as_known_at: datetime | None = None,
    now: datetime,
) -> Table:
    """The table out of the facts, in one aggregate.

    Args:
        connection: a reading transaction.
        scope: an agency, alone or with all below it.
        period: inclusive local dates.
        as_known_at: only what was recorded by then; None for all.
        now: bounds the cut-off at which open cases are judged.
    """
    cut_off = min(instant for instant in (period.end, as_known_at, now) if instant)
    found = _count(connection, scope, period, as_known_at, cut_off)
    empty = dict.fromkeys(CELLS, 0)
    fields = read_setup(connection).fields.values()
    rows = tuple(TableRow(field=field.name, cells=found.get(field.code, empty)) for field in fields)
    return Table(
        form=FORM,
        scope=scope,
        period=period,
        as_known_at=as_known_at,
        rows=rows,
        total=added((row.cells for row in rows), CELLS),
        identities=IDENTITIES,
    )


def _count(
    connection: Connection,
    scope: Scope,
    period: Period,
    as_known_at: datetime | None,
    cut_off: datetime,
) -> Mapping[str, Cells]:
    wanted = conditions(period, cut_off)
    query = (
        select(FACTS.c.field, *(func.count().filter(wanted[name]).label(name) for name in CELLS))
        .where(scope.restrict(FACTS.c.agency), known(as_known_at), touching(period))
        .group_by(FACTS.c.field)
    )
    return {row[0]: dict(zip(CELLS, row[1:], strict=True)) for row in connection.execute(query)}


def known(as_known_at: datetime | None) -> Condition:
    """The facts that the log told of at an instant; None for now."""
    if as_known_at is None:
        return FACTS.c.known_to.is_(None)
    return and_(
        FACTS.c.known_from <= as_known_at,
        or_(FACTS.c.known_to.is_(None), FACTS.c.known_to > as_known_at),
    )


def touching(period: Period) -> Condition:
    """The facts that can count at all: begun before its end, not over before its start."""
    return and_(
        FACTS.c.starts_at < period.end,
        or_(FACTS.c.ends_at.is_(None), FACTS.c.ends_at >= period.start),
    )


def conditions(period: Period, cut_off: datetime) -> dict[str, Condition]:
    """What puts a fact into each cell (contract 4)."""
    start, end = period.start, period.end
    f = FACTS.c
    opened = and_(
        f.starts_at < end, or_(f.ends_at.is_(None), f.ends_at >= end), f.ends_how != "voided"
    )
    solved = and_(
        f.ends_how == "closed",
        f.ends_at >= start,
        f.ends_at < end,
        or_(f.reopened_at.is_(None), f.reopened_at >= end),
    )
    received = or_(opened, solved)
    new = and_(received, f.accepted_at >= start)
    # Important: inside a function the literal must bring its type, or SQLite gets it unconverted.
    late = f.due_at < func.coalesce(f.paused_since, literal(cut_off, Instant()))
    return {
        "received.total": received,
        "received.online": and_(new, f.online),
        "received.direct": and_(new, f.online == false()),
        "received.carried": and_(received, f.accepted_at < start),
        "solved.total": solved,
        "solved.early": and_(solved, f.verdict == "early"),
        "solved.on_time": and_(solved, f.verdict == "on_time"),
        "solved.late": and_(solved, f.verdict == "late"),
        "open.total": opened,
        "open.in_time": and_(opened, ~late),
        "open.late": and_(opened, late),
        "open.paused": and_(opened, f.paused_since.is_not(None)),
        "voided": and_(f.ends_how == "voided", f.ends_at >= start, f.ends_at < end),
    }
