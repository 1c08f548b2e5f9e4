"""What Prometheus is told: counts of ours and figures of the database, nobody's data."""

import re

from app import clock
from app.sample import MORNING, ONE_FOR_ALL
from app.services import demo_clock
from app.store.engine import database
from tests.web.client import token_of

FIGURE = re.compile(r"^(motcua_\S+(?:\{[^}]*\})?) (\S+)$", re.MULTILINE)


def figures(client):
    found = FIGURE.findall(client.get("/metrics").text)
    return {name: float(value) for name, value in found}


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
