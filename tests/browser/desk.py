"""A running desk for the browser tests: the application, its database and its clock."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from flask import Flask

from app import clock
from app.cli.serving_one import OneProcess
from app.deadlines.tick import tick
from app.services import demo_clock
from app.store.engine import Database, database
from config import Config

HOST = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What a test may ask beside the pages.

    Attributes:
        url: `http://127.0.0.1:…`, without a slash at the end.
    """

    url: str
    database: Database

    def now(self) -> datetime:
        """What the ward's clock shows."""
        shown = demo_clock.demo_now(self.database, clock.now())
        assert shown is not None
        return shown

    def move_to(self, to: datetime) -> None:
        """Move the ward's clock forward, and let the deadlines up to it fire."""
        moved = demo_clock.move(self.database, to=to, by=None, wall=clock.now())
        tick(self.database, until=moved, now=moved)


@contextmanager
def serving(app: Flask, config: Config) -> Iterator[Desk]:
    """Serve an application from a thread, as `motcua serve` does from its process."""
    with socket.create_server((HOST, 0)) as sock:
        port = sock.getsockname()[1]
        server = OneProcess(app, sock, threads=4, largest=config.max_upload_mb * 1024 * 1024)
        thread = threading.Thread(target=server.run, name="desk")
        thread.start()
        try:
            yield Desk(url=f"http://{HOST}:{port}", database=database(config.database_url))
        finally:
            server.stop()
            thread.join(30)
    assert not thread.is_alive(), "the server did not stop"
