"""Serving from one process: told to stop by another thread, whenever and as often as it likes."""

import socket
import threading
from contextlib import contextmanager

from app.cli.serving_one import OneProcess


def silent(environ, start_response):
    start_response("204 No Content", [])
    return []


@contextmanager
def running():
    with socket.create_server(("127.0.0.1", 0)) as sock:
        server = OneProcess(silent, sock, threads=1, largest=1)
        thread = threading.Thread(target=server.run)
        thread.start()
        yield server, thread
        thread.join(30)
    assert not thread.is_alive()


def test_it_may_be_told_to_stop_again_when_it_has_stopped():
    with running() as (server, thread):
        server.stop()
        thread.join(30)

        server.stop()


def test_a_loop_that_ends_while_it_is_told_to_has_not_closed_what_wakes_it(monkeypatch):
    with running() as (server, thread):
        waking = server._server.pull_trigger

        def slowly():
            thread.join(1.5)  # longer than the loop sleeps
            assert thread.is_alive()
            waking()

        monkeypatch.setattr(server._server, "pull_trigger", slowly)

        server.stop()
