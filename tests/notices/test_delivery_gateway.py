"""Short messages through a real HTTP gateway that misbehaves: all arrive, none comes twice."""

import pytest

from app.notices.channel import mark
from app.notices.gateway import GatewayChannel
from config import Gateway
from tests.notices import gateways
from tests.notices.gateways import open_gateway, says
from tests.notices.posting import (
    BODY,
    DAY,
    HOUR,
    MINUTE,
    NOW,
    all_day,
    delivered,
    overdue,
    paused,
    post,
    row,
    rows,
    states,
    text_message,
    until_quiet,
)


@pytest.fixture
def gateway():
    with open_gateway() as opened:
        yield opened


def test_the_gateway_is_told_whom_what_and_from_whom(sqlite_url, gateway):
    told = text_message(body=BODY, address="+84 912 345 678", sender_name="UBND phường Phước Long")
    opened = post(sqlite_url, told)

    done = delivered(opened, gateway.channel())

    (found,) = gateway.taken
    assert found.told == {
        "to": "0912345678",
        "text": BODY,
        "sender": "MAU-PL",
        "sender_name": "UBND phường Phước Long",
        "id": mark(told),
    }
    assert found.headers["Authorization"] == f"Bearer {gateways.TOKEN}"
    assert found.headers["Idempotency-Key"] == mark(told)
    assert (done.sent, done.later, done.dead, done.paused) == (1, 0, 0, False)
    assert (row(opened).state, row(opened).receipt, row(opened).sent_at) == ("sent", "g-1", NOW)


def test_offices_that_number_alike_are_told_apart_by_a_gateway_they_share():
    here, there = text_message(), text_message(agency="H32.BD")

    assert here.key == there.key
    assert mark(here) != mark(there)
    assert mark(here) == mark(text_message())


@pytest.mark.parametrize(
    "answer",
    [
        says(500),
        says(429),
        says(503, Retry_After="5"),
        says(408),
        says(403),
        says(302, Location="http://127.0.0.1:9/"),
        gateways.dropped,
        says(401),
    ],
)
def test_what_was_not_taken_is_sent_again_and_arrives_once(database_url, gateway, answer):
    opened = post(database_url, text_message())
    gateway.answers = [answer, answer]

    first = delivered(opened, gateway.channel())
    all_day(opened, gateway.channel(), hours=1, step=MINUTE)

    assert (first.sent, first.later, first.dead) == (0, 1, 0)
    assert gateway.texts == ["Nội dung số 1"]
    assert (row(opened).state, row(opened).error) == ("sent", None)
    assert not paused(opened, "sms")


@pytest.mark.parametrize(
    "answer",
    [
        gateways.taken_and_cut_short,
        gateways.taken_and_answered_twice,
        gateways.taken_and_never_done,
        gateways.late(0.3),
        says(204),
        says(202, b'["no object"]'),
        says(200, b'{"id": ' + b"[" * 60_000),
        says(200, b"\xff\x00"),
        says(201, b'{"id": {"a": 1}}'),
    ],
)
def test_what_was_acknowledged_is_never_sent_again(sqlite_url, gateway, answer):
    opened = post(sqlite_url, text_message())
    gateway.answers = [answer]

    done = delivered(opened, gateway.channel())
    all_day(opened, gateway.channel(), hours=24)

    assert (done.sent, gateway.requests) == (1, 1)
    assert states(opened) == ["sent"]


def test_a_lost_acknowledgement_means_the_same_id_once_more(sqlite_url, gateway):
    opened = post(sqlite_url, text_message())
    gateway.answers = [gateways.taken_and_dropped]

    all_day(opened, gateway.channel(), hours=1, step=MINUTE)

    assert len(gateway.ids) == 2
    assert len(set(gateway.ids)) == 1
    assert len({each.headers["Idempotency-Key"] for each in gateway.taken}) == 1


def test_a_gateway_that_says_nothing_is_waited_for_only_so_long(sqlite_url, gateway):
    opened = post(sqlite_url, text_message(1), text_message(2))
    gateway.answers = [gateways.silent]

    done = delivered(opened, gateway.channel(timeout=0.2))

    assert (done.sent, done.later, done.paused) == (0, 1, True)
    assert gateway.requests == 1
    all_day(opened, gateway.channel(), hours=1, step=MINUTE)
    assert sorted(gateway.texts) == ["Nội dung số 1", "Nội dung số 2"]


@pytest.mark.parametrize("code", [400, 409, 413, 422])
def test_a_message_that_is_refused_is_not_tried_again(sqlite_url, gateway, code):
    opened = post(sqlite_url, text_message(1), text_message(2))
    gateway.answers = [says(code, b"0912345678 is not to be written to")]

    done = delivered(opened, gateway.channel())
    all_day(opened, gateway.channel(), hours=24)

    assert (done.sent, done.dead, done.paused) == (1, 1, False)
    assert states(opened) == ["dead", "sent"]
    assert rows(opened)[0].error == f"cổng nhắn tin trả lời mã {code}"
    assert gateway.requests == 2


