"""Signing in: who comes in, for how long, and what the refusals tell."""

import unicodedata

import pytest
from sqlalchemy import event, select

from app.errors import Refused
from app.services.accounts import disable_account, enable_account, reset_password, set_grants
from app.services.passwords import Hasher
from app.services.sign_in_attempts import SignInRefused
from app.services.signing_in import sign_in, sign_out, signed_in
from app.store import engine
from app.store.accounts import account_of
from app.store.engine import Database
from app.store.sessions import SESSIONS, SIGN_INS
from tests.services.who import MINUTE, NOW, PHRASE, QUICK, entered, grant, made
from tests.store import desk


@pytest.fixture
def opened(database_url: str) -> Database:
    opened = desk.loaded(database_url)
    made(opened, "lan.mc", name="Lê Thị Lan")
    return opened


def record(opened: Database) -> list[tuple[str, str, bool, str]]:
    with opened.reading() as connection:
        rows = connection.execute(select(SIGN_INS).order_by(SIGN_INS.c.id)).all()
    return [(row.login, row.outcome, row.account is not None, row.address) for row in rows]


def refused(opened: Database, login: str, password: str, *, now=NOW, address="10.0.0.7"):
    with pytest.raises(SignInRefused) as caught:
        sign_in(opened, login, password, address=address, now=now, hasher=QUICK)
    return caught.value


def test_whoever_has_the_password_comes_in_with_their_roles(opened):
    begun = entered(opened, "lan.mc")

    session = signed_in(opened, begun.token, now=NOW + MINUTE)
    assert session == begun.session
    assert (session.login, session.officer.name) == ("lan.mc", "Lê Thị Lan")
    assert session.officer.grants == (grant("one_stop"),)
    assert session.officer.stands_for == ()
    assert not session.must_change
    assert record(opened) == [("lan.mc", "ok", True, "10.0.0.7")]


def test_the_login_may_be_typed_carelessly(opened):
    assert entered(opened, "  LAN.MC ").officer.login == "lan.mc"


def test_a_password_is_the_same_however_its_letters_are_composed(opened):
    apart = unicodedata.normalize("NFD", PHRASE)
    assert apart != PHRASE

    assert entered(opened, "lan.mc", apart).officer.login == "lan.mc"


def test_a_refusal_does_not_tell_whether_the_login_exists(opened):
    wrong = refused(opened, "lan.mc", "sai mật khẩu rồi")
    unknown = refused(opened, "không.ai", "sai mật khẩu rồi")

    assert str(wrong) == str(unknown) == "tên đăng nhập hoặc mật khẩu không đúng"
    assert isinstance(wrong, Refused)
    assert record(opened) == [
        ("lan.mc", "wrong", True, "10.0.0.7"),
        ("không.ai", "wrong", False, "10.0.0.7"),
    ]


def test_an_unknown_login_is_checked_against_a_hash_as_well():
    kept = QUICK.made(PHRASE)
    checks = []

    class Watched(Hasher):
        def made(self, password):
            checks.append("made")
            return super().made(password)

    hasher = Watched(time_cost=1, memory_cost=8)
    assert not hasher.fits("x", None)
    assert not hasher.fits(PHRASE, None)
    assert hasher.fits(PHRASE, kept)
    assert checks == ["made"]


def test_a_session_ends_after_an_hour_without_a_click(opened):
    token = entered(opened, "lan.mc").token

    assert signed_in(opened, token, now=NOW + 59 * MINUTE)
    assert signed_in(opened, token, now=NOW + 118 * MINUTE)
    assert signed_in(opened, token, now=NOW + 178 * MINUTE) is None


def test_a_session_ends_after_ten_hours_whatever_is_clicked(opened):
    token = entered(opened, "lan.mc").token

    for minutes in range(30, 600, 30):
        assert signed_in(opened, token, now=NOW + minutes * MINUTE), minutes
    assert signed_in(opened, token, now=NOW + 600 * MINUTE) is None


def test_clicks_are_noted_every_five_minutes_only(opened):
    token = entered(opened, "lan.mc").token
    seen = []
    for minutes in (1, 4, 5, 6, 9, 11):
        signed_in(opened, token, now=NOW + minutes * MINUTE)
        with opened.reading() as connection:
            at = connection.execute(select(SESSIONS.c.last_seen_at)).scalar_one()
            seen.append((at - NOW) // MINUTE)

    assert seen == [0, 0, 5, 5, 5, 11]


def test_finding_a_session_costs_one_query(opened):
    token = entered(opened, "lan.mc").token
    asked = []
    event.listen(opened.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))

    assert signed_in(opened, token, now=NOW)

    selects = [
        statement for statement in asked if statement.lstrip().startswith(("SELECT", "WITH"))
    ]
    assert len(selects) == 1


def test_leaving_ends_this_session_only(opened):
    here, there = entered(opened, "lan.mc").token, entered(opened, "lan.mc").token

    sign_out(opened, here, now=NOW)
    sign_out(opened, here, now=NOW)

    assert signed_in(opened, here, now=NOW) is None
    assert signed_in(opened, there, now=NOW)


def test_the_secret_is_not_in_the_database(opened):
    token = entered(opened, "lan.mc").token

    with opened.reading() as connection:
        kept = connection.execute(select(SESSIONS.c.id)).scalar_one()

    assert kept != token
    assert len(kept) == 64
    for nobodys in (kept, "", "x" * 9_000, "\x00", "\ud800"):
        assert signed_in(opened, nobodys, now=NOW) is None


