"""`/healthz` and `/metrics`: who is answered, and with what."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import request
from sqlalchemy import select

from app import clock
from app.deadlines.tick import tick
from app.factory import create_app
from app.services.demo_clock import demo_now, move
from app.store.engine import Database, database
from app.store.heartbeats import beat
from app.store.incidents import Failure, fail
from app.store.timer_sweep import TICK, TIMERS
from app.web.access import public
from sla.zone import later
from tests.web.figures import figures

TOKEN = "t" * 40


@pytest.fixture
def ward(config):
    """The ward's database, with all told that was due in its morning."""
    opened = database(config.database_url)
    told(opened)
    return opened


def shown(opened) -> datetime:
    """What the ward's clock shows."""
    at = demo_now(opened, clock.now())
    assert at is not None
    return at


def told(opened):
    tick(opened, until=shown(opened), now=shown(opened))


def beaten(opened, minutes, worker="máy-1:4711"):
    """A scheduler ran so many minutes ago."""
    at = later(clock.now(), minutes=-minutes)
    with opened.writing() as connection:
        beat(connection, job="tick", worker=worker, at=at, took=0.1, result="")


def asked(client):
    answer = client.get("/healthz", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    return answer.status_code, answer.get_json()


def test_anybody_may_ask_whether_the_program_is_well(client, ward):
    status, state = asked(client)

    assert (status, state["well"], state["reason"]) == (200, True, None)
    assert state["scheduler"]["state"] == "never"
    assert state["scheduler"]["last_beat_seconds"] is None


def test_deadlines_that_nobody_tells_are_an_illness(client, ward):
    beaten(ward, minutes=0)
    move(ward, to=later(shown(ward), minutes=26 * 60), by=None, wall=clock.now())

    status, state = asked(client)

    assert (status, state["well"]) == (503, False)
    assert state["reason"].startswith("mốc hạn cũ nhất đã chờ ")
    assert state["scheduler"]["oldest_timer_seconds"] > 300
    told(ward)
    assert asked(client)[0] == 200


@pytest.mark.parametrize(
    ("minutes", "status", "said"), [(0, 200, "beating"), (4, 200, "beating"), (6, 503, "silent")]
)
def test_a_scheduler_that_fell_silent_is_an_illness(client, ward, minutes, status, said):
    beaten(ward, minutes=60, worker="máy-2:1")
    beaten(ward, minutes=minutes)

    found, state = asked(client)

    assert (found, state["scheduler"]["state"]) == (status, said)
    assert (state["reason"] is None) == (status == 200)
    assert minutes * 60 <= state["scheduler"]["last_beat_seconds"] < minutes * 60 + 60


def test_single_runs_are_not_missed_in_between(client, ward):
    beaten(ward, minutes=25 * 60)
    beaten(ward, minutes=30, worker="máy-1:cron")

    status, state = asked(client)

    assert (status, state["scheduler"]["state"]) == (200, "cron")


def test_a_case_with_an_incident_waits_for_its_next_try(client, config):
    opened = database(config.database_url)
    with opened.reading() as connection:
        due = due_cases(connection, shown(opened))
    with opened.writing() as connection:
        failures = [Failure(case_code=code, error="lỗi", digest="d") for code in due]
        fail(connection, failures, job=TICK, now=shown(opened))

    assert asked(client)[0] == 200
    assert figures(client)["motcua_incidents"] == len(due) > 0


def due_cases(connection, at):
    codes = select(TIMERS.c.case_code).where(TIMERS.c.fires_at <= at).distinct()
    return list(connection.scalars(codes))


def test_a_database_out_of_reach_is_told_without_its_address(config, tmp_path):
    app = create_app(config)
    database(config.database_url).engine.dispose()
    gone = replace(
        app.extensions["motcua"],
        database=Database(f"postgresql+psycopg://motcua@/motcua?host={tmp_path}"),
    )
    app.extensions["motcua"] = gone

    status, state = asked(app.test_client())

    assert (status, state["schema"], state["scheduler"]) == (503, None, None)
    assert state["reason"] == "không dùng được cơ sở dữ liệu"


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.0.1", "::1"])
def test_figures_are_for_this_machine(client, address):
    answer = client.get("/metrics", environ_base={"REMOTE_ADDR": address})

    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=0.0.4")


@pytest.mark.parametrize("address", ["203.0.113.9", "10.0.0.7", "", "không rõ"])
def test_elsewhere_there_is_no_such_page(client, address):
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": address}).status_code == 404


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_what_a_proxy_of_this_machine_passes_on_comes_from_elsewhere(client, name):
    assert client.get("/metrics", headers={name: "127.0.0.1"}).status_code == 404


def test_whoever_shows_the_token_is_answered_anywhere(config):
    client = create_app(replace(config, metrics_token=TOKEN)).test_client()
    away = {"REMOTE_ADDR": "203.0.113.9"}

    def status(words):
        headers = {"Authorization": words}
        return client.get("/metrics", environ_base=away, headers=headers).status_code

    assert client.get("/metrics").status_code == 404  # not even on this machine
    assert status(f"Bearer {TOKEN}") == 200
    assert [status(words) for words in ("", "Bearer ", f"Bearer {TOKEN}x", "Bearer ă")] == [404] * 4


def test_without_a_token_an_empty_one_opens_nothing(client):
    away = {"REMOTE_ADDR": "203.0.113.9"}

    answer = client.get("/metrics", environ_base=away, headers={"Authorization": "Bearer "})

    assert answer.status_code == 404


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_only_our_own_proxies_are_believed(config, proxies, seen):
    app = create_app(replace(config, trusted_proxies=proxies))

    @app.get("/whence")
    @public
    def whence():
        return request.remote_addr or ""

    answer = app.test_client().get("/whence", headers={"X-Forwarded-For": "203.0.113.9"})

    assert answer.text == seen
