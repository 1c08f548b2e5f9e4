"""The bell's lines: put there once, shown from an instant on, read, and tidied away."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    Tuple,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from app.store.bulk import insert_new
from app.store.engine import Connection
from app.store.notice_tables import NoticeRow
from app.store.tables import table_of
from app.store.visible import CASES, limit_of, visible
from workflows.officer import Officer

NOTICES = table_of(NoticeRow)
_SHOWN = (NOTICES.c.shown_from, NOTICES.c.id)
_NUMBERS = 2**63  # no table holds this number

# Where a line stands among its owner's: the instant it is shown from, and its number.
Place = tuple[datetime, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class NewNotice:
    """A line to be put into one person's bell.

    Attributes:
        key: what makes it the same line for this person.
        agency: the office where the case lies.
        at: the instant it speaks of.
        alert: the alert that caused it; None for what no clock has caused.
    """

    login: str
    key: str
    kind: str
    level: str
    agency: str
    text: str
    link: str
    at: datetime
    shown_from: datetime
    case_code: str | None = None
    alert: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A line of the bell as its owner reads it; `read_at` is None until then."""

    id: int
    kind: str
    level: str
    case_code: str | None
    agency: str
    text: str
    link: str
    at: datetime
    shown_from: datetime
    read_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """Which lines of a bell: so many at most, of those behind `before`."""

    limit: int
    before: Place | None = None
    only_unread: bool = False


def insert_notices(connection: Connection, notices: Sequence[NewNotice]) -> int:
    """Put lines into bells; those that are there already stay as they are. How many are new."""
    if not notices:
        return 0
    rows = [_row(notice) for notice in notices]
    return len(insert_new(connection, NOTICES, rows, (NOTICES.c.id,)))


def unread(connection: Connection, officer: Officer, *, now: datetime, most: int) -> int:
    """How many lines somebody has not read; nobody counts further than `most`."""
    found: int = connection.execute(_unread(officer, most), {"now": now}).scalar_one()
    return found


@lru_cache(maxsize=64)  # A statement weighs some sixty kilobytes.
def _unread(officer: Officer, most: int) -> Select[Any]:
    """The statement for an officer with these roles: every page asks it, and it is long to make."""
    now = bindparam("now", type_=NOTICES.c.shown_from.type)
    waiting = select(NOTICES.c.id).where(_mine(officer, now), NOTICES.c.read_at.is_(None))
    return select(func.count()).select_from(waiting.limit(limit_of(most)).subquery())


def page_of_notices(
    connection: Connection,
    officer: Officer,
    *,
    window: Window,
    now: datetime,
) -> list[Notice]:
    """Some of somebody's lines, newest first."""
    newest = (column.desc() for column in _SHOWN)
    query = select(NOTICES).where(_mine(officer, now)).order_by(*newest).limit(window.limit)
    if window.only_unread:
        query = query.where(NOTICES.c.read_at.is_(None))
    if window.before is not None:
        query = query.where(tuple_(*_SHOWN) < _place(window.before))
    return [_notice(row) for row in connection.execute(query)]


def told_between(
    connection: Connection, logins: Collection[str], *, since: datetime, until: datetime
) -> dict[str, list[Notice]]:
    """What the bells of some people showed first in a time (its end left out), oldest first.

    Of their alerts only; whether they may still see the cases is the caller's to ask.
    """
    query = (
        select(NOTICES)
        .where(NOTICES.c.login.in_(sorted(logins)), NOTICES.c.alert.is_not(None))
        .where(NOTICES.c.shown_from >= since, NOTICES.c.shown_from < until)
        .order_by(*_SHOWN)
    )
    found: dict[str, list[Notice]] = {login: [] for login in logins}
    for row in connection.execute(query):
        found[row.login].append(_notice(row))
    return found


def mark_read(
    connection: Connection, officer: Officer, notice: int, *, now: datetime
) -> Notice | None:
    """Note that somebody has read a line of theirs; None where no such line is shown to them."""
    if not 0 < notice < _NUMBERS:
        return None
    mine = and_(NOTICES.c.id == notice, _mine(officer, now))
    unread_one = and_(mine, NOTICES.c.read_at.is_(None))
    connection.execute(update(NOTICES).where(unread_one).values(read_at=now))
    row = connection.execute(select(NOTICES).where(mine)).one_or_none()
    return _notice(row) if row else None


def mark_all_read(connection: Connection, officer: Officer, *, up_to: Place, now: datetime) -> int:
    """Note that somebody has read every line up to one they saw; how many were unread."""
    mine = and_(_mine(officer, now), NOTICES.c.read_at.is_(None))
    seen = tuple_(*_SHOWN) <= _place(up_to)
    return connection.execute(update(NOTICES).where(mine, seen).values(read_at=now)).rowcount


def forget_notices(connection: Connection, *, shown_before: datetime, limit: int) -> int:
    """Take away old lines, read or not, at most so many; how many there were."""
    old = select(NOTICES.c.id).where(NOTICES.c.shown_from < shown_before).limit(limit)
    return connection.execute(delete(NOTICES).where(NOTICES.c.id.in_(old))).rowcount


def _mine(officer: Officer, now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """The lines shown to somebody: not those of cases they may no longer see."""
    still = exists().where(CASES.c.code == NOTICES.c.case_code, visible(officer))
    return and_(
        NOTICES.c.login == officer.login,
        NOTICES.c.shown_from <= now,
        or_(NOTICES.c.case_code.is_(None), still),
    )


def _place(place: Place) -> Tuple:
    values = zip(place, _SHOWN, strict=True)
    return tuple_(*(literal(value, column.type) for value, column in values))


def _row(notice: NewNotice) -> dict[str, Any]:
    names = NewNotice.__slots__
    return {name: getattr(notice, name) for name in names}


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        kind=row.kind,
        level=row.level,
        case_code=row.case_code,
        agency=row.agency,
        text=row.text,
        link=row.link,
        at=row.at,
        shown_from=row.shown_from,
        read_at=row.read_at,
    )
