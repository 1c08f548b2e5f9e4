"""Work shared among processes: in order, a few ahead, and told when a process is gone."""

import os
import signal
from contextlib import closing, contextmanager
from itertools import count, islice

import pytest

from app.errors import DatabaseNotReady
from app.store.fresh import MOST, cores
from app.store.hands import WORTH_IT, Job, shared

TASKS = 3 * WORTH_IT


def here(task):
    if task < 0:
        raise ValueError(f"{task} refused")
    return task, os.getpid()


@contextmanager
def away(fail_on=None):
    yield lambda task: 1 // 0 if task == fail_on else here(task)


@contextmanager
def deadly(last):
    def work(task):
        if task == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return here(task)

    yield work


def never():
    raise ConnectionError


def job(begin=away, *given):
    return Job(here=here, begin=begin, given=given)


def test_answers_come_in_the_order_of_the_tasks_from_several_processes():
    found = list(shared(job(), range(TASKS), processes=2))

    assert [task for task, _ in found] == list(range(TASKS))
    assert len({process for _, process in found}) == 2
    assert os.getpid() not in {process for _, process in found}


@pytest.mark.parametrize(("tasks", "processes"), [(TASKS, 1), (WORTH_IT - 1, 4), (0, 4)])
def test_for_little_work_no_process_is_started(tasks, processes):
    found = list(shared(job(), range(tasks), processes=processes))

    assert found == [(task, os.getpid()) for task in range(tasks)]


def test_no_more_is_asked_for_than_a_few_tasks_ahead():
    asked = []

    def tasks():
        for number in count():
            asked.append(number)
            yield number

    with closing(shared(job(), tasks(), processes=2)) as answers:
        assert len(list(islice(answers, 20))) == 20

    assert len(asked) <= 20 + 2 + WORTH_IT


@contextmanager
def echo():
    yield bytes


def test_tasks_and_answers_longer_than_a_pipe_holds_do_not_wait_for_each_other():
    long = [bytes([number]) * 2_000_000 for number in range(TASKS)]

    assert list(shared(Job(here=bytes, begin=echo), long, processes=2)) == long


def test_what_fails_over_there_is_done_here_and_complains_as_it_would_alone():
    found = list(shared(job(away, 5), range(TASKS), processes=2))

    assert [task for task, process in found if process == os.getpid()] == [5]
    with pytest.raises(ValueError, match="-1 refused"):
        list(shared(job(), [*range(TASKS), -1], processes=2))


def test_processes_that_cannot_begin_leave_everything_to_this_one():
    found = list(shared(job(never), range(TASKS), processes=2))

    assert found == [(task, os.getpid()) for task in range(TASKS)]


def test_a_killed_process_is_told_of():
    answers = shared(job(deadly, 6), range(TASKS), processes=2)

    with pytest.raises(DatabaseNotReady, match="một tiến trình phụ đã dừng giữa chừng"):
        list(answers)


@pytest.mark.parametrize("many", [1, 2, 96])
def test_there_is_at_least_one_core_and_no_more_than_pages_can_spare(monkeypatch, many):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: range(many), raising=False)
    assert cores() == min(many, MOST)


def test_a_machine_that_tells_no_processors_of_a_process_is_asked_for_all(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert cores() == 3
