"""What every channel outside the pages is: one way to send, and three ways to fail."""

from hashlib import sha256
from typing import Protocol

from app.store.outbox import Message


class Channel(Protocol):
    """One way out: mail, short messages, Zalo."""

    @property
    def name(self) -> str:
        """What messages call it: `mail`, `sms` or `zalo`."""

    def send(self, message: Message) -> str:
        """Hand over one message; what the other side gave for it, empty for nothing.

        Once the other side has taken the message nothing is raised any more.

        Raises:
            Later: not now; its sentences, as those of the others, hold nobody's data.
            Away: nothing goes this way now, neither this message nor another.
            Never: not this message, however often it is tried.
        """


class Later(Exception):
    """The message was not taken this time.

    Attributes:
        wait: seconds the other side asks for; None where it does not.
    """

    def __init__(self, reason: str, *, wait: int | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Away(Later):
    """The channel does not work now, so that the other messages need not be tried either.

    Attributes:
        counts: whether this message was handed over at all, and may itself be the cause. Trying
            where nobody answers is no try of the message.
    """

    def __init__(self, reason: str, *, wait: int | None = None, counts: bool = False) -> None:
        super().__init__(reason, wait=wait)
        self.counts = counts


class Never(Exception):
    """The message will not be taken: a wrong address, a text that is refused."""


def mark(message: Message) -> str:
    """The same letters for the same message on every try, by which the other side can know it.

    Offices share gateways and each numbers its own alerts; so the key alone would not do.
    """
    told = (message.agency, message.channel, message.address, message.key)
    return sha256("\n".join(told).encode()).hexdigest()[:40]


def one_line(text: str) -> str:
    """A text without line breaks and other letters that steer: fit for a heading."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
