"""Letters of the desk to its own people: who wants one by which channel, and posting it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.notices.choices import Choices, Kind, choices_of
from app.notices.people import Person, people
from app.notices.sending import sender_of
from app.notices.wording import Rendered
from app.store.channels import in_use, pages_at
from app.store.engine import Connection
from app.store.notices import NewNotice, insert_notices
from app.store.outbox import Message, put
from workflows.agency import Agency

BELL = "bell"


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """What one person is told by the bell, and by those channels they want.

    Attributes:
        key: what makes it the same letter for this person.
        office: in whose name it is told.
        texts: by channel, the bell among them; what is not there is not told.
        at: the instant it speaks of.
        not_before: nothing is shown or sent earlier.
    """

    login: str
    key: str
    kind: Kind
    level: str
    office: Agency
    texts: Mapping[str, Rendered]
    link: str
    at: datetime
    not_before: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Ways:
    """How some people can be reached: channels that are served, addresses, and what they want.

    `site` is where the pages are found, for what is read outside them; None where nobody said.
    """

    site: str | None
    served: Collection[str]
    known: Mapping[str, Person]
    wanted: Mapping[str, Choices]

    def channels(self, login: str) -> Iterator[tuple[str, Choices]]:
        """The channels that reach somebody, each with what they want."""
        if (person := self.known.get(login)) is None:
            return
        for channel in sorted(self.served):
            if person.address(channel) is not None:
                yield channel, self.wanted[login]

    def link(self, path: str) -> str:
        """The address of a page for what is read elsewhere; empty where it would lead nowhere."""
        return f"{self.site}{path}" if self.site else ""

    def wanting(self, login: str, kind: Kind) -> Iterator[str]:
        """The channels by which somebody wants a kind of letter."""
        for channel, choices in self.channels(login):
            if choices.mode(kind, channel) == "each":
                yield channel


def ways_to(connection: Connection, logins: Collection[str]) -> Ways:
    """How some people can be reached; four queries."""
    return Ways(
        site=pages_at(connection),
        served=in_use(connection),
        known=people(connection, logins),
        wanted=choices_of(connection, logins),
    )


def post(connection: Connection, letters: Sequence[Letter], ways: Ways, *, now: datetime) -> int:
    """Put letters into bells and outbox, those that are there already left alone; how many."""
    insert_notices(connection, [_notice(one) for one in letters if BELL in one.texts])
    messages = [one for letter in letters for one in _messages(letter, ways)]
    put(connection, messages, now=now)
    return len(letters)


def _notice(letter: Letter) -> NewNotice:
    return NewNotice(
        login=letter.login,
        key=letter.key,
        kind=letter.kind,
        level=letter.level,
        agency=letter.office.code,
        text=letter.texts[BELL].body,
        link=letter.link,
        at=letter.at,
        shown_from=letter.not_before,
    )


def _messages(letter: Letter, ways: Ways) -> Iterator[Message]:
    person = ways.known.get(letter.login)
    for channel, text in letter.texts.items():
        address = person.address(channel) if person else None
        if channel == BELL or address is None:
            continue
        yield Message(
            key=f"{letter.key}:{letter.login}:{channel}",
            channel=channel,
            address=address,
            agency=letter.office.code,
            login=letter.login,
            kind=letter.kind,
            subject=text.subject,
            body=text.body,
            sender=sender_of(letter.office, channel),
            sender_name=letter.office.name,
            not_before=letter.not_before,
        )