def test_a_number_that_is_none_is_dead_at_once_and_does_not_travel(sqlite_url, gateway):
    opened = post(sqlite_url, text_message(1, address="258 000"), text_message(2))

    delivered(opened, gateway.channel())

    assert states(opened) == ["dead", "sent"]
    assert gateway.requests == 1
    assert "258" not in rows(opened)[0].error


def test_the_token_follows_no_redirect(sqlite_url, gateway):
    with open_gateway() as elsewhere:
        opened = post(sqlite_url, text_message())
        gateway.always = says(307, Location=f"http://127.0.0.1:{elsewhere.port}/")

        all_day(opened, gateway.channel(), hours=2)

        assert (gateway.requests > 1, elsewhere.requests) == (True, 0)


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({"Retry_After": "1800"}, 30),
        (
            {
                "Retry_After": "Mon, 04 Mar 2024 03:00:00 GMT",
                "Date": "Mon, 04 Mar 2024 02:30:00 GMT",
            },
            30,
        ),
        ({"Retry_After": "9" * 400}, 60),
        ({"Retry_After": "-5"}, 1),
        ({"Retry_After": "soon"}, 1),
        ({"Retry_After": "Mon, 04 Mar 2024 03:00:00", "Date": "nonsense"}, 1),
    ],
)
def test_a_gateway_that_asks_for_time_gets_it(sqlite_url, gateway, headers, minutes):
    opened = post(sqlite_url, text_message(1), text_message(2))
    gateway.answers = [says(429, **headers)]

    assert delivered(opened, gateway.channel()).paused
    before = delivered(opened, gateway.channel(), NOW + minutes * MINUTE - MINUTE / 2)
    after = delivered(opened, gateway.channel(), NOW + minutes * MINUTE)

    assert (before.sent, before.paused) == (0, True)
    assert (after.sent, after.paused) == (1, False)


def test_one_message_that_is_asked_to_wait_does_not_hold_up_the_others(sqlite_url, gateway):
    opened = post(sqlite_url, text_message(1), text_message(2))
    gateway.answers = [says(502, Retry_After="7200")]

    assert delivered(opened, gateway.channel()).sent == 1
    assert until_quiet(opened, gateway.channel(), NOW + 2 * HOUR - MINUTE) == 0
    assert until_quiet(opened, gateway.channel(), NOW + 2 * HOUR + 2 * MINUTE) == 1


def test_a_gateway_that_is_gone_for_a_day_is_knocked_at_and_no_message_is_lost(database_url):
    with open_gateway() as gateway:
        pass
    opened = post(database_url, *(text_message(number) for number in range(12)))

    tries = []
    channel, half = gateway.channel(), 30 * MINUTE
    back = all_day(opened, channel, step=half, each=lambda done: tries.append(done.later))
    assert {(each.state, each.attempts) for each in rows(opened)} == {("waiting", 0)}
    assert 0 < sum(tries) <= 24 * 6

    with open_gateway(gateway):
        all_day(opened, gateway.channel(), since=back, hours=0.5)

    assert sorted(gateway.texts) == sorted(f"Nội dung số {number}" for number in range(12))
    assert set(states(opened)) == {"sent"}


def test_a_gateway_that_is_ill_for_a_day_gets_every_message_in_the_end(sqlite_url, gateway):
    opened = post(sqlite_url, *(text_message(number) for number in range(5)))
    gateway.always = says(500)

    back = all_day(opened, gateway.channel())
    assert set(states(opened)) == {"waiting"}
    gateway.always = None
    all_day(opened, gateway.channel(), since=back, hours=7)

    assert sorted(gateway.texts) == [f"Nội dung số {number}" for number in range(5)]


def test_after_three_days_a_message_is_given_up(sqlite_url, gateway):
    opened = post(sqlite_url, text_message())
    gateway.always = says(500)

    almost = all_day(opened, gateway.channel(), hours=72, step=30 * MINUTE)
    assert states(opened) == ["waiting"]
    all_day(opened, gateway.channel(), since=almost, hours=24)

    assert states(opened) == ["dead"]
    assert row(opened).error == "cổng nhắn tin trả lời mã 500"
    assert row(opened).attempts == gateway.requests == 21


def test_a_gateway_without_tls_where_tls_was_promised_is_away(sqlite_url, gateway):
    opened = post(sqlite_url, text_message())
    place = Gateway(url=f"https://127.0.0.1:{gateway.port}/", token="bí-mật")

    done = delivered(opened, GatewayChannel("sms", place, timeout=2))

    assert (done.paused, gateway.requests) == (True, 0)
    assert row(opened).error == "không thiết lập được TLS với cổng nhắn tin"


def test_a_message_due_again_goes_out_when_the_pause_of_its_channel_is_over(sqlite_url, gateway):
    opened = post(sqlite_url, text_message())
    gateway.answers = [says(503)]

    delivered(opened, gateway.channel())
    overdue(opened, NOW)

    assert delivered(opened, gateway.channel(), NOW + MINUTE / 2).paused
    assert delivered(opened, gateway.channel(), NOW + DAY).sent == 1
