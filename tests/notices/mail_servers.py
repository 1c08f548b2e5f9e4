"""A real SMTP server on loopback that answers as it is told, and keeps what it has taken."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from app.notices.mail import MailChannel
from config import MailServer

# A key for nobody but these tests: it vouches for localhost alone.
CERTIFICATE = Path(__file__).with_name("localhost.pem")
SENDER = "motcua@phuoclong.example.vn"
Answer = Callable[["Post", SMTP, Envelope], Coroutine[Any, Any, str]]


@dataclass
class Post:
    """What the mail server does, and what it has taken.

    Attributes:
        answers: what to do with the next mails; what comes after them is taken.
        always: what to do when there is no such answer left.
        recipients: answers to the next receivers, before any mail.
        tried: how many mails came, whatever became of them.
    """

    port: int = 0
    answers: list[Answer] = field(default_factory=list)
    always: "Answer | None" = None
    recipients: list[str] = field(default_factory=list)
    taken: list[Envelope] = field(default_factory=list)
    tried: int = 0
    users: list[Any] = field(default_factory=list)

    @property
    def mails(self) -> list[Any]:
        return [message_from_bytes(content(each), policy=policy.default) for each in self.taken]

    @property
    def subjects(self) -> list[str]:
        return [str(each["Subject"]) for each in self.mails]

    async def receiver(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.recipients.pop(0) if self.recipients else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def mail(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.tried += 1
        answer = self.answers.pop(0) if self.answers else self.always or taken
        return await answer(self, server, envelope)

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        self.users.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"m@t/kh:u", handled=False)

    def channel(
        self, *, files: Path | None = None, timeout: float = 5.0, **changes: Any
    ) -> MailChannel:
        server = MailServer(**{"host": "127.0.0.1", "port": self.port, "sender": SENDER, **changes})
        return MailChannel("mail", server, files=files, timeout=timeout)


def content(envelope: Envelope) -> bytes:
    found = envelope.original_content
    assert found is not None
    return found


async def taken(post: Post, server: SMTP, envelope: Envelope) -> str:
    post.taken.append(envelope)
    return f"250 2.0.0 Ok: queued as M{len(post.taken)}"


def says(answer: str) -> Answer:
    async def refuse(post: Post, server: SMTP, envelope: Envelope) -> str:
        return answer

    return refuse


async def dropped(post: Post, server: SMTP, envelope: Envelope) -> str:
    cut(server)
    return "250 nobody hears this"


async def taken_and_dropped(post: Post, server: SMTP, envelope: Envelope) -> str:
    """The acknowledgement is lost on its way."""
    post.taken.append(envelope)
    return await dropped(post, server, envelope)


async def taken_and_closed(post: Post, server: SMTP, envelope: Envelope) -> str:
    """The server goes as soon as it has acknowledged, before any goodbye."""
    await server.push(await taken(post, server, envelope))
    cut(server)
    return "250 nobody hears this"


async def taken_and_answered_twice(post: Post, server: SMTP, envelope: Envelope) -> str:
    await server.push(await taken(post, server, envelope))
    return "451 once more"


async def silent(post: Post, server: SMTP, envelope: Envelope) -> str:
    await asyncio.sleep(1)
    return "250 too late"


def late(seconds: float) -> Answer:
    async def answer(post: Post, server: SMTP, envelope: Envelope) -> str:
        await asyncio.sleep(seconds)
        return await taken(post, server, envelope)

    return answer


def cut(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.close()


@contextmanager
def open_post(post: Post | None = None, **options: Any) -> Iterator[Post]:
    """A mail server at work; one that was away comes back at the same port."""
    post = post or Post()
    post.port = post.port or free_port()
    hooks = SimpleNamespace(handle_RCPT=post.receiver, handle_DATA=post.mail)
    controller = Controller(
        hooks,
        hostname="127.0.0.1",
        port=post.port,
        ready_timeout=10,
        authenticator=post.authenticate,
        **options,
    )
    controller.start()
    try:
        yield post
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def encrypted() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context
