"""Other processes of this program: how many pay, and begun so that this one answers Ctrl-C."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection
from multiprocessing.resource_tracker import ensure_running
from typing import Any

# Important: not "fork", so that no process holds another's pipe or connection to the database.
FRESH = get_context("spawn")
# Each of them keeps a connection to the database, which pages need as well.
MOST = 8


def cores() -> int:
    """How many processes are worth having at once; 1 where this one may start no others."""
    usable = getattr(os, "sched_getaffinity", None)
    found = len(usable(0)) if usable else os.cpu_count() or 1
    return 1 if current_process().daemon else min(found, MOST)


def started(stack: ExitStack, target: Callable[..., None], *given: Any) -> Connection:
    """Start a process that stops when its pipe is closed, as the stack does at the end.

    Args:
        stack: waits for it as well.
        target: of a module; is called there with its end of the pipe and what is given.
        given: has to be sendable.
    """
    near, far = FRESH.Pipe()
    process = FRESH.Process(target=target, args=(far, *given), daemon=True)
    with _deaf():
        process.start()
    far.close()
    stack.callback(process.join)
    stack.enter_context(near)
    return near


@contextmanager
def _deaf() -> Iterator[None]:
    """Let what starts now not hear Ctrl-C, which reaches every process of a terminal.

    The one that gives out the work answers it, and the others stop when it is gone.
    """
    mask = getattr(signal, "pthread_sigmask", None)
    if mask is None:  # On Windows nobody can be told so; the children may complain as well.
        yield
        return
    # Starting the first process starts this one too, which would take the mask off again.
    ensure_running()
    before = mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)
