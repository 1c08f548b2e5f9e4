"""A case as a flow of Viewflow (Django), in a process of its own that keeps its own time.

    python -m bench.peers.viewflow_case ADDRESS

reads lines such as `open 20`, `go` and `finished`, and answers each with one number, `go` with the
seconds as well: Django is set up once in a process, and another part may want it otherwise.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.peers.stepping import STEPS, where
from bench.protocol import Took

_NAMES = {"dbname": "NAME", "host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
_APPS = ("django.contrib.auth", "django.contrib.contenttypes", "viewflow", "viewflow.workflow")


class Flows:
    """Cases kept by the other process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def open(self, cases: int) -> None:
        """Begin new processes."""
        self._asked(f"open {cases}")

    def go(self) -> Took:
        """Take each through its tasks."""
        count, seconds = self._asked("go")
        return Took(seconds=seconds, count=count)

    def finished(self) -> int:
        """How many processes are done."""
        return int(self._asked("finished")[0])

    def _asked(self, words: str) -> list[float]:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("Viewflow's process cannot be talked to")
        self._process.stdin.write(f"{words}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("Viewflow's process has ended")
        return [float(word) for word in answer.split()]


@contextmanager
def stepper(address: str) -> Iterator[Flows]:
    """Start the other process, with its tables made; it ends with the block."""
    command = [sys.executable, "-m", "bench.peers.viewflow_case", address]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield Flows(process)
        finally:
            process.communicate()


def main() -> int:
    """Answer the lines of standard input until it ends."""
    _set_up(sys.argv[1])
    from bench.peers.viewflow_flow import CaseFlow

    made: list[int] = []
    for line in sys.stdin:
        what, _, many = line.strip().partition(" ")
        if what == "open":
            made = [_begun(CaseFlow) for _ in range(int(many))]
            print(len(made), flush=True)
        elif what == "go":
            print(*_gone(CaseFlow, made), flush=True)
        else:
            print(_finished(made), flush=True)
    return 0


def _set_up(address: str) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    place = {_NAMES[name]: value for name, value in where(address).items()}
    engine = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": None}
    settings.configure(
        DATABASES={"default": {**engine, **place}},
        INSTALLED_APPS=[*_APPS, "bench.peers"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()
    call_command("migrate", verbosity=0)
    from django.contrib.auth.models import User

    from bench.peers.viewflow_flow import OFFICER

    OFFICER.append(User.objects.create(username="an"))


def _begun(kind: Any) -> int:
    from django.db import transaction

    with transaction.atomic():
        return int(kind.start.run().pk)


def _gone(kind: Any, numbers: list[int]) -> tuple[int, float]:
    begun = time.perf_counter()
    for number in numbers:
        for _ in range(STEPS):
            _step(kind, number)
    return len(numbers) * STEPS, time.perf_counter() - begun


def _step(kind: Any, number: int) -> None:
    from django.db import transaction
    from viewflow.workflow import STATUS
    from viewflow.workflow.models import Task

    with transaction.atomic(), kind.lock(number):
        task = Task.objects.get(process_id=number, status=STATUS.ASSIGNED)
        with task.activation() as activation:
            activation.start(None)
            activation.execute()


def _finished(numbers: list[int]) -> int:
    from viewflow.workflow import STATUS
    from viewflow.workflow.models import Process

    return int(Process.objects.filter(pk__in=numbers, status=STATUS.DONE).count())


if __name__ == "__main__":
    sys.exit(main())
