"""What the forecast makes of read rows is what it makes of the events behind them."""

from datetime import datetime

import pytest

from app.deadlines.forecast_rows import Coming, coming
from app.deadlines.forecasting import forecast
from app.sample import MORNING, accounts
from app.store.engine import Database, database
from app.store.event_log import stream
from app.store.setup import Setup, read_setup
from sla.zone import parse_instant
from tests.store.desk import DAY
from tests.ward import (
    morning_postgres,
    morning_sqlite,
    ward_postgres_url,
    ward_sqlite_url,
    ward_urls,
)
from workflows.evolve import fold
from workflows.forecast import foreseen, outlook
from workflows.officer import Officer

__all__ = [
    "morning_postgres",
    "morning_sqlite",
    "ward_postgres_url",
    "ward_sqlite_url",
    "ward_urls",
]


def by_rows(opened: Database, now: datetime) -> dict[str, object]:
    """The outlook of every accepted case that is reckoned, by its rows."""
    with opened.reading() as connection:
        setup = read_setup(connection)
        rows = coming(connection, sorted(setup.agencies), now=now, until=now + 4_000 * DAY)
        return {row.code: of_row(row, setup, now) for row in rows if row.progress is not None}


def of_row(row: Coming, setup: Setup, now: datetime) -> object:
    assert row.progress is not None
    assert row.calendar is not None
    day, version = row.arrived_at.date(), row.procedure_version
    _, procedure = setup.procedure(row.procedure, on=day, version=version)
    return foreseen(row.progress, procedure, setup.calendar(row.calendar), now=now)


def by_events(opened: Database, now: datetime) -> dict[str, object]:
    """The same by its events."""
    with opened.reading() as connection:
        setup = read_setup(connection)
        cases = [fold(log.code, (x.event for x in log.lines)) for log in stream(connection)]
    told = {case.code: outlook(case, setup.setting_of(case), now=now) for case in cases if case}
    return {
        code: found
        for code, found in told.items()
        if found and found.clock == "case" and found.prospect != "missed"
    }


def test_rows_foretell_what_events_do_in_the_ward(ward_urls):
    found = by_rows(database(ward_urls), MORNING)

    assert len(found) > 40
    assert found == by_events(database(ward_urls), MORNING)


@pytest.mark.parametrize("when", ["2023-06-20T09:00", "2023-07-19T14:00"])
def test_rows_foretell_what_events_do_in_a_world(world_url, when):
    found = by_rows(database(world_url), parse_instant(when))

    assert len(found) > 20
    assert found == by_events(database(world_url), parse_instant(when))


def test_the_ward_has_a_forecast_for_everybody(ward_urls):
    opened, made = database(ward_urls), {one.login: one for one in accounts()}

    totals = {
        login: forecast(
            opened,
            Officer(login=login, name=made[login].name, grants=made[login].grants),
            now=MORNING,
        ).total
        for login in ("lan.mc", "hue.tp", "binh.ld", "kiem.soat", "son.tm")
    }

    # Trương Sơn sits in the neighbouring ward, which has two cases of its own.
    assert totals == {"lan.mc": 24, "hue.tp": 24, "binh.ld": 24, "kiem.soat": 24, "son.tm": 2}
