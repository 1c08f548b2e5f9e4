"""One reading transaction for many questions of one piece of work, until it writes."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection

Begin = Callable[[], AbstractContextManager[Connection]]


class Moment:
    """A reading transaction that is begun by the first question and answers those that follow."""

    def __init__(self, whose: object, begin: Begin) -> None:
        self.whose = whose
        self._begin = begin
        self._open = ExitStack()
        self._connection: Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give the transaction; after an error the next question begins another one."""
        try:
            if self._connection is None:
                self._connection = self._open.enter_context(self._begin())
            yield self._connection
        except BaseException:
            # Through the transaction it came out of, which says in words what ails a database.
            self._connection = None
            if not self._open.__exit__(*sys.exc_info()):
                raise

    def end(self) -> None:
        """Let the transaction go; the next question begins another one, of a later moment."""
        self._connection = None
        self._open.close()


_NOW: ContextVar[Moment | None] = ContextVar("motcua_moment", default=None)


def current(whose: object) -> Moment | None:
    """The moment that this thread shares of a database, if it does."""
    moment = _NOW.get()
    return moment if moment is not None and moment.whose is whose else None


@contextmanager
def shared(moment: Moment) -> Iterator[None]:
    """Share a moment within a block of this thread."""
    token = _NOW.set(moment)
    try:
        yield
    finally:
        _NOW.reset(token)
        moment.end()


@contextmanager
def ended(whose: object) -> Iterator[None]:
    """End the moment this thread shares of a database, before a writing and after it.

    What is read afterwards has to see what was written, whatever was read meanwhile.
    """
    moment = current(whose)
    if moment is None:
        yield
        return
    moment.end()
    try:
        yield
    finally:
        moment.end()
