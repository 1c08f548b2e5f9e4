"""The two web servers that are measured side by side, each with two workers on a free port."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.peers.django_site import ADDRESS, KEY
from bench.stage import MOTCUA, ROOT

WORKERS = "2"
_PREPARE = (
    "import sys; from bench.peers.django_site import prepare; prepare(sys.argv[1], sys.argv[2:])"
)


@contextmanager
def ours(address: str) -> Iterator[int]:
    """Serve the desk of a database by `motcua serve`, as it is deployed; give the port."""
    port = _free()
    program = [*MOTCUA, "serve", "--port", str(port), "--workers", WORKERS]
    environ = {"MOTCUA_DATABASE_URL": address, "MOTCUA_SECRET_KEY": secrets.token_hex(32)}
    with _running(program, environ, port):
        yield port


@contextmanager
def django(address: str, logins: Sequence[str]) -> Iterator[int]:
    """Serve the Django desk of a copy of the database by gunicorn; give the port.

    Raises:
        RuntimeError: when its tables could not be made.
    """
    # In a process of its own: Django is set up once in a process, and for one database.

    made = subprocess.run(
        [sys.executable, "-c", _PREPARE, address, *logins], cwd=ROOT, capture_output=True, text=True
    )
    if made.returncode:
        raise RuntimeError(made.stderr.strip().rpartition("\n")[2])
    port = _free()
    gunicorn = str(Path(sys.executable).with_name("gunicorn"))
    site = "bench.peers.django_site:application()"
    program = [gunicorn, "--workers", WORKERS, "--bind", f"127.0.0.1:{port}", site]
    with _running(program, {ADDRESS: address, KEY: secrets.token_hex()}, port):
        yield port


@contextmanager
def _running(program: Sequence[str], environ: Mapping[str, str], port: int) -> Iterator[None]:
    with subprocess.Popen(
        program,
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_for(server, port)
            yield
        finally:
            server.terminate()


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(server: "subprocess.Popen[bytes]", port: int) -> None:
    given_up = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < given_up:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")
