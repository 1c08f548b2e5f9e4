"""Failures are counted in the database, so that the limits hold over processes and workers."""

from collections import Counter
from datetime import datetime

import pytest
from sqlalchemy import select

from app.services.accounts import change_password, enable_account, reset_password
from app.services.sign_in_attempts import SignInRefused
from app.services.signing_in import sign_in, signed_in
from app.store.engine import Database, database
from app.store.sessions import SIGN_INS, TALLIES
from tests.services.who import MINUTE, NOW, PHRASE, QUICK, entered, made
from tests.store import desk, workers
from workflows.lockout import ADDRESS_LIMIT, LOGIN_LIMIT, OWN_PLACE, PLACE_LIMIT

WRONG = "sai mật khẩu rồi"


@pytest.fixture
def opened(database_url: str) -> Database:
    opened = desk.loaded(database_url)
    made(opened, "lan.mc")
    return opened


def outcome(
    opened: Database,
    login: str = "lan.mc",
    said: str = WRONG,
    *,
    now: datetime = NOW,
    address: str = "10.0.0.7",
) -> str:
    try:
        sign_in(opened, login, said, address=address, now=now, hasher=QUICK)
    except SignInRefused as error:
        return error.outcome
    return "ok"


def guess(url: str, login: str, address: str, times: int) -> list[str]:
    """What so many wrong guesses come to; run in a process of its own."""
    return [outcome(database(url), login, address=address) for _ in range(times)]


def guess_from_everywhere(url: str, login: str, number: int, places: int) -> list[str]:
    """One wrong guess from each of so many addresses; run in a process of its own."""
    addresses = [f"10.{number}.0.{place}" for place in range(places)]
    return [outcome(database(url), login, address=address) for address in addresses]


def guess_around(url: str, number: int, logins: int) -> list[str]:
    """One guess at each of so many logins; run in a process of its own."""
    return [outcome(database(url), f"nguoi{number}.{login}") for login in range(logins)]


def enter(url: str, login: str, times: int) -> list[str]:
    """Come in so many times with the right password; run in a process of its own."""
    return [outcome(database(url), login, PHRASE) for _ in range(times)]


def written(opened: Database) -> Counter[str]:
    with opened.reading() as connection:
        return Counter(connection.scalars(select(SIGN_INS.c.outcome)))


def test_five_wrong_passwords_close_the_door_to_the_right_one_too(opened):
    assert [outcome(opened) for _ in range(5)] == ["wrong"] * 5

    with pytest.raises(SignInRefused) as caught:
        entered(opened, "lan.mc", now=NOW + MINUTE)

    assert caught.value.outcome == "locked"
    assert caught.value.until == NOW + 15 * MINUTE
    assert str(caught.value) == "đã sai quá nhiều lần; hãy thử lại sau 09:15:00 ngày 04/03/2024"
    assert entered(opened, "lan.mc", now=NOW + 15 * MINUTE).token
    assert written(opened) == {"wrong": 5, "locked": 1, "ok": 1}


def test_a_login_nobody_has_is_locked_with_the_same_words(opened):
    for login in ("lan.mc", "khong.ai"):
        assert [outcome(opened, login) for _ in range(6)] == ["wrong"] * 5 + ["locked"]


def test_who_is_signed_in_already_stays_so(opened):
    token = entered(opened, "lan.mc").token

    for _ in range(6):
        outcome(opened)

    assert signed_in(opened, token, now=NOW + MINUTE)


def test_the_right_password_wipes_the_slate(opened):
    for _ in range(3):
        assert [outcome(opened) for _ in range(4)] == ["wrong"] * 4
        assert entered(opened, "lan.mc").token


