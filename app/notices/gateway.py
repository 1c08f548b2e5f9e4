"""Short messages and Zalo: one POST to an HTTP gateway for each message.

It is sent `{"to", "text", "sender", "sender_name", "id"}` with a bearer token, and `id` as
Idempotency-Key too: a gateway that has taken a message of that id takes it no second time. `sender`
is null where the office has registered no name; `sender_name`, its full one, tells the gateway
whose message it is, so that it need not go out in the name of the account's owner. Any 2xx means it
is taken; an `id` in the answer is kept as the receipt. Elsewhere a redirect would carry the token
to another place, so none is followed, and proxies are not asked.
"""

import json
import ssl
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from app.notices.addresses import mobile_number
from app.notices.channel import Away, Later, Never, mark, one_line
from app.store.outbox import Message
from config import Gateway

TIMEOUT = 15.0  # seconds for each answer of the gateway
LARGEST = 64 * 1024  # bytes of an answer that are read
_LONGEST_RECEIPT = 200
_LONGEST_WAIT = 6 * 3600  # seconds
_NOT_LET_IN = {401, 407}
# Not what a message can be blamed for: a wrong path, a wrong right, too much at once, closed.
_OF_THE_CHANNEL = {403, 404, 405, 429, 503}
_PASSING = {408, 425}


class GatewayChannel:
    """Hands messages to one gateway."""

    def __init__(self, name: str, gateway: Gateway, *, timeout: float = TIMEOUT) -> None:
        self.name, self._gateway, self._timeout = name, gateway, timeout

    def send(self, message: Message) -> str:
        """Hand over a message; the gateway's number for it, empty when it tells none.

        Raises:
            Later: when the gateway does not take it now.
            Away: when there is no gateway, or it takes nothing.
            Never: when it does not take this message.
        """
        number = mobile_number(message.address)
        if number is None:
            raise Never("số nhận không phải là số điện thoại di động")
        connection = self._connected()
        try:
            connection.request(
                "POST", self._path(), self._body(message, number), self._head(message)
            )
            answer = connection.getresponse()
            _must_be_taken(answer)
            return _receipt(answer)
        except (OSError, HTTPException):
            # It may have the message or not; it can tell by the id when it comes again.
            raise Away("cổng nhắn tin ngắt giữa chừng hoặc không trả lời", counts=True) from None
        finally:
            connection.close()

    def _connected(self) -> HTTPConnection:
        url = urlsplit(self._gateway.url)
        connection = (
            HTTPConnection(url.hostname or "", url.port, timeout=self._timeout)
            if url.scheme == "http"
            else HTTPSConnection(
                url.hostname or "",
                url.port,
                timeout=self._timeout,
                context=ssl.create_default_context(),
            )
        )
        try:
            connection.connect()
        except ssl.SSLError:
            connection.close()
            raise Away("không thiết lập được TLS với cổng nhắn tin") from None
        except (OSError, HTTPException):
            connection.close()
            raise Away("không kết nối được cổng nhắn tin") from None
        return connection

    def _path(self) -> str:
        url = urlsplit(self._gateway.url)
        return (url.path or "/") + (f"?{url.query}" if url.query else "")

    def _head(self, message: Message) -> dict[str, str]:
        head = {
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json",
            "Idempotency-Key": mark(message),
        }
        token = self._gateway.token
        return {**head, "Authorization": f"Bearer {token}"} if token else head

    def _body(self, message: Message, number: str) -> bytes:
        told = {
            "to": number,
            "text": message.body,
            "sender": message.sender,
            "sender_name": message.sender_name,
            "id": mark(message),
        }
        return json.dumps(told, ensure_ascii=False).encode()


def _must_be_taken(answer: HTTPResponse) -> None:
    code = answer.status
    if 200 <= code < 300:
        return
    said, wait = f"cổng nhắn tin trả lời mã {code}", _wait(answer)
    if code in _NOT_LET_IN:
        raise Away(f"{said} (sai mã truy cập)")
    if code in _OF_THE_CHANNEL or code < 400:
        raise Away(said, wait=wait, counts=True)
    if code in _PASSING or code >= 500:
        raise Later(said, wait=wait)
    raise Never(said)


def _receipt(answer: HTTPResponse) -> str:
    """What a gateway gave for a message it has taken; whatever else it says is of no matter."""
    try:
        # Whatever is there at once: who has taken the message may be as slow as they like.
        told = json.loads(answer.read1(LARGEST))
    except (OSError, HTTPException, ValueError, RecursionError):
        return ""
    found = told.get("id") if isinstance(told, dict) else None
    return one_line(str(found))[:_LONGEST_RECEIPT] if isinstance(found, str | int) else ""


def _wait(answer: HTTPResponse) -> int | None:
    """The seconds of a Retry-After, or those until its date by the gateway's own clock."""
    text = (answer.headers.get("Retry-After") or "").strip()
    if text.isascii() and text.isdecimal():
        return min(int(text[:9]), _LONGEST_WAIT)
    until, since = _date(text), _date(answer.headers.get("Date") or "")
    if until is None or since is None:
        return None
    return max(0, min(int((until - since).total_seconds()), _LONGEST_WAIT))


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return found if found.tzinfo is not None else None
