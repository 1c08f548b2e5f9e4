"""People of a ward, one of whom is away: what the tests of absences share."""

from datetime import date

import pytest

from app.services.absences import NewAbsence, put_absent
from app.services.signing_in import Session, signed_in
from app.store.engine import Database
from tests.services.who import NOW, TODAY, entered, grant, made
from tests.store import desk
from workflows.officer import Officer

TOMORROW = TODAY.replace(day=5)
FRIDAY = TODAY.replace(day=8)
ADMIN = Officer(login="quan.tri", name="Quản Trị", grants=(grant("admin", "H32"),))
HEAD = Officer(login="binh.ld", name="Bình", grants=(grant("leader"),))


@pytest.fixture
def opened(database_url: str) -> Database:
    """Lan of the desk, Huệ who examines, Bình who leads, and Sơn of another commune."""
    opened = desk.loaded(database_url)
    made(opened, "lan.mc", grant("one_stop"))
    made(opened, "hue.tp", grant("specialist"), name="Trần Thị Huệ")
    made(opened, "binh.ld", grant("leader"))
    made(opened, "son.bd", grant("one_stop", "H32.BD"))
    return opened


def away(
    login: str = "hue.tp",
    substitute: str = "lan.mc",
    *,
    first: date = TODAY,
    last: date = FRIDAY,
    reason: str = "nghỉ phép",
) -> NewAbsence:
    return NewAbsence(
        login=login, substitute=substitute, first_day=first, last_day=last, reason=reason
    )


def put(opened: Database, absence: NewAbsence, by: Officer = ADMIN) -> int:
    return put_absent(opened, absence, by=by, now=NOW)


def session(opened: Database, login: str, day: date = TODAY) -> Session:
    now = NOW.replace(day=day.day)
    found = signed_in(opened, entered(opened, login, now=now).token, now=now)
    assert found is not None
    return found
