"""The whole sample goes through the front door, and its quarter is the table the ward printed."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from app.reports.ii06a import report
from app.reports.ii06a_raw import raw_report
from app.reports.period import Period
from app.reports.table import Table
from app.sample import AGENCY, PACKS, QUARTER, SEED
from app.services.journal import Imported, import_journal
from app.services.packs import load_packs
from app.store import engine
from app.store.engine import Database, database
from app.store.event_log import stream
from app.store.scope import Scope
from app.store.setup import read_setup
from sla.zone import parse_instant
from tests.sample.sample_year import PERIODS, PUBLISHED_TOTAL, cases, lines, published, texts

pytestmark = pytest.mark.slow

NOW = parse_instant("2024-07-01")
BEFORE, SPRING, SUMMER, AFTER = PERIODS


def imported(db: Database, seed: int) -> Imported:
    load_packs(db, PACKS)
    return import_journal(db, (text.encode() for text in texts(seed)), "phường mẫu", now=NOW)


@pytest.fixture(scope="module")
def ward(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("ward"))
    db = database(f"sqlite:///{path}")
    taken = imported(db, SEED)
    assert (taken.problems, taken.cases_rejected) == ([], 0)
    assert (taken.cases_new, taken.events) == (len(cases()), len(lines()))
    yield db
    engine.dispose_all()


def numbers(seed: int) -> set[str]:
    """The personal numbers of everybody who asked for something."""
    people = (line["data"]["applicant"] for line in lines(seed) if "applicant" in line["data"])
    return {one["id_no"] for one in people if "id_no" in one}


def table(db: Database, period: Period, as_known_at: datetime | None = None) -> Table:
    with db.reading() as connection:
        scope = Scope(agency=AGENCY)
        return report(connection, scope, period, as_known_at=as_known_at, now=NOW)


def cells(table: Table) -> dict[str, list[int]]:
    return {row.field: list(row.cells.values()) for row in table.rows}


def test_the_quarter_is_the_published_one_cell_by_cell(ward):
    told = table(ward, SUMMER)

    assert (SUMMER.first.isoformat(), SUMMER.last.isoformat()) == QUARTER
    assert list(cells(told).items()) == list(published().items())
    assert list(told.total.values()) == PUBLISHED_TOTAL


def test_the_raw_log_tells_the_same_of_the_quarter(ward):
    with ward.reading() as connection:
        setup, scope = read_setup(connection), Scope(agency=AGENCY)
        raw = raw_report(stream(connection), setup, scope, SUMMER, now=NOW)

    assert list(cells(raw).items()) == list(published().items())


def test_what_one_quarter_leaves_open_the_next_one_carries(ward):
    told = [table(ward, period) for period in PERIODS]

    for before, after in pairwise(told):
        left = {row.field: row.cells["open.total"] for row in before.rows}
        assert {row.field: row.cells["received.carried"] for row in after.rows} == left
    assert told[-1].total["received.carried"] == 63


def test_the_other_quarters_show_what_a_good_quarter_does_not(ward):
    winter, spring, autumn = (table(ward, period) for period in (BEFORE, SPRING, AFTER))

    for told in (winter, spring, autumn):
        shown = {name for name, count in told.total.items() if count}
        assert {"solved.late", "solved.on_time", "open.paused", "voided"} <= shown
    assert winter.total["open.late"]
    assert autumn.total["open.late"]


def test_the_quarters_are_of_about_one_size(ward):
    totals = [table(ward, period).total["received.total"] for period in PERIODS]

    assert min(totals) > 0.8 * max(totals)


def test_every_identity_holds_in_every_quarter(ward):
    checks = [check for period in PERIODS for check in table(ward, period).checks()]

    assert [check for check in checks if not check["holds"]] == []


def test_the_evening_of_the_last_day_knew_less_because_the_power_was_out(ward):
    known = table(ward, SUMMER, as_known_at=parse_instant("2023-09-15"))

    assert known.total["solved.total"] < PUBLISHED_TOTAL[4]
    assert all(check["holds"] for check in known.checks())


def test_loading_the_packs_again_changes_nothing(ward):
    counts = load_packs(ward, PACKS).counts

    assert (counts.new, counts.changed) == (0, 0)


def test_another_seed_gives_the_same_quarter_with_other_people(sqlite_url):
    other = database(sqlite_url)

    taken = imported(other, SEED + 1)

    assert taken.problems == []
    assert cells(table(other, SUMMER)) == published()
    assert numbers(SEED).isdisjoint(numbers(SEED + 1))
