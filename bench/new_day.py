"""A province whose calendar gets a day off while cases are on their way, and who moves them."""

import secrets
from datetime import date, timedelta
from pathlib import Path

from app.services.act import Press
from app.services.calendar_days import NewDay, add_day
from app.services.calendar_order import Order
from app.store.engine import Database
from app.store.officers import officer_on
from bench.timer_cases import START, on_their_way, prepared
from workflows.officer import Officer

LEADER, ADMIN = "chu.tich", "quan.tri"
# The cases are accepted on a Monday morning and due a week later; the Wednesday comes off.
DECIDED = START + timedelta(days=1, hours=1)
OFF = date(2026, 8, 12)
ORDER = Order(number="215/QĐ-UBND", day=DECIDED.date(), reason="nghỉ theo thông báo")


def filled(database: Database, folder: Path, cases: int) -> None:
    """The setup, its people and so many open cases."""
    prepared(database, folder)
    on_their_way(database, cases, START)


def pressed(database: Database, login: str) -> Press:
    """A form that one of them sends.

    Raises:
        LookupError: when there is no such officer.
    """
    return Press(officer=_officer(database, login), key=secrets.token_hex(16), now=DECIDED)


def day_off(database: Database) -> None:
    """The new version of the calendar."""
    new = NewDay(calendar="default", day=OFF, kind="off", name="nghỉ bù", source="số liệu đo")
    add_day(database, pressed(database, ADMIN), new)


def _officer(database: Database, login: str) -> Officer:
    with database.reading() as connection:
        found = officer_on(connection, login, DECIDED.date())
    if found is None:
        raise LookupError(login)
    return found
