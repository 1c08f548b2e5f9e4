"""What an alert sends outside the pages, by the choices of whoever is told."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.notices.choices import Choices, choices_of
from app.notices.people import MAIL, Person, people
from app.notices.rings import Ring
from app.notices.saying import said
from app.store.channels import in_use, pages_at
from app.store.engine import Connection
from app.store.outbox import Message, put
from sla.zone import local
from workflows.agency import Agency


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One person told of one rung.

    Attributes:
        alert: the alert's number.
        text: what the bell says.
        not_before: when the office where the case lies is at work next.
    """

    login: str
    ring: Ring
    alert: int
    text: str
    not_before: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ways:
    """How people can be reached: the channels that are served, addresses, and what they want."""

    served: Collection[str]
    known: Mapping[str, Person]
    wanted: Mapping[str, Choices]

    def to(self, told: Told) -> Iterator[tuple[str, str]]:
        """The channels by which somebody gets an alert at once, with their address there."""
        person, rung = self.known.get(told.login), told.ring.rung
        if person is None:
            return
        for channel in self.wanted[told.login].at_once(told.ring.event.clock, rung.level):
            address = person.address(channel) if channel in self.served else None
            if address is not None:
                yield channel, address


def send(connection: Connection, told: Sequence[Told], *, now: datetime) -> None:
    """Put what people want to get at once into the outbox, in the transaction of the alerts.

    Training cases ring in the pages only. What somebody gets with the morning's digest is not
    put anywhere: the digest reads the alerts.
    """
    true = [one for one in told if not one.ring.case.training]
    served = in_use(connection) if true else frozenset[str]()
    if not served:
        return
    logins = {one.login for one in true}
    ways = _Ways(
        served=served,
        known=people(connection, logins),
        wanted=choices_of(connection, logins),
    )
    site = pages_at(connection)
    messages = [
        _message(one, channel, address, site) for one in true for channel, address in ways.to(one)
    ]
    put(connection, messages, now=now)


def sender_of(office: Agency, channel: str) -> str | None:
    """Who a message comes from: the office's name on a letter, its short name on a short message.

    None where it has registered none; never the name of an office above.
    """
    return office.name if channel == MAIL else office.sender


def _key(told: Told, channel: str) -> str:
    """What makes it the same message, also for a gateway that has seen what a backup has not.

    The numbers of alerts run again after a restored backup; what an alert is about does not.
    """
    about = told.ring.key
    clock = f"{about.case_code}:{about.clock}:{about.step}:{about.run}"
    rung = f"{local(about.due_at).isoformat()}:{about.rung}"
    return f"alert:{clock}:{rung}:{told.login}:{channel}"


def _message(told: Told, channel: str, address: str, site: str | None) -> Message:
    ring = told.ring
    text = said(ring, channel, now=told.not_before, site=site)
    return Message(
        key=_key(told, channel),
        channel=channel,
        address=address,
        agency=ring.case.agency,
        case_code=ring.case.code,
        login=told.login,
        kind=ring.event.clock,
        subject=text.subject,
        body=text.body,
        sender=sender_of(ring.setting.agency, channel),
        sender_name=ring.setting.agency.name,
        not_before=told.not_before,
    )
