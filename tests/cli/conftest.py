"""The program as a user runs it, in this process: arguments in, status and texts out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli.main import main

WORLD = Path(__file__).parents[1] / "conformance" / "world-1"


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


Program = Callable[..., Ran]
Capture = pytest.CaptureFixture[str]


def program(url: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Program:
    """`motcua(*arguments)` on a database."""
    monkeypatch.setenv("MOTCUA_DATABASE_URL", url)

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        status = main([str(each) for each in arguments])
        caught = capsys.readouterr()
        return Ran(status=status, out=caught.out, err=caught.err)

    return run


@pytest.fixture
def motcua(database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Program:
    """The program on an empty database of either kind."""
    return program(database_url, monkeypatch, capsys)


@pytest.fixture
def world(world_url: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Program:
    """The program on a database that holds the first conformance world."""
    return program(world_url, monkeypatch, capsys)
