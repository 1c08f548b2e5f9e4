"""A ward that citizens hear from: its contacts, channels in use, and what lies in the outbox."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.services.record import Outcome, open_case, record_all
from app.store.channels import announce
from app.store.engine import Database
from app.store.outbox import OUTBOX
from sla.zone import VIETNAM
from tests.store import desk
from workflows.commands import Command, IssueLetter, StartStep
from workflows.events import Applicant, LetterKind

MORNING = datetime(2024, 3, 4, 9, tzinfo=VIETNAM)  # a Monday
ALL = ("mail", "sms", "zalo")
TU = Applicant(name="Bà Tư", phone="+84 900 000 004", email="ba.tu@example.com")
ON_THE_PHONE = Applicant(name="Bà Tư", phone="0900 000 004")
CONTACTS = """
agencies:
  - {code: H32.PL, name: UBND phường Phước Long, level: commune, parent: H32.NT, calendar: default,
     address: "Số 0 đường Ví Dụ", phone: "0258 000 0000", sender: MAU-PL}
  - {code: H32, name: UBND tỉnh, level: province, calendar: default,
     address: "Quảng trường Tỉnh", phone: "0258 111 1111", sender: TINH}
"""
STARTED = StartStep(at=MORNING.replace(hour=10), step="appraise")
FOOT = "UBND phường Phước Long, Số 0 đường Ví Dụ, ĐT 0258 000 0000."


def march(day: int, clock: str) -> datetime:
    """An instant of March 2024; the 4th is a Monday."""
    hour, minute = clock.split(":")
    return datetime(2024, 3, day, int(hour), int(minute), tzinfo=VIETNAM)


def ward(url: str, channels: Collection[str] = ALL, contacts: str = CONTACTS) -> Database:
    opened = desk.loaded(url)
    desk.load(opened, contacts)
    with opened.writing() as connection:
        announce(connection, channels, now=march(1, "08:00"))
    return opened


def did(opened: Database, code: str, *commands: Command, now: datetime | None = None) -> Outcome:
    return record_all(opened, code, commands, by="Lan", now=now or commands[-1].at)


def outbox(opened: Database, **having: Any) -> list[Any]:
    """The messages with these values, in the order they were put there."""
    wanted = [OUTBOX.c[name] == value for name, value in having.items()]
    with opened.reading() as connection:
        return list(connection.execute(select(OUTBOX).where(*wanted).order_by(OUTBOX.c.id)))


def keys(opened: Database, **having: Any) -> list[str]:
    """The keys of messages without what they all begin with and the number of the case."""
    return [row.key.split(":", 2)[2] for row in outbox(opened, **having)]


def text(opened: Database, channel: str, topic: str) -> str:
    """The one text of a topic on a channel."""
    (row,) = [row for row in outbox(opened, channel=channel) if f":{topic}:" in row.key]
    return f"{row.subject}\n{row.body}" if row.subject else str(row.body)


def accepted(
    opened: Database, at: datetime = MORNING, *, now: datetime | None = None, **changes: Any
) -> str:
    """The code of a case Lan has accepted."""
    command = desk.acceptance(at, **{"applicant": TU, **changes})
    return open_case(opened, command, by="Lan", now=now or at).code


def submitted(opened: Database, at: datetime = MORNING) -> str:
    """The code of a case bà Tư has sent from home."""
    command = replace(desk.submission(at), applicant=TU)
    return open_case(opened, command, by=None, now=at).code


def letter(kind: LetterKind, number: str, at: datetime, **changes: Any) -> IssueLetter:
    """A letter that gets a number; its bytes are nobody's until a test keeps some."""
    serial = int("".join(filter(str.isdigit, number)))
    given: dict[str, Any] = {
        "form": "tt01_2018/01",
        "serial": serial,
        "year": at.year,
        "file": f"{serial:064x}",
        "media": "application/pdf",
        "size": 30_000,
        "template": "tt01_2018/01@0123456789ab",
    }
    return IssueLetter(at=at, kind=kind, number=number, **{**given, **changes})
