"""A ward whose clocks ring: its people, a moment on a day of March 2024, and who was told what."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.deadlines.tick import Ticked, tick
from app.services.record import record
from app.store.alerts import ALERTS
from app.store.engine import Database
from app.store.notices import NOTICES
from sla.zone import VIETNAM
from tests.services.who import grant, made
from tests.store import desk
from workflows.agency import Role
from workflows.commands import Command, StartStep
from workflows.officer import Grant, Officer

DESK = Officer(login="lan.mc", name="Lan", grants=(grant("one_stop"),))


def march(day: int, clock: str) -> datetime:
    """An instant of March 2024: the 4th is a Monday, and 3 working days end on the Thursday."""
    hour, minute = clock.split(":")
    return datetime(2024, 3, day, int(hour), int(minute), tzinfo=VIETNAM)


def staffed(url: str, *texts: str) -> Database:
    """The province of `tests.store.desk` with a desk, two specialists, a leader, a supervisor."""
    opened = desk.loaded(url, *texts)
    made(opened, "lan.mc", grant("one_stop"))
    made(opened, "hue.tp", grant("specialist"), name="Trần Thị Huệ")
    made(opened, "minh.tp", grant("specialist"), name="Minh")
    made(opened, "binh.ld", grant("leader"))
    made(opened, "giam.sat", grant("supervisor", "H32"))
    made(opened, "son.bd", grant("one_stop", "H32.BD"))
    return opened


def officer(login: str, *grants: Grant) -> Officer:
    return Officer(login=login, name=login, grants=grants)


def specialist(login: str = "hue.tp") -> Officer:
    return officer(login, grant(Role.SPECIALIST))


def started(opened: Database, code: str, assignee: str | None, at: datetime) -> None:
    did(opened, code, StartStep(at=at, step="appraise", assignee=assignee))


def did(opened: Database, code: str, command: Command) -> None:
    record(opened, code, command, by="lan.mc", now=command.at)


def ticked(opened: Database, at: datetime) -> Ticked:
    """The clock work at this moment; every case must go through."""
    result = tick(opened, until=at, now=at)
    assert result.failures == {}
    return result


def alerts(opened: Database, clock: str = "case") -> list[tuple[str, datetime]]:
    """The rungs of a clock that rang, with their deadlines, in the order of their instants."""
    query = select(ALERTS).where(ALERTS.c.clock == clock).order_by(ALERTS.c.at, ALERTS.c.id)
    with opened.reading() as connection:
        return [(row.rung, row.due_at) for row in connection.execute(query)]


def notices(opened: Database, **having: Any) -> list[Any]:
    """The bells' lines with these values, in the order they were put there."""
    wanted = [NOTICES.c[name] == value for name, value in having.items()]
    with opened.reading() as connection:
        query = select(NOTICES).where(*wanted).order_by(NOTICES.c.at, NOTICES.c.login)
        return list(connection.execute(query))


def told(opened: Database, **having: Any) -> set[str]:
    """The logins that were told something."""
    return {row.login for row in notices(opened, **having)}
