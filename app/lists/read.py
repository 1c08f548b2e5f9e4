"""Counting and paging the lists: the one place where their conditions become queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.sql import Subquery

from app.errors import BadInput
from app.lists.asked import values
from app.lists.catalogue import LISTS, DeskList, list_of, lists_of
from app.lists.filters import Filters
from app.lists.lines import SHOWN, ListRow, columns_of, lines_from
from app.store.engine import Connection
from app.store.visible import CASES, limit_of, seen
from sla.zone import parse_instant
from workflows.officer import Officer

SIZE = 50
_LIVE = CASES.c.settled_at.is_(None)
# What the conditions of the lists of live cases look at.
_JUDGED = (
    "code",
    "training",
    "state",
    "intake_runs",
    "accepted_at",
    "intake_due_at",
    "due_at",
    "warn_at",
    "apology_owed_at",
    "steps_running",
    "step_due_at",
    "paused_since",
    "waits_for",
    "apologised_at",
    "apology_drafted_at",
    "apology_signed_at",
    "apology_new_due_at",
    "result_channel",
    "fee_due",
    "fee_paid",
    "closed_at",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """Which part of a list: so many lines after the mark an earlier page has given."""

    after: str | None = None
    size: int = SIZE


@dataclass(frozen=True, kw_only=True, slots=True)
class ListPage:
    """Some lines of a list; `next` is the mark after which the others come, None at the end."""

    rows: tuple[ListRow, ...]
    next: str | None


EVERYTHING, FIRST = Filters(), Window()


def counts(connection: Connection, officer: Officer, now: datetime) -> Mapping[str, int]:
    """How many cases stand in each list of the officer's roles, by the list's code; one query."""
    codes = tuple(one.code for one in lists_of(officer))
    if not codes:
        return {}
    asked = values(connection, officer, now)
    return dict(connection.execute(_counting(codes), asked).mappings().one())


def page(
    connection: Connection,
    officer: Officer,
    code: str,
    *,
    filters: Filters = EVERYTHING,
    window: Window = FIRST,
    now: datetime,
) -> ListPage:
    """The next lines of a list: nearest deadline first, cases without one last.

    Raises:
        Unknown: for a list that is not there, or not for the officer's roles.
        BadInput: for a mark that no page has given.
    """
    one = list_of(officer, code)
    if filters == EVERYTHING and window.after is None:
        query = _first(one, window.size)
    else:
        query = _paging(one, window, *filters.conditions(connection))
    found = connection.execute(query, values(connection, officer, now)).all()
    lines = lines_from(connection, found[: window.size])
    more = len(found) > window.size
    return ListPage(rows=lines, next=_mark(one, lines[-1]) if more else None)


@cache
def _first(one: DeskList, size: int) -> Select[Any]:
    """The statement most clicks ask for, made once: making it takes longer than the answer."""
    return _paging(one, Window(size=size))


def _paging(one: DeskList, window: Window, *conditions: ColumnElement[bool]) -> Select[Any]:
    rows = seen(*_within(one), *conditions, columns=SHOWN)
    query = select(*columns_of(rows)).order_by(*_order(one, rows)).limit(limit_of(window.size + 1))
    return query.where(_beyond(one, rows, window.after)) if window.after is not None else query


@cache
def _counting(codes: tuple[str, ...]) -> Select[Any]:
    """One statement for several lists; officers of the same roles share it."""
    live = seen(_LIVE, columns=_JUDGED)
    columns: list[Any] = [_count(one, live).label(one.code) for one in LISTS if one.code in codes]
    return select(*columns).select_from(live)


def _count(one: DeskList, live: Subquery) -> ColumnElement[int]:
    if one.live:
        return func.count().filter(one.where(live.c))
    return (
        select(func.count()).select_from(seen(*_within(one), columns=("code",))).scalar_subquery()
    )


def _within(one: DeskList) -> list[ColumnElement[bool]]:
    return [*([_LIVE] if one.live else []), one.where(CASES.c)]


def _order(one: DeskList, rows: Subquery) -> tuple[ColumnElement[Any], ...]:
    at = rows.c[one.order]
    if one.newest:
        return at.desc().nulls_last(), rows.c.code.desc()
    return at.asc().nulls_last(), rows.c.code.asc()


def _mark(one: DeskList, line: ListRow) -> str:
    at: datetime | None = getattr(line, one.order)
    return f"{at.isoformat() if at else ''}~{line.code}"


def _beyond(one: DeskList, rows: Subquery, after: str) -> ColumnElement[bool]:
    """The rows that come after a mark, in the order of the list."""
    instant, code = _read(after)
    at = rows.c[one.order]
    further = rows.c.code < code if one.newest else rows.c.code > code
    if instant is None:
        return and_(at.is_(None), further)
    later = at < instant if one.newest else at > instant
    return or_(later, and_(at == instant, further), at.is_(None))


def _read(after: str) -> tuple[datetime | None, str]:
    instant, found, code = after.partition("~")
    try:
        if not found or not code.isprintable():
            raise ValueError(after)
        return (parse_instant(instant) if instant else None), code
    except ValueError:
        raise BadInput("after: không đọc được vị trí của trang; hãy mở lại danh sách") from None
