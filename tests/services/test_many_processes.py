"""What several processes make together is what one makes, faults and complaints included."""

import pytest

from app.errors import DatabaseNotReady
from app.projections import rebuild
from app.projections.rows import TABLES
from app.services import journal, journal_batches, verify
from app.store import fresh, hands
from app.store.engine import database
from app.store.schema import upgrade
from tests.conformance.moment import NOW
from tests.services.journals import kept, read_rows_agree, take, world, world_lines
from tests.services.test_verify import event, forged

COPIES = 1


@pytest.fixture
def two_processes(monkeypatch):
    """Two processes for work of any size, in parts of a few cases."""
    monkeypatch.setattr(hands.shared, "__kwdefaults__", {"worth_it": 2})
    monkeypatch.setattr(journal, "MANY_LINES", 0)
    monkeypatch.setattr(rebuild, "BATCH", 5)
    monkeypatch.setattr(verify, "SPAN", 10)
    monkeypatch.setattr(journal, "BATCH_LINES", 80)
    for name in ("verify", "journal"):
        monkeypatch.setattr(f"app.services.{name}.cores", lambda: 2)


def only_one(monkeypatch):
    """From here on everything is done by this process."""
    monkeypatch.setattr(fresh, "FRESH", None)
    for name in ("verify", "journal"):
        monkeypatch.setattr(f"app.services.{name}.cores", lambda: 1)


def emptied(connection):
    for table in reversed(TABLES):
        connection.execute(table.delete())


def test_a_rebuild_by_two_makes_the_rows_that_one_made(world_url, two_processes):
    opened = database(world_url)
    before = kept(opened)
    with opened.writing() as connection:
        emptied(connection)

    told: list[int] = []
    with opened.writing() as connection:
        cases = rebuild.rebuild(connection, told.append, processes=2)

    assert sum(told) == cases > 20
    assert len(told) > 4
    assert kept(opened) == before


def test_a_rebuild_whose_process_is_killed_leaves_the_old_rows(
    world_url, two_processes, monkeypatch
):
    opened = database(world_url)
    before = kept(opened)

    started = fresh.FRESH.Process.start
    monkeypatch.setattr(
        fresh.FRESH.Process, "start", lambda process: (started(process), process.kill())
    )
    with pytest.raises(DatabaseNotReady), opened.writing() as connection:
        rebuild.rebuild(connection, processes=2)

    assert kept(opened) == before


def test_verify_by_two_counts_what_one_counts(world_url, two_processes, monkeypatch):
    by_two = verify.verify(database(world_url), now=NOW).as_json()
    only_one(monkeypatch)

    assert by_two["ok"]
    assert verify.verify(database(world_url), now=NOW).as_json() == by_two


@pytest.mark.parametrize(
    "change",
    [
        event(2, "actor = 'oracl'"),
        event(1, "version = 99"),
        "UPDATE cases SET field = 'HT2' WHERE code = (SELECT max(code) FROM cases)",
    ],
)
def test_verify_by_two_names_the_fault_that_one_names(
    world_url, two_processes, monkeypatch, change
):
    forged(world_url, change)
    by_two = verify.verify(database(world_url), now=NOW).fault
    only_one(monkeypatch)

    assert by_two is not None
    assert verify.verify(database(world_url), now=NOW).fault == by_two


@pytest.fixture
def broken_lines():
    """A journal in which some lines are wrong by themselves, and some behind what the log holds."""
    lines = list(world_lines(COPIES))
    lines[7] = lines[7].replace(b'"at": "', b'"at": "x', 1)
    lines[60] = lines[60].replace(b'"type": "', b'"type": "x', 1)
    return [*lines, b"{}\n", *lines[:40]]


def test_an_import_by_two_takes_in_what_one_takes_in(
    database_url, raw_sqlite_url, broken_lines, two_processes, monkeypatch
):
    by_two = world(database_url)
    found = take(by_two, *broken_lines)
    again = take(by_two, *broken_lines)
    only_one(monkeypatch)
    upgrade(raw_sqlite_url)
    by_one = world(raw_sqlite_url)

    assert take(by_one, *broken_lines) == found
    assert take(by_one, *broken_lines) == again
    assert found.problems
    assert again.events == 0
    assert kept(by_two) == kept(by_one)
    assert read_rows_agree(by_two)


def test_what_was_recorded_while_others_judged_is_judged_anew(
    database_url, two_processes, monkeypatch
):
    """Between judging and writing the same journal comes in by another way."""
    opened = world(database_url)
    lines = list(world_lines())
    calls: list[int] = []

    def late(*given, **named):
        if not calls:
            calls.append(1)
            with monkeypatch.context() as patched:
                only_one(patched)
                assert take(opened, *lines).events == len(lines)
        return journal_batches.settle(*given, **named)

    monkeypatch.setattr(journal, "settle", late)
    found = take(opened, *lines)

    assert (found.events, found.problems) == (0, [])
    assert read_rows_agree(opened)


def test_a_setup_changed_meanwhile_is_the_one_that_counts(database_url, monkeypatch):
    """Judged without the offices, written when they are there."""
    opened, lines = database(database_url), list(world_lines())

    def late(*given, **named):
        world(database_url)
        return journal_batches.settle(*given, **named)

    monkeypatch.setattr(journal, "settle", late)

    assert take(opened, *lines).events == len(lines)
    assert read_rows_agree(opened)
