"""Kept months: when tables are made of them, and that nobody who records slips past them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, select, update

from app.projections.rebuild import rebuild
from app.reports.asked import Asked
from app.reports.forms import form_of
from app.reports.from_months import of_months
from app.reports.summaries import keep
from app.reports.switches import Switches
from app.reports.table import Table
from app.reports.tallying import of_facts
from app.services.verify import verify
from app.store import summaries as store
from app.store.engine import Connection, Database
from app.store.event_log import EVENTS
from app.store.summaries import COUNTS
from sla.zone import parse_instant
from tests.conformance.moment import NOW
from tests.reports.desk import accepted, asked, desk, line, put, quarter, resolved

Q2, Q3, Q4 = (
    ("2023-03-15", "2023-06-14"),
    ("2023-06-15", "2023-09-14"),
    ("2023-09-15", "2023-12-14"),
)
HALF = ("2023-06-15", "2023-12-14")


@pytest.fixture
def db(database_url, tmp_path):
    opened = desk(database_url, tmp_path)
    put(opened, quarter())
    return opened


@pytest.fixture
def kept(db):
    keep(db, now=NOW)
    return db


@contextmanager
def statements(connection: Connection) -> Iterator[list[str]]:
    said: list[str] = []

    def listen(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        said.append(statement)

    event.listen(connection, "before_cursor_execute", listen)
    yield said
    event.remove(connection, "before_cursor_execute", listen)


def made(db: Database, question: Asked, form: str = "II.06a") -> tuple[Table, bool]:
    """A table, and whether it was made without counting facts."""
    with db.reading() as connection, statements(connection) as said:
        found = form_of(form).table(connection, question)
    return found, not any("facts" in one for one in said)


def of_facts_alone(db: Database, question: Asked, form: str = "II.06a") -> Table:
    """The same with nothing kept."""
    with db.reading() as connection, pytest.MonkeyPatch.context() as patched:
        patched.setattr("app.reports.tallies.of_months", lambda *given: None)
        return form_of(form).table(connection, question)


def agree(db: Database, question: Asked, *, months: bool, form: str = "II.06a") -> None:
    found, without_facts = made(db, question, form)

    assert found == of_facts_alone(db, question, form)
    assert without_facts == months


@pytest.mark.parametrize("form", ["II.06a", "II.06c", "II.06d"])
@pytest.mark.parametrize("days", [Q2, Q3, Q4, HALF, ("2022-12-15", "2023-12-14")])
def test_a_period_of_kept_months_is_made_of_them_and_says_the_same(kept, form, days):
    covered = days[0] >= "2023-04-15"  # nothing happened before
    for variant in form_of(form).variants:
        agree(kept, replace(asked(*days), variant=variant.code), months=covered, form=form)


def test_other_questions_go_to_the_facts(kept):
    by_day = Switches(on_time_until="end_of_due_day")
    agree(kept, asked(*Q3, switches=by_day), months=False)
    agree(kept, asked(*Q3, known="2023-09-01T00:00"), months=False)
    agree(kept, asked("2023-06-15", "2023-09-13"), months=False)
    agree(kept, asked(*Q3, now=parse_instant("2023-07-01T00:00")), months=False)


def test_a_period_that_has_not_ended_counts_only_its_last_days(kept):
    question = asked(*Q3, now=parse_instant("2023-08-20T10:00"))
    with kept.reading() as connection:
        months = of_months(connection, question, ("field",))

        assert months is not None
        assert dict(months) == dict(of_facts(connection, question, ("field",)))


@pytest.mark.parametrize(
    "late",
    [
        resolved("c5", "2023-09-14T16:30"),
        line("c1", "voided", "2024-02-01T09:00", reason="trùng", approved_by="hung"),
        line("c4", "corrected", "2024-02-01T09:00", of=3, at="2023-06-14T16:30:00+07:00",
             reason="nhầm ngày", approved_by="hung"),
        accepted("x1", "2023-01-20T09:00"),
    ],
    ids=["late", "voided", "corrected", "before all others"],
)  # fmt: skip
def test_what_changes_a_kept_month_is_seen_at_once_and_kept_at_the_next_turn(kept, late):
    put(kept, late)

    agree(kept, asked(*Q3), months=False)
    assert keep(kept, now=NOW) > 0
    agree(kept, asked(*Q3), months=True)
    assert verify(kept, now=NOW).fault is None


def test_what_happens_later_leaves_the_months_alone(kept):
    put(kept, accepted("n1", "2023-12-20T09:00"), resolved("c5", "2023-12-20T09:00"))

    agree(kept, asked(*Q3), months=True)


def test_a_case_opened_again_in_another_month_is_taken_back_where_both_are_counted(db):
    again = {"reason": "sai", "approved_by": "hung"}
    put(db, line("c1", "reopened", "2023-08-01T09:00", **again), resolved("c1", "2023-10-02T09:00"))
    keep(db, now=NOW)

    for days in (Q3, Q4, HALF, ("2023-06-15", "2023-07-14"), ("2023-07-15", "2023-08-14")):
        agree(db, asked(*days), months=True)
    for now in ("2023-07-20T09:00", "2023-08-20T09:00", "2023-10-20T09:00"):
        question = asked(*HALF, now=parse_instant(now))
        assert made(db, question)[0] == of_facts_alone(db, question)


def test_a_rebuild_forgets_them_and_nothing_is_left_to_do_twice(kept):
    assert keep(kept, now=NOW) == 0
    with kept.writing() as connection:
        rebuild(connection)

    agree(kept, asked(*Q3), months=False)
    assert keep(kept, now=NOW) > 0
    agree(kept, asked(*Q3), months=True)


def test_verify_names_the_first_figure_that_is_not_that_of_the_facts(kept):
    with kept.writing() as connection:
        wrong = update(COUNTS).where(COUNTS.c.month == parse_instant("2023-06-15").date())
        connection.execute(wrong.values(late=COUNTS.c.late + 1))

    fault = verify(kept, now=NOW).fault

    assert fault is not None
    assert "06/2023" in fault.place


def test_a_month_can_be_told_of_while_somebody_records_on_and_on(kept):
    done = threading.Event()

    def recording() -> None:
        for number in range(12):
            code, when = f"r{number}", "2023-09-14T09:00"
            put(
                kept,
                accepted(code, when),
                line(code, "withdrawn", "2023-09-14T10:00", reason="rút"),
            )
        done.set()

    worker = threading.Thread(target=recording)
    worker.start()
    while not done.is_set():
        keep(kept, now=NOW)
        with kept.reading() as connection:
            months = of_months(connection, asked(*Q3), ("field",))
            facts = dict(of_facts(connection, asked(*Q3), ("field",)))
            assert months is None or dict(months) == facts
    worker.join()
    keep(kept, now=NOW)
    agree(kept, asked(*Q3), months=True)


def test_an_event_that_waits_for_its_commit_is_not_counted_past(
    postgres_url, tmp_path, monkeypatch
):
    monkeypatch.setattr(store, "_LOOKS", 2)
    db = desk(postgres_url, tmp_path)
    put(db, quarter())
    with db.engine.connect() as slow:
        waiting = slow.begin()
        slow.execute(EVENTS.insert(), [copied(slow, "c5", "w1")])
        # Another one is quicker, with a greater position.
        put(db, accepted("w2", "2023-09-13T10:00"))
        keep(db, now=NOW)

        agree(db, asked(*Q3), months=False)
        waiting.rollback()
    keep(db, now=NOW)
    agree(db, asked(*Q3), months=True)


def copied(connection: Connection, case: str, code: str) -> dict[str, Any]:
    """The first event of a case, as one of another."""
    row = connection.execute(select(EVENTS).where(EVENTS.c.case_code == case)).mappings().first()
    found = dict(row or {}, case_code=code)
    return {name: value for name, value in found.items() if name != "position"}
