"""`.ci/both`, by which `make demo` and `make run` run pages and scheduler: one end for both."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from app.store.engine import database
from app.store.heartbeats import beats
from tests.cli.scheduled import surroundings
from tests.cli.served import PATIENCE, ROOT, within

PROGRAM = f'#!/bin/sh\nexec "{sys.executable}" -P -m app.cli "$@"\n'


@contextmanager
def both(url: str, folder: Path, *arguments: str):
    """The helper with both processes under it; whatever happens, nothing is left behind."""
    program = folder / "motcua"
    program.write_text(PROGRAM, encoding="utf-8")
    program.chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, ROOT / ".ci" / "both", program, *arguments],
        env={**os.environ, **surroundings(url, folder), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def under(process) -> list[int]:
    """The processes it has started that live."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
    return [int(number) for number in found.split()]


def port_of(process) -> int:
    for line in process.stdout:
        if found := re.search(r"http://\S+:(\d+)", line):
            return int(found[1])
    raise AssertionError("the pages never came")


def begun(url: str) -> bool:
    with database(url).reading() as connection:
        return bool(beats(connection))


def is_free(port: int) -> bool:
    with closing(socket.socket()) as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0


def is_gone(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_both_run_and_both_end_when_told(sqlite_url, tmp_path, number):
    with both(sqlite_url, tmp_path, "--port", "0") as process:
        port = port_of(process)
        assert within(PATIENCE, lambda: begun(sqlite_url))
        started = under(process)
        assert len(started) == 2

        process.send_signal(number)

        assert process.wait(PATIENCE) == 0
    assert all(is_gone(each) for each in started)
    assert is_free(port)


@pytest.mark.parametrize("which", ["serve", "scheduler"])
def test_when_one_dies_the_other_is_not_left_behind(sqlite_url, tmp_path, which):
    with both(sqlite_url, tmp_path, "--port", "0") as process:
        port_of(process)
        assert within(PATIENCE, lambda: begun(sqlite_url))
        started = under(process)

        os.kill(started[which == "scheduler"], signal.SIGKILL)

        assert process.wait(PATIENCE) == signal.SIGKILL
    assert all(is_gone(each) for each in started)


def test_a_port_in_use_ends_both_with_the_reason_of_the_pages(sqlite_url, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = str(other.getsockname()[1])
        with both(sqlite_url, tmp_path, "--port", taken) as process:
            assert process.wait(PATIENCE) == 2
