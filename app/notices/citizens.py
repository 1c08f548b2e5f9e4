"""Telling citizens what became of their case: messages into the outbox, in the event's transaction.

Each channel in use is tried on its own: whoever gave only a telephone gets the short message. The
applicant is told; the authorised agent where the applicant has no address for a channel. Nothing
leaves before the office opens. A message already waiting is not withdrawn when the case moves on:
the outbox keeps their order, so the citizen reads them in the order of the events. Only the apology
that is made by itself for a late case is: it says that the case is worked on, which is wrong once
it is finished and too little once the office has apologised by letter; and it is not made at all
for what was missed long ago (data/ages.yaml), as after an import.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.notices.addresses import mail_address, mobile_number
from app.notices.ages import ages, days_ago
from app.notices.alerts import opening
from app.notices.citizen_letters import files_of
from app.notices.citizen_news import (
    COPY,
    LATE,
    RECEIVED,
    Happened,
    News,
    apologises,
    news,
    overtakes,
)
from app.notices.enclosures import LARGEST
from app.notices.offices import office_values
from app.notices.people import MAIL, SMS, ZALO
from app.notices.sending import sender_of
from app.notices.sms import segments
from app.notices.wording import Rendered, render
from app.store.channels import in_use, pages_at
from app.store.engine import Connection
from app.store.files import known
from app.store.lookup_codes import lookup_code
from app.store.outbox import Attachment, Message, put
from app.store.outbox_overtaken import drop_overtaken
from app.store.setup import Setup
from workflows.case import Case
from workflows.events import Applicant

__all__ = ["Happened", "tell_citizens"]

KIND = "citizen"
CHANNELS = (ZALO, SMS, MAIL)
_OVERTAKEN = "hồ sơ đã kết thúc trước khi lời xin lỗi vì trễ hẹn này được gửi"
_APOLOGISED = "cơ quan đã phát hành thư xin lỗi, hẹn lại trước khi lời xin lỗi tự động này được gửi"
_PARTS = 3  # of a short message; what it can do without is left out before it takes more
_LEFT_OUT = ("public_reason", "track")  # the first first


def tell_citizens(
    connection: Connection, told: Sequence[Happened], setup: Setup, *, now: datetime
) -> None:
    """Put what citizens should hear of new events into the outbox; a second time changes nothing.

    Args:
        connection: the writing transaction of the events.
        told: cases with their new events, each case as it stands after them.
        setup: what this transaction sees of it.
        now: the instant of recording; nothing is sent before the office's next working hour.
    """
    _drop_late(connection, told, now)
    found = [(one, item) for one in told for item in news(one) if _is_news(one, item, setup, now)]
    used = in_use(connection) if found else frozenset[str]()
    if used:
        telling = _Telling(connection, setup, used, now)
        put(connection, [each for one, item in found for each in telling.of(one, item)], now=now)


def _drop_late(connection: Connection, told: Sequence[Happened], now: datetime) -> None:
    """Give up the apologies made by themselves that should not be read any more."""
    late = f"{KIND}:%:{LATE}:%"
    finished = [one.case.code for one in told if overtakes(one)]
    drop_overtaken(connection, finished, late, words=_OVERTAKEN, now=now)
    apologised = [one.case.code for one in told if apologises(one)]
    drop_overtaken(connection, apologised, late, words=_APOLOGISED, now=now)


def _is_news(one: Happened, item: News, setup: Setup, now: datetime) -> bool:
    """Whether it is told still: an apology months late would be worse than none."""
    if item.topic != LATE:
        return True
    return item.at >= days_ago(setup, one.case.agency, ages().citizen, now=now)


@dataclass(frozen=True, slots=True)
class _Telling:
    """A transaction that tells citizens something, by the channels that are served."""

    connection: Connection
    setup: Setup
    used: Collection[str]
    now: datetime

    def of(self, one: Happened, item: News) -> Iterator[Message]:
        """One thing to tell, by every channel that reaches anybody."""
        ways = list(self._ways(one.case, item))
        values = {**item.values, **self._office(one.case), **self._lookup(one.case, item, ways)}
        for channel, address in ways:
            text = self._text(item, channel, one.case, values)
            files = self._files(item, one.case) if channel == MAIL else ()
            yield self._message(one.case, item, (channel, address), text, files)

    def _ways(self, case: Case, item: News) -> Iterator[tuple[str, str]]:
        for channel in (MAIL,) if item.topic == COPY else CHANNELS:
            address = _address(case, channel) if channel in self.used else None
            if address is not None:
                yield channel, address

    def _office(self, case: Case) -> dict[str, str]:
        return office_values(self.setup, self.setup.agency(case.agency), now=self.now)

    def _lookup(self, case: Case, item: News, ways: Sequence[object]) -> dict[str, str]:
        """Where the case is looked up, and with which code; nothing where the pages are unknown."""
        site = pages_at(self.connection) if item.topic == RECEIVED and ways else None
        if site is None:
            return {}
        code = lookup_code(self.connection, case.code, now=self.now)
        return {"track": f"{site}/track", "lookup": code}

    def _text(self, item: News, channel: str, case: Case, values: dict[str, str]) -> Rendered:
        level, event = self.setup.agency(case.agency).level, f"citizen.{item.words}"
        text = render(event, channel, level, values)
        for name in _LEFT_OUT if channel == SMS else ():
            if segments(text.body) > _PARTS:
                values = {**values, name: ""}
                text = render(event, channel, level, values)
        return text

    def _files(self, item: News, case: Case) -> tuple[Attachment, ...]:
        """What goes with a mail: the letters, and what was signed of them if there is room."""
        left = LARGEST - sum(letter.size for letter in item.letters)
        issued = {letter.file for letter in item.letters}
        found: list[Attachment] = []
        for sha256, name, media in files_of(item.letters, case):
            kept = None if sha256 in issued else known(self.connection, sha256)
            if sha256 in issued or (kept is not None and kept.size <= left):
                found.append(Attachment(sha256=sha256, name=name, media=media))
        return tuple(found)

    def _message(
        self,
        case: Case,
        item: News,
        way: tuple[str, str],
        text: Rendered,
        files: tuple[Attachment, ...],
    ) -> Message:
        channel, address = way
        office = self.setup.agency(case.agency)
        return Message(
            key=f"{KIND}:{case.code}:{item.version}:{item.topic}:{channel}",
            channel=channel,
            address=address,
            agency=office.code,
            case_code=case.code,
            login=None,
            kind=KIND,
            subject=text.subject,
            body=text.body,
            sender=sender_of(office, channel),
            sender_name=office.name,
            not_before=opening(self.setup, office.code, self.now),
            attachments=files,
        )


def _address(case: Case, channel: str) -> str | None:
    """Where the applicant is reached, else the agent; no other person ever."""
    people = (person for person in (case.applicant, case.agent) if person is not None)
    found = (_usable(person, channel) for person in people)
    return next((address for address in found if address is not None), None)


def _usable(person: Applicant, channel: str) -> str | None:
    return mail_address(person.email) if channel == MAIL else mobile_number(person.phone)
