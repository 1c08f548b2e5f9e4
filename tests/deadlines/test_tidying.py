"""Tidying up: what is old goes, what is young stays, in bits and no more than is good at once."""

from pathlib import Path

from sqlalchemy import func, insert, select

from app.deadlines import tidying
from app.deadlines.tidying import tidy
from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from app.store.accounts import ACCOUNTS
from app.store.acts import ACTS, Claim, claim
from app.store.channels import announce
from app.store.engine import Connection, Database, database
from app.store.heartbeats import beat, beats
from app.store.incidents import INCIDENTS, Failure, fail, solve
from app.store.notices import NOTICES, NewNotice, insert_notices
from app.store.outbox import OUTBOX, Message, lease, put, settle_sent
from app.store.sessions import SESSIONS, SIGN_INS, note_sign_in, start_session
from sla.zone import later
from tests.services.who import QUICK
from tests.store.desk import MONDAY

DAY = 24 * 60


def ago(days: float):
    return later(MONDAY, minutes=-int(days * DAY))


def tidied(opened: Database, folder: Path, *, ending: bool = False) -> int:
    return tidy(opened, folder, now=MONDAY, wall=MONDAY, ending=lambda: ending)


def left(opened: Database, table) -> int:
    with opened.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def pressed(connection: Connection, key: str, days: float) -> None:
    claim(connection, Claim(key=key, login="lan", digest="d", at=ago(days)))


def test_presses_of_buttons_are_kept_for_a_quarter(database_url, tmp_path):
    opened = database(database_url)
    with opened.writing() as connection:
        for key, days in (("a" * 64, 91), ("b" * 64, 89), ("c" * 64, 0)):
            pressed(connection, key, days)

    assert tidied(opened, tmp_path) == 1
    assert left(opened, ACTS) == 2
    assert tidied(opened, tmp_path) == 0


def test_sessions_and_sign_ins_go_when_nobody_asks_any_more(database_url, tmp_path):
    opened = database(database_url)
    new = NewAccount(login="lan.mc", name="Lan", grants=(), password="mot-cua-2024")
    create_account(opened, new, by=None, now=ago(400), hasher=QUICK)
    with opened.writing() as connection:
        account = connection.scalars(select(ACCOUNTS.c.id)).one()
        for days in (400, 91, 1):
            start_session(connection, f"t{days}", account, "n", now=ago(days))
            note_sign_in(connection, "lan.mc", "ok", account=None, address="::1", now=ago(days))

    assert tidied(opened, tmp_path) == 3
    assert (left(opened, SESSIONS), left(opened, SIGN_INS)) == (1, 2)


def test_what_was_said_and_sent_is_kept_for_a_quarter(database_url, tmp_path):
    opened = database(database_url)
    with opened.writing() as connection:
        announce(connection, ["mail"], now=ago(200))
        insert_notices(connection, [notice(days) for days in (91, 1)])
        put(connection, [message(91)], now=ago(91))
        (sent,) = lease(connection, "mail", now=ago(91), until=ago(90), limit=1)
        settle_sent(connection, sent, receipt="", now=ago(91))
        put(connection, [message(92), message(1)], now=ago(92))

    assert tidied(opened, tmp_path) == 2
    # What still waits stays, however old it is.
    assert (left(opened, NOTICES), left(opened, OUTBOX)) == (1, 2)


def test_mended_incidents_and_dead_workers_are_forgotten(database_url, tmp_path):
    opened = database(database_url)
    failures = [Failure(case_code=code, error="lỗi", digest="d") for code in ("A", "B")]
    with opened.writing() as connection:
        fail(connection, failures, job="tick", now=ago(400))
        solve(connection, ["A"], job="tick", now=ago(399))
        for worker, days in (("máy-1:1", 2), ("máy-1:2", 0.5)):
            beat(connection, job="tick", worker=worker, at=ago(days), took=0, result="")

    assert tidied(opened, tmp_path) == 2
    assert left(opened, INCIDENTS) == 1
    with opened.reading() as connection:
        assert [one.worker for one in beats(connection)] == ["máy-1:2"]


def test_beats_of_a_clock_that_was_ahead_are_forgotten(database_url, tmp_path):
    opened = database(database_url)
    with opened.writing() as connection:
        for worker, minutes in (("máy-1:1", 6), ("máy-2:1", 4)):
            at = later(MONDAY, minutes=minutes)
            beat(connection, job="tick", worker=worker, at=at, took=0, result="")

    assert tidied(opened, tmp_path) == 1
    with opened.reading() as connection:
        assert [one.worker for one in beats(connection)] == ["máy-2:1"]


def test_much_that_is_old_goes_in_bits(database_url, tmp_path, monkeypatch):
    monkeypatch.setattr(tidying, "TIMES", 2)
    opened, many = database(database_url), 2_500
    rows = [
        {"key": f"{number:064}", "login": "lan", "digest": "d", "recorded_at": ago(100)}
        for number in range(many)
    ]
    with opened.writing() as connection:
        connection.execute(insert(ACTS), rows)

    assert tidied(opened, tmp_path, ending=True) == 0
    assert [tidied(opened, tmp_path) for _ in range(3)] == [2_000, 500, 0]


def notice(days: int) -> NewNotice:
    return NewNotice(
        login="lan.mc",
        key=f"thử:{days}",
        kind="step",
        level="info",
        agency="H32.PL",
        text="Thử",
        link="/",
        at=ago(days),
        shown_from=ago(days),
    )


def message(days: int) -> Message:
    return Message(
        key=f"thử:{days}",
        channel="mail",
        address="lan@vi-du.example",
        agency="H32.PL",
        kind="step",
        subject="Thử",
        body="Thử",
        not_before=ago(days),
    )
