"""The presses of this process: made when first needed, one for a template, safe to fork around.

typst keeps a pool of threads from its first compilation on. A forked child has none of them and
waits for them for ever, whatever compiler it makes. Two rules follow:

- a server's master draws nothing before it forks; its workers then each make their presses;
- a process that was forked later than its parent's first paper, letter or table, which this module
  notices by itself, leaves the work to helpers of its own, started afresh: right, only some 60 MB
  dearer for each template.
"""

import os
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from app.press.helper import Helper
from app.press.press import Inputs, NotDrawn, Press, Template

Made = TypeVar("Made")


class Room:
    """Whatever this process draws a template with, one paper at a time."""

    def __init__(self, template: Template, *, may_compile: bool = True) -> None:
        self._turn = Lock()
        self._template = template
        self._may_compile = may_compile
        self._press: Press | None = None
        self._helper: Helper | None = None

    @property
    def has_compiled(self) -> bool:
        """Whether typst may have threads in this process because of this room."""
        return self._press is not None

    def drawn(self, inputs: Inputs, seconds: int) -> bytes:
        """The PDF of these inputs, dated at `seconds` since 1970.

        Raises:
            NotDrawn: when the template cannot be drawn exactly as it was meant.
        """
        return self._worked(lambda press: press.drawn(inputs, seconds))

    def pictured(self, inputs: Inputs, seconds: int) -> list[bytes]:
        """The pages of the same paper as PNG.

        Raises:
            NotDrawn: as `drawn`.
        """
        return self._worked(lambda press: press.pictured(inputs, seconds))

    def _worked(self, work: Callable[[Press | Helper], Made]) -> Made:
        with self._turn:
            if self._may_compile:
                self._press = self._press or Press(self._template)
                return work(self._press)
            return self._helped(work)

    def _helped(self, work: Callable[[Press | Helper], Made]) -> Made:
        self._helper = self._helper or Helper(self._template)
        try:
            return work(self._helper)
        except NotDrawn:
            # A helper that died is not asked again; one that only refused costs a new start.
            self._helper = None
            raise


class House:
    """The rooms of a process, so that a table of ten thousand rows does not hold up a letter."""

    def __init__(self, *, may_compile: bool = True) -> None:
        self._may_compile = may_compile
        self._rooms: dict[Template, Room] = {}

    def room(self, template: Template) -> Room:
        """The one room of this template, whichever thread asks first."""
        return self._rooms.setdefault(template, Room(template, may_compile=self._may_compile))

    def after_fork(self) -> "House":
        """The house of a child process: the parent's locks and helpers are not its own."""
        used = any(room.has_compiled for room in self._rooms.values())
        return House(may_compile=self._may_compile and not used)


_house = House()


def room(template: Template) -> Room:
    """The room of this process for a template; to be asked for anew each time, not kept."""
    return _house.room(template)


def _forked() -> None:
    global _house
    _house = _house.after_fork()


os.register_at_fork(after_in_child=_forked)
