"""`motcua scheduler` as it really runs: a process of its own on a database."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from tests.cli.served import PATIENCE, ROOT


@dataclass(kw_only=True)
class Scheduled:
    """A running scheduler."""

    process: subprocess.Popen[bytes]
    output: Path
    errors: Path

    @property
    def said(self) -> str:
        """What it has said on standard output so far."""
        return self.output.read_text(encoding="utf-8")

    @property
    def log(self) -> str:
        """What it has written to standard error so far."""
        return self.errors.read_text(encoding="utf-8")

    @property
    def mark(self) -> str:
        """What ends its name among those that beat."""
        return f":{self.process.pid}"

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait; the exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def scheduled(url: str, folder: Path, *arguments: str, **environ: str) -> Iterator[Scheduled]:
    """`motcua scheduler` on a database, stopped at the end whatever happens.

    Args:
        url: the database.
        folder: a place of this test alone; attachments lie in it.
        arguments: of the command.
        environ: further variables.
    """
    errors, output = folder / f"{uuid4().hex}.log", folder / f"{uuid4().hex}.out"
    with errors.open("wb") as opened, output.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "app.cli", "scheduler", *arguments],
            cwd=ROOT,
            env={**os.environ, **surroundings(url, folder), **environ},
            stdout=out,
            stderr=opened,
        )
        try:
            yield Scheduled(process=process, output=output, errors=errors)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            process.kill()
            process.wait()


def surroundings(url: str, folder: Path) -> dict[str, str]:
    """The variables of an installation of this test alone, without a channel."""
    return {
        "MOTCUA_DATABASE_URL": url,
        "MOTCUA_FILES": str(folder / "files"),
        "MOTCUA_SECRET_KEY": "k" * 32,
        "PYTHONPATH": str(ROOT),
        **dict.fromkeys(("MOTCUA_MAIL", "MOTCUA_SMS", "MOTCUA_ZALO"), ""),
    }
