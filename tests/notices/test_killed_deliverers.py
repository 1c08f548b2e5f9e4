"""Four deliverers that are killed at random moments: every message arrives, none is repeated.

What a server has taken and a dead process did not note is the one gap that cannot be closed (see
`app.notices.delivery`): such a message comes once more, under the same name. All others come once.
"""

import json
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Lock

import pytest

from app.sample.dice import Dice
from app.store.engine import Database
from app.store.outbox import Message
from tests.cli.served import ROOT
from tests.deadlines.killing import Crowd, at_work
from tests.notices.gateways import Handler, HttpGateway, open_gateway
from tests.notices.killed_deliverers import program
from tests.notices.mail_servers import Post, late, open_post
from tests.notices.posting import MINUTE, NOW, message, post, rows, states, text_message

EACH = 240  # messages of each channel
CASES = 60
SIZE = 4
# The clock stands still while they work, and then is moved over the leases of the dead.
LEASES = 11 * MINUTE
# How many are killed in each of these times; nobody in the last.
KILLS = (7, 7, 0)


def letters() -> list[Message]:
    """Four of each case by each channel, in turns."""
    made = []
    for number in range(EACH):
        case = f"H32.PL-240304-{number % CASES:04d}"
        made.append(message(number, case_code=case, subject=f"{case}/{number}"))
        made.append(text_message(EACH + number, case_code=case, body=f"{case}/{number}"))
    return made


def work(opened: Database, mail: Post, gateway: HttpGateway, folder: Path) -> int:
    """Let deliverers work and die, time after time; how many were killed."""
    killed = 0
    for turn, kills in enumerate(KILLS):
        now = NOW + turn * LEASES
        place = folder / str(turn)
        place.mkdir()
        crowd = Crowd(
            program=program(opened.url, mail.port, gateway.port, now),
            environ={"PYTHONPATH": str(ROOT)},
            folder=place,
            size=SIZE,
            dice=Dice(240 + turn),
            longest=0.6,
            kills=kills,
        )
        # Until all who should die are dead; the last ones, until everything is sent.
        done = partial(all_sent, opened) if kills == 0 else partial(bool, 1)
        with at_work(crowd):
            crowd.keep_going(done)
        killed += crowd.killed
        assert crowd.errors() == ""
    return killed


def all_sent(opened: Database) -> bool:
    """Whether nothing waits any more."""
    return set(states(opened)) == {"sent"}


_ONE_BY_ONE = Lock()


def numbered(handler: Handler) -> None:
    """Take it after a while, and give it the number it has in the gateway's log."""
    time.sleep(0.01)
    with _ONE_BY_ONE:
        handler.keep()
        number = len(handler.gateway.taken)
    handler.reply(200, json.dumps({"id": f"g-{number}"}).encode())


class Log:
    """What a server has taken, in its order, as name and text; receipts count from 1."""

    def __init__(self, taken: Sequence[tuple[str, str]]) -> None:
        self.names = [name for name, _ in taken]
        self.pairs = set(taken)

    @classmethod
    def of_mail(cls, mail: Post) -> "Log":
        return cls([(str(each["Message-ID"]), str(each["Subject"])) for each in mail.mails])

    @classmethod
    def of_gateway(cls, gateway: HttpGateway) -> "Log":
        return cls([(each.headers["Idempotency-Key"], each.text) for each in gateway.taken])

    @property
    def repeated(self) -> int:
        return len(self.names) - len(set(self.names))

    def last_of_each(self) -> set[int]:
        """Where each message stands for the last time."""
        return set({name: place for place, name in enumerate(self.names, start=1)}.values())


@pytest.mark.slow
def test_every_message_arrives_and_what_was_noted_is_never_sent_again(database_url, tmp_path):
    opened = post(database_url, *letters())
    with open_post() as mail, open_gateway() as gateway:
        mail.always, gateway.always = late(0.01), numbered
        killed = work(opened, mail, gateway, tmp_path)
    logs = {"mail": Log.of_mail(mail), "sms": Log.of_gateway(gateway)}

    assert killed == sum(KILLS)
    assert set(states(opened)) == {"sent"}
    # Some were killed with messages in their hands, which others had to take over.
    assert any(row.lease_no > 1 for row in rows(opened))
    for channel, log in logs.items():
        # Each message under one name of its own, however often it came.
        assert len(set(log.names)) == len(log.pairs) == EACH
        receipts = [row.receipt for row in rows(opened) if row.channel == channel]
        # Nothing came once more after the receipt that was noted for it.
        assert {number_of(receipt) for receipt in receipts} == log.last_of_each()
    # Each of the dead leaves one message in doubt at most: the one it was just handing over.
    assert sum(log.repeated for log in logs.values()) <= killed


def number_of(receipt: str) -> int:
    return int(receipt.rpartition("M")[2].rpartition("-")[2])
