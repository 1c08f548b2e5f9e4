"""`/healthz` where something else hides that nobody tells the deadlines."""

import pytest

from app import clock
from app.store.channels import announce
from app.store.engine import database
from app.store.heartbeats import beat
from sla.zone import later
from tests.web import operating
from tests.web.figures import figures

DAY = 24 * 60


@pytest.fixture
def ward(config):
    """The ward's database, with all told that was due in its morning."""
    opened = database(config.database_url)
    operating.told(opened)
    return opened


def beaten(opened, minutes, job="tick", worker="máy-1:4711"):
    """A job ran so many minutes ago; below zero: by a clock that is ahead."""
    at = later(clock.now(), minutes=-minutes)
    with opened.writing() as connection:
        beat(connection, job=job, worker=worker, at=at, took=0.1, result="")


def asked(client):
    answer = client.get("/healthz")
    return answer.status_code, answer.get_json()["scheduler"]


def test_a_single_run_by_hand_does_not_hide_a_dead_service(client, ward):
    beaten(ward, DAY - 1)
    beaten(ward, 1, worker="máy-1:cron")

    status, scheduler = asked(client)

    assert (status, scheduler["state"]) == (503, "silent")
    assert figures(client)['motcua_scheduler_beat_seconds{job="tick"}'] > 80_000


def test_the_page_of_operations_agrees(sign_in, ward):
    beaten(ward, 60)
    beaten(ward, 1, worker="máy-1:cron")

    text = sign_in("quantri.pl").get("/operations").text

    assert "Bộ hẹn giờ không chạy từ" in text
    assert "không chạy từ" in operating.line(text, "Các việc", "Ghi mốc hạn không chạy")


@pytest.mark.parametrize("job", ["deliver-mail", "tidy"])
def test_other_jobs_do_not_hide_a_tick_that_hangs(client, ward, job):
    beaten(ward, 30)
    beaten(ward, 0, job=job)

    assert asked(client)[0] == 503


def test_a_beat_of_a_clock_that_was_ahead_is_not_the_latest(client, sign_in, ward):
    beaten(ward, -90 * DAY)
    assert asked(client)[1]["state"] == "never"
    beaten(ward, 30, worker="máy-2:1")

    status, scheduler = asked(client)

    assert (status, scheduler["state"]) == (503, "silent")
    assert figures(client)['motcua_scheduler_beat_seconds{job="tick"}'] >= 1_800
    assert "Bộ hẹn giờ không chạy từ" in sign_in("binh.ld").get("/operations/banner").text


def test_clocks_may_differ_a_little(client, ward):
    beaten(ward, -4)

    status, scheduler = asked(client)

    assert (status, scheduler["state"], scheduler["last_beat_seconds"]) == (200, "beating", 0)


def test_a_job_that_hangs_beside_the_tick_is_named(client, ward):
    with ward.writing() as connection:
        announce(connection, ["mail"], now=clock.now())
    beaten(ward, 0)
    beaten(ward, 7, job="deliver-mail")
    beaten(ward, 7, job="deliver-sms")  # a channel that is not used any more
    beaten(ward, 7, job="morning")  # three turns of a minute, and five
    beaten(ward, 9, job="calendar")
    beaten(ward, 120, job="tidy")
    beaten(ward, 500, job="weekly", worker="máy-1:cron")

    status, scheduler = asked(client)

    assert (status, scheduler["overdue"]) == (200, ["calendar", "deliver-mail"])


def test_incidents_are_figures_and_no_illness(client, ward):
    beaten(ward, 0)
    assert asked(client)[1]["incidents"] == 0
    operating.broken(ward)

    status, scheduler = asked(client)

    assert (status, scheduler["incidents"]) == (200, 1)
    assert 0 <= scheduler["oldest_incident_seconds"] < 60
