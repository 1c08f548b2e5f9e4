"""Who can be told, and where: officers with the addresses of the channels outside the pages."""

from collections.abc import Collection
from dataclasses import dataclass, field

from app.store.contacts import contacts_of
from app.store.engine import Connection

MAIL, SMS, ZALO = "mail", "sms", "zalo"
CHANNELS = (MAIL, SMS, ZALO)


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """An officer who may be told something; addresses stay out of every log.

    Attributes:
        email: None for whoever has given none; `phone` likewise.
    """

    login: str
    name: str
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)

    def address(self, channel: str) -> str | None:
        """Where a channel reaches them; None where it does not."""
        return self.email if channel == MAIL else self.phone


def people(connection: Connection, logins: Collection[str]) -> dict[str, Person]:
    """Those of some logins that can sign in, by login; one query."""
    if not logins:
        return {}
    return {
        login: Person(login=login, name=one.name, email=one.email, phone=one.phone)
        for login, one in contacts_of(connection, logins).items()
    }
