"""`motcua demo` on an empty database, its desks, and its refusal of anybody's own."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from app import clock
from app.lists.read import counts
from app.sample import DESKS, MORNING, ONE_FOR_ALL, SYNTHETIC, accounts
from app.sample.apologies import APOLOGIES, RECEIPTS
from app.services.apology import apology_page
from app.services.demo_clock import demo_now, move
from app.services.proposals import to_decide
from app.services.signing_in import sign_in
from app.store.engine import Database, database
from app.store.event_log import load
from app.store.files import place_of
from app.store.letters import of_case
from app.store.setup import read_setup
from sla.zone import later
from tests.cli.conftest import Program, program
from workflows.apology import proposed
from workflows.evolve import fold
from workflows.officer import Officer

LATER = later(MORNING, minutes=90)


def shown(db: Database) -> datetime:
    """What the demonstration's clock shows."""
    at = demo_now(db, clock.now())
    assert at is not None
    return at


def opens(db: Database, login: str) -> str:
    """The name of who comes in by a login and the demonstration's password."""
    entered = sign_in(db, login, ONE_FOR_ALL, address="127.0.0.1", now=shown(db))
    assert not entered.session.must_change
    return entered.officer.name


@pytest.mark.slow
def test_the_demo_prints_the_published_table_and_opens_the_desks(
    sqlite_url, monkeypatch, capsys, tmp_path
):
    monkeypatch.setenv("MOTCUA_FILES", str(tmp_path))
    for channel in ("MAIL", "SMS", "ZALO"):
        monkeypatch.setenv(f"MOTCUA_{channel}", f"folder:{tmp_path / 'sent'}")
    motcua, db = program(sqlite_url, monkeypatch, capsys), database(sqlite_url)

    first = motcua("demo")

    assert first.status == 0
    _published(first.out)
    _told_who_opens_what(first.out)
    assert MORNING <= shown(db) < later(MORNING, minutes=10)
    assert [opens(db, one.login) for one in accounts()] == [one.name for one in accounts()]
    leader = next(one for one in accounts() if one.login == "binh.ld")
    assert {one.kind for one in to_decide(db, leader)} == {"late", "correction", "voiding"}
    _there_are_letters(db, tmp_path, leader)
    _the_log_says_which_step_was_late(db)
    _messages_wait(db)
    _a_second_time_changes_nothing(motcua, db, first.out)
    assert motcua("case", "H32.PL-230615-0001").status == 0
    assert motcua("verify").status == 0


def _there_are_letters(db: Database, folder: Path, leader: Officer) -> None:
    """One apology of each stage, and receipts that open as the paper they were."""
    stages = {apology_page(db, leader, one.code, now=MORNING).stage for one in APOLOGIES}
    assert stages == {"drafted", "signed", "issued", "published"}
    with db.reading() as connection:
        lists = counts(connection, leader, MORNING)
        issued = [row for code in RECEIPTS for row in of_case(connection, code)]
    assert all(lists[code] for code in ("apology_owed", "apology_drafts", "apology_to_issue"))
    assert lists["apology_unpublished"] == 1
    assert [row.number for row in issued] == ["01/TNHS", "02/TNHS", "03/TNHS", "04/TNHS"]
    assert all(place_of(folder, row.file).read_bytes()[:5] == b"%PDF-" for row in issued)


def _the_log_says_which_step_was_late(db: Database) -> None:
    with db.reading() as connection:
        setup = read_setup(connection)
        logs = {one.code: load(connection, one.code) for one in APOLOGIES}
    for one in APOLOGIES:
        before = [line.event for line in logs[one.code].lines if line.event.at < one.drafted]
        case = fold(one.code, before)
        assert case is not None
        found = proposed(case, setup.setting_of(case), setup.agencies, now=one.drafted)
        assert (found.step, found.officer) == (one.step, one.officer)
        assert found.new_due_at <= one.new_due_at


def _messages_wait(db: Database) -> None:
    """What the letters tell citizens lies there for the scheduler to send."""
    with db.reading() as connection:
        told = connection.scalars(text("select channel from outbox where kind = 'citizen'")).all()
    assert {"mail", "sms"} <= set(told)


def _published(told: str) -> None:
    assert told.startswith(SYNTHETIC)
    total = next(line for line in told.splitlines() if "TỔNG CỘNG" in line)
    figures = [int(word) for word in total.replace("│", " ").split()[2:]]
    assert figures == [2074, 384, 1601, 89, 2011, 2011, 0, 0, 63, 63, 0, 0, 0]


def _told_who_opens_what(told: str) -> None:
    for login, desk in DESKS:
        assert any(login in line and desk in line for line in told.splitlines())
    assert ONE_FOR_ALL in told
    assert "http://127.0.0.1:8000" in told
    assert "motcua verify" in told


def _a_second_time_changes_nothing(motcua: Program, db: Database, told: str) -> None:
    before = motcua("export").out
    move(db, to=LATER, by=None, wall=clock.now())

    second = motcua("demo")

    assert (second.status, second.out, second.err) == (0, told, "")
    assert motcua("export").out == before
    assert shown(db) >= LATER


def test_the_demo_leaves_an_office_of_ones_own_alone(world):
    before = world("export").out
    ran = world("demo")
    assert ran.status == 2
    assert ran.err.startswith("MOTCUA_DATABASE_URL: demo: đã có cơ quan T;")
    assert world("export").out == before
