"""A large table is asked for, left, made by whoever has time, and fetched."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import Refused, Unknown
from app.reports.out import WRITERS
from app.services.report_jobs import ask, carry_on, made_table, progress_of, result
from app.store.engine import database
from app.store.files import place_of
from app.store.report_jobs import lease, one
from sla.zone import later
from tests.conformance.moment import NOW
from tests.services.hands import press
from tests.services.sealed import DEPUTY, FORM, HEAD, Q3, STRANGER, quarter
from tests.store import workers


@pytest.fixture
def db(database_url, tmp_path):
    return quarter(database_url, tmp_path)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


def test_a_table_is_made_while_nobody_waits(db, folder):
    number = ask(db, press(HEAD, NOW), FORM, replace(Q3, variant="chuan"))
    waiting = progress_of(db, HEAD, number)
    assert (waiting.done, waiting.finished, waiting.formats) == (0, False, ())

    assert carry_on(db, folder, now=NOW) == 1
    assert carry_on(db, folder, now=NOW) == 0

    made = progress_of(db, HEAD, number)
    assert (made.done, made.total, made.finished, made.error) == (6, 6, True, None)
    assert made.formats == tuple(WRITERS)
    assert result(db, folder, HEAD, number, "pdf").startswith(b"%PDF")
    report = made_table(db, folder, HEAD, number)
    assert report.table.total["received.total"] == 8
    assert len(report.layout.columns) == 11
    assert report.office.name == "Xã"


def test_the_same_form_asks_once_and_another_person_is_told_of_nothing(db):
    form = press(HEAD, NOW)
    number = ask(db, form, FORM, Q3)

    assert ask(db, replace(form, now=later(NOW, minutes=1)), FORM, Q3) == number
    with pytest.raises(Refused):
        ask(db, press(DEPUTY, NOW, form.key), FORM, Q3)
    with pytest.raises(Unknown):
        progress_of(db, DEPUTY, number)
    with pytest.raises(Unknown):
        ask(db, press(STRANGER, NOW), FORM, Q3)


def test_after_a_crash_somebody_else_begins_again_and_the_slow_one_settles_nothing(db, folder):
    number = ask(db, press(HEAD, NOW), FORM, Q3)
    with db.writing() as connection:
        slow = lease(connection, now=NOW, until=later(NOW, minutes=10))
    assert carry_on(db, folder, now=NOW) == 0

    assert carry_on(db, folder, now=later(NOW, minutes=10)) == 1

    with db.reading() as connection:
        done = one(connection, number)
    assert slow is not None
    assert done is not None
    assert (slow.lease_no, done.lease_no) == (1, 2)
    assert progress_of(db, HEAD, number).finished


def test_what_cannot_be_made_says_why(db, folder):
    number = ask(db, press(HEAD, NOW), FORM, Q3)
    folder.write_bytes(b"no folder")

    with pytest.raises(Exception, match="không ghi được vào kho tệp"):
        carry_on(db, folder, now=NOW)

    folder.unlink()
    assert carry_on(db, folder, now=later(NOW, minutes=10)) == 1
    assert progress_of(db, HEAD, number).finished


def test_a_table_whose_files_were_swept_says_so(db, folder):
    number = ask(db, press(HEAD, NOW), FORM, Q3)
    carry_on(db, folder, now=NOW)
    with db.reading() as connection:
        kept = one(connection, number)
    assert kept is not None
    place_of(folder, kept.files["csv"].sha256).unlink()

    with pytest.raises(Unknown, match="đã được dọn; hãy lập lại"):
        result(db, folder, HEAD, number, "csv")


def making(url: str, folder: str) -> int:
    return carry_on(database(url), Path(folder), now=NOW)


def test_of_many_workers_each_table_is_made_by_one(db, folder, database_url):
    numbers = [ask(db, press(HEAD, NOW), FORM, Q3) for _ in range(2)]

    assert sorted(workers.together(making, [(database_url, str(folder))] * 3)) == [0, 1, 1]
    assert all(progress_of(db, HEAD, number).finished for number in numbers)
