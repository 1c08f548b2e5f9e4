"""The bell of the top line: its count on every page, asked anew, and no session kept by it."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from app import clock
from app.sample import MORNING
from app.store.sessions import SESSIONS
from tests.web.cases import BOTH, text_of
from tests.web.client import token_of
from tests.web.ringing import count_in, line, moved, put

HX = {"HX-Request": "true"}


def seen_at(opened) -> list[datetime]:
    with opened.reading() as connection:
        return list(connection.scalars(select(SESSIONS.c.last_seen_at)))


def idle(opened, minutes: int) -> None:
    """As if nobody had clicked for so long."""
    then = clock.now() - timedelta(minutes=minutes)
    with opened.writing() as connection:
        connection.execute(update(SESSIONS).values(last_seen_at=then))


def test_every_page_shows_how_many_are_new(opened, sign_in):
    put(opened, line(1), line(2), line(3, login="minh.mc"))

    page = sign_in("lan.mc").get("/password").text

    assert count_in(page) == "2"
    assert "<title>(2) " in page
    assert "Thông báo 2 chưa đọc" in text_of(page)


def test_an_empty_bell_shows_no_figure(sign_in):
    page = sign_in("lan.mc").get("/password").text

    assert count_in(page) == ""
    assert "<title>(" not in page
    assert "chưa đọc" not in page


def test_nobody_counts_beyond_ninety_nine(opened, sign_in):
    put(opened, *(line(number) for number in range(120)))
    client = sign_in("lan.mc")

    assert count_in(client.get("/password").text) == "99+"
    assert "Có thông báo mới" in client.get("/notices/bell?known=7").text


def test_the_bell_tells_what_has_come_since(opened, sign_in):
    client = sign_in("lan.mc")
    assert client.get("/notices/bell?known=0").status_code == 204

    put(opened, line(1), line(2))
    answer = client.get("/notices/bell?known=0", headers=HX)

    assert answer.status_code == 200
    assert 'data-news="Có 2 thông báo mới"' in answer.text
    assert "known=2" in answer.text
    assert client.get("/notices/bell?known=2").status_code == 204
    assert 'data-news=""' in client.get("/notices/bell?known=5").text


@pytest.mark.parametrize("known", ["", "x", "-3", "9" * 400, "<b>"])
def test_a_bell_that_knows_nonsense_is_drawn_anew(opened, sign_in, known):
    put(opened, line(1))

    answer = sign_in("lan.mc").get("/notices/bell", query_string={"known": known})

    assert answer.status_code == 200
    assert count_in(answer.text) == "1"
    assert "<b>" not in answer.text


def test_the_bell_keeps_no_session_alive(opened, sign_in):
    client = sign_in("lan.mc")
    idle(opened, 50)
    before = seen_at(opened)

    assert client.get("/notices/bell?known=7", headers=HX).status_code == 200
    assert seen_at(opened) == before

    client.get("/password")
    assert seen_at(opened) > before


def test_the_bell_of_an_ended_session_says_so_and_stays(opened, sign_in):
    client = sign_in("lan.mc")
    put(opened, line(1))
    idle(opened, 61)

    answer = client.get("/notices/bell?known=0", headers=HX)

    # To be sent to the door would take away the form somebody is filling in.
    assert answer.status_code == 200
    assert "HX-Redirect" not in answer.headers
    assert "Phiên đã kết thúc" in answer.text
    assert "hx-get" not in answer.text
    assert "Dòng" not in answer.text


@BOTH
def test_the_bell_costs_one_question(opened, sign_in, count):
    put(opened, line(1))
    client = sign_in("lan.mc")
    client.get("/notices/bell?known=1")

    tally = count(lambda: client.get("/notices/bell?known=1"))

    # The ward's clock, the session, the count.
    assert len(tally.statements) == 3
    assert not any(one.lstrip().upper().startswith("UPDATE") for one in tally.statements)


@BOTH
def test_real_alerts_ring_once_the_clock_has_moved(opened, sign_in, count):
    client = sign_in("lan.mc")
    assert count_in(client.get("/password").text) == ""
    moved(opened, MORNING + timedelta(hours=5))

    page = client.get("/notices").text

    assert int(count_in(page)) > 0
    assert "H32.PL-" in page
    assert "Cảnh báo" in page or "Khẩn" in page
    tally = count(lambda: client.get("/notices"))
    assert len(tally.statements) <= 4


def test_the_demo_clock_says_what_rang(sign_in):
    client = sign_in("lan.mc")
    before = client.get("/demo/clock").text
    assert count_in(before) == ""

    # After lunch: what was reached before waits until then.
    given = {"csrf_token": token_of(client, "/demo/clock")}
    then = f"{MORNING + timedelta(hours=5):%Y-%m-%dT%H:%M}"
    client.post("/demo/clock", data={**given, "to": then})
    page = client.get("/demo/clock").text

    told = re.search(r"Chuông của bạn có (\d+) thông báo chưa đọc", page)
    assert told
    assert told[1] == count_in(page)
