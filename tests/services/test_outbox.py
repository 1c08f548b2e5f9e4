"""The outbox as admins see it: their own offices' messages, nobody's words, and trying again."""

from functools import partial

import pytest
from sqlalchemy import func, select

from app.errors import Refused, Unknown
from app.notices.delivery import LEASE
from app.services import outbox as service
from app.services.outbox import messages, overview, send_again, send_all_again, try_channel
from app.store import outbox as store
from app.store.channels import channel_state, pause
from app.store.outbox import OUTBOX
from app.store.outbox_lists import forget_messages
from tests.notices import gateways
from tests.notices.gateways import open_gateway, says
from tests.notices.posting import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    delivered,
    message,
    post,
    row,
    rows,
    states,
    text_message,
    until_quiet,
)
from tests.store import desk
from workflows.agency import Role
from workflows.officer import Grant, Officer

drop = partial(service.drop, reason="gửi nhầm")


def officer(agency="H32", role=Role.ADMIN, *, lent=False):
    grant = Grant(agency=agency, role=role)
    return Officer(
        login="quan.tri", name="Quản trị", grants=(grant,), lent=(grant,) if lent else ()
    )


ADMIN, WARD = officer(), officer("H32.PL")
NOBODIES = [
    officer("H32.BD"),
    officer("H32.PL", Role.LEADER),
    officer(lent=True),
    Officer(login="ai", name="Ai"),
]


@pytest.fixture
def opened(database_url):
    desk.loaded(database_url)
    return post(database_url)


@pytest.fixture
def gateway():
    with open_gateway() as at_work:
        yield at_work


def dead(opened, *posted):
    """Messages no gateway wanted."""
    with open_gateway() as gateway:
        gateway.always = says(400)
        post(opened.url, *posted)
        until_quiet(opened, gateway.channel())


def test_the_counts_tell_what_each_channel_has_to_do(opened, gateway):
    dead(opened, text_message(1))
    post(opened.url, text_message(2), message(3), text_message(4, agency="H32.BD"))
    delivered(opened, gateway.channel())
    post(opened.url, text_message(5), now=NOW + MINUTE)

    mail, sms, zalo = overview(opened, viewer=WARD, now=NOW)

    assert [each.name for each in (mail, sms, zalo)] == ["Thư điện tử", "Tin nhắn SMS", "Zalo"]
    assert (mail.counts, sms.counts, zalo.counts) == (
        {"waiting": 1},
        {"dead": 1, "sent": 1, "waiting": 1},
        {},
    )
    assert (mail.oldest, sms.oldest, zalo.oldest) == (NOW, NOW + MINUTE, None)
    assert sms.state is not None
    assert sms.state.in_use
    assert overview(opened, viewer=ADMIN, now=NOW)[1].counts == {"dead": 1, "sent": 2, "waiting": 1}


def test_of_what_is_sent_only_the_last_day_counts_and_of_the_rest_all(opened, gateway):
    dead(opened, text_message(1))
    post(opened.url, text_message(2), text_message(3), message(4))
    gateway.answers = [gateways.taken, says(500)]
    until_quiet(opened, gateway.channel())
    until_quiet(opened, gateway.channel(), NOW + HOUR)

    def sms(now):
        return overview(opened, viewer=WARD, now=now)[1]

    day, later, week = sms(NOW + DAY), sms(NOW + DAY + HOUR), sms(NOW + 7 * DAY)
    assert (day.counts, day.sent_at) == ({"dead": 1, "sent": 2}, NOW + HOUR)
    assert (later.counts, later.sent_at) == ({"dead": 1, "sent": 1}, NOW + HOUR)
    assert (week.counts, week.sent_at) == ({"dead": 1}, None)
    assert overview(opened, viewer=WARD, now=NOW + 7 * DAY)[0].counts == {"waiting": 1}


def test_before_any_scheduler_the_channels_are_there_and_idle(database_url):
    found = overview(desk.loaded(database_url), viewer=ADMIN, now=NOW)

    assert [(each.code, each.state, each.counts) for each in found] == [
        ("mail", None, {}),
        ("sms", None, {}),
        ("zalo", None, {}),
    ]


def test_the_lists_show_neither_what_is_said_nor_to_whom(opened):
    post(opened.url, text_message(1, body="Bà Tư"), message(2, subject="Bà Tư", login="lan.mc"))

    mail, sms = messages(opened, viewer=ADMIN).messages

    assert (sms.address, mail.address, mail.login) == ("…678", "b…@example.com", "lan.mc")
    assert "Bà Tư" not in repr([sms, mail])


def test_the_dead_are_listed_the_latest_first_and_in_pages(opened, monkeypatch):
    monkeypatch.setattr(service, "PAGE", 2)
    dead(opened, *(text_message(number) for number in range(3)))
    post(opened.url, message(9))

    first = messages(opened, viewer=WARD, state="dead")
    second = messages(opened, viewer=WARD, state="dead", after=first.next)

    numbers = [each.id for each in (*first.messages, *second.messages)]
    assert numbers == sorted(numbers, reverse=True)
    assert (len(first.messages), len(second.messages), second.next) == (2, 1, None)
    assert [each.channel for each in messages(opened, viewer=WARD, channel="mail").messages] == [
        "mail"
    ]
    assert messages(opened, viewer=WARD, after=0).messages == ()
    assert len(messages(opened, viewer=WARD, after=10**30).messages) == 2


