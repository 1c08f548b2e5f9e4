"""Case numbers: in a row for each agency and day, whoever asks and however often it fails."""

import threading

import pytest
from sqlalchemy import insert, select

from app.services.record import open_case
from app.store.engine import Database
from app.store.event_log import EVENTS, CaseLog, append
from app.store.numbering import NUMBERS, next_case_number
from sla.zone import local_date
from tests.store import desk, workers
from tests.store.desk import DAY, MONDAY
from workflows.events import Submitted
from workflows.log import Recorded

TODAY = local_date(MONDAY)


def codes(opened: Database) -> list[str]:
    with opened.reading() as connection:
        return sorted(connection.scalars(select(EVENTS.c.case_code).distinct()))


def taken(opened: Database, agency: str = "H32.PL", *, training: bool = False) -> str:
    with opened.writing() as connection:
        return next_case_number(connection, agency, TODAY, training)


def test_numbers_begin_anew_for_each_agency_and_day(database_url):
    opened = desk.loaded(database_url)

    mine = [desk.accepted(opened).code, desk.accepted(opened).code]
    tomorrow = desk.accepted(opened, MONDAY + DAY).code
    theirs = open_case(opened, desk.acceptance(agency="H32.BD"), by="Sơn", now=MONDAY).code

    assert mine == ["H32.PL-240304-0001", "H32.PL-240304-0002"]
    assert (tomorrow, theirs) == ("H32.PL-240305-0001", "H32.BD-240304-0001")


def test_the_day_is_the_one_on_vietnamese_calendars(database_url):
    opened = desk.loaded(database_url)
    night = MONDAY.replace(hour=0, minute=30)  # still Sunday in UTC

    assert desk.accepted(opened, night).code == "H32.PL-240304-0001"


def test_training_has_a_series_of_its_own_and_leaves_no_gap_in_the_true_one(database_url):
    opened = desk.loaded(database_url)

    codes = [taken(opened, training=turn) for turn in (False, True, True, False)]

    assert codes == [
        "H32.PL-240304-0001",
        "TAP-H32.PL-240304-0001",
        "TAP-H32.PL-240304-0002",
        "H32.PL-240304-0002",
    ]


@pytest.mark.slow
def test_four_processes_leave_neither_gap_nor_double(database_url):
    opened = desk.loaded(database_url)

    refused = workers.together(
        workers.open_cases, [(database_url, "H32.PL", 100, every) for every in (3, 4, 5, 7)]
    )

    assert all(refused)
    assert codes(opened) == [f"H32.PL-240304-{n:04d}" for n in range(1, 401)]


def test_a_number_that_was_imported_is_passed_over(database_url):
    opened = desk.loaded(database_url)
    for number in (1, 2, 4):
        _import(opened, f"H32.PL-240304-{number:04d}")

    assert [desk.accepted(opened).code[-4:] for _ in range(2)] == ["0003", "0005"]


def _import(opened: Database, code: str) -> None:
    event = Submitted(
        at=MONDAY, agency="H32.PL", procedure="1.000894", channel="post", applicant=desk.TU
    )
    line = Recorded(version=1, event=event, recorded_at=MONDAY, by=None, agency="H32.PL")
    with opened.writing() as connection:
        append(connection, CaseLog(code=code), [line])


def test_after_9999_the_number_grows_longer(database_url):
    opened = desk.loaded(database_url)
    with opened.writing() as connection:
        connection.execute(insert(NUMBERS), {"agency": "H32.PL", "day": TODAY, "last": 9_998})

    assert [taken(opened) for _ in range(2)] == ["H32.PL-240304-9999", "H32.PL-240304-10000"]


def test_on_postgresql_only_the_same_agency_and_day_waits(postgres_url):
    opened = desk.loaded(postgres_url)
    done: list[str] = []
    same = threading.Thread(target=lambda: done.append(taken(opened)))

    with opened.writing() as connection:
        first = next_case_number(connection, "H32.PL", TODAY)
        assert taken(opened, "H32.BD") == "H32.BD-240304-0001"
        same.start()
        same.join(0.3)
        assert same.is_alive()
    same.join(workers.PATIENCE)

    assert [first, *done] == ["H32.PL-240304-0001", "H32.PL-240304-0002"]