def test_the_next_lock_is_longer(opened):
    ends = []
    now = NOW
    for _ in range(5):
        for _ in range(5):
            assert outcome(opened, now=now) == "wrong"
        with pytest.raises(SignInRefused) as caught:
            entered(opened, "lan.mc", now=now)
        assert caught.value.until is not None
        ends.append((caught.value.until - now) // MINUTE)
        now = caught.value.until

    assert ends == [15, 30, 60, 240, 240]


def test_other_logins_from_the_same_place_may_still_come_in(opened):
    made(opened, "minh.mc")
    for _ in range(6):
        outcome(opened)

    assert entered(opened, "minh.mc").token


def test_one_address_may_not_try_many_logins(opened):
    limit = ADDRESS_LIMIT.failures
    tried = Counter(outcome(opened, f"nguoi{number}") for number in range(limit + 3))

    assert tried == {"wrong": limit, "locked": 3}
    assert outcome(opened, "lan.mc", PHRASE) == "locked"
    assert outcome(opened, "lan.mc", PHRASE, address="10.0.0.8") == "ok"
    assert outcome(opened, "lan.mc", PHRASE, now=NOW + 15 * MINUTE) == "ok"


def test_an_office_behind_one_address_is_not_locked_by_its_good_sign_ins(opened):
    assert {outcome(opened, said=PHRASE) for _ in range(ADDRESS_LIMIT.failures + 5)} == {"ok"}


def test_a_stranger_elsewhere_closes_nobody_s_door(opened):
    for _ in range(6):
        outcome(opened, address="203.0.113.9")

    assert outcome(opened, said=PHRASE, address="203.0.113.9") == "locked"
    assert outcome(opened, said=PHRASE) == "ok"


def test_a_login_tried_from_everywhere_is_closed_but_not_where_its_owner_comes_in(opened):
    assert outcome(opened, said=PHRASE) == "ok"
    many = [outcome(opened, address=f"10.1.0.{number}") for number in range(53)]

    assert Counter(many) == {"wrong": LOGIN_LIMIT.failures, "locked": 3}
    assert outcome(opened, said=PHRASE, address="10.0.0.8") == "locked"
    assert outcome(opened, said=PHRASE) == "ok"
    assert outcome(opened, said=PHRASE, address="10.0.0.8", now=NOW + 60 * MINUTE) == "ok"


def test_a_good_sign_in_takes_back_no_guesses_made_elsewhere(opened):
    many = []
    for number in range(53):
        many.append(outcome(opened, address=f"10.1.0.{number}"))
        assert outcome(opened, said=PHRASE) == "ok"

    assert Counter(many) == {"wrong": LOGIN_LIMIT.failures, "locked": 3}


def test_a_closed_address_lets_in_whoever_came_from_there_lately(opened):
    made(opened, "minh.mc")
    assert outcome(opened, said=PHRASE) == "ok"
    later = NOW + (OWN_PLACE - 1) * MINUTE
    for now in (later, later + 20 * MINUTE):
        for number in range(ADDRESS_LIMIT.failures):
            outcome(opened, f"nguoi{number}", now=now)

    assert outcome(opened, "minh.mc", PHRASE, now=later + 20 * MINUTE) == "locked"
    assert outcome(opened, said=PHRASE, now=later + 20 * MINUTE) == "locked"
    assert outcome(opened, said=PHRASE, now=later) == "ok"


def test_at_the_owner_s_own_place_five_guesses_are_all_as_well(opened):
    assert outcome(opened, said=PHRASE) == "ok"

    assert [outcome(opened) for _ in range(6)] == ["wrong"] * 5 + ["locked"]


def test_an_admin_can_open_the_door_again(opened):
    for _ in range(6):
        outcome(opened)

    enable_account(opened, "lan.mc", by=None, now=NOW)
    assert entered(opened, "lan.mc").token

    for _ in range(6):
        outcome(opened)
    once = reset_password(opened, "lan.mc", by=None, now=NOW, hasher=QUICK)
    assert entered(opened, "lan.mc", once).token


def test_guesses_at_the_old_password_in_a_session_count_as_well(opened):
    entered(opened, "lan.mc")

    def change(old: str) -> str:
        return change_password(opened, "lan.mc", old, "đổi mùa lá rụng", now=NOW, hasher=QUICK)

    for _ in range(5):
        with pytest.raises(SignInRefused, match="không đúng"):
            change(WRONG)
    with pytest.raises(SignInRefused, match="sai quá nhiều lần"):
        change(PHRASE)


@pytest.mark.slow
def test_eight_processes_get_no_more_guesses_than_one(opened):
    calls = [(opened.url, "lan.mc", "10.0.0.7", 10) for number in range(8)]

    seen = Counter(each for ran in workers.together(guess, calls) for each in ran)

    assert seen == {"wrong": PLACE_LIMIT.failures, "locked": 80 - PLACE_LIMIT.failures}
    assert written(opened) == seen


@pytest.mark.slow
def test_eight_processes_at_many_addresses_get_no_more_guesses_than_one(opened):
    calls = [(opened.url, "lan.mc", number, 10) for number in range(8)]

    seen = Counter(each for ran in workers.together(guess_from_everywhere, calls) for each in ran)

    assert seen == {"wrong": LOGIN_LIMIT.failures, "locked": 80 - LOGIN_LIMIT.failures}


@pytest.mark.slow
def test_four_processes_at_one_address_get_no_more_guesses_than_one(opened):
    jobs = [(guess_around, opened.url, number, 16) for number in range(4)]

    seen = Counter(each for ran in workers.side_by_side(jobs) for each in ran)

    assert seen == {"wrong": ADDRESS_LIMIT.failures, "locked": 64 - ADDRESS_LIMIT.failures}


@pytest.mark.slow
def test_good_sign_ins_at_once_leave_nothing_counted(opened):
    people = [f"can.bo{number}" for number in range(4)]
    for login in people:
        made(opened, login)

    ran = workers.together(enter, [(opened.url, login, 10) for login in people])

    assert Counter(each for one in ran for each in one) == {"ok": 40}
    with opened.reading() as connection:
        kept = connection.execute(select(TALLIES.c.subject, TALLIES.c.failures)).all()
    assert {failures for _, failures in kept} <= {0}
    assert not [subject for subject, _ in kept if subject.startswith("place:")]
