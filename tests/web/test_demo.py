"""The moved clock of a demonstration: seen on every page, moved forward only, nowhere else."""

from dataclasses import replace

from app.factory import create_app
from app.sample import MORNING
from tests.web.client import token_of


def moved(client, **form):
    return client.post("/demo/clock", data={"csrf_token": token_of(client, "/demo/clock"), **form})


def test_every_page_says_what_the_clock_shows(client):
    assert f"{MORNING:%d/%m/%Y}" in client.get("/sign-in").text


def test_four_hours_later_what_became_due_is_recorded(sign_in):
    client = sign_in("lan.mc")

    answer = moved(client, leap="half")
    page = client.get("/demo/clock").text

    assert answer.status_code == 303
    assert "12:3" in page
    assert "mốc quá hạn" in page


def test_the_clock_goes_to_the_next_working_morning(sign_in):
    client = sign_in("lan.mc")

    moved(client, leap="morning")

    assert "07:30" in client.get("/demo/clock").text


def test_it_never_goes_back(sign_in):
    answer = moved(sign_in("lan.mc"), to=f"{MORNING:%Y-%m-%d}T06:00")

    assert answer.status_code == 422
    assert "không lùi" in answer.text


def test_a_moved_clock_does_not_end_the_sessions(sign_in):
    client = sign_in("lan.mc")

    moved(client, leap="morning")

    assert client.get("/password").status_code == 200


def test_an_office_of_ones_own_has_no_such_page(database_url, config):
    client = create_app(replace(config, database_url=database_url)).test_client()

    assert client.get("/demo/clock").status_code == 302
    assert "Bản trình diễn" not in client.get("/sign-in").text
