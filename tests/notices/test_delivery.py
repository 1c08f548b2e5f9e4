"""Delivery on both databases: order, hours, leases, and what happens beside it."""

from itertools import pairwise

import pytest
from sqlalchemy import text, update

from app.notices.delivery import LEASE, deliver
from app.store import outbox as store
from app.store.channels import channel_states
from app.store.outbox import OUTBOX, Message
from tests.notices import gateways
from tests.notices.gateways import open_gateway, says
from tests.notices.posting import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    all_day,
    delivered,
    paused,
    post,
    row,
    rows,
    states,
    text_message,
    until_quiet,
)
from tests.store import desk

CASE = {"case_code": "H32.PL-240304-0001"}


@pytest.fixture
def gateway():
    with open_gateway() as opened:
        yield opened


def test_nothing_is_sent_before_its_hour(database_url, gateway):
    opened = post(database_url, text_message(not_before=NOW + HOUR))

    assert until_quiet(opened, gateway.channel(), NOW + HOUR - MINUTE) == 0
    assert until_quiet(opened, gateway.channel(), NOW + HOUR) == 1


def test_the_oldest_goes_first_and_only_so_many_at_once(database_url, gateway):
    early = [text_message(number, not_before=NOW - HOUR) for number in (3, 4)]
    opened = post(database_url, text_message(1), text_message(2), *early)

    done = deliver(opened, gateway.channel(), now=NOW, limit=3)

    assert (done.sent, done.more) == (3, True)
    assert gateway.texts == [f"Nội dung số {number}" for number in (3, 4, 1)]
    assert until_quiet(opened, gateway.channel()) == 1
    assert delivered(opened, gateway.channel()).more is False


def test_messages_of_a_case_to_one_address_never_overtake_each_other(database_url, gateway):
    mine = [text_message(number, **CASE) for number in (1, 2, 3)]
    others = [
        text_message(4, **CASE, address="0987654321"),
        text_message(5, case_code="H32.PL-240304-0002"),
        text_message(6),
    ]
    opened = post(database_url, *mine, *others)
    gateway.answers = [says(500), gateways.taken, gateways.taken, gateways.taken]

    assert until_quiet(opened, gateway.channel()) == 3
    assert until_quiet(opened, gateway.channel(), NOW + 2 * MINUTE) == 3

    assert gateway.texts == [f"Nội dung số {number}" for number in (4, 5, 6, 1, 2, 3)]


def test_a_dead_message_does_not_hold_up_those_behind_it(database_url, gateway):
    opened = post(database_url, *(text_message(number, **CASE) for number in (1, 2)))
    gateway.answers = [says(400)]

    assert until_quiet(opened, gateway.channel()) == 1
    assert states(opened) == ["dead", "sent"]


def test_a_message_put_twice_is_sent_once(database_url, gateway):
    opened = post(database_url, text_message(1))
    with opened.writing() as connection:
        told = [text_message(1, body="khác"), text_message(2), text_message(2)]
        assert store.put(connection, told, now=NOW) == 1
    until_quiet(opened, gateway.channel())
    with opened.writing() as connection:
        assert store.put(connection, [text_message(1)], now=NOW) == 0
        assert store.put(connection, [], now=NOW) == 0

    assert until_quiet(opened, gateway.channel(), NOW + DAY) == 0
    assert gateway.texts == ["Nội dung số 1", "Nội dung số 2"]


