"""Read tables of an earlier program or setup are made anew, once, by whoever opens the database."""

import threading

import pytest
from sqlalchemy import inspect, select

from app.projections.rebuild import is_stale, mark_stale, rebuild
from app.projections.rows import CASES, STEPS
from app.services.packs import load_packs
from app.services.rebuild import renewed
from app.store import schema
from app.store.engine import Database, database
from tests.lists.office import accepted, begun, loaded, submitted
from tests.projections.test_rebuild import sound, stopped_half_way
from tests.store import desk
from tests.store.desk import MONDAY
from workflows import commands as do

# The last migration before the desk's lists.
BEFORE = "0002"


def stale(opened: Database) -> bool:
    with opened.reading() as connection:
        return is_stale(connection)


def test_a_database_of_before_is_brought_up_with_its_cases(raw_database_url):
    schema.upgrade(raw_database_url)
    opened = loaded(raw_database_url)
    accepted(opened, begun("appraise", assignee="minh"), fee=8_000)
    submitted(opened, do.AcceptCase(at=MONDAY))
    schema.downgrade(raw_database_url, BEFORE)
    with opened.reading() as connection:
        names = {column["name"] for column in inspect(connection).get_columns("cases")}
        assert "name_key" not in names

    schema.upgrade(raw_database_url)

    assert stale(opened)
    assert not sound(opened)
    assert renewed(opened)
    assert sound(opened)
    assert not stale(opened)
    assert not renewed(opened)


def test_an_empty_database_has_nothing_to_make_anew(database_url):
    assert not renewed(database(database_url))


def test_a_renewal_that_is_broken_off_is_made_by_the_next(database_url, monkeypatch):
    opened = loaded(database_url)
    accepted(opened)
    with opened.writing() as connection:
        mark_stale(connection)
        connection.execute(CASES.update().values(field="?"))

    def stop(cases: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), opened.writing() as connection:
        rebuild(connection, stop)

    assert stale(opened)
    assert renewed(opened)
    assert sound(opened)


def test_of_two_that_open_a_database_one_makes_its_tables_anew(database_url):
    opened = loaded(database_url)
    accepted(opened)
    with opened.writing() as connection:
        mark_stale(connection)
    found: list[bool] = []
    second = threading.Thread(target=lambda: found.append(renewed(opened)))

    with stopped_half_way(opened):
        second.start()
        second.join(0.3)
        assert second.is_alive()
    second.join(30)

    assert found == [False]
    assert sound(opened)


def test_an_office_that_moves_takes_its_referred_steps_along(database_url, tmp_path):
    opened = loaded(database_url)
    accepted(opened, begun("district"))
    with opened.reading() as connection:
        assert connection.scalar(select(STEPS.c.agency)) == "H32.NT"
    other = desk.OFFICES.replace("code: H32.NT", "code: H32.XX").replace(
        "parent: H32.NT", "parent: H32.XX"
    )
    pack = tmp_path / "offices.yaml"
    pack.write_text(desk.CALENDAR + other, encoding="utf-8")

    load_packs(opened, [pack])

    with opened.reading() as connection:
        step = connection.execute(select(STEPS.c.agency, STEPS.c.referred_by)).one()
    assert tuple(step) == ("H32.XX", "H32.PL")
    assert sound(opened)
