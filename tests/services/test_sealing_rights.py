"""Signed tables are for those whom the pages of reports are for, schedules for who answers."""

from dataclasses import replace

import pytest

from app.errors import Unknown
from app.services.report_jobs import TRIES, ask, asked_for, carry_on, progress_of, result
from app.services.report_schedules import NewSchedule, end, schedule, scheduled
from app.services.sealing import differences, printed
from app.store.report_jobs import lease
from sla.zone import later
from tests.conformance.moment import NOW
from tests.services.hands import officer, press
from tests.services.sealed import ABOVE, FORM, HEAD, Q3, WATCH, quarter, signed
from workflows.agency import Role

PLAN = NewSchedule(form="II.06a", agency="P.X", kind="quarter", mails=("van-thu@example.vn",))
DESK = (Role.ONE_STOP, Role.SPECIALIST, Role.CLERK, Role.CASHIER)
AUDITOR = officer("tt", Role.AUDITOR, "P")


@pytest.fixture
def db(database_url, tmp_path):
    return quarter(database_url, tmp_path)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


def test_whoever_works_at_the_office_sees_no_signed_table(db, folder):
    one = signed(db, folder)

    for who in (HEAD, WATCH, ABOVE, AUDITOR):
        assert not differences(db, who, one.id, now=NOW).any
    for role in DESK:
        who = officer("mc", role, "P.X")
        with pytest.raises(Unknown):
            differences(db, who, one.id, now=NOW)
        with pytest.raises(Unknown):
            printed(db, folder, one.id, "pdf", officer=who)


def test_only_who_answers_for_the_office_arranges_what_comes(db):
    number = schedule(db, HEAD, PLAN, now=NOW)
    lent = replace(WATCH, login="thay", lent=WATCH.grants)

    for who in (*(officer("mc", role, "P.X") for role in DESK), AUDITOR, lent):
        with pytest.raises(Unknown):
            schedule(db, who, replace(PLAN, mails=("x@evil.example",)), now=NOW)
        with pytest.raises(Unknown):
            end(db, who, number, now=NOW)
        assert scheduled(db, who) == ()
    assert [one.id for one in scheduled(db, ABOVE)] == [number]


def test_who_left_the_office_fetches_its_table_no_more(db, folder):
    number = ask(db, press(HEAD, NOW), FORM, Q3)
    carry_on(db, folder, now=NOW)
    moved = replace(HEAD, grants=officer("chu", Role.LEADER, "P.Y").grants)

    assert result(db, folder, HEAD, number, "csv")
    for act in (
        lambda: progress_of(db, moved, number),
        lambda: result(db, folder, moved, number, "csv"),
    ):
        with pytest.raises(Unknown):
            act()
    assert asked_for(db, moved) == ()


def test_a_table_that_stops_every_worker_is_given_up(db, folder):
    number = ask(db, press(HEAD, NOW), FORM, Q3)
    for attempt in range(TRIES):
        moment = later(NOW, minutes=20 * attempt)
        with db.writing() as connection:
            lease(connection, now=moment, until=later(moment, minutes=10))

    assert carry_on(db, folder, now=later(NOW, minutes=120)) == 1

    told = progress_of(db, HEAD, number)
    assert told.finished
    assert "3 lần" in (told.error or "")
    assert carry_on(db, folder, now=later(NOW, minutes=240)) == 0
