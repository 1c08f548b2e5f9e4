"""Instants come back as they went in, whatever the database thinks of time zones."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, func, insert, select, text
from sqlalchemy.exc import StatementError

from app.store.engine import database
from app.store.read_tables import TimerRow
from app.store.tables import table_of
from app.store.types import Instant
from sla.zone import VIETNAM, from_local_us, midnight, to_local_us

TIMERS = table_of(TimerRow)
KEY = {"case_code": "A", "clock": "case", "step": "", "run": 0, "rung": "due"}
NOON = datetime(2024, 3, 4, 12, 0, 0, 123_457, tzinfo=VIETNAM)


def kept(connection: Connection, *instants: datetime) -> list[datetime]:
    connection.execute(delete(TIMERS))
    rows = [{**KEY, "due_at": instant, "fires_at": instant} for instant in instants]
    connection.execute(insert(TIMERS), rows)
    return list(connection.scalars(select(TIMERS.c.fires_at).order_by(TIMERS.c.fires_at)))


@pytest.mark.parametrize("zone", [VIETNAM, UTC, timezone(timedelta(hours=-9, minutes=-30))])
def test_an_instant_comes_back_on_vietnamese_clocks_with_its_microseconds(database_url, zone):
    with database(database_url).writing() as connection:
        (found,) = kept(connection, NOON.astimezone(zone))

    assert found == NOON
    assert found.isoformat() == "2024-03-04T12:00:00.123457+07:00"


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.integers(
            to_local_us(midnight(date(1976, 1, 1))), to_local_us(midnight(date(3000, 1, 1)))
        ).map(from_local_us),
        min_size=1,
        unique=True,
    )
)
def test_instants_are_kept_to_the_microsecond_and_in_their_order(database_url, instants):
    with database(database_url).writing() as connection:
        assert kept(connection, *instants) == sorted(instants)


NAIVE = NOON.replace(tzinfo=None)
STATEMENTS = {
    "inserted": insert(TIMERS).values({**KEY, "due_at": NOON, "fires_at": NAIVE}),
    "compared": select(TIMERS).where(TIMERS.c.due_at < NAIVE),
}


@pytest.mark.parametrize("where", STATEMENTS)
def test_a_naive_datetime_is_refused(database_url, where):
    with (
        pytest.raises(StatementError, match="has no offset"),
        database(database_url).writing() as connection,
    ):
        connection.execute(STATEMENTS[where])


def test_nothing_stays_nothing(database_url):
    with database(database_url).reading() as connection:
        assert connection.scalar(select(func.max(TIMERS.c.due_at))) is None
        assert Instant().process_bind_param(None, connection.dialect) is None


@pytest.mark.parametrize("zone", ["UTC", "America/St_Johns", "Asia/Ho_Chi_Minh"])
def test_the_time_zone_of_the_session_does_not_matter(postgres_url, zone):
    with database(postgres_url).writing() as connection:
        connection.execute(text(f"SET LOCAL TIME ZONE '{zone}'"))
        (found,) = kept(connection, NOON)
        stored = connection.scalar(text("SELECT extract(epoch FROM due_at) FROM timers"))
        assert connection.scalar(select(TIMERS.c.due_at).where(TIMERS.c.due_at == NOON)) == NOON

    assert found.isoformat() == NOON.isoformat()
    assert float(stored or 0) == NOON.timestamp()
