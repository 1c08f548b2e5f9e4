"""A real HTTP gateway on loopback that answers as it is told, and keeps what it has taken."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from app.notices.gateway import GatewayChannel
from config import Gateway

Answer = Callable[["Handler"], None]
TOKEN = "mã-thử".encode().hex()


@dataclass
class Taken:
    """What was taken, and with which headings."""

    told: dict[str, Any]
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return str(self.told["text"])


@dataclass
class HttpGateway:
    """The gateway.

    Attributes:
        answers: what to do with the next requests; what comes after them is taken.
        always: what to do when there is no such answer left.
        requests: how many came, whatever became of them.
    """

    port: int = 0
    answers: list[Answer] = field(default_factory=list)
    always: "Answer | None" = None
    taken: list[Taken] = field(default_factory=list)
    requests: int = 0
    ended: Event = field(default_factory=Event)

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.taken]

    @property
    def ids(self) -> list[str]:
        return [str(each.told["id"]) for each in self.taken]

    def channel(self, name: str = "sms", *, timeout: float = 5.0) -> GatewayChannel:
        place = Gateway(url=f"http://127.0.0.1:{self.port}/gui?don-vi=1", token=TOKEN)
        return GatewayChannel(name, place, timeout=timeout)


class Handler(BaseHTTPRequestHandler):
    """One request to the gateway."""

    gateway: HttpGateway

    def do_POST(self) -> None:
        gateway = self.gateway
        gateway.requests += 1
        size = int(self.headers["Content-Length"])
        self.request_told = json.loads(self.rfile.read(size).decode())
        answer = gateway.answers.pop(0) if gateway.answers else gateway.always or taken
        answer(self)

    def keep(self) -> None:
        """Take the message."""
        headers = dict(self.headers)
        self.gateway.taken.append(Taken(told=self.request_told, headers=headers))

    def reply(self, code: int, content: bytes = b"", **headers: str) -> None:
        self.send_response_only(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def cut(self) -> None:
        """End the connection without another word."""
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:
        """Tests need no access log."""


def taken(handler: Handler) -> None:
    handler.keep()
    handler.reply(200, json.dumps({"id": f"g-{len(handler.gateway.taken)}"}).encode())


def says(code: int, content: bytes = b"", **headers: str) -> Answer:
    return lambda handler: handler.reply(code, content, **headers)


def dropped(handler: Handler) -> None:
    handler.cut()


def taken_and_dropped(handler: Handler) -> None:
    """The acknowledgement is lost on its way."""
    handler.keep()
    handler.cut()


def taken_and_cut_short(handler: Handler) -> None:
    """The gateway dies in the middle of its answer, after the acknowledgement."""
    handler.keep()
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"id": "g')
    handler.wfile.flush()
    handler.cut()


def taken_and_answered_twice(handler: Handler) -> None:
    taken(handler)
    handler.reply(500, b"once more")


def taken_and_never_done(handler: Handler) -> None:
    """An answer without end."""
    handler.keep()
    handler.send_response(200)
    handler.end_headers()
    try:
        while not handler.gateway.ended.is_set():
            handler.wfile.write(b"x" * 65_536)
    except OSError:
        return


def silent(handler: Handler) -> None:
    handler.gateway.ended.wait(5)


def late(seconds: float) -> Answer:
    def answer(handler: Handler) -> None:
        time.sleep(seconds)
        taken(handler)

    return answer


@contextmanager
def open_gateway(gateway: HttpGateway | None = None) -> Iterator[HttpGateway]:
    """A gateway at work; one that was away comes back at the same port."""
    gateway = gateway or HttpGateway()
    gateway.ended.clear()
    server = ThreadingHTTPServer(
        ("127.0.0.1", gateway.port), type("Bound", (Handler,), {"gateway": gateway})
    )
    server.daemon_threads = True
    gateway.port = server.server_port
    worker = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    worker.start()
    try:
        yield gateway
    finally:
        gateway.ended.set()
        server.shutdown()
        server.server_close()
        worker.join()
