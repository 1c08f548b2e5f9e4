"""What waits for an officer and should not reach them any more: a choice, address, account changed.

Between putting a message into the outbox and sending it a night may pass, or three days.
"""

from collections.abc import Sequence

from app.notices.choices import ALERTS, KINDS, Choices, choices_of
from app.notices.people import Person, people
from app.store.engine import Connection
from app.store.outbox import Leased, Message

CLOSED = "tài khoản của người nhận đã khóa"
NO_ADDRESS = "người nhận đã bỏ địa chỉ nhận tin của kênh này"
MOVED = "người nhận đã đổi địa chỉ nhận tin của kênh này"
CHOSEN = "người nhận đã chọn không nhận loại tin này qua kênh này"


def unwanted(connection: Connection, leased: Sequence[Leased]) -> dict[int, str]:
    """The messages nobody wants any more, by number, each with the reason; two queries at most.

    Those of citizens are never among them. What was meant for an address that has changed is not
    sent to the new one: its owner reads it in the bell.
    """
    logins = {one.message.login for one in leased if one.message.login is not None}
    known, wanted = people(connection, logins), choices_of(connection, logins)
    reasons = {
        one.id: _reason(one.message, known.get(login), wanted[login])
        for one in leased
        if (login := one.message.login) is not None
    }
    return {number: reason for number, reason in reasons.items() if reason is not None}


def _reason(message: Message, person: Person | None, choices: Choices) -> str | None:
    if person is None:
        return CLOSED
    address = person.address(message.channel)
    if address != message.address:
        return MOVED if address else NO_ADDRESS
    return None if _chosen(message, choices) else CHOSEN


def _chosen(message: Message, choices: Choices) -> bool:
    """Whether somebody still wants such messages at once; what cannot be chosen comes always."""
    if message.kind in ALERTS:
        # How urgent it is the message does not tell; whoever wants any of them at once gets it.
        return message.channel in choices.at_once(message.kind, "urgent")
    return message.kind not in KINDS or choices.mode(message.kind, message.channel) == "each"
