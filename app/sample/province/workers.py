"""Slices of the journal made by several processes, and given out in their order."""

from collections import deque
from collections.abc import Generator, Iterator
from contextlib import ExitStack, suppress
from itertools import cycle
from multiprocessing.connection import Connection

from app.errors import MotcuaError
from app.sample.province.plan import Plan
from app.sample.province.slices import Slice, slice_of
from app.sample.province.world import world_of
from app.store.fresh import started

AHEAD = 2  # slices asked for of each worker before the first is taken
WORTH_IT = 8  # slices; for fewer no process is started


def made(plan: Plan, *, packed: bool, processes: int) -> Generator[Slice, None, None]:
    """All slices of a plan in their order; to be closed, for that ends the processes.

    Raises:
        CalendarGap: when a day the plan needs lies outside the years of the calendar.
        MotcuaError: when a process has died.
    """
    world = world_of(plan)
    if processes > 1 and plan.slices >= WORTH_IT:
        yield from _shared(plan, packed=packed, processes=processes)
    else:
        for number in range(plan.slices):
            yield slice_of(world, number, packed=packed)


def _shared(plan: Plan, *, packed: bool, processes: int) -> Iterator[Slice]:
    with ExitStack() as stack:
        workers = [started(stack, work, plan, packed) for _ in range(processes)]
        # Slice by slice to one worker after the other, and taken back in the same round.
        turns, waiting = cycle(workers), deque[Connection]()
        for number in range(plan.slices):
            if len(waiting) == AHEAD * processes:
                yield _taken(waiting.popleft())
            worker = next(turns)
            # One that died is found out when its slice is taken.
            with suppress(OSError):
                worker.send(number)
            waiting.append(worker)
        while waiting:
            yield _taken(waiting.popleft())


def _taken(worker: Connection) -> Slice:
    try:
        made: Slice = worker.recv()
    except (EOFError, OSError) as error:
        raise MotcuaError("một tiến trình phụ đã dừng giữa chừng; hãy chạy lại") from error
    return made


def work(pipe: Connection, plan: Plan, packed: bool) -> None:
    """Make the slices that are asked for, until nobody is left to ask."""
    world = world_of(plan)
    while True:
        try:
            number = pipe.recv()
            pipe.send(slice_of(world, number, packed=packed))
        except (EOFError, OSError):
            return
