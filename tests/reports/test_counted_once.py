"""A table asks each truth once for each fact, and the struck out are found by their own index."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from sqlalchemy import event, text

from app.reports.cells import cells_of
from app.reports.conditions import FACTS
from app.reports.forms import form_of
from app.reports.ii06a import counted
from app.reports.members import Member, case_ids, members
from app.reports.switches import CHOICES, parsed
from app.store.engine import Connection
from tests.reports.desk import asked, desk, put, quarter

Q3 = ("2023-06-15", "2023-09-14")
EVERY = [parsed(dict(zip(CHOICES, one, strict=True))) for one in product(*CHOICES.values())]


@pytest.fixture
def db(database_url, tmp_path):
    opened = desk(database_url, tmp_path)
    put(opened, quarter())
    return opened


def plan(connection: Connection, work: Callable[[], Any]) -> tuple[str, str]:
    """The last statement that asked the facts, and how the database would go about it."""
    seen: list[tuple[str, Any]] = []

    def keep(conn: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        seen.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", keep)
    work()
    event.remove(connection, "before_cursor_execute", keep)
    said, given = next(one for one in seen[::-1] if "facts" in one[0])
    postgres = connection.dialect.name == "postgresql"
    explain = "EXPLAIN (VERBOSE) " if postgres else "EXPLAIN QUERY PLAN "
    rows = connection.exec_driver_sql(explain + said, given)
    return said, "\n".join(str(row[0] if postgres else row[3]) for row in rows)


@pytest.mark.parametrize("form", ["II.06a", "II.06c"])
def test_whether_a_case_is_late_is_worked_out_once_for_each_fact(db, form):
    with db.reading() as connection:
        said, how = plan(connection, lambda: form_of(form).table(connection, asked(*Q3)))

        assert said.lower().count("coalesce(") == 1
        # Facts alike are counted together, and the cells added up over those few kinds.
        if connection.dialect.name == "postgresql":
            assert how.lower().count("aggregate ") == 2


def test_a_number_counts_as_many_as_stand_in_its_cell_by_every_choice(db):
    with db.reading() as connection:
        for switches in EVERY:
            question = asked(*Q3, switches=switches)
            numbers = counted(connection, question)["HT"]
            codes = case_ids(connection, question)
            for cell in cells_of(switches):
                assert numbers[cell] == len(codes.get(("HT", cell), ()))


def test_the_struck_out_are_found_without_walking_past_all_cases(db):
    with db.writing() as connection:
        # What a large province has of them: none among very many.
        columns = [column.name for column in FACTS.c]
        copied = ["f.case_code || '-' || n.i" if n == "case_code" else f"f.{n}" for n in columns]
        connection.execute(
            text(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) "
                f"INSERT INTO facts ({', '.join(columns)}) SELECT {', '.join(copied)} "
                "FROM facts f CROSS JOIN n WHERE f.ends_how <> 'voided'"
            )
        )
        connection.execute(text("ANALYZE"))
        found: list[Member] = []
        _, how = plan(
            connection,
            lambda: found.extend(members(connection, asked(*Q3), "voided", None, limit=50)),
        )

        assert [one.case_code for one in found] == ["c9"]
        assert "ix_facts_voided" in how
