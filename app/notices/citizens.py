"""Telling citizens what became of their case: messages into the outbox, in the event's transaction.

Each channel in use is tried on its own: whoever gave only a telephone gets the short message. The
applicant is told; the authorised agent where the applicant has no address for a channel. Nothing
leaves before the office opens. A message already waiting is not withdrawn when the case moves on:
the outbox keeps their order, so the citizen reads them in the order of the events. Only the apology
for a late case is: it says that the case is worked on, which is wrong once it is finished, and it
is not made at all for what was missed long ago (data/ages.yaml), as after an import.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from app.notices.addresses import mail_address, mobile_number
from app.notices.ages import ages, days_ago
from app.notices.alerts import opening
from app.notices.citizen_news import Happened, News, news, overtakes
from app.notices.offices import office_values
from app.notices.people import MAIL, SMS, ZALO
from app.notices.sending import sender_of
from app.notices.wording import render
from app.store.channels import in_use
from app.store.engine import Connection
from app.store.outbox import Message, put
from app.store.outbox_overtaken import drop_overtaken
from app.store.setup import Setup
from workflows.case import Case
from workflows.events import Applicant

__all__ = ["Happened", "tell_citizens"]

KIND = "citizen"
CHANNELS = (ZALO, SMS, MAIL)
LATE = "late"
_OVERTAKEN = "hồ sơ đã kết thúc trước khi lời xin lỗi vì trễ hẹn này được gửi"


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
    finished = [one.case.code for one in told if overtakes(one)]
    apologies = f"{KIND}:%:{LATE}:%"
    drop_overtaken(connection, finished, apologies, words=_OVERTAKEN, now=now)
    found = [(one, item) for one in told for item in news(one) if _is_news(one, item, setup, now)]
    used = in_use(connection) if found else frozenset[str]()
    if used:
        messages = [each for one, item in found for each in _messages(one, item, used, setup, now)]
        put(connection, messages, now=now)


def _is_news(one: Happened, item: News, setup: Setup, now: datetime) -> bool:
    """Whether it is told still: an apology months late would be worse than none."""
    if item.topic != LATE:
        return True
    return item.at >= days_ago(setup, one.case.agency, ages().citizen, now=now)


def _messages(
    one: Happened, item: News, used: Collection[str], setup: Setup, now: datetime
) -> Iterator[Message]:
    case = one.case
    office = setup.agency(case.agency)
    values = {**item.values, **office_values(setup, office, now=now)}
    not_before = opening(setup, office.code, now)
    for channel in CHANNELS:
        address = _address(case, channel) if channel in used else None
        if address is not None:
            text = render(f"citizen.{item.words}", channel, office.level, values)
            yield Message(
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
                not_before=not_before,
            )


def _address(case: Case, channel: str) -> str | None:
    """Where the applicant is reached, else the agent; no other person ever."""
    people = (person for person in (case.applicant, case.agent) if person is not None)
    found = (_usable(person, channel) for person in people)
    return next((address for address in found if address is not None), None)


def _usable(person: Applicant, channel: str) -> str | None:
    return mail_address(person.email) if channel == MAIL else mobile_number(person.phone)
