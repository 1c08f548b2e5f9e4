"""`motcua serve` as it really runs: a process of its own, asked over the network."""

import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0  # seconds
_BODY = b"login=lan.mc&password=mot-cua-2024"


@dataclass(kw_only=True)
class Served:
    """A running server.

    Attributes:
        log: what it wrote to standard error, once it has ended.
    """

    process: subprocess.Popen[str]
    port: int
    errors: IO[str]
    log: str = field(default="")

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """The status and text of a page."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as line:
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode()

    def workers(self) -> set[int]:
        """The processes it has started that live."""
        number = self.process.pid
        listed = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii")
        return {int(child) for child in listed.split()}

    def begin_to_send(self) -> http.client.HTTPConnection:
        """A form of which the server has half; `end_of` sends the rest and gives the status."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        line.putrequest("POST", "/sign-in")
        line.putheader("Content-Type", "application/x-www-form-urlencoded")
        line.putheader("Content-Length", str(len(_BODY)))
        line.endheaders(_BODY[:10])
        time.sleep(0.5)
        return line

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait; the exit status."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        """Wait for the end; the exit status."""
        self.process.communicate(timeout=PATIENCE)
        self.log = written(self.errors)
        return self.process.returncode


def written(errors: IO[str]) -> str:
    """All that a server has written so far."""
    errors.seek(0)
    return errors.read()


def end_of(line: http.client.HTTPConnection) -> int:
    """Send the second half of a form; the status it is answered with."""
    with closing(line):
        line.send(_BODY[10:])
        answer = line.getresponse()
        answer.read()
        return answer.status


@contextmanager
def served(url: str, *arguments: str, **environ: str) -> Iterator[Served]:
    """`motcua serve` on a free port and a database, stopped at the end whatever happens."""
    # A file and not a pipe: a pipe that nobody reads is full after some hundred lines of log, and
    # then every worker stands still in the middle of an answer.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        process: subprocess.Popen[str] = subprocess.Popen(
            [sys.executable, "-P", "-m", "app.cli", "serve", "--port", "0", *arguments],
            cwd=ROOT,
            env={**os.environ, **_surroundings(url), **environ},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            yield Served(process=process, port=_port(process, errors), errors=errors)
        finally:
            process.terminate()
            with suppress(ValueError):
                process.communicate(timeout=PATIENCE)


def _port(process: "subprocess.Popen[str]", errors: IO[str]) -> int:
    assert process.stdout is not None
    said = process.stdout.readline()
    found = re.search(r"http://\S+:(\d+)", said)
    assert found, f"it did not start: {said}{written(errors)}"
    return int(found[1])


def _surroundings(url: str) -> dict[str, Any]:
    # Python buffers a pipe, and the address must be read while the server runs.
    return {
        "MOTCUA_DATABASE_URL": url,
        "MOTCUA_SECRET_KEY": "k" * 32,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }


def within(seconds: float, look: Any) -> bool:
    """Whether something becomes true in time."""
    given_up = time.monotonic() + seconds
    while time.monotonic() < given_up:
        with suppress(OSError, http.client.HTTPException):
            if look():
                return True
        time.sleep(0.05)
    return False
