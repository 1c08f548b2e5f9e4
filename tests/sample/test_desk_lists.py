"""This morning's desk in a database: every list has something, and all of it holds."""

import json
from datetime import date

import pytest

from app.lists.catalogue import LISTS
from app.lists.read import counts
from app.lists.search import find
from app.reports.asked import Asked
from app.reports.period import Period
from app.sample import AGENCY, DESKS, MORNING, PACKS, accounts, desk_journal
from app.services.journal import Imported, import_journal
from app.services.packs import load_packs
from app.services.record import record
from app.services.reports import statutory
from app.services.verify import verify
from app.store.engine import Database, database
from app.store.scope import Scope
from sla.zone import later
from workflows.commands import StartStep
from workflows.officer import Officer

PEOPLE = {officer.login: officer for officer in accounts()}
# No step of a procedure is a cashier's: their work is a list of fees.
NOT_THEIRS = {("yen.kt", "mine")}
# Nobody has begun an apology this morning: whoever opens the ward begins with those that are owed.
BEGUN_BY_NOBODY = {"apology_drafts", "apology_to_issue", "apology_unpublished", "promise_over"}


def imported(db: Database) -> Imported:
    lines = (text.encode() for text in desk_journal())
    return import_journal(db, lines, "bàn làm việc mẫu", now=MORNING)


@pytest.fixture
def desk(database_url: str) -> Database:
    db = database(database_url)
    load_packs(db, PACKS)
    assert imported(db).problems == []
    return db


def counted(db: Database, officer: Officer) -> dict[str, int]:
    with db.reading() as connection:
        return dict(counts(connection, officer, MORNING))


def test_every_list_of_the_ward_has_something_at_the_first_instant(desk):
    told = {login: counted(desk, PEOPLE[login]) for login, _ in DESKS if login != "son.tm"}

    empty = {
        (login, code)
        for login, found in told.items()
        for code, count in found.items()
        if not count and code not in BEGUN_BY_NOBODY
    }
    assert empty == NOT_THEIRS
    assert {code for found in told.values() for code in found} == {one.code for one in LISTS}


def test_every_officer_has_work_on_the_desk(desk):
    workers = [login for login in PEOPLE if counted(desk, PEOPLE[login]).get("mine")]

    assert {"lan.mc", "hue.tp", "dung.tp", "nga.xh", "binh.ld", "thao.ld", "tam.vt"} <= set(workers)
    assert {"congan.nt", "bhxh.nt", "ldtbxh.nt"} <= set(workers)


def test_the_admin_sees_no_case_and_the_neighbour_only_its_own(desk):
    with desk.reading() as connection:
        assert find(connection, PEOPLE["quantri.pl"], "Nguyễn").rows == ()
        assert find(connection, PEOPLE["son.tm"], "nguyen van an").rows == ()
        own = find(connection, PEOPLE["son.tm"], "Mẫu").rows

    assert {row.agency for row in own} == {"H32.TM"}
    assert counted(desk, PEOPLE["son.tm"])["to_accept"] == 2


def test_namesakes_are_found_without_tone_marks(desk):
    with desk.reading() as connection:
        rows = find(connection, PEOPLE["lan.mc"], "nguyen van an").rows

    assert len([row for row in rows if row.applicant == "Nguyễn Văn An"]) >= 3


def test_a_practice_case_is_in_no_table(desk):
    period = Period(first=date(2023, 12, 15), last=date(2024, 3, 14))
    asked = Asked(scope=Scope(agency=AGENCY), period=period, now=MORNING)
    table = statutory(desk, "II.06a", asked).table
    accepted = [json.loads(text) for text in desk_journal()]
    own = {line["case"] for line in accepted if line["type"] == "accepted"}

    counted_once = table.total["received.total"] + table.total["voided"]
    assert counted_once == sum(code.startswith(AGENCY) for code in own)


def test_everything_holds_against_the_log(desk):
    assert verify(desk, now=MORNING).fault is None


def test_a_second_time_adds_nothing_and_leaves_what_was_done_since(desk):
    code = next(
        line["case"]
        for line in map(json.loads, desk_journal())
        if line["type"] == "accepted" and line["at"].startswith("2024-01-24")
    )
    command = StartStep(at=later(MORNING, minutes=5), step="intake", assignee="lan.mc")
    done = record(desk, code, command, by="lan.mc", now=later(MORNING, minutes=5))

    again = imported(desk)

    assert (again.events, again.cases_rejected, again.problems) == (0, 0, [])
    with desk.reading() as connection:
        found = find(connection, PEOPLE["lan.mc"], code)
    assert found.exact == code
    assert done.version > 1
