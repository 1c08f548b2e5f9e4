"""Petitions of the province of `tests.store.desk`: taking one in, and going on with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.services.petitions import NewPetition, Written, receive, record
from app.store.engine import Database, database
from app.store.petitions import Sender
from tests.services.hands import BINH, LAN, press
from tests.store.desk import MONDAY
from workflows.officer import Officer
from workflows.petition_events import Answered, PetitionEvent

TU = Sender(name="Bà Tư", phone="0900000004", content="Tôi chờ ba tuần.")


def new(agency: str = "H32.PL", **changes: Any) -> NewPetition:
    given: Mapping[str, Any] = {
        "agency": agency,
        "channel": "direct",
        "about": "rules",
        "subject": "Giấy hẹn ghi sai giờ",
        "field": "HT",
        "sender": TU,
    }
    return NewPetition(**{**given, **changes})


def taken(opened: Database, now: datetime = MONDAY, by: Officer = LAN, **changes: Any) -> str:
    """The number of a petition taken in at a moment."""
    return receive(opened, press(by, now), new(**changes)).code


def then(opened: Database, code: str, event: PetitionEvent, *, seen: int = 1) -> Written:
    """Record the next event when it happens."""
    return record(opened, press(BINH, event.at), code, event, expected_version=seen)


def answered(opened: Database, code: str, at: datetime, *, seen: int = 1) -> Written:
    return then(opened, code, Answered(at=at, answer="Đã sửa"), seen=seen)


def take_many(url: str, times: int) -> list[str]:
    """Numbers taken by one of several processes."""
    return [taken(database(url)) for _ in range(times)]
