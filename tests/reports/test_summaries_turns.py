"""Kept months and those beside them: other programs' rules, a rebuild, and who has to wait."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from sqlalchemy import event, func, select, text, update

from app.projections.rebuild import rebuild, renew
from app.reports import months
from app.reports.period_file import FILE
from app.reports.summaries import CELL_OF, keep, rules
from app.reports.summary_audit import check_months
from app.reports.truths import FACTS
from app.services.verify import verify
from app.store import summaries as store
from app.store.engine import Database
from app.store.summaries import COUNTS, MONTHS
from sla.zone import parse_instant
from tests.conformance.moment import NOW
from tests.reports.desk import asked, desk, line, put, quarter
from tests.reports.test_summaries import Q3, agree
from tests.store import workers

STRUCK = line("c1", "voided", "2024-02-01T09:00", reason="trùng", approved_by="hung")
HELD = text(
    "SELECT count(*) FROM pg_locks WHERE mode = 'ExclusiveLock' AND granted "
    "AND relation = CAST('facts' AS regclass) "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
WAITING = text(
    "SELECT count(*) FROM pg_locks "
    "WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
)
MONTH = "- kind: month15"


@pytest.fixture
def kept(database_url: str, tmp_path: Path) -> Database:
    return with_months(database_url, tmp_path)


@pytest.fixture
def kept_on_a_server(postgres_url: str, tmp_path: Path) -> Database:
    return with_months(postgres_url, tmp_path)


def with_months(url: str, tmp_path: Path) -> Database:
    opened = desk(url, tmp_path)
    put(opened, quarter())
    keep(opened, now=NOW)
    return opened


@contextmanager
def another_program(change: Callable[[pytest.MonkeyPatch], None]) -> Iterator[None]:
    """What runs within counts otherwise."""
    with pytest.MonkeyPatch.context() as patched:
        change(patched)
        rules.cache_clear()
        yield
    rules.cache_clear()


def all_late(patched: pytest.MonkeyPatch) -> None:
    """Whatever is open is late."""
    patched.setattr("app.reports.truths._overdue", lambda *given: FACTS.c.starts_at.is_not(None))


def other_value(patched: pytest.MonkeyPatch) -> None:
    """Of the statement no word is another, only what is put into it."""
    sent_back = (FACTS.c.ends_how == "closed") & (FACTS.c.outcome != "granted")
    patched.setattr("app.reports.truths.SENT_BACK", sent_back)


def other_cell(patched: pytest.MonkeyPatch) -> None:
    patched.setitem(CELL_OF, "late", "solved.on_time")


def months_from_a_file(tmp_path: Path, old: str, new: str) -> Callable[[pytest.MonkeyPatch], None]:
    """A program whose data of the months says this instead of that."""
    before, after = FILE.read_text(encoding="utf-8").split(MONTH)
    path = tmp_path / "periods.yaml"
    path.write_text(before + MONTH + after.replace(old, new, 1), encoding="utf-8")
    return lambda patched: patched.setattr(months, "FILE", path)


@pytest.mark.parametrize("change", [all_late, other_value, other_cell])
def test_other_truths_conditions_and_cells_are_other_rules(change):
    ours = rules()
    with another_program(change):
        assert rules() != ours
    assert rules() == ours


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [("first_day: 15", "first_day: 16", False), ("Tháng dương lịch", "Tháng thường", True)],
    ids=["other days", "another kind"],
)
def test_other_days_of_the_months_are_other_rules(tmp_path, old, new, same):
    ours = rules()
    with another_program(months_from_a_file(tmp_path, old, new)):
        assert (rules() == ours) == same


def test_months_of_another_program_are_neither_served_nor_called_wrong(database_url, tmp_path):
    with another_program(all_late):
        db = with_months(database_url, tmp_path)
    with db.reading() as connection:
        assert store.kept_months(connection)
        assert check_months(connection) == 0

    assert verify(db, now=NOW).fault is None
    agree(db, asked(*Q3), months=False)
    assert keep(db, now=NOW) > 0
    agree(db, asked(*Q3), months=True)
    assert keep(db, now=NOW) == 0


def test_a_month_that_ended_on_another_day_is_not_served(kept):
    with kept.writing() as connection:
        first = MONTHS.c.first == parse_instant("2023-08-15").date()
        ended = parse_instant("2023-09-16")
        connection.execute(update(MONTHS).where(first).values(ends_at=ended))

    agree(kept, asked(*Q3), months=False)


def counted_at_once(database: Database) -> tuple[list[int], Callable[[], None]]:
    """How many countings each transaction has made, and what ends the looking."""
    found = [0]

    def listen(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        found[-1] += statement.startswith("INSERT INTO month_counts")

    def committed(conn: Any) -> None:
        found.append(0)

    event.listen(database.engine, "before_cursor_execute", listen)
    event.listen(database.engine, "commit", committed)

    def over() -> None:
        event.remove(database.engine, "before_cursor_execute", listen)
        event.remove(database.engine, "commit", committed)

    return found, over


def test_after_a_correction_each_month_is_counted_by_a_transaction_of_its_own(kept):
    put(kept, STRUCK)
    with kept.reading() as connection:
        many = len(store.kept_months(connection))

    found, over = counted_at_once(kept)
    assert keep(kept, now=NOW) == many
    over()

    assert (max(found), sum(found)) == (1, many)


def test_a_recount_that_is_told_to_end_does_so_between_two_months(kept):
    put(kept, STRUCK)
    with kept.reading() as connection:
        before = store.position_of(connection)

    assert keep(kept, now=NOW, ending=lambda: True) == 1

    with kept.reading() as connection:
        assert store.position_of(connection) == before
    agree(kept, asked(*Q3), months=False)
    assert verify(kept, now=NOW).fault is None
    assert keep(kept, now=NOW) > 1
    agree(kept, asked(*Q3), months=True)


def test_a_recount_goes_on_beside_a_rebuild_that_comes_in_between(kept):
    put(kept, STRUCK)
    asked_so_far: list[int] = []

    def meanwhile() -> bool:
        asked_so_far.append(1)
        if len(asked_so_far) == 2:
            with kept.writing() as connection:
                rebuild(connection)
        return False

    keep(kept, now=NOW, ending=meanwhile)

    with kept.reading() as connection:
        orphans = COUNTS.c.month.not_in(select(MONTHS.c.first))
        assert connection.scalar(select(func.count()).select_from(COUNTS).where(orphans)) == 0
    agree(kept, asked(*Q3), months=True)
    assert verify(kept, now=NOW).fault is None


def test_a_recount_leaves_the_months_to_a_program_with_other_rules_that_comes_in_between(kept):
    put(kept, STRUCK)

    def meanwhile() -> bool:
        with kept.writing() as connection:
            store.begin_anew(connection, "other")
        return False

    assert keep(kept, now=NOW, ending=meanwhile) == 1

    with kept.reading() as connection:
        assert not store.kept_months(connection)
        assert store.is_by(connection, "other")


@pytest.mark.parametrize("work", [rebuild, renew])
def test_a_rebuild_that_waits_for_who_counts_months_keeps_nobody_out(kept_on_a_server, work):
    db = kept_on_a_server

    def run() -> None:
        with db.writing() as connection:
            work(connection)

    rebuilding = threading.Thread(target=run)
    with db.writing() as counting:
        store.hold(counting)
        rebuilding.start()
        for _ in range(500):
            if counting.scalar(WAITING):
                break
            sleep(0.01)
        assert (counting.scalar(WAITING), counting.scalar(HELD)) == (1, 0)
    rebuilding.join(workers.PATIENCE)
    assert not rebuilding.is_alive()


def test_each_counting_is_planned_for_its_own_month(kept_on_a_server):
    put(kept_on_a_server, STRUCK)
    said: list[str] = []

    def listen(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        said.append(statement.split("(")[0].strip())

    event.listen(kept_on_a_server.engine, "before_cursor_execute", listen)
    done = keep(kept_on_a_server, now=NOW)
    afresh = said.count("SET LOCAL plan_cache_mode = force_custom_plan")
    assert afresh > done > 1
    with kept_on_a_server.reading() as connection:
        said.clear()
        check_months(connection)
    event.remove(kept_on_a_server.engine, "before_cursor_execute", listen)

    assert "SET LOCAL plan_cache_mode = force_custom_plan" in said
