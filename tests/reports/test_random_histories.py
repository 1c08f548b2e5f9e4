"""Random histories, periods, days of knowledge and choices: what no table may ever get wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.projections.facts import fact_rows
from app.projections.rows import FACTS
from app.reports.asked import Asked
from app.reports.ii06a import table
from app.reports.ii06a_raw import raw_table
from app.reports.members import Member, case_ids, members, placed
from app.reports.period import Period
from app.reports.switches import CHOICES as SWITCHES
from app.reports.switches import Switches, parsed
from app.reports.table import Table
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog
from app.store.scope import Scope
from tests.projections.histories import setup_in_memory
from tests.reports.histories import HISTORIES, OFFICES, cases
from tests.store.desk import DAY, EVERYTHING, HOUR, MONDAY, TUESDAY_OFF, loaded

SETUP = setup_in_memory()
PROVINCE = Scope(agency="H32", subtree=True)
# Around the instants at which something happens, and at midnights.
MOMENTS = st.integers(0, 30 * 24).map(lambda hours: MONDAY + hours * HOUR)


@dataclass(frozen=True, kw_only=True)
class World:
    """Some cases of two offices, and a question about them."""

    logs: tuple[CaseLog, ...]
    asked: Asked


@st.composite
def worlds(draw: st.DrawFn) -> World:
    return World(logs=cases(SETUP, draw(HISTORIES)), asked=draw(questions()))


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    first = draw(st.integers(0, 14).map(lambda days: (MONDAY + days * DAY).date()))
    last = first + draw(st.integers(0, 8)) * DAY
    return Asked(
        scope=PROVINCE,
        period=Period(first=first, last=last),
        now=draw(MOMENTS),
        as_known_at=draw(st.none() | MOMENTS),
        switches=draw(switches()),
    )


def switches() -> st.SearchStrategy[Switches]:
    choices = {name: st.sampled_from(allowed) for name, allowed in SWITCHES.items()}
    return st.fixed_dictionaries(choices).map(parsed)


@pytest.fixture
def db(database_url: str) -> Database:
    return loaded(database_url, EVERYTHING, TUESDAY_OFF)


# Histories are dear to make; `HYPOTHESIS_PROFILE=thorough` looks for more of them.
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(worlds())
def test_whatever_happened_the_table_holds_together(db, world):
    with db.writing() as connection:
        filled(connection, world.logs)
        found = table(connection, world.asked)

        assert found.broken() == ()
        assert found == raw_table(world.logs, SETUP, world.asked)
        assert_each_cell_opens(connection, world.asked, found)
        assert_communes_add_up(connection, world.asked, found)
        assert_the_next_period_opens_with_what_is_left(connection, world.asked)


def filled(connection: Connection, cases: tuple[CaseLog, ...]) -> None:
    connection.execute(FACTS.delete())
    rows = [row for log in cases for row in fact_rows(log, SETUP)]
    if rows:
        connection.execute(FACTS.insert(), rows)


def assert_each_cell_opens(connection: Connection, asked: Asked, found: Table) -> None:
    ids = case_ids(connection, asked)
    for row in found.rows:
        for cell, number in row.cells.items():
            wanted = ids.get((row.key, cell), ())
            assert len(wanted) == number
            # What the pass over all cells calls empty is not asked for again: it takes its time.
            if wanted:
                assert tuple(codes(opened(connection, asked, cell, row.key))) == wanted
    everything = list(codes(placed(connection, asked)))
    assert everything == sorted(set(everything))


def opened(connection: Connection, asked: Asked, cell: str, field: str | None) -> list[Member]:
    """All members of a cell, leafed through two at a time."""
    found: list[Member] = []
    while True:
        after = found[-1].case_code if found else None
        page = members(connection, asked, cell, field, after=after, limit=2)
        if not page:
            return found
        found += page


def assert_communes_add_up(connection: Connection, asked: Asked, found: Table) -> None:
    alone = [table(connection, replace(asked, scope=Scope(agency=code))).total for code in OFFICES]
    for cell, number in found.total.items():
        assert sum(cells[cell] for cells in alone) == number


def assert_the_next_period_opens_with_what_is_left(connection: Connection, asked: Asked) -> None:
    begin = asked.period.last + DAY
    following = replace(asked, period=Period(first=begin, last=begin + 20 * DAY))
    left = set(codes(opened(connection, asked, "open.total", None)))
    left |= set(codes(opened(connection, asked, "open.paused", None)))
    carried = opened(connection, following, "received.carried", None)

    assert set(codes(one for one in carried if one.event == "accepted")) == left


def codes(found: Any) -> Iterator[str]:
    return (one.case_code for one in found)
