"""An installation in trouble: a silent worker, a channel away, messages given up, an incident."""

import re
from collections.abc import Sequence
from datetime import datetime
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.deadlines.tick import tick
from app.services import demo_clock
from app.store import channels, outbox
from app.store.engine import Database
from app.store.heartbeats import beat
from app.store.incidents import Failure, fail
from app.store.outbox import OUTBOX, Leased, Message
from app.store.timer_sweep import TICK
from sla.zone import later, shifted
from tests.web.client import token_of

_TAG = re.compile(r"<[^>]+>")
CASE = "H32.PL-240119-0002"
SECRET = "ba.tu.kin@example.com"
BODY = "Kính gửi bà Tư Kín: kết quả hồ sơ"
WORKER = "may-chu-1:4711"


def shown(opened: Database) -> datetime:
    """What the ward's clock shows."""
    at = demo_clock.demo_now(opened, clock.now())
    assert at is not None
    return at


def told(opened: Database) -> None:
    """Everything that was due on the ward's morning is told."""
    tick(opened, until=shown(opened), now=shown(opened))


def beaten(opened: Database, job: str, seconds: int, worker: str = WORKER, said: str = "") -> None:
    """A job ran so many seconds ago."""
    at = shifted(clock.now(), -seconds)
    with opened.writing() as connection:
        beat(connection, job=job, worker=worker, at=at, took=0.34, result=said)


def broken(opened: Database, code: str = CASE, job: str = TICK) -> None:
    """A job could not deal with a case."""
    failure = Failure(case_code=code, error="lịch VN không có năm 2027", digest="0a1b2c3d4e5f6071")
    with opened.writing() as connection:
        fail(connection, [failure], job=job, now=shown(opened))


def letter(number: int, now: datetime, **changes: Any) -> Message:
    """A mail to the citizen of a case of the ward."""
    given: dict[str, Any] = {
        "key": f"thử:{number}",
        "channel": "mail",
        "address": SECRET,
        "agency": "H32.PL",
        "case_code": None,
        "kind": "citizen",
        "subject": f"Bà Tư Kín ơi {number}",
        "body": BODY,
        "sender": "UBND phường Phước Long",
        "not_before": now,
    }
    return Message(**{**given, **changes})


def posted(opened: Database, messages: Sequence[Message]) -> None:
    """Messages wait, and every channel is served."""
    now = shown(opened)
    with opened.writing() as connection:
        channels.announce(connection, ["mail", "sms", "zalo"], now=now)
        outbox.put(connection, messages, now=now)


def settled(opened: Database, channel: str, what: str, number: int = 1) -> None:
    """What waits longest by a channel is sent, or given up."""
    now = shown(opened)
    with opened.writing() as connection:
        until = later(now, minutes=1)
        leased = outbox.lease(connection, channel, now=now, until=until, limit=number)
        assert len(leased) == number
        for one in leased:
            _settle(connection, one, what, now)


def _settle(connection: Any, one: Leased, what: str, now: datetime) -> None:
    if what == "sent":
        assert outbox.settle_sent(connection, one, receipt="250 OK", now=now)
    else:
        assert outbox.settle_dead(connection, one, error="hộp thư không có (550)")


def troubled(opened: Database) -> None:
    """Everything at once that an admin may have to look after."""
    now = shown(opened)
    beaten(opened, "tick", 3, said="2 mốc quá hạn, 5 mốc cảnh báo")
    beaten(opened, "tick", 7_000, worker="may-chu-1:3210")
    beaten(opened, "deliver-mail", 8, said="1 tin đã gửi")
    beaten(opened, "deliver-sms", 4_000)
    beaten(opened, "tidy", 1_800, said="12 mục cũ đã dọn")
    sms = {"channel": "sms", "address": "0900000777", "case_code": CASE}
    staff = {"kind": "case", "login": "hue.tp", "address": "hue@example.com"}
    posted(opened, [letter(1, now), letter(2, now), letter(3, now, **staff), letter(4, now, **sms)])
    settled(opened, "mail", "sent")
    settled(opened, "mail", "dead", 2)
    with opened.writing() as connection:
        until = later(now, minutes=8)
        words = "cổng tin nhắn không trả lời"
        channels.pause(connection, "sms", error=words, until=until, failures=4)
    broken(opened)


def lines(text: str, table: str) -> list[str]:
    """What the lines of a table say."""
    found = re.search(rf'<table[^>]*aria-label="{table}[^"]*">(.*?)</table>', text, re.DOTALL)
    assert found, table
    body = re.findall(r"<tr>(.*?)</tr>", found[1].partition("<tbody>")[2], re.DOTALL)
    return [" ".join(unescape(_TAG.sub(" ", line)).split()) for line in body]


def line(text: str, table: str, words: str) -> str:
    """The one line of a table that begins with some words."""
    (found,) = [each for each in lines(text, table) if each.startswith(words)]
    return found


def press(client: FlaskClient, path: str, **given: str) -> TestResponse:
    """Send a form of the page."""
    return client.post(path, data={"csrf_token": token_of(client, "/password"), **given})


def state_of(opened: Database, key: str) -> Any:
    """A message as it stands in the outbox."""
    with opened.reading() as connection:
        return connection.execute(select(OUTBOX).where(OUTBOX.c.key == key)).one()
