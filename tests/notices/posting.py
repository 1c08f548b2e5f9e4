"""An outbox to deliver from: messages as the tests need them, and how they stand."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from app.notices.channel import Channel
from app.notices.delivery import Delivered, deliver
from app.store.channels import announce, channel_state
from app.store.engine import Database, database
from app.store.outbox import OUTBOX, Message, put
from tests.store import desk

NOW = desk.MONDAY
MINUTE, HOUR, DAY = desk.MINUTE, desk.HOUR, desk.DAY
SUBJECT = "Hồ sơ H32.PL-240304-0001 sắp quá hạn: còn 8 giờ làm việc (“đúng hạn” là 09:00 thứ Năm)"
BODY = "Kính gửi ông/bà,\n\nHồ sơ đã có kết quả.\n.\n…đến nhận tại Bộ phận Một cửa nhé – ẵ ỷ Ộ."


def message(number: int = 1, **changes: Any) -> Message:
    """A mail to the citizen of a case of its own, sent by the ward."""
    given: dict[str, Any] = {
        "key": f"thử:{number}",
        "channel": "mail",
        "address": "ba.tu@example.com",
        "agency": "H32.PL",
        "case_code": None,
        "kind": "citizen",
        "subject": f"Tin số {number}",
        "body": f"Nội dung số {number}",
        "sender": "UBND phường Phước Long",
        "not_before": NOW,
    }
    return Message(**{**given, **changes})


def text_message(number: int = 1, **changes: Any) -> Message:
    """The same as a short message."""
    given = {"channel": "sms", "address": "0912345678", "sender": "MAU-PL"}
    return message(number, **{**given, **changes})


def post(url: str, *messages: Message, now: datetime = NOW) -> Database:
    """The database of a URL with messages in its outbox and every channel served."""
    opened = database(url)
    with opened.writing() as connection:
        announce(connection, ["mail", "sms", "zalo"], now=now)
        put(connection, messages, now=now)
    return opened


def rows(opened: Database) -> list[Any]:
    """The outbox, in the order the messages were put there."""
    with opened.reading() as connection:
        return list(connection.execute(select(OUTBOX).order_by(OUTBOX.c.id)))


def row(opened: Database) -> Any:
    """The one message."""
    (found,) = rows(opened)
    return found


def states(opened: Database) -> list[str]:
    return [each.state for each in rows(opened)]


def paused(opened: Database, channel: str) -> bool:
    with opened.reading() as connection:
        state = channel_state(connection, channel)
    return state is not None and state.paused_until is not None


def delivered(opened: Database, channel: Channel, now: datetime = NOW) -> Delivered:
    """One batch."""
    return deliver(opened, channel, now=now, limit=20)


def until_quiet(opened: Database, channel: Channel, now: datetime = NOW) -> int:
    """As the scheduler does at one turn; how many were sent."""
    sent, done = 0, delivered(opened, channel, now)
    while done.more:
        sent, done = sent + done.sent, delivered(opened, channel, now)
    return sent + done.sent


def all_day(
    opened: Database,
    channel: Channel,
    *,
    since: datetime = NOW,
    hours: float = 24,
    step: timedelta = 10 * MINUTE,
    each: Callable[[Delivered], None] = lambda done: None,
) -> datetime:
    """Let the scheduler's turns come for some hours; the instant of the last one."""
    now = since
    while now < since + hours * HOUR:
        now += step
        each(delivered(opened, channel, now))
    return now


def overdue(opened: Database, now: datetime) -> None:
    """Make every message's next try due, as if its pause were over."""
    with opened.writing() as connection:
        connection.execute(update(OUTBOX).values(next_try_at=now))
