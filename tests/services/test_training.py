"""Training cases: everything can be done with them, and no table ever counts them."""

import json
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from app.projections.rows import CASES, FACTS
from app.services.case_view import case_view
from app.services.export import export_xes
from app.services.journal import import_journal
from app.services.record import open_case, record
from app.services.verify import verify
from app.store.engine import Database
from app.store.scope import Scope
from tests.conformance.moment import NOW
from tests.conformance.test_worlds import both_ways, trimmed
from tests.conformance.worlds import HERE, expected, loaded
from tests.reports.desk import accepted, line, put, resolved, submitted, table
from tests.reports.desk import desk as ward
from tests.store import desk
from tests.store.desk import DAY, HOUR, MONDAY
from workflows.commands import AcceptCase, ResolveCase

WORLD = "world-1"
QUARTER = ("2023-06-15", "2023-09-14")


def training_twins(world: str) -> list[bytes]:
    """The journal of a world once more, each case as a training case with a code of its own."""
    twins, opened = [], set()
    for raw in (HERE / world / "journal.jsonl").read_bytes().splitlines():
        plain = json.loads(raw)
        plain["case"] = f"TAP-{plain['case']}"
        if plain["case"] not in opened:
            opened.add(plain["case"])
            plain["data"]["training"] = True
        twins.append(json.dumps(plain).encode() + b"\n")
    return twins


def counted(db: Database, rows: Any) -> int:
    with db.reading() as connection:
        found: int = connection.scalar(select(func.count()).select_from(rows)) or 0
    return found


def test_a_world_with_its_training_twins_has_the_same_tables(database_url):
    db = loaded(database_url, WORLD)
    cases, facts = counted(db, CASES), counted(db, FACTS)

    assert import_journal(db, training_twins(WORLD), "twins", now=NOW).problems == []

    assert counted(db, CASES) == 2 * cases
    assert counted(db, FACTS) == facts
    for wanted in expected(WORLD):
        for made in both_ways(db, wanted):
            assert trimmed(json.loads(json.dumps(made.as_json())), wanted) == wanted
    assert verify(db, now=NOW).fault is None


@pytest.mark.parametrize("known", [None, "2023-08-01T00:00"])
def test_whatever_happens_to_a_training_case_it_is_in_no_table(database_url, tmp_path, known):
    db = ward(database_url, tmp_path)
    put(db, accepted("true", "2023-06-20T08:00"))
    before = table(db, *QUARTER, known=known)
    put(
        db,
        accepted("open", "2023-07-03T08:00", training=True),
        in_training(submitted("online", "2023-07-03T08:00")),
        line("online", "accepted", "2023-07-03T09:00"),
        line("online", "paused", "2023-07-03T10:00", reason="other"),
        accepted("closed", "2023-07-03T08:00", training=True),
        resolved("closed", "2023-07-10T08:00"),
        line("closed", "reopened", "2023-07-11T08:00", reason="sai", approved_by="hung"),
        line("closed", "corrected", "2023-07-12T08:00", of=1, at="2023-06-30T08:00:00+07:00",
             reason="mất điện", approved_by="hung"),
        accepted("struck", "2023-07-03T08:00", training=True),
        line("struck", "voided", "2023-07-04T08:00", reason="thử", approved_by="hung"),
    )  # fmt: skip

    assert before
    assert table(db, *QUARTER, known=known) == before
    assert verify(db, now=NOW).fault is None


def in_training(told: dict[str, Any]) -> dict[str, Any]:
    return {**told, "data": {**told["data"], "training": True}}


def test_a_case_that_was_filed_in_earnest_cannot_become_a_training_case(database_url, tmp_path):
    db = ward(database_url, tmp_path)
    lines = [
        submitted("c", "2023-07-03T08:00"),
        line("c", "accepted", "2023-07-03T09:00", training=True),
    ]

    done = import_journal(db, [json.dumps(one).encode() for one in lines], "desk", now=NOW)

    assert done.problems == [
        "desk:2: data.training: hồ sơ này không được nộp để tập huấn; "
        "hồ sơ tập huấn phải ghi ngay từ đầu"
    ]
    assert counted(db, CASES) == 0


def opened(db: Database, at: datetime = MONDAY, *, training: bool = True) -> str:
    return open_case(db, desk.acceptance(at, training=training), by="Lan", now=at).code


def test_training_cases_have_numbers_of_their_own(database_url):
    db = desk.loaded(database_url)

    codes = [opened(db, training=turn) for turn in (True, False, True, False)]

    assert codes == [
        "TAP-H32.PL-240304-0001",
        "H32.PL-240304-0001",
        "TAP-H32.PL-240304-0002",
        "H32.PL-240304-0002",
    ]


def test_a_case_submitted_for_training_stays_one_when_it_is_accepted(database_url):
    db = desk.loaded(database_url)
    filed = replace(desk.submission(), training=True)
    code = open_case(db, filed, by="Lan", now=MONDAY).code
    record(db, code, AcceptCase(at=MONDAY + HOUR), by="Lan", now=MONDAY + HOUR)
    ended = ResolveCase(at=MONDAY + DAY, outcome="granted")
    record(db, code, ended, by="Lan", now=MONDAY + DAY)

    view = case_view(db, code, now=MONDAY + DAY)

    assert code == "TAP-H32.PL-240304-0001"
    assert (view.case.training, view.verdict) == (True, "early")
    assert counted(db, FACTS) == 0


def test_who_looks_at_a_training_case_is_told_that_it_is_one(database_url):
    db = desk.loaded(database_url)
    code, true = opened(db), opened(db, training=False)

    shown = case_view(db, code, now=MONDAY).as_json()
    earnest = case_view(db, true, now=MONDAY).as_json()

    assert (shown["training"], earnest["training"]) == (True, False)
    assert shown["notice"] == "Hồ sơ tập huấn: chỉ để tập, không vào biểu nào."
    assert "notice" not in earnest
    assert shown["timeline"][0]["text"].endswith("; hồ sơ tập huấn")


def test_process_mining_can_leave_training_cases_out(database_url):
    db, out = desk.loaded(database_url), BytesIO()
    opened(db)
    opened(db, training=False)

    assert export_xes(db, out, Scope()) == 2

    told = out.getvalue().decode()
    assert told.count('<boolean key="training" value="true"') == 1
    assert told.count('<boolean key="training" value="false"') == 1
