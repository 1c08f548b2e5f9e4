"""What puts a petition into a cell of II.05a and II.05b: one predicate for figure and list.

A petition counts by what is known of it: its row as of the day of knowledge. The choices of how to
count cases (`Switches`) say nothing about petitions.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.reports.asked import Asked
from app.reports.table import Cells
from app.store.engine import Connection
from app.store.petitions import PETITIONS

CELLS = (
    "received.total", "received.new", "received.carried",
    "about.rules", "about.conduct",
    "handled.total", "handled.in_time", "handled.late", "handled.returned", "handled.forwarded",
    "open.total", "open.in_time", "open.late",
    "published",
)  # fmt: skip
NOTHING: Cells = dict.fromkeys(CELLS, 0)
_P = PETITIONS.c
Condition = ColumnElement[bool]


def counted(connection: Connection, asked: Asked, by: ColumnElement[Any]) -> Mapping[str, Cells]:
    """The cells of each value of a column, in one aggregate; "" for petitions without one."""
    wanted, key = conditions(asked), func.coalesce(by, "")
    query = (
        select(key, *(func.count().filter(wanted[name]) for name in CELLS))
        .where(relevant(asked))
        .group_by(key)
    )
    return {row[0]: dict(zip(CELLS, row[1:], strict=True)) for row in connection.execute(query)}


def relevant(asked: Asked) -> Condition:
    """The petitions that can count at all: of the scope, known then, and touching the period."""
    start, end = asked.period.start, asked.period.end
    over = and_(_P.ended_at < start, or_(_P.published_at.is_(None), _P.published_at < start))
    not_over = or_(_P.ended_at.is_(None), ~over)
    scope = asked.scope.restrict(PETITIONS.c.agency)
    return and_(scope, known(asked.as_known_at), _P.received_at < end, not_over)


def known(as_known_at: datetime | None) -> Condition:
    """The rows that told what the register told at an instant; None for now."""
    if as_known_at is None:
        return _P.known_to.is_(None)
    later = or_(_P.known_to.is_(None), _P.known_to > as_known_at)
    return and_(_P.known_from <= as_known_at, later)


def conditions(asked: Asked) -> dict[str, Condition]:
    """What puts a petition into each cell."""
    start, end = asked.period.start, asked.period.end
    opened = and_(_P.received_at < end, or_(_P.ended_at.is_(None), _P.ended_at >= end))
    handled = and_(_P.ended_at >= start, _P.ended_at < end)
    received = or_(opened, handled)
    answered = and_(handled, _P.ended_how == "answered")
    late = _P.due_at < asked.cut_off
    return {
        "received.total": received,
        "received.new": and_(received, _P.received_at >= start),
        "received.carried": and_(received, _P.received_at < start),
        "about.rules": and_(received, _P.about == "rules"),
        "about.conduct": and_(received, _P.about == "conduct"),
        "handled.total": handled,
        "handled.in_time": and_(answered, _P.ended_at <= _P.due_at),
        "handled.late": and_(answered, _P.ended_at > _P.due_at),
        "handled.returned": and_(handled, _P.ended_how == "returned"),
        "handled.forwarded": and_(handled, _P.ended_how == "forwarded"),
        "open.total": opened,
        "open.in_time": and_(opened, ~late),
        "open.late": and_(opened, late),
        "published": and_(_P.published_at >= start, _P.published_at < end),
    }
