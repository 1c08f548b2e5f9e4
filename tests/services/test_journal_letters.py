"""Letters that come in with a journal: their numbers are nobody else's, their offices are known."""

import json
from typing import Any

import pytest

from app.services.journal import Imported, import_journal
from app.services.letters import issue
from tests.services import lettering
from tests.services.hands import LAN, press
from tests.store.desk import DAY, MINUTE, MONDAY

Row = dict[str, Any]


@pytest.fixture
def opened(database_url):
    return lettering.ward(database_url)


def accepted(code: str) -> Row:
    data = {"agency": "H32.PL", "procedure": "1.000894", "channel": "direct",
            "applicant": {"name": "Nguyễn Thị Bưởi"}}  # fmt: skip
    return {"case": code, "type": "accepted", "at": "2024-03-04T09:00:00", "data": data}


def letter(code: str, serial: int = 1, **more: Any) -> Row:
    data = {"kind": "receipt", "form": "tt01_2018/01", "number": f"{serial:02d}/TNHS",
            "serial": serial, "year": 2024, "file": "a" * 64, "media": "application/pdf",
            "size": 10, "template": "x@y", **more}  # fmt: skip
    return {"case": code, "type": "letter_issued", "at": "2024-03-04T09:05:00", "data": data}


def imported(opened, *rows: Row, dry_run: bool = False) -> Imported:
    lines = [json.dumps(row).encode() + b"\n" for row in rows]
    return import_journal(opened, lines, "so", now=MONDAY + DAY, dry_run=dry_run)


TAKEN = "data.serial: số 01/TNHS (thứ tự 1) của H32.PL năm 2024 đã cấp cho văn bản khác"


@pytest.mark.parametrize("dry_run", [False, True])
def test_of_two_cases_with_one_number_the_second_stays_out(opened, dry_run):
    told = imported(opened, accepted("C1"), letter("C1"), accepted("C2"),
                    letter("C2", file="b" * 64), dry_run=dry_run)  # fmt: skip

    assert told.problems == [f"so:4: {TAKEN}"]
    assert (told.cases_new, told.cases_rejected) == (1, 1)
    lettering.must_verify(opened)


def test_a_number_that_was_given_here_is_not_taken_in(opened, tmp_path):
    issue(opened, tmp_path, press(LAN), lettering.accepted(opened), "receipt")

    told = imported(opened, accepted("C2"), letter("C2"), accepted("C3"), letter("C3", serial=2))

    assert told.problems == [f"so:2: {TAKEN}"]
    lettering.must_verify(opened)
    third = issue(opened, tmp_path, press(LAN, now=MONDAY + MINUTE),
                  lettering.accepted(opened), "receipt")  # fmt: skip
    assert third.serial == 3


def test_the_same_journal_again_adds_nothing(opened):
    rows = (accepted("C1"), letter("C1"))
    imported(opened, *rows)

    again = imported(opened, *rows)

    assert (again.problems, again.cases_known) == ([], 1)


def test_a_list_of_many_cases_has_one_number_in_all_of_them(opened):
    shared: Row = {"kind": "handover", "form": "extra/handover", "number": "01/BG"}
    told = imported(opened, accepted("C1"), letter("C1", **shared),
                    accepted("C2"), letter("C2", **shared),
                    accepted("C3"), letter("C3", **shared, file="c" * 64))  # fmt: skip

    assert [problem[:6] for problem in told.problems] == ["so:6: "]
    assert told.cases_new == 2
    lettering.must_verify(opened)


@pytest.mark.parametrize(
    ("agency", "words"),
    [
        ("NOPE", "không có cơ quan NOPE; hãy nạp bằng motcua load"),
        ("a/b", "không có cơ quan a/b; hãy nạp bằng motcua load"),
        ("H32.BD", "cơ quan H32.BD không giải quyết hồ sơ này nên không cấp số cho giấy tờ của nó"),
    ],
)
def test_an_office_that_has_nothing_to_do_with_the_case_gives_it_no_number(opened, agency, words):
    told = imported(opened, accepted("C1"), letter("C1", agency=agency))

    assert told.problems == [f"so:2: data.agency: {words}"]
    assert told.cases_new == 0


@pytest.mark.parametrize(
    "more",
    [{"agency": "H32"}, {"agency": "H32.NT"}, {"agency": "H32.BD", "kind": "handover"}],
    ids=["province", "district", "list of another office"],
)
def test_an_office_above_and_a_list_of_many_cases_are_taken(opened, more):
    assert imported(opened, accepted("C1"), letter("C1", **more)).problems == []
    lettering.must_verify(opened)


def test_years_no_letter_has_are_refused(opened):
    told = imported(opened, accepted("C1"), letter("C1", year=10_000), accepted("C2"),
                    letter("C2", year=99_999))  # fmt: skip

    assert [one.split(": ", 1)[1] for one in told.problems] == [
        "data.year: phải là năm từ 1990 đến 9999"
    ] * 2
