"""Serving from this process by waitress, with an end that finishes what was begun."""

import signal
import socket
from time import monotonic
from types import FrameType
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

_TURN = 1.0  # seconds the loop sleeps at most
_PATIENCE = 25.0  # seconds for the answers that are under way when it has to stop
_ROOM = 8 * 1024 * 1024  # bytes above the largest file, so that our own page can refuse it
_HANDLED = (signal.SIGINT, signal.SIGTERM)


class OneProcess:
    """waitress on a socket; it stops when it is told to, and not in the middle of an answer."""

    def __init__(
        self, application: Any, sock: socket.socket, *, threads: int, largest: int
    ) -> None:
        self._map: dict[int, Any] = {}
        self._server = create_server(
            application,
            map=self._map,
            sockets=[sock],
            threads=threads,
            max_request_body_size=largest + _ROOM,
            # Whom to believe is decided in the application, which reads these headers itself.
            clear_untrusted_proxy_headers=False,
            ident="",
        )
        self._stopping = False

    def run(self) -> None:
        """Serve until `stop`."""
        while not self._stopping:
            self._turn(_TURN)
        self._finish()

    def stop(self) -> None:
        """Let `run` come to its end; from any thread or a signal, and once is enough.

        The loop is woken before it is told: told first, it may have ended and closed what
        wakes it. One that woke too early looks again within a turn.
        """
        if not self._stopping:
            self._server.pull_trigger()
            self._stopping = True

    def stop_on_signals(self) -> None:
        """Stop when the terminal or the system says so; a second time at once."""
        for number in _HANDLED:
            signal.signal(number, self._told)

    def _told(self, number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        self.stop()

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, map=self._map, use_poll=True, count=1)

    def _finish(self) -> None:
        # Only the listening socket: the loop itself must go on to send the last answers.
        wasyncore.dispatcher.close(self._server)
        given_up = monotonic() + _PATIENCE
        while self._server.active_channels and monotonic() < given_up:
            for channel in list(self._server.active_channels.values()):
                if not _is_busy(channel):
                    channel.will_close = True
            self._turn(0.05)
        self._server.task_dispatcher.shutdown(timeout=1)
        self._server.trigger.close()
        wasyncore.close_all(self._map)


def _is_busy(channel: Any) -> bool:
    """Whether a request is being received, worked on or answered there."""
    return bool(channel.requests or channel.request or channel.total_outbufs_len)
