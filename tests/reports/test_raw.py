"""The second path must stand on its own feet where the first one is strong."""

import pytest

from tests.reports.desk import accepted, desk, line, put, resolved, table


@pytest.fixture
def db(database_url, tmp_path):
    return desk(database_url, tmp_path)


def corrected(of, true, when):
    return line("c", "corrected", when, of=of, at=true, reason="mất điện", approved_by="hung")


def test_corrections_that_carry_events_out_of_the_period_count_once(db):
    put(
        db,
        accepted("c", "2023-09-12T08:00"),
        line("c", "paused", "2023-09-13T08:00", reason="other"),
        line("c", "resumed", "2023-09-14T08:00"),
        resolved("c", "2023-09-14T09:00"),
        corrected(4, "2023-09-14T10:00:00+07:00", "2023-09-20T08:00"),
        corrected(4, "2023-09-18T10:00:00+07:00", "2023-09-20T09:00"),
        corrected(3, "2023-09-18T09:00:00+07:00", "2023-09-20T10:00"),
    )
    found = table(db, "2023-06-15", "2023-09-14")
    assert (found["open.total"], found["open.paused"]) == (1, 1)
    assert table(db, "2023-06-15", "2023-09-14", known="2023-09-15T00:00")["solved.early"] == 1
