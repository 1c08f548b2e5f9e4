"""What everybody who takes cases through their steps has in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import psycopg
from psycopg import conninfo
from sqlalchemy import make_url

from bench.protocol import Took

STEPS = 6


class Stepper(Protocol):
    """A program that keeps cases in PostgreSQL."""

    def open(self, cases: int) -> None:
        """Make so many new cases, which is not timed."""
        ...

    def go(self) -> int | Took:
        """Take them through their steps, each committed by itself; returns how many there were."""
        ...

    def finished(self) -> int:
        """How many of them are at their end, as the database says."""
        ...


def where(address: str) -> dict[str, str]:
    """The parts of a database's address, by libpq's names; only those that are there."""
    url = make_url(address)
    parts = {
        "host": url.query.get("host") or url.host,
        "port": url.query.get("port") or url.port,
        "dbname": url.database,
        "user": url.username,
        "password": url.password,
    }
    return {name: str(value) for name, value in parts.items() if value}


@contextmanager
def connected(address: str) -> Iterator[psycopg.Connection]:
    """A bare connection."""
    with psycopg.connect(conninfo.make_conninfo(**where(address))) as connection:
        yield connection
