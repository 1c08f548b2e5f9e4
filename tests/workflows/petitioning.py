"""Petitions for tests: lines of a register, one event after the other."""

from datetime import datetime
from typing import Any

from sla.zone import VIETNAM, parse_instant
from workflows import petition_events as ev
from workflows.petition_events import Line, PetitionEvent
from workflows.petitions import Petition, fold

CODE = "PAKN-H32.PL-2024-0001"
MONDAY = datetime(2024, 3, 4, 9, tzinfo=VIETNAM)


def at(text: str) -> datetime:
    """A moment of March 2024, as "04 09:00"."""
    return parse_instant(f"2024-03-{text.replace(' ', 'T')}")


def received(when: datetime = MONDAY, due: str = "25 09:00", **more: Any) -> ev.Received:
    given: dict[str, Any] = {
        "agency": "H32.PL",
        "channel": "direct",
        "about": "rules",
        "subject": "Chờ lâu",
    }
    return ev.Received(at=when, due_at=at(due), **{"subject": "Chờ lâu", **given, **more})


def lines(*events: PetitionEvent) -> tuple[Line, ...]:
    """The events as a register keeps them, each written down when it happened."""
    return tuple(
        Line(version=number, event=event, recorded_at=event.at, by="lan")
        for number, event in enumerate(events, start=1)
    )


def petition(*events: PetitionEvent) -> Petition:
    found = fold(CODE, lines(*events))
    assert found is not None
    return found
