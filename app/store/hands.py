"""Work shared among processes: each task to one of them, answers in the order of the tasks.

Memory stays flat: a process has one task at a time, and no more are asked for than are taken.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain, cycle, islice
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from app.errors import DatabaseNotReady
from app.store.fresh import started

T = TypeVar("T")
R = TypeVar("R")

WORTH_IT = 8  # tasks; for fewer no process is started
_GONE = "một tiến trình phụ đã dừng giữa chừng (bị kết thúc hoặc thiếu bộ nhớ); hãy chạy lại lệnh"


@dataclass(frozen=True, kw_only=True, slots=True)
class Job(Generic[T, R]):
    """What is to be done with each task.

    Attributes:
        here: does a task in this process.
        begin: called in each other process with `given`, for as long as it works; gives what does
            a task there. A function of a module, as all that is in `given` has to be sendable.
    """

    here: Callable[[T], R]
    begin: Callable[..., AbstractContextManager[Callable[[T], R]]]
    given: tuple[Any, ...] = ()


def shared(
    job: Job[T, R], tasks: Iterable[T], *, processes: int, worth_it: int = WORTH_IT
) -> Generator[R]:
    """Do all tasks; close it when it is not taken to its end.

    What fails in another process is done again in this one, and so complains as it would alone.

    Args:
        job: what to do with each.
        tasks: are asked for while answers are taken.
        processes: how many others may work; for fewer than two this one does everything.
        worth_it: so many tasks are awaited before others are started.

    Raises:
        DatabaseNotReady: when a process has been killed.
    """
    waiting = iter(tasks)
    first = list(islice(waiting, worth_it))
    if processes < 2 or len(first) < worth_it:
        yield from map(job.here, chain(first, waiting))
        return
    with ExitStack() as stack:
        hands = [started(stack, work, job.begin, job.given) for _ in range(processes)]
        yield from _given_out(job, hands, chain(first, waiting))


def _given_out(job: Job[T, R], hands: list[Connection], tasks: Iterable[T]) -> Iterator[R]:
    asked: deque[tuple[T, Connection]] = deque()
    for task, hand in zip(tasks, cycle(hands), strict=False):
        # Important: nothing is sent to a process whose answer has not been taken, since both
        # would wait for ever for the other to take what is too long for the pipe.
        answers = [_answer(job, *asked.popleft())] if len(asked) == len(hands) else []
        with _alive():
            hand.send(task)
        asked.append((task, hand))
        yield from answers
    while asked:
        yield _answer(job, *asked.popleft())


def _answer(job: Job[T, R], task: T, hand: Connection) -> R:
    with _alive():
        answer: tuple[R] | None = hand.recv()
    return job.here(task) if answer is None else answer[0]


@contextmanager
def _alive() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError):
        raise DatabaseNotReady(_GONE) from None


def work(
    pipe: Connection,
    begin: Callable[..., AbstractContextManager[Callable[[Any], Any]]],
    given: tuple[Any, ...],
) -> None:
    """Do the tasks that come, until nobody is left to ask."""
    with ExitStack() as stack:
        try:
            do = stack.enter_context(begin(*given))
        except Exception:
            # It is told by the other one, which does everything itself then.
            do = _nothing
        _work(pipe, do)


def _work(pipe: Connection, do: Callable[[Any], Any]) -> None:
    try:
        while True:
            task = pipe.recv()
            try:
                answer = (do(task),)
            except Exception:
                answer = None
            pipe.send(answer)
    except (EOFError, OSError):
        return


def _nothing(task: object) -> object:
    raise LookupError
