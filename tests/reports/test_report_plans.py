"""How PostgreSQL goes about the tables of a filled database: by indexes, and never by the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, text

from app.reports.conditions import FACTS
from app.reports.forms import form_of
from app.reports.from_months import of_months
from app.reports.members import members
from app.reports.summaries import keep
from app.reports.tallying import of_facts
from app.store.engine import Connection, Database
from app.store.event_log import EVENTS
from app.store.scope import Scope
from tests.conformance.moment import NOW
from tests.reports.desk import asked, desk, put, quarter

COPIES = 2_000  # of each fact and event, in another office, so that the desk's own are few
Q3 = ("2023-06-15", "2023-09-14")
OTHER = "INSERT INTO agencies (code, name, level) VALUES ('Z', 'Nơi khác', 'province')"
FILL = """
INSERT INTO {table} ({names}) SELECT {values} FROM {table} t
CROSS JOIN generate_series(1, {copies}) n WHERE t.case_code ~ '^c[0-9]+$'
"""
COPIED = {"case_code": "t.case_code || '-' || n", "agency": "'Z'"}


@pytest.fixture
def db(postgres_url, tmp_path):
    opened = desk(postgres_url, tmp_path)
    put(opened, quarter())
    with opened.writing() as connection:
        connection.exec_driver_sql(OTHER)
        for table in (FACTS, EVENTS):
            names = [column.name for column in table.c if column.name != "position"]
            values = ", ".join(COPIED.get(name, f"t.{name}") for name in names)
            statement = FILL.format(
                table=table.name, names=", ".join(names), values=values, copies=COPIES
            )
            connection.execute(text(statement.replace(":", r"\:")))
    keep(opened, now=NOW)
    with opened.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")
    return opened


@contextmanager
def plans(db: Database) -> Iterator[tuple[Connection, list[str]]]:
    """A reading transaction, and how each statement in it was gone about."""
    found: list[str] = []
    seen: list[tuple[str, Any]] = []

    def listen(conn: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            seen.append((statement, parameters))

    with db.reading() as connection:
        event.listen(connection, "before_cursor_execute", listen)
        yield connection, found
        event.remove(connection, "before_cursor_execute", listen)
        for statement, given in seen:
            rows = connection.exec_driver_sql(f"EXPLAIN {statement}", given)
            found.append("\n".join(str(row[0]) for row in rows))


def test_the_table_of_one_office_walks_no_other_office(db):
    with plans(db) as (connection, found):
        counted = dict(
            of_facts(connection, replace(asked(*Q3), scope=Scope(agency="P.X")), ("field",))
        )

    assert counted
    assert not any("Seq Scan on facts" in one for one in found)
    assert any("ix_facts_agency_ends_at" in one for one in found)


def test_an_office_on_an_earlier_day_walks_no_other_office(db):
    question = replace(asked(*Q3, known="2023-09-01T00:00"), scope=Scope(agency="P.X"))
    with plans(db) as (connection, found):
        assert dict(of_facts(connection, question, ("field",)))

    assert not any("Seq Scan on facts" in one for one in found)


def test_no_table_and_no_list_behind_a_number_reads_the_log(db):
    with plans(db) as (connection, found):
        for form in ("II.06a", "II.06c"):
            form_of(form).table(connection, asked(*Q3))
        members(connection, asked(*Q3), "solved.total", None, limit=50)

    assert found
    assert not any("Seq Scan on case_events" in one for one in found)


def test_kept_months_are_trusted_by_the_end_of_the_log_alone(db):
    with plans(db) as (connection, found):
        assert of_months(connection, asked(*Q3), ("field",)) is not None

    assert any("pk_case_events" in one for one in found)
    assert not any("Seq Scan on case_events" in one or "on facts" in one for one in found)
