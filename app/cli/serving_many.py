"""Serving by several processes: gunicorn, which replaces a worker that dies."""

import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.config import Config as Settings

from app.cli import serving_logs
from app.cli.serving import BACKLOG, application
from app.store.engine import dispose_all

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_PATIENCE = 25  # seconds for the answers that are under way when it has to stop
_HANGS = 120  # seconds without a sign of life until a worker is replaced


class Workers:
    """What gunicorn asks of an application: its settings, and where the pages come from."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.cfg: Any = Settings()
        for name, value in settings.items():
            self.cfg.set(name, value)

    def wsgi(self) -> Any:
        """The application, made in each worker anew."""
        return application()

    def reload(self) -> None:
        """Nothing to read again: the settings came from the command line."""


def serve(sock: socket.socket, *, workers: int, threads: int, level: str) -> None:
    """Serve until told to stop; never returns."""
    # Important: no connection to the database may be shared with the workers.
    dispose_all()
    sock.set_inheritable(True)
    with _figures():
        Arbiter(Workers(_settings(sock, workers, threads, level))).run()


def _settings(sock: socket.socket, workers: int, threads: int, level: str) -> dict[str, Any]:
    return {
        "bind": f"fd://{sock.fileno()}",
        "backlog": BACKLOG,
        "workers": workers,
        # With threads an idle connection, as browsers open them in advance, holds no worker.
        "worker_class": "gthread",
        "threads": threads,
        "timeout": _HANGS,
        "graceful_timeout": _PATIENCE,
        "keepalive": 15,
        "proc_name": "motcua",
        "loglevel": level.lower(),
        "logconfig_dict": serving_logs.settings(level),
        # Whom to believe is decided in the application.
        "forwarded_allow_ips": "",
        "control_socket_disable": True,
        "on_starting": _gently,
        "post_worker_init": _leave_to_master,
        "child_exit": _forget,
    }


def _gently(arbiter: Any) -> None:
    """Let Ctrl-C mean what SIGTERM means: finish what was begun."""
    arbiter.handle_int = arbiter.handle_term


def _leave_to_master(_worker: Any) -> None:
    """A terminal sends Ctrl-C to all processes; only the master shall hear it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _forget(_arbiter: Any, worker: Any) -> None:
    # Imported here: the folder must be named before the library is loaded.
    from prometheus_client.multiprocess import mark_process_dead

    forget: Any = mark_process_dead
    forget(worker.pid)


@contextmanager
def _figures() -> Iterator[None]:
    """A folder where the workers' counts are added up, gone when the master ends."""
    master, folder = os.getpid(), tempfile.mkdtemp(prefix="motcua-figures-")
    os.environ[_FOLDER] = folder
    try:
        yield
    finally:
        # A worker leaves by this way too, and its counts shall stay.
        if os.getpid() == master:
            shutil.rmtree(folder, ignore_errors=True)
