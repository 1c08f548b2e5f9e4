"""Random histories: whatever is recorded after months were counted, they and the facts agree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from app.projections.facts import fact_rows
from app.projections.rows import FACTS
from app.reports import months
from app.reports.asked import Asked
from app.reports.from_months import of_months
from app.reports.period import Period
from app.reports.summaries import keep
from app.reports.summary_audit import check_months
from app.reports.tallying import Key, of_facts
from app.store import summaries as store
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog, append_all
from app.store.scope import Scope
from app.store.watching import last_position
from sla.zone import day_number, day_of
from tests.projections.histories import setup_in_memory
from tests.reports.histories import HISTORIES, cases
from tests.store.desk import EVERYTHING, HOUR, MONDAY, TUESDAY_OFF, loaded
from workflows.evolve import fold

SETUP = setup_in_memory()
LONG = 3  # days of a month here, so that a history of some weeks goes through many
MOMENTS = st.integers(-24, 32 * 24).map(lambda hours: MONDAY + hours * HOUR)
KEYS: tuple[tuple[Key, ...], ...] = (("field",), ("level", "field"), ("level", "agency"))
NUMBERS = count()


@dataclass(frozen=True, kw_only=True)
class World:
    """Cases, when of their recordings the months were counted, by which clock, and questions."""

    logs: tuple[CaseLog, ...]
    until: datetime
    clock: datetime
    questions: tuple[Asked, ...]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    return World(
        logs=cases(SETUP, draw(HISTORIES)),
        until=draw(MOMENTS),
        clock=draw(MOMENTS),
        questions=tuple(draw(st.lists(questions(), min_size=3, max_size=3))),
    )


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    first = block(day_number(MONDAY.date())) + draw(st.integers(-1, 6)) * LONG
    last = first + draw(st.integers(1, 5)) * LONG - 1
    return Asked(
        scope=draw(st.sampled_from([Scope(agency="H32", subtree=True), Scope(agency="H32.BD")])),
        period=Period(first=day_of(first), last=day_of(last)),
        now=draw(MOMENTS),
    )


@pytest.fixture
def db(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr(months, "months_between", short_months)
    months.months_of.cache_clear()
    yield loaded(database_url, EVERYTHING, TUESDAY_OFF)
    months.months_of.cache_clear()


def short_months(first: date, last: date) -> tuple[Period, ...]:
    begins = range(block(day_number(first)), day_number(last) + 1, LONG)
    return tuple(Period(first=day_of(one), last=day_of(one + LONG - 1)) for one in begins)


def block(number: int) -> int:
    return number - number % LONG


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(worlds())
def test_months_and_facts_say_the_same_whatever_came_after(db, world):
    logs = tuple(named(log) for log in world.logs)
    afresh(db)
    early = record(db, [parted(log, world.until) for log in logs])
    keep(db, now=world.clock)
    told_alike(db, world.questions, "before")

    record(db, logs, early)
    told_alike(db, world.questions, "after")
    keep(db, now=world.clock)
    told_alike(db, world.questions, "again")
    with db.reading() as connection:
        assert store.position_of(connection) == last_position(connection)


def afresh(db: Database) -> None:
    with db.writing() as connection:
        connection.execute(FACTS.delete())
        store.forget_all(connection)
        store.advance(connection, last_position(connection))


def record(db: Database, logs: Sequence[CaseLog], known: Sequence[CaseLog] = ()) -> list[CaseLog]:
    """Let these be the logs, some of which began as `known`; the log and the facts say so."""
    begun = known or [CaseLog(code=log.code) for log in logs]
    fresh = [(one, log.lines[one.version :]) for one, log in zip(begun, logs, strict=True)]
    with db.writing() as connection:
        grown = append_all(connection, fresh)
        connection.execute(FACTS.delete())
        if rows := [row for log in logs for row in fact_rows(log, SETUP)]:
            connection.execute(FACTS.insert(), rows)
    return grown


def named(log: CaseLog) -> CaseLog:
    """Under a code of its own, and with the events where the case lies, as the program has them."""
    case = fold(log.code, (line.event for line in log.lines))
    lines = tuple(replace(line, agency=case.agency) for line in log.lines) if case else ()
    return CaseLog(code=f"{log.code}-{next(NUMBERS)}", lines=lines)


def parted(log: CaseLog, until: datetime) -> CaseLog:
    """What was recorded by an instant."""
    return replace(log, lines=tuple(line for line in log.lines if line.recorded_at <= until))


def told_alike(db: Database, questions: Sequence[Asked], when: str) -> None:
    with db.reading() as connection:
        check_months(connection)
        for asked in questions:
            for by in KEYS:
                alike(connection, asked, by, when)


def alike(connection: Connection, asked: Asked, by: tuple[Key, ...], when: str) -> None:
    kept = of_months(connection, asked, by)
    event(f"{when}: {'facts' if kept is None else 'months'}")
    if kept is not None:
        assert dict(kept) == dict(of_facts(connection, asked, by))
