"""Several deliverers at once, and some that die: nothing is sent twice that was acknowledged."""

import multiprocessing
import threading
import time
from collections import Counter
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from app.errors import DatabaseNotReady
from app.notices.delivery import LEASE, deliver
from app.store.engine import Database, database
from app.store.outbox import OUTBOX
from tests.notices.gateways import HttpGateway, late, open_gateway, taken
from tests.notices.posting import MINUTE, NOW, post, states, text_message, until_quiet
from tests.store.workers import PATIENCE, together

CODES = [f"H32.PL-240304-{number:04d}" for number in range(1, 11)]


def keep_delivering(url, port):
    """What a scheduler does until nothing is due; how many it has sent."""
    opened, channel = database(url), HttpGateway(port=port).channel()
    sent, quiet = 0, 0
    while quiet < 5:
        done = deliver(opened, channel, now=NOW, limit=5)
        sent += done.sent
        quiet = 0 if done.more else quiet + 1
        time.sleep(0.01)
    return sent


@pytest.fixture
def gateway():
    with open_gateway() as opened:
        yield opened


def many():
    """Four messages of each of ten cases, in turns."""
    return [text_message(n, case_code=CODES[n % 10], body=f"{n % 10} {n // 10}") for n in range(40)]


@pytest.mark.slow
def test_two_processes_share_the_work_and_send_nothing_twice(database_url, gateway):
    opened = post(database_url, *many())
    gateway.always = late(0.005)

    sent = together(keep_delivering, [(database_url, gateway.port)] * 2)

    assert sum(sent) == 40
    assert all(sent)
    assert set(Counter(gateway.ids).values()) == {1}
    assert set(states(opened)) == {"sent"}
    for case in range(10):
        mine = [text for text in gateway.texts if text.startswith(f"{case} ")]
        assert mine == [f"{case} {turn}" for turn in range(4)]


def deliver_for_ever(url, port):
    while True:
        deliver(database(url), HttpGateway(port=port).channel(), now=NOW, limit=5)


@pytest.mark.slow
def test_one_that_is_killed_leaves_at_most_its_last_message_in_doubt(database_url, gateway):
    opened = post(database_url, *many())
    gateway.always = late(0.02)
    spawn = multiprocessing.get_context("spawn")
    process = spawn.Process(target=deliver_for_ever, args=(database_url, gateway.port))
    process.start()
    wait_for(lambda: len(gateway.taken) >= 12)
    process.kill()
    process.join(PATIENCE)
    gateway.always = taken

    assert until_quiet(opened, gateway.channel(), NOW) > 0
    until_quiet(opened, gateway.channel(), NOW + LEASE * MINUTE)

    assert set(states(opened)) == {"sent"}
    assert sorted(set(gateway.texts)) == sorted(each.body for each in many())
    assert len(gateway.ids) <= 41


def wait_for(happened):
    given_up = time.monotonic() + PATIENCE
    while not happened() and time.monotonic() < given_up:
        time.sleep(0.005)
    assert happened()


def test_while_a_message_is_on_its_way_no_transaction_is_open(database_url, gateway):
    opened = post(database_url, text_message(1))
    on_its_way, go_on = threading.Event(), threading.Event()

    def slow(handler):
        on_its_way.set()
        go_on.wait(PATIENCE)
        taken(handler)

    gateway.always = slow
    worker = threading.Thread(
        target=deliver,
        args=(opened, gateway.channel(timeout=PATIENCE)),
        kwargs={"now": NOW, "limit": 5},
    )
    worker.start()
    assert on_its_way.wait(PATIENCE)
    post(database_url, text_message(2))
    with opened.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(OUTBOX)) == 2
    go_on.set()
    worker.join(PATIENCE)

    assert states(opened) == ["sent", "waiting"]


def test_what_was_taken_is_noted_as_soon_as_the_database_is_back(sqlite_url, gateway, monkeypatch):
    opened = post(sqlite_url, text_message())
    tries = Failing(sqlite_url, times=2)
    monkeypatch.setattr("app.notices.delivery._NOTING", (0.0, 0.0, 0.0))

    assert deliver(tries, gateway.channel(), now=NOW, limit=5).sent == 1
    assert (tries.left, states(opened), gateway.requests) == (0, ["sent"], 1)


class Failing(Database):
    """The same database, away for some writes after the lease."""

    def __init__(self, url, *, times):
        super().__init__(url)
        self.left, self.leased = times, False

    @contextmanager
    def writing(self):
        if self.leased and self.left:
            self.left -= 1
            raise DatabaseNotReady("đang đi vắng")
        self.leased = True
        with super().writing() as connection:
            yield connection