def test_a_message_of_a_transaction_that_fails_was_never_there(database_url, gateway):
    opened = post(database_url)

    def fail():
        with opened.writing() as connection:
            store.put(connection, [text_message()], now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert until_quiet(opened, gateway.channel()) == 0


def test_each_channel_fails_alone(database_url, gateway):
    opened = post(database_url, text_message(1), text_message(2, channel="zalo"))
    with open_gateway() as other:
        gateway.always = says(503)

        delivered(opened, gateway.channel("sms"))
        delivered(opened, other.channel("zalo"))

        assert states(opened) == ["waiting", "sent"]
        assert (paused(opened, "sms"), paused(opened, "zalo")) == (True, False)


def test_a_channel_that_is_away_is_left_alone_ever_longer_up_to_ten_minutes(sqlite_url, gateway):
    opened = post(sqlite_url, *(text_message(number) for number in range(20)))
    gateway.always = says(503)
    knocks = []

    all_day(
        opened,
        gateway.channel(),
        hours=1,
        step=MINUTE,
        each=lambda done: knocks.append(done.later),
    )

    minutes = [minute for minute, count in enumerate(knocks) if count]
    assert [after - before for before, after in pairwise(minutes)] == [1, 2, 4, 8, *[10] * 4]
    assert gateway.requests == sum(knocks) == len(minutes)


def test_a_pause_is_known_to_every_scheduler_and_ends_with_the_first_success(database_url, gateway):
    opened = post(database_url, text_message(1), text_message(2))
    gateway.answers = [says(503), says(503)]

    delivered(opened, gateway.channel())
    delivered(opened, gateway.channel(), NOW + MINUTE)
    (state,) = [each for each in states_of(opened) if each.name == "sms"]
    assert (state.failures, state.paused_until) == (2, NOW + 3 * MINUTE)
    assert state.error == "cổng nhắn tin trả lời mã 503"

    delivered(opened, gateway.channel(), NOW + 3 * MINUTE)
    (state,) = [each for each in states_of(opened) if each.name == "sms"]
    assert (state.failures, state.paused_until, state.error) == (0, None, None)


def states_of(opened):
    with opened.reading() as connection:
        return channel_states(connection)


def test_what_waited_through_the_night_waits_for_the_office(database_url, gateway):
    desk.loaded(database_url)
    opened = post(
        database_url,
        *(text_message(number) for number in range(25)),
        text_message(99, agency="H99"),  # nobody has loaded it, so nobody knows its hours
    )
    gateway.always = says(500)
    until_quiet(opened, gateway.channel(), NOW)
    gateway.always = None

    night = until_quiet(opened, gateway.channel(), NOW + 12 * HOUR)
    early = until_quiet(opened, gateway.channel(), NOW + 22 * HOUR)
    morning = until_quiet(opened, gateway.channel(), NOW + 23 * HOUR)

    assert (night, early, morning) == (1, 0, 25)


def test_a_lease_is_ours_until_its_end_and_nobodys_afterwards(database_url, gateway):
    opened = post(database_url, text_message())
    slow = leased(opened)

    assert until_quiet(opened, gateway.channel(), NOW + (LEASE - 1) * MINUTE) == 0
    assert until_quiet(opened, gateway.channel(), NOW + LEASE * MINUTE) == 1

    with opened.writing() as connection:
        assert store.settle_later(connection, slow, error="x", next_try_at=NOW) is False
        assert store.settle_dead(connection, slow, error="x") is False
        assert store.settle_sent(connection, slow, receipt="x", now=NOW) is False
    assert (row(opened).state, row(opened).receipt, row(opened).lease_no) == ("sent", "g-1", 2)


def test_whoever_was_too_slow_does_not_settle_what_somebody_else_is_sending(database_url):
    opened = post(database_url, text_message())
    slow, quick = leased(opened), leased(opened, NOW + LEASE * MINUTE)

    with opened.writing() as connection:
        assert store.settle_dead(connection, slow, error="x") is False
        store.give_back(connection, [slow])
    assert row(opened).leased_until == NOW + 2 * LEASE * MINUTE
    with opened.writing() as connection:
        assert store.settle_sent(connection, quick, receipt="", now=NOW) is True


def leased(opened, now=NOW):
    with opened.writing() as connection:
        (one,) = store.lease(connection, "sms", now=now, until=now + LEASE * MINUTE, limit=5)
    return one


def test_a_fault_of_our_own_stops_neither_the_others_nor_passes_for_a_success(
    database_url, gateway, caplog
):
    opened = post(database_url, text_message(1), text_message(2), text_message(3))
    broken = Faulty(gateway.channel())

    done = delivered(opened, broken)

    assert (done.sent, done.later) == (2, 1)
    assert rows(opened)[0].error == "lỗi của chương trình (ZeroDivisionError)"
    assert all("Nội dung" not in line.getMessage() for line in caplog.records)


class Faulty:
    """A channel that cannot say the first message."""

    def __init__(self, real):
        self.name, self._real = real.name, real

    def send(self, message: Message) -> str:
        if message.key == "thử:1":
            raise ZeroDivisionError
        return str(self._real.send(message))


def test_the_index_of_what_waits_is_used(database_url):
    opened = post(database_url, *(text_message(number, **CASE) for number in range(50)))
    query = store.OUTBOX.select().where(store._due("sms", NOW)).order_by(OUTBOX.c.next_try_at)
    with opened.writing() as connection:
        connection.execute(update(OUTBOX).where(OUTBOX.c.id > 3).values(state="sent"))
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        plain = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
        word = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
        plan = " ".join(str(line) for line in connection.execute(text(f"{word} {plain}")))

    assert "ix_outbox_waiting" in plan
    assert "ix_outbox_turns" in plan
