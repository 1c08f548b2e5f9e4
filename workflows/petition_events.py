"""What happens to a petition (phản ánh, kiến nghị; PAKN), and its plain form in the register.

The petition's sender and full text stand in no event: the register's log is never changed, and
what somebody told us about themselves must be.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import datetime
from typing import Any, Literal, Self

from sla.zone import parse_instant
from workflows.codec import instant_text

About = Literal["rules", "conduct"]
Channel = Literal["portal", "direct", "post", "phone", "email", "meeting"]
Plain = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class PetitionEvent:
    """Something that happened to a petition at an instant."""

    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Received(PetitionEvent):
    """It came in.

    Attributes:
        about: administrative rules (quy định) or the conduct of officers (hành vi).
        subject: what it is about in a line, without anybody's personal data.
        due_at: until when an answer was promised.
        procedure: the procedure it is about, where it names one.
    """

    agency: str
    channel: Channel
    about: About
    subject: str
    due_at: datetime
    field: str | None = None
    procedure: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceptedForHandling(PetitionEvent):
    """The office found it its own to answer."""

    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnedInsufficient(PetitionEvent):
    """There is too little in it to be answered (không đủ cơ sở giải quyết)."""

    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Forwarded(PetitionEvent):
    """Sent on to the office whose it is; `to` names that office."""

    to: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered(PetitionEvent):
    """The sender has an answer; `letter` is the number of the paper, where there is one."""

    answer: str
    letter: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Published(PetitionEvent):
    """The answer was made public; `where` is the page or notice board."""

    where: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrected(PetitionEvent):
    """An event of before was written down wrongly.

    Attributes:
        event: its number in the petition, from 1.
        changes: what its fields should have said, by name; `at` in ISO 8601.
        struck: it never happened.
    """

    event: int
    reason: str
    changes: Mapping[str, str | None] = field(default_factory=dict)
    struck: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SenderErased(PetitionEvent):
    """Who sent it is kept no more; the event says nothing of them, only that it was done."""


NAME_OF_TYPE: Mapping[type[PetitionEvent], str] = {
    Received: "received",
    AcceptedForHandling: "accepted_for_handling",
    ReturnedInsufficient: "returned_insufficient",
    Forwarded: "forwarded",
    Answered: "answered",
    Published: "published",
    Corrected: "corrected",
    SenderErased: "sender_erased",
}
TYPE_OF_NAME: Mapping[str, type[PetitionEvent]] = {
    name: kind for kind, name in NAME_OF_TYPE.items()
}
# What says something about the register and not about the petition's own course.
OF_THE_REGISTER = (Corrected, SenderErased)
_INSTANTS = ("at", "due_at")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """An event as the register keeps it: its number in the petition, and who wrote it when."""

    version: int
    event: PetitionEvent
    recorded_at: datetime
    by: str

    def told(self, event: PetitionEvent) -> Self:
        """The same line with what truly happened."""
        return replace(self, event=event)


def to_data(event: PetitionEvent) -> Plain:
    """All of an event but its instant; fields that hold their default are left out."""
    pairs = ((one, getattr(event, one.name)) for one in fields(event) if one.name != "at")
    return {one.name: _outward(value) for one, value in pairs if value != _default(one)}


def from_data(name: str, at: datetime, data: Plain) -> PetitionEvent:
    """The event of a type name and the data that `to_data` gave.

    Raises:
        KeyError, TypeError, ValueError: for anything else.
    """
    values = {key: parse_instant(v) if key in _INSTANTS else v for key, v in data.items()}
    return TYPE_OF_NAME[name](at=at, **values)


def changed(event: PetitionEvent, changes: Mapping[str, str | None]) -> PetitionEvent:
    """The event with other values in some of its fields."""
    values: dict[str, Any] = {
        key: parse_instant(v) if key in _INSTANTS and v else v for key, v in changes.items()
    }
    return replace(event, **values)


def _outward(value: object) -> object:
    if isinstance(value, datetime):
        return instant_text(value)
    return dict(value) if isinstance(value, Mapping) else value


def _default(one: Any) -> object:
    return one.default_factory() if one.default_factory is not MISSING else one.default
