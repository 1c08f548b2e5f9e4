"""The one filter by agency: an office alone, with all below it, or everything."""

import pytest
from sqlalchemy import select, text

from app.store.engine import Database
from app.store.event_log import EVENTS
from app.store.scope import Scope
from tests.store import desk

PROVINCE = ["H32", "H32.BD", "H32.NT", "H32.PL"]


def codes(opened: Database, scope: Scope) -> list[str] | None:
    with opened.reading() as connection:
        return scope.codes(connection)


def counted(opened: Database, scope: Scope) -> int:
    """How many events the condition lets through."""
    with opened.reading() as connection:
        query = select(EVENTS.c.position).where(scope.restrict(EVENTS.c.agency))
        return len(connection.execute(query).all())


@pytest.fixture
def opened(database_url: str) -> Database:
    """A province with one case in Phước Long and two in Bình Dương."""
    opened = desk.loaded(database_url)
    for agency in ("H32.PL", "H32.BD", "H32.BD"):
        desk.opened_case(opened, desk.acceptance(agency=agency))
    return opened


@pytest.mark.parametrize(
    ("scope", "offices", "events"),
    [
        (Scope(), None, 3),
        (Scope(agency="H32.PL"), ["H32.PL"], 1),
        (Scope(agency="H32"), ["H32"], 0),
        (Scope(agency="H32", subtree=True), PROVINCE, 3),
        (Scope(agency="H32.BD", subtree=True), ["H32.BD"], 2),
        (Scope(agency="H99", subtree=True), [], 0),
    ],
)
def test_a_scope_lets_through_the_cases_of_its_offices(opened, scope, offices, events):
    assert codes(opened, scope) == offices
    assert counted(opened, scope) == events


def test_a_district_that_ended_keeps_its_cases_in_the_subtree_of_the_province(opened):
    assert codes(opened, Scope(agency="H32.NT", subtree=True)) == ["H32.NT", "H32.PL"]
    assert counted(opened, Scope(agency="H32.NT", subtree=True)) == 1

    # Afterwards the ward lies directly below the province; its old cases move with it, once.
    desk.load(opened, desk.OFFICES.replace("parent: H32.NT", "parent: H32"))

    assert codes(opened, Scope(agency="H32", subtree=True)) == PROVINCE
    assert counted(opened, Scope(agency="H32", subtree=True)) == 3


def test_a_circle_of_offices_hangs_nothing(opened):
    with opened.writing() as connection:
        connection.execute(text("UPDATE agencies SET parent = 'H32.PL' WHERE code = 'H32'"))

    assert codes(opened, Scope(agency="H32", subtree=True)) == PROVINCE
    assert codes(opened, Scope(agency="H32.NT", subtree=True)) == PROVINCE
    assert counted(opened, Scope(agency="H32", subtree=True)) == 3


def test_a_code_is_never_taken_for_sql(opened):
    assert counted(opened, Scope(agency="H32' OR '1'='1", subtree=True)) == 0
