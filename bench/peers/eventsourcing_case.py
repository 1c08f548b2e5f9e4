"""A case as an aggregate of `eventsourcing` on PostgreSQL: loaded, one event more, saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.peers.stepping import STEPS, where

_NAMES = {
    "dbname": "POSTGRES_DBNAME",
    "host": "POSTGRES_HOST",
    "port": "POSTGRES_PORT",
    "user": "POSTGRES_USER",
    "password": "POSTGRES_PASSWORD",
}


class Aggregates:
    """Cases of one application."""

    def __init__(self, application: Any, kind: Any) -> None:
        self._application, self._kind = application, kind
        self._codes: list[Any] = []

    def open(self, cases: int) -> None:
        """Save new aggregates."""
        fresh = [self._kind("Nguyễn Văn Đo") for _ in range(cases)]
        for case in fresh:
            self._application.save(case)
        self._codes = [case.id for case in fresh]

    def go(self) -> int:
        """Load each anew for every step."""
        for code in self._codes:
            for step in range(1, STEPS + 1):
                case = self._application.repository.get(code)
                case.step(name=f"step-{step}", officer="an")
                self._application.save(case)
        return len(self._codes) * STEPS

    def finished(self) -> int:
        """How many have had all their steps."""
        loaded = (self._application.repository.get(code) for code in self._codes)
        return sum(len(case.done) == STEPS for case in loaded)


@contextmanager
def stepper(address: str) -> Iterator[Aggregates]:
    """An application of this database."""
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate, event

    class Case(Aggregate):
        @event("Accepted")
        def __init__(self, applicant: str) -> None:
            self.applicant = applicant
            self.done: list[str] = []

        @event("StepDone")
        def step(self, name: str, officer: str) -> None:
            self.done.append(name)
            self.officer = officer

    given = {_NAMES[name]: value for name, value in where(address).items()}
    modules = {"PERSISTENCE_MODULE": "eventsourcing.postgres", "POSTGRES_PASSWORD": "none"}
    application: Any = Application(env={**modules, **given})
    try:
        yield Aggregates(application, Case)
    finally:
        application.close()
