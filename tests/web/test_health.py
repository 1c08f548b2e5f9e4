"""`/healthz` and `/metrics`: who is answered, and with what."""

from dataclasses import replace

import pytest
from flask import request

from app.factory import create_app
from app.web.access import public

TOKEN = "t" * 40


def test_anybody_may_ask_whether_the_program_is_well(client):
    answer = client.get("/healthz", environ_base={"REMOTE_ADDR": "203.0.113.9"})

    assert answer.get_json()["well"] is True


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
