"""The press of this process: made when first needed, one letter at a time, safe to fork around.

typst keeps a pool of threads from its first compilation on. A forked child has none of them and
waits for them for ever, whatever compiler it makes. Two rules follow:

- a server's master does not draw letters before it forks; its workers then each make their press;
- a process that was forked later than its parent's first letter, which this module notices by
  itself, leaves the work to a helper of its own, started afresh: right, only some 60 MB dearer.
"""

import os
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from app.letters.typst_helper import Helper
from app.letters.typst_press import Inputs, NotDrawn, Press

Made = TypeVar("Made")


class Room:
    """Whatever this process draws letters with."""

    def __init__(self, *, may_compile: bool = True) -> None:
        self._turn = Lock()
        self._may_compile = may_compile
        self._press: Press | None = None
        self._helper: Helper | None = None

    def drawn(self, inputs: Inputs, seconds: int) -> bytes:
        """The PDF of these inputs, dated at `seconds` since 1970.

        Raises:
            NotDrawn: when the template cannot be drawn exactly as it was meant.
        """
        return self._worked(lambda press: press.drawn(inputs, seconds))

    def pictured(self, inputs: Inputs, seconds: int) -> list[bytes]:
        """The pages of the same letter as PNG.

        Raises:
            NotDrawn: as `drawn`.
        """
        return self._worked(lambda press: press.pictured(inputs, seconds))

    def _worked(self, work: Callable[[Press | Helper], Made]) -> Made:
        with self._turn:
            if self._may_compile:
                self._press = self._press or Press()
                return work(self._press)
            return self._helped(work)

    def _helped(self, work: Callable[[Press | Helper], Made]) -> Made:
        self._helper = self._helper or Helper()
        try:
            return work(self._helper)
        except NotDrawn:
            # A helper that died is not asked again; one that only refused costs a new start.
            self._helper = None
            raise

    def after_fork(self) -> "Room":
        """The room of a child process: the parent's lock and helper are not its own."""
        return Room(may_compile=self._may_compile and self._press is None)


_room = Room()


def room() -> Room:
    """The room of this process."""
    return _room


def _forked() -> None:
    global _room
    _room = _room.after_fork()


os.register_at_fork(after_in_child=_forked)
