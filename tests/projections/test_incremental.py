"""The read tables after each step are those the log makes, and those a rebuild makes."""

from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import event

from app.projections.rebuild import rebuild
from app.projections.rows import TABLES, case_rows, growth
from app.projections.write import clear, insert_new, move, project, write_all
from app.services.record import record
from app.store.engine import Connection, Database, database
from app.store.event_log import CaseLog, append, load, rows_of, stream
from app.store.setup import Setup, read_setup
from tests.projections.histories import CHOICES, grown
from tests.store import desk
from tests.store.desk import HOUR, MONDAY
from workflows import commands as do

NUMBERS = count(1)


def rows_of_case(connection: Connection, code: str) -> dict[str, list[Any]]:
    return {
        name: [row for row in rows if row.get("case_code", row.get("code")) == code]
        for name, rows in desk.held(connection).items()
    }


def from_the_log(connection: Connection, setup: Setup) -> dict[str, list[Any]]:
    """Every row of every table, in the order of their keys."""
    made = [desk.wanted(case_rows(log, setup)) for log in stream(connection)]
    return {table.name: [row for rows in made for row in rows[table.name]] for table in TABLES}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHOICES)
def test_after_each_step_the_rows_are_those_of_the_log_and_of_a_rebuild(database_url, choices):
    opened = desk.loaded(database_url)
    desk.load(opened, desk.TUESDAY_OFF)
    log = CaseLog(code=f"A{next(NUMBERS):06d}")

    with opened.writing() as connection:
        setup = read_setup(connection)
        for choice in choices:
            longer = grown(log, setup, choice)
            append(connection, log, longer.lines[log.version :])
            project(connection, log, longer, setup)
            log = longer
            assert rows_of_case(connection, log.code) == desk.wanted(case_rows(log, setup))
        before = desk.held(connection)
        rebuild(connection)
        assert desk.held(connection) == before == from_the_log(connection, setup)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHOICES)
def test_events_and_rows_written_together_are_those_of_the_log(database_url, choices):
    opened = desk.loaded(database_url)
    desk.load(opened, desk.TUESDAY_OFF)
    log = CaseLog(code=f"B{next(NUMBERS):06d}")

    for choice in choices:
        with opened.writing() as connection:
            setup = read_setup(connection)
            longer = grown(log, setup, choice)
            step = growth(log, longer, setup)
            if step is not None and step.fresh:
                write_all(connection, rows_of(log, step.fresh), [step], setup)
            log = longer
            assert load(connection, log.code) == log
            assert rows_of_case(connection, log.code) == desk.wanted(case_rows(log, setup))


def test_one_step_of_the_work_costs_few_statements(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    statements: list[str] = []
    event.listen(opened.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))

    spent = []
    for command in (
        do.StartStep(at=MONDAY, step="appraise"),
        do.CompleteStep(at=MONDAY, step="appraise"),
        do.PauseCase(at=MONDAY, reason="other"),
    ):
        record(opened, code, command, by="Minh", now=MONDAY)
        spent.append(sum(not said.startswith(("BEGIN", "PRAGMA")) for said in statements))
        statements.clear()

    if opened.engine.dialect.name == "postgresql":
        # The log with the revision of the setup, under the lock of the timers; then all at once.
        assert spent == [2, 2, 2]
        return
    # The log read with the revision of the setup, the event; the case, its step, its timers.
    # Whoever sets timers also looks where the sweep has come to.
    assert spent[0] == 5 + 1
    assert spent[1] == 5
    assert spent[2] <= 8 + 1


def test_rows_that_stay_as_they_were_are_not_written(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    with opened.writing() as connection:
        rows = case_rows(load(connection, code), read_setup(connection))
        statements: list[str] = []
        event.listen(connection, "before_cursor_execute", lambda *call: statements.append(call[2]))

        move(connection, rows, rows)
        insert_new(connection, [])

    assert statements == []


def test_a_case_goes_on_by_the_calendar_it_was_promised_by(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    record(
        opened, code, do.PauseCase(at=MONDAY + HOUR, reason="other"), by="Minh", now=MONDAY + HOUR
    )
    desk.load(opened, desk.TUESDAY_OFF)

    later = MONDAY + 2 * HOUR
    record(opened, code, do.ResumeCase(at=later), by="Minh", now=later)

    assert _due(opened, code) == MONDAY.replace(day=7, hour=10)
    with opened.writing() as connection:
        before = desk.held(connection)
        rebuild(connection)
        assert desk.held(connection) == before
    new = desk.accepted(opened, later).code
    assert _due(opened, new) == later.replace(day=8)


def _due(opened: Database, code: str) -> Any:
    with opened.reading() as connection:
        return rows_of_case(connection, code)["cases"][0]["due_at"]


def test_cleared_tables_are_empty(database_url):
    opened = desk.loaded(database_url)
    desk.accepted(opened)

    with opened.writing() as connection:
        clear(connection)
        assert not any(desk.held(connection).values())


@pytest.mark.parametrize("code", ["A", "B"])
def test_a_case_without_events_has_no_rows(database_url, code):
    with database(database_url).reading() as connection:
        assert not any(case_rows(CaseLog(code=code), read_setup(connection)).rows.values())
