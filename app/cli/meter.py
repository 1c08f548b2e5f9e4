"""A progress bar on a terminal, for whatever takes longer than two seconds."""

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

PATIENCE = 2.0  # seconds


class Meter:
    """Call it with what is done and, when known, how much there is."""

    def __init__(self, words: str) -> None:
        self._words, self._begun = words, time.monotonic()
        self._bar: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done: int, total: int | None = None) -> None:
        """Show it, once the user has waited long enough and only on a terminal."""
        if self._bar is None and self._due():
            self._bar = _bar()
            self._task = self._bar.add_task(self._words, total=total)
            self._bar.start()
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total)

    def _due(self) -> bool:
        return sys.stderr.isatty() and time.monotonic() - self._begun > PATIENCE


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
