"""Lines in the bells of the sample ward, and its clock moved on until more of them ring."""

import re
from datetime import datetime, timedelta
from typing import Any

from app import clock
from app.deadlines.tick import tick
from app.sample import MORNING
from app.services import bell, demo_clock
from app.store.engine import Database
from app.store.notices import NewNotice, Notice, insert_notices
from tests.services.who import grant
from workflows.officer import Officer

LAN = Officer(login="lan.mc", name="Lan", grants=(grant("one_stop"),))


def line(number: int, login: str = "lan.mc", **changes: Any) -> NewNotice:
    """A line shown since some minutes before MORNING; the higher the number, the newer."""
    shown = MORNING - timedelta(minutes=200 - number)
    usual: dict[str, Any] = {
        "login": login,
        "key": f"k:{number}",
        "kind": "case",
        "level": "warn",
        "agency": "H32.PL",
        "text": f"Dòng số {number}.",
        "link": "/lists/overdue",
        "at": shown,
        "shown_from": shown,
    }
    return NewNotice(**{**usual, **changes})


def put(opened: Database, *lines: NewNotice) -> None:
    with opened.writing() as connection:
        insert_notices(connection, lines)


def rung(opened: Database) -> tuple[Notice, ...]:
    """What stands in lan's bell by MORNING."""
    return bell.page(opened, LAN, now=MORNING).notices


def unread_texts(opened: Database) -> set[str]:
    return {one.text for one in rung(opened) if one.read_at is None}


def count_in(page: str) -> str:
    """What the bell of a page shows."""
    found = re.search(r'id="bell" data-unread="([^"]*)"', page)
    assert found, page
    return found[1]


def moved(opened: Database, to: datetime) -> None:
    """Move the ward's clock on, and let the deadlines up to it fire."""
    shown = demo_clock.move(opened, to=to, by=None, wall=clock.now())
    assert tick(opened, until=shown, now=shown).failures == {}
