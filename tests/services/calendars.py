"""A ward whose calendar changes: the setup, its leaders with accounts, and cases on their way."""

from datetime import datetime
from typing import Any

from app.projections.rows import case_rows
from app.services.calendar_order import Order
from app.services.record import record
from app.store import event_log
from app.store.engine import Database
from app.store.event_log import CaseLog
from app.store.setup import read_setup
from tests.services.hands import BINH, HUNG, officer
from tests.services.who import grant, made
from tests.sla.builders import at
from tests.store import desk
from workflows.agency import Role
from workflows.commands import Command
from workflows.events import DeadlineAdjusted
from workflows.officer import Officer

CALENDAR = desk.CALENDAR.replace("[2024, 2025]", "[2023, 2025]")
MONDAY_OFF = f"{CALENDAR}    days: [{{date: 2023-06-19, kind: off, name: nghỉ bù}}]\n"
HOURS = desk.MARRIAGE.replace("1.000894", "2.000815").replace("3 working_days", "8 working_hours")
SETUP = f"{CALENDAR}{desk.OFFICES}{desk.PROCEDURES}{HOURS}"

# Vector 13: accepted on a Friday with eight working hours; on Saturday Monday is declared off.
FRIDAY, SATURDAY = at("Fri 2023-06-16 16:00"), at("Sat 2023-06-17 09:00")
ORDER = Order(number="215/QĐ-UBND", day=SATURDAY.date(), reason="nghỉ bù theo thông báo")


def ward(url: str) -> Database:
    """The ward before the change, and two leaders who may sign in."""
    opened = desk.loaded(url, SETUP)
    for leader in (HUNG, BINH):
        made(opened, leader.login, grant("leader", leader.grants[0].agency))
    return opened


def officer_without_account() -> Officer:
    """A leader whose account is closed by the time it is looked for."""
    return officer("ma", Role.LEADER)


def change(opened: Database, text: str = MONDAY_OFF) -> None:
    desk.load(opened, text)


def case(opened: Database, when: datetime = FRIDAY, **more: Any) -> str:
    """A case of eight working hours, accepted at an instant."""
    given = {"procedure": "2.000815", **more}
    return desk.opened_case(opened, desk.acceptance(when, **given)).code


def then(opened: Database, code: str, *commands: Command) -> None:
    for command in commands:
        record(opened, code, command, by="Lan", now=command.at)


def log_of(opened: Database, code: str) -> CaseLog:
    with opened.reading() as connection:
        return event_log.load(connection, code)


def adjusted(opened: Database, code: str) -> list[DeadlineAdjusted]:
    lines = log_of(opened, code).lines
    return [line.event for line in lines if isinstance(line.event, DeadlineAdjusted)]


def row_of(opened: Database, code: str) -> dict[str, Any]:
    """A case's read row, after a look that the projections would make the same one again."""
    with opened.reading() as connection:
        log = event_log.load(connection, code)
        rows = desk.held(connection)
        wanted = desk.wanted(case_rows(log, read_setup(connection)))
    assert all(row in rows[table] for table in wanted for row in wanted[table])
    return dict(next(row for row in rows["cases"] if row["code"] == code))
