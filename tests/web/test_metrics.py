"""What Prometheus is told: counts of ours and figures of the database, nobody's data."""

from app import clock
from app.sample import MORNING, ONE_FOR_ALL
from app.services import demo_clock
from app.store.channels import announce
from app.store.engine import database
from app.store.heartbeats import beat
from app.store.outbox import Message, lease, put, settle_dead
from sla.zone import later
from tests.web.client import token_of
from tests.web.figures import figures


def test_requests_are_counted_by_route_and_status(client):
    client.get("/sign-in")
    client.get("/sign-in")
    client.get("/nguyen-van-an")

    seen = figures(client)

    name = "motcua_request_seconds_count"
    assert seen[f'{name}{{endpoint="session.enter",method="GET",status="200"}}'] == 2
    assert seen[f'{name}{{endpoint="unknown",method="GET",status="404"}}'] == 1
    assert not [key for key in seen if "nguyen" in key]


def test_a_made_up_method_makes_no_label(client):
    client.open("/sign-in", method="HACKED")

    assert "HACKED" not in client.get("/metrics").text


def test_sign_ins_are_counted_by_how_they_went(client):
    for password in ("không phải mật khẩu", ONE_FOR_ALL):
        given = {"login": "lan.mc", "password": password, "csrf_token": token_of(client)}
        client.post("/sign-in", data=given)

    seen = figures(client)

    assert seen['motcua_sign_ins_total{outcome="refused"}'] == 1
    assert seen['motcua_sign_ins_total{outcome="ok"}'] == 1


def test_what_is_recorded_and_what_waits_is_asked_of_the_database(client, config):
    opened = database(config.database_url)
    before = figures(client)
    demo_clock.move(opened, to=MORNING.replace(day=30), by=None, wall=clock.now())

    after = figures(client)

    assert after["motcua_events_total"] == before["motcua_events_total"] > 100
    assert after["motcua_oldest_timer_seconds"] > before["motcua_oldest_timer_seconds"]


def test_each_job_says_how_long_ago_it_ran_wherever_that_was(client, config):
    with database(config.database_url).writing() as connection:
        for worker, minutes in (("máy-1:1", 9), ("máy-2:1", 2)):
            at = later(clock.now(), minutes=-minutes)
            beat(connection, job="tick", worker=worker, at=at, took=0.1, result="3 mốc quá hạn")

    seen = figures(client)

    assert 120 <= seen['motcua_scheduler_beat_seconds{job="tick"}'] < 180
    assert not [key for key in seen if "máy" in key]


def test_messages_that_wait_or_were_given_up_are_counted(client, config):
    with database(config.database_url).writing() as connection:
        announce(connection, ["mail", "sms"], now=MORNING)
        put(connection, [message("mail", number) for number in range(3)], now=MORNING)
        (first, *_) = lease(
            connection, "mail", now=MORNING, until=later(MORNING, minutes=1), limit=1
        )
        settle_dead(connection, first, error="không có địa chỉ này")

    seen = figures(client)

    assert seen['motcua_outbox{channel="mail",state="waiting"}'] == 2
    assert seen['motcua_outbox{channel="mail",state="dead"}'] == 1
    assert seen['motcua_outbox{channel="sms",state="waiting"}'] == 0


def message(channel, number):
    return Message(
        key=f"thử:{number}",
        channel=channel,
        address="lan@vi-du.example",
        agency="H32.PL",
        kind="step",
        subject="Thử",
        body="Thử",
        not_before=MORNING,
    )
