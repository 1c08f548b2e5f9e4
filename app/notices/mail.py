"""E-mail by SMTP: a connection for each message, and an answer for it or none."""

import re
import ssl
from contextlib import suppress
from email.policy import compat32
from pathlib import Path
from smtplib import SMTP, SMTP_SSL, SMTPException, SMTPResponseException

from app.notices.channel import Away, Later, Never, one_line
from app.notices.enclosures import enclosures
from app.notices.letter import letter_of
from app.store.outbox import Message
from config import MailServer, is_loopback

TIMEOUT = 15.0  # seconds for each answer of the server
_LONGEST_RECEIPT = 200
_AS_SENT = compat32.clone(linesep="\r\n")
# What a server says besides its number, by RFC 3463; its words may hold an address.
_FINER = re.compile(rb"\d\.\d{1,3}\.\d{1,3}(?!\S)")


class MailChannel:
    """Hands messages to one mail server, with the files of a folder that go with them."""

    def __init__(
        self,
        name: str,
        server: MailServer,
        *,
        files: Path | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self.name, self._server, self._timeout = name, server, timeout
        self._files = files

    def send(self, message: Message) -> str:
        """Hand over a message; what the server says of it, as the number it queues it under.

        Raises:
            Later: when the server does not take it now, or the folder of files cannot be read.
            Away: when there is no server, or it takes nothing.
            Never: when it takes no message for this address, or not this text, or a file is gone.
        """
        letter = letter_of(message, self._server.sender, enclosures(message, self._files))
        client = self._client()
        try:
            return self._handed_over(client, letter["To"], letter.as_bytes(policy=_AS_SENT))
        except SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error, "không nhận") from None
        except (OSError, SMTPException):
            # It may have the message or not; it can tell by the Message-ID when it comes again.
            raise Away("máy chủ thư ngắt giữa chừng hoặc không trả lời", counts=True) from None
        finally:
            _part(client)

    def _client(self) -> SMTP:
        """A server that is ready for mail."""
        client: SMTP | None = None
        try:
            client = self._connected()
            self._secured(client)
        except ssl.SSLError:
            words = "không thiết lập được TLS với máy chủ thư (hãy xem chứng thư của máy chủ)"
        except SMTPResponseException as error:
            words = f"máy chủ thư không cho vào (mã {error.smtp_code})"
        except (OSError, SMTPException):
            words = "không kết nối được máy chủ thư"
        else:
            return client
        if client is not None:
            client.close()
        raise Away(words)

    def _connected(self) -> SMTP:
        server = self._server
        # Our own name is not looked up: where the net is slow that takes longer than all the rest.
        here = server.sender.rpartition("@")[2]
        if server.tls:
            context = ssl.create_default_context()
            return SMTP_SSL(server.host, server.port, here, timeout=self._timeout, context=context)
        return SMTP(server.host, server.port, here, timeout=self._timeout)

    def _secured(self, client: SMTP) -> None:
        server = self._server
        client.ehlo_or_helo_if_needed()
        secure = server.tls
        if not secure and client.has_extn("starttls"):
            client.starttls(context=ssl.create_default_context())
            client.ehlo_or_helo_if_needed()
            secure = True
        if server.user is None or server.password is None:
            return
        if not secure and not is_loopback(server.host):
            raise Away("máy chủ thư không có TLS nên mật khẩu không được gửi đi")
        client.login(server.user, server.password)

    def _handed_over(self, client: SMTP, address: str, letter: bytes) -> str:
        code, words = client.mail(self._server.sender)
        if code >= 400:
            # Who we are displeases it, and will do so for every message.
            raise Away(_told("không nhận địa chỉ gửi", code, words), counts=True)
        code, words = client.rcpt(address)
        if code >= 400:
            raise _refusal(code, words, "không nhận người này")
        code, words = client.data(letter)
        if code >= 400:
            raise _refusal(code, words, "không nhận thư này")
        return one_line(words.decode("ascii", "replace"))[:_LONGEST_RECEIPT]


def _refusal(code: int, words: bytes | str, what: str) -> Later | Never:
    said = _told(what, code, words)
    if code in {421, 530, 535}:  # it is closing, or wants another login
        return Away(said, counts=True)
    return Later(said) if code < 500 else Never(said)


def _told(what: str, code: int, words: bytes | str) -> str:
    raw = words if isinstance(words, bytes) else words.encode("ascii", "replace")
    finer = _FINER.match(raw)
    number = f"{code} {finer.group().decode()}" if finer else str(code)
    return f"máy chủ thư {what} (mã {number})"


def _part(client: SMTP) -> None:
    # Important: a server that is gone by now has still taken the message.
    with suppress(OSError, SMTPException):
        client.quit()
    client.close()
