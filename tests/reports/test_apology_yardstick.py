"""T18 of peers through the whole life of an apology: the table asks the old date, never the new."""

from typing import Any

import pytest

from tests.reports.desk import accepted, desk, line, put, resolved, table

QUARTER = ("2023-03-15", "2023-06-20")
NEW = "2023-06-20T17:30:00+07:00"
LETTER: dict[str, Any] = {
    "kind": "apology", "form": "tt01_2018/04", "number": "1/PXL", "serial": 1, "year": 2023,
    "file": "0f" * 32, "media": "application/pdf", "size": 900,
    "template": "tt01_2018/04@0123456789ab",
}  # fmt: skip


@pytest.fixture
def db(database_url, tmp_path):
    return desk(database_url, tmp_path)


def life(case: str) -> list[dict[str, Any]]:
    """Deadline 15/6 08:00; drafted, signed, sent, printed and published the day before."""
    said: dict[str, Any] = {"reason": "chờ phối hợp", "new_due_at": NEW}
    signed: dict[str, Any] = {
        "draft": 2, "name": "Lê Hùng", "title": "Chủ tịch", "text_hash": "0f" * 32,
    }  # fmt: skip
    return [
        line(case, "apology_drafted", "2023-06-14T08:00", **said, public_reason="chờ phối hợp"),
        line(case, "apology_signed", "2023-06-14T09:00", **signed),
        line(case, "apology_issued", "2023-06-14T10:00", **said, signed_by="Lê Hùng"),
        line(case, "letter_issued", "2023-06-14T10:00", **LETTER),
        line(case, "letter_published", "2023-06-14T11:00", kind="apology", number="1/PXL"),
    ]


def test_a_result_before_the_new_date_is_late_by_the_old_one(db):
    put(db, accepted("c", "2023-06-12T08:00"), life("c"), resolved("c", "2023-06-18T10:00"))

    found = table(db, *QUARTER)
    assert (found["solved.total"], found["solved.late"]) == (1, 1)


def test_while_it_is_open_it_is_late_by_the_old_one_as_well(db):
    put(db, accepted("c", "2023-06-12T08:00"), life("c"))

    found = table(db, "2023-03-15", "2023-06-15")
    assert (found["open.total"], found["open.late"]) == (1, 1)


def test_the_table_is_the_same_with_and_without_apologies(db):
    put(
        db,
        accepted("c", "2023-06-12T08:00"), life("c"), resolved("c", "2023-06-18T10:00"),
        accepted("plain", "2023-06-12T08:00"), resolved("plain", "2023-06-18T10:00"),
    )  # fmt: skip

    found = table(db, *QUARTER)
    assert found["solved.late"] == found["solved.total"] == 2
