"""The parts of the bench: each module here measures one thing, see `bench/protocol.py`."""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.protocol import Growth, Line
from bench.stage import Stage

# Told by its text, so that a broken part stops nothing but itself.
_MARK = "\ndef lines("
Lines = Callable[[Stage], Iterator[Line | Growth]]


def names() -> list[str]:
    """Every part there is, by the alphabet: a module with `lines`; others are of help to them."""
    folder = Path(__file__).parent
    return sorted(file.stem for file in folder.glob("[!_]*.py") if _MARK in file.read_text("utf-8"))


def lines_of(name: str) -> Lines:
    """Import a part and return what makes its lines."""
    found: Lines = importlib.import_module(f"{__name__}.{name}").lines
    return found
