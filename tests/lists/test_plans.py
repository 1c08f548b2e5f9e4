"""At size: no list and no search reads all cases, and none asks often."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from app.lists.apology_ledger import LedgerAsked, cases_behind, ledger
from app.lists.catalogue import LISTS
from app.lists.read import counts, page
from app.lists.search import find
from app.store import schema
from app.store.engine import Connection, Database, database, dispose_all
from app.store.scope import Scope
from tests import databases
from tests.lists.office import officer
from tests.lists.plenty import PROVINCE, fill, office
from tests.store.desk import DAY, MONDAY
from workflows.agency import Role

CASES = 20_000
WARD = officer("minh", *(role for role in Role if role is not Role.ADMIN), agency=office(3))
ABOVE = officer("kiem", Role.SUPERVISOR, agency=PROVINCE)
STRANGER = officer("son", Role.ONE_STOP, agency="nowhere")
SEARCHES = ("nguyen", "le ngoc ngan", "tran thi zz", "0912345678", "000123", "O003-240304-000003")

Statement = tuple[str, Any]


@pytest.fixture(scope="module")
def plenty(postgres_server: Any) -> Iterator[Database]:
    """A province of ten wards; one in ten of its cases is live."""
    with databases.database(postgres_server) as url:
        text = databases.text_of(url)
        schema.upgrade(text)
        with database(text).writing() as connection:
            fill(connection, CASES)
        databases.execute(text, "VACUUM ANALYZE")
        yield database(text)
        dispose_all()


@contextmanager
def heard(connection: Connection) -> Iterator[list[Statement]]:
    said: list[Statement] = []

    def hear(*call: Any) -> None:
        said.append((call[2], call[3]))

    event.listen(connection, "before_cursor_execute", hear)
    yield said
    event.remove(connection, "before_cursor_execute", hear)


def plans(opened: Database, act: Callable[[Connection], object]) -> list[str]:
    """How PostgreSQL carries out each of the statements of an act."""
    with opened.reading() as connection:
        with heard(connection) as said:
            act(connection)
        return [_plan(connection, *statement) for statement in said]


def _plan(connection: Connection, statement: str, values: Any) -> str:
    rows = connection.exec_driver_sql(f"EXPLAIN {statement}", values)
    return "\n".join(row[0] for row in rows)


def whole_tables(found: list[str]) -> list[str]:
    return [
        plan
        for plan in found
        if any(f"Seq Scan on {name}" in plan for name in ("cases", "case_steps", "case_events"))
    ]


@pytest.mark.parametrize("code", [one.code for one in LISTS])
def test_no_list_reads_all_cases(plenty, code):
    assert whole_tables(plans(plenty, lambda c: page(c, WARD, code, now=MONDAY))) == []


@pytest.mark.parametrize("who", [WARD, STRANGER], ids=["ward", "stranger"])
def test_no_badge_reads_all_cases(plenty, who):
    assert whole_tables(plans(plenty, lambda c: counts(c, who, MONDAY))) == []


def test_the_ledger_of_an_office_does_not_read_the_cases_of_the_others(plenty):
    asked = LedgerAsked(
        scope=Scope(agency=office(3)), since=MONDAY - 90 * DAY, until=MONDAY, now=MONDAY
    )

    assert whole_tables(plans(plenty, lambda c: ledger(c, asked))) == []
    assert whole_tables(plans(plenty, lambda c: cases_behind(c, asked, "owed", size=50))) == []


@pytest.mark.parametrize("who", [WARD, ABOVE, STRANGER], ids=["ward", "province", "stranger"])
@pytest.mark.parametrize("typed", SEARCHES)
def test_no_search_reads_all_cases(plenty, who, typed):
    assert whole_tables(plans(plenty, lambda c: find(c, who, typed))) == []


def test_few_statements_make_a_screen(plenty):
    assert len(plans(plenty, lambda c: counts(c, WARD, MONDAY))) <= 2
    assert len(plans(plenty, lambda c: page(c, WARD, "overdue", now=MONDAY))) <= 3


@pytest.mark.parametrize("typed", SEARCHES)
def test_few_statements_make_a_search(plenty, typed):
    assert len(plans(plenty, lambda c: find(c, WARD, typed))) <= 6


@pytest.mark.parametrize("who", [WARD, ABOVE], ids=["ward", "province"])
def test_a_common_name_gives_the_same_answer_by_both_ways(plenty, who):
    with plenty.reading() as connection:
        for typed, size in (("nguyen", 50), ("nguyen van", 400), ("dang thi", 50)):
            quick = [row.code for row in find(connection, who, typed, size).rows]
            whole = {row.code for row in find(connection, who, typed, CASES).rows}
            assert len(quick) == min(size, len(whole))
            assert set(quick) <= whole
            arrived = {row.code: row.arrived_at for row in find(connection, who, typed, CASES).rows}
            oldest = min(arrived[code] for code in quick)
            assert all(arrived[code] <= oldest for code in whole - set(quick))


def test_short_queries_are_not_compiled_and_get_no_helpers(plenty):
    with plenty.reading() as connection:
        assert connection.exec_driver_sql("SHOW jit").scalar_one() == "off"
        helpers = connection.exec_driver_sql("SHOW max_parallel_workers_per_gather")
        assert helpers.scalar_one() == "0"
