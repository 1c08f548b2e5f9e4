"""The days that admins added to calendars: who, when, on whose notice; only ever added to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.store.calendar_change_tables import CalendarDayRow
from app.store.engine import Connection
from app.store.setup import REVISION
from app.store.tables import table_of

DAYS = table_of(CalendarDayRow)


@dataclass(frozen=True, kw_only=True, slots=True)
class AddedDay:
    """One day as it was added; see `CalendarDayRow`."""

    key: str
    at: datetime
    by: str
    calendar: str
    version: int
    day: date
    kind: str
    takes: int | None
    name: str
    source: str


def one_by_one(connection: Connection) -> None:
    """Let whoever else changes the setup wait: what is read from now on stays the newest."""
    connection.execute(update(REVISION).values(revision=REVISION.c.revision))


def add(connection: Connection, added: AddedDay) -> None:
    """Keep who added a day."""
    connection.execute(insert(DAYS).values(_row(added)))


def keyed(connection: Connection, key: str) -> AddedDay | None:
    """What a form added; None for one that was not sent yet."""
    row = connection.execute(select(*_COLUMNS).where(DAYS.c.key == key)).mappings().first()
    return AddedDay(**row) if row else None


def latest(connection: Connection, most: int = 20) -> list[AddedDay]:
    """The days added last, newest first."""
    query = select(*_COLUMNS).order_by(DAYS.c.id.desc()).limit(most)
    return [AddedDay(**row) for row in connection.execute(query).mappings()]


def of(connection: Connection, calendar: str) -> list[AddedDay]:
    """Every day added to a calendar, in the order of adding."""
    query = select(*_COLUMNS).where(DAYS.c.calendar == calendar).order_by(DAYS.c.id)
    return [AddedDay(**row) for row in connection.execute(query).mappings()]


_NAMES = ("key", "at", "by", "calendar", "version", "day", "kind", "takes", "name", "source")
_COLUMNS = [DAYS.c[name] for name in _NAMES]


def _row(added: AddedDay) -> dict[str, Any]:
    return {name: getattr(added, name) for name in _NAMES}