@pytest.mark.parametrize("nobody", NOBODIES)
def test_who_keeps_other_offices_or_none_sees_and_does_nothing(opened, nobody):
    dead(opened, text_message(1))
    number = row(opened).id

    assert messages(opened, viewer=nobody).messages == ()
    assert all(each.counts == {} for each in overview(opened, viewer=nobody, now=NOW))
    assert send_all_again(opened, "sms", by=nobody, now=NOW) == 0
    for act in (send_again, drop):
        with pytest.raises(Unknown, match="không có tin này"):
            act(opened, number, by=nobody, now=NOW)
    assert states(opened) == ["dead"]


@pytest.mark.parametrize("number", [0, -1, 10**30, 4711])
def test_a_number_that_is_none_is_unknown(opened, number):
    with pytest.raises(Unknown):
        send_again(opened, number, by=ADMIN, now=NOW)


def test_a_dead_message_is_sent_again_with_all_its_tries(opened, gateway):
    dead(opened, text_message(1))

    send_again(opened, row(opened).id, by=WARD, now=NOW)
    send_again(opened, row(opened).id, by=WARD, now=NOW)

    assert (row(opened).state, row(opened).attempts) == ("waiting", 0)
    assert until_quiet(opened, gateway.channel()) == 1


def test_a_message_that_waits_for_its_next_try_need_not_wait(opened, gateway):
    post(opened.url, text_message(1))
    gateway.answers = [says(500, Retry_After="7200")]
    until_quiet(opened, gateway.channel())

    send_again(opened, row(opened).id, by=WARD, now=NOW + MINUTE)

    assert until_quiet(opened, gateway.channel(), NOW + MINUTE) == 1


def test_trying_again_is_not_trying_before_the_hour(opened, gateway):
    post(opened.url, text_message(1, not_before=NOW + HOUR))

    send_again(opened, row(opened).id, by=WARD, now=NOW)

    assert until_quiet(opened, gateway.channel()) == 0
    assert until_quiet(opened, gateway.channel(), NOW + HOUR) == 1


def test_all_dead_messages_of_a_channel_are_sent_again_at_once(opened, gateway):
    dead(opened, text_message(1), text_message(2), text_message(3, agency="H32.BD"))

    assert send_all_again(opened, "zalo", by=WARD, now=NOW) == 0
    assert send_all_again(opened, "sms", by=WARD, now=NOW) == 2

    assert until_quiet(opened, gateway.channel()) == 2
    assert states(opened) == ["sent", "sent", "dead"]


def test_what_was_sent_is_sent_no_second_time(opened, gateway):
    post(opened.url, text_message(1))
    until_quiet(opened, gateway.channel())

    for act in (send_again, drop):
        with pytest.raises(Refused, match="tin này đã gửi rồi"):
            act(opened, row(opened).id, by=ADMIN, now=NOW)
    assert until_quiet(opened, gateway.channel(), NOW + DAY) == 0


def test_what_is_on_its_way_is_left_alone(opened):
    post(opened.url, text_message(1))
    with opened.writing() as connection:
        (one,) = store.lease(connection, "sms", now=NOW, until=NOW + LEASE * MINUTE, limit=1)

    for act in (send_again, drop):
        with pytest.raises(Refused, match="đang được gửi"):
            act(opened, row(opened).id, by=ADMIN, now=NOW + MINUTE)
    with opened.writing() as connection:
        assert store.settle_sent(connection, one, receipt="", now=NOW) is True


def test_a_dropped_message_stays_dropped_and_says_by_whom(opened, gateway):
    post(opened.url, text_message(1))

    drop(opened, row(opened).id, by=WARD, now=NOW)

    post(opened.url, text_message(1))
    assert until_quiet(opened, gateway.channel(), NOW + DAY) == 0
    assert row(opened).error == "người quản trị quan.tri đã bỏ lúc 09:00 ngày 04/03/2024: gửi nhầm"
    for act in (send_again, drop):
        with pytest.raises(Refused, match="đã bị bỏ"):
            act(opened, row(opened).id, by=WARD, now=NOW)


def test_a_channel_that_is_left_alone_can_be_tried_at_once(opened, gateway):
    post(opened.url, text_message(1))
    with opened.writing() as connection:
        pause(connection, "sms", error="x", until=NOW + HOUR, failures=9)

    with pytest.raises(Refused):
        try_channel(opened, "sms", by=officer(role=Role.LEADER))
    assert until_quiet(opened, gateway.channel()) == 0
    try_channel(opened, "sms", by=WARD)

    assert until_quiet(opened, gateway.channel()) == 1
    with opened.reading() as connection:
        state = channel_state(connection, "sms")
    assert state is not None
    assert (state.failures, state.error) == (0, None)


def test_old_messages_are_forgotten_but_for_those_that_wait(opened, gateway):
    post(opened.url, *(text_message(number) for number in range(3)), message(9))
    until_quiet(opened, gateway.channel())

    with opened.writing() as connection:
        assert forget_messages(connection, before=NOW, limit=10) == 0
        assert forget_messages(connection, before=NOW + DAY, limit=2) == 2
        assert forget_messages(connection, before=NOW + DAY, limit=2) == 1
        assert connection.scalar(select(func.count()).select_from(OUTBOX)) == 1
    assert rows(opened)[0].channel == "mail"