def test_a_disabled_account_is_out_at_once_and_told_so_only_with_its_password(opened):
    token = entered(opened, "lan.mc").token

    disable_account(opened, "lan.mc", by=None, now=NOW)

    assert signed_in(opened, token, now=NOW) is None
    assert refused(opened, "lan.mc", "sai mật khẩu rồi").outcome == "wrong"
    told = refused(opened, "lan.mc", PHRASE)
    assert told.outcome == "disabled"
    assert str(told) == "tài khoản này đã bị khóa; hãy hỏi người quản trị"
    enable_account(opened, "lan.mc", by=None, now=NOW)
    assert entered(opened, "lan.mc").token
    assert signed_in(opened, token, now=NOW) is None


def test_a_new_password_ends_every_session(opened):
    token = entered(opened, "lan.mc").token

    once = reset_password(opened, "lan.mc", by=None, now=NOW, hasher=QUICK)

    assert signed_in(opened, token, now=NOW) is None
    assert refused(opened, "lan.mc", PHRASE).outcome == "wrong"
    assert entered(opened, "lan.mc", once).session.must_change


def test_a_session_begun_with_a_password_just_changed_is_dead(opened, monkeypatch):
    # The password is looked at outside of any transaction: it may be reset in that moment.
    class Slow(Hasher):
        def fits(self, password, kept):
            fits = super().fits(password, kept)
            reset_password(opened, "lan.mc", by=None, now=NOW, hasher=QUICK)
            return fits

    slow = Slow(time_cost=1, memory_cost=8)
    with pytest.raises(SignInRefused):
        sign_in(opened, "lan.mc", PHRASE, address="", now=NOW, hasher=slow)


def test_roles_hold_from_their_first_to_their_last_day(opened):
    day = NOW.date()
    spans = [
        (grant("clerk", since=day, until=day), True),
        (grant("clerk", since=day.replace(day=5)), False),
        (grant("clerk", until=day.replace(day=3)), False),
        (grant("clerk", since=day.replace(day=1), until=day.replace(day=9)), True),
    ]
    token = entered(opened, "lan.mc").token
    for given, holds in spans:
        set_grants(opened, "lan.mc", [grant("one_stop"), given], by=None, now=NOW)
        found = signed_in(opened, token, now=NOW)
        assert found is not None
        assert (given in found.officer.grants) is holds, given


def test_a_role_of_today_begins_at_midnight_in_vietnam(opened):
    tomorrow = NOW.date().replace(day=5)
    set_grants(opened, "lan.mc", [grant("one_stop", since=tomorrow)], by=None, now=NOW)
    midnight = NOW.replace(day=5, hour=0)

    assert refused(opened, "lan.mc", PHRASE, now=midnight - MINUTE).outcome == "expired"
    assert entered(opened, "lan.mc", now=midnight).officer.grants


def test_without_a_role_today_nobody_comes_in(opened):
    set_grants(opened, "lan.mc", [], by=None, now=NOW)

    told = refused(opened, "lan.mc", PHRASE)

    assert told.outcome == "expired"
    assert "không có vai trò nào còn hiệu lực" in str(told)
    assert record(opened)[-1][1] == "expired"
    with opened.reading() as connection:
        assert connection.execute(select(SESSIONS.c.ended_why)).scalars().all() == ["no_role"]


def test_a_role_taken_away_is_gone_at_the_next_click(opened):
    token = entered(opened, "lan.mc").token

    set_grants(opened, "lan.mc", [grant("auditor", "H32")], by=None, now=NOW)

    found = signed_in(opened, token, now=NOW)
    assert found is not None
    assert found.officer.grants == (grant("auditor", "H32"),)


def test_a_hash_at_an_old_price_is_made_anew_at_the_next_sign_in(opened):
    dearer = Hasher(time_cost=2, memory_cost=16)
    before = hash_of(opened)

    sign_in(opened, "lan.mc", PHRASE, address="", now=NOW, hasher=dearer)

    after = hash_of(opened)
    assert before != after
    assert not dearer.is_old(after)
    assert dearer.is_old(before)
    sign_in(opened, "lan.mc", PHRASE, address="", now=NOW, hasher=dearer)
    assert hash_of(opened) == after


def hash_of(opened: Database) -> str:
    with opened.reading() as connection:
        found = account_of(connection, "lan.mc")
    assert found is not None
    return found.password_hash


@pytest.mark.parametrize(
    "typed", ["", "\x00", "a\x00b", "\u202elan", "\ud800", "x" * 100_000, "' OR 1=1 --"]
)
def test_anything_may_be_typed_as_a_login(opened, typed):
    assert refused(opened, typed, "sai mật khẩu rồi").outcome == "wrong"
    assert len(record(opened)[-1][0]) <= 64


@pytest.mark.parametrize("typed", ["", "\x00", "\ud800", "ế" * 100_000])
def test_anything_may_be_typed_as_a_password(opened, typed):
    assert refused(opened, "lan.mc", typed).outcome == "wrong"


def test_a_page_is_shown_though_the_click_cannot_be_noted(sqlite_url, monkeypatch):
    opened = desk.loaded(sqlite_url)
    made(opened, "lan.mc")
    token = entered(opened, "lan.mc").token
    engine.dispose_all()
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    impatient = Database(sqlite_url)

    with impatient.writing():
        assert signed_in(impatient, token, now=NOW + 10 * MINUTE)
