"""Random histories: a gate opens for whatever is as it should be, and blames nobody else."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from app.reports.asked import Asked
from app.reports.differences import moved_cases
from app.reports.forms import form_of
from app.reports.gate import Obstacle, Stock, left_open, lists, opening, sums
from app.reports.gate_cases import reopened
from app.reports.kept import as_kept, from_kept
from app.reports.period import Period
from app.reports.placements import Placements, from_json, placements
from app.reports.table import Table
from app.store.engine import Connection, Database
from sla.zone import later
from tests.reports.test_random_histories import filled, worlds
from tests.store.desk import DAY, EVERYTHING, TUESDAY_OFF, loaded

FORM = form_of("II.06a")
ROLL_UP = form_of("II.06b")


@pytest.fixture
def db(database_url: str) -> Database:
    return loaded(database_url, EVERYTHING, TUESDAY_OFF)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(worlds())
def test_what_was_signed_and_what_follows_fit_unless_something_was_recorded_since(db, world):
    with db.writing() as connection:
        filled(connection, world.logs)
        end = world.asked.period.end
        then = replace(world.asked, as_known_at=later(end, minutes=1))
        now = replace(following(world.asked), as_known_at=None)

        table, found = counted(connection, then)
        assert_sound(table, found)
        assert (
            list(after(connection, now, left_of(connection, replace(then, as_known_at=None)))) == []
        )
        blamed = {code for one in after(connection, now, left_open(found)) for code in one.cases}
        recorded_since = {
            log.code
            for log in world.logs
            if any(line.recorded_at > then.as_known_at for line in log.lines)
        }
        assert blamed <= recorded_since
        _, later_found = counted(connection, replace(then, as_known_at=None))
        assert {one.case_code for one in moved_cases(found, later_found)} <= recorded_since


def following(asked: Asked) -> Asked:
    begin = asked.period.last + DAY
    return replace(asked, period=Period(first=begin, last=begin + 20 * DAY))


def counted(connection: Connection, asked: Asked) -> tuple[Table, Placements]:
    table = FORM.table(connection, asked)
    return table, placements(connection, FORM, asked, table)


def left_of(connection: Connection, asked: Asked) -> dict[str, frozenset[str]]:
    return dict(left_open(counted(connection, asked)[1]))


def after(
    connection: Connection, asked: Asked, left: Mapping[str, frozenset[str]]
) -> list[Obstacle]:
    """What the gate says of the opening stock of a period behind one that left these cases."""
    table, found = counted(connection, asked)
    names = {row.key: row.field for row in table.rows}
    again = reopened(connection, asked)
    return list(opening(names, found, Stock(edition=1, rows=left), again))


def assert_sound(table: Table, found: Placements) -> None:
    layout = FORM.layout(switches=table.switches)
    assert list(sums(table, layout, found)) == []
    assert list(lists(table, layout, found)) == []
    assert from_json(found.as_json()) == found
    assert from_kept(as_kept(table)) == table


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(worlds())
def test_the_cases_of_a_roll_up_are_those_of_its_lines(db, world):
    with db.writing() as connection:
        filled(connection, world.logs)
        for variant in ("", "don-vi"):
            asked = replace(world.asked, variant=variant)
            table = ROLL_UP.table(connection, asked)
            found = placements(connection, ROLL_UP, asked, table)

            layout = ROLL_UP.layout(variant, table.switches)
            assert list(lists(table, layout, found)) == []
