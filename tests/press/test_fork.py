"""Letters and tables in several processes: the same bytes from each, and none waits for ever.

Each test is a small server in a process of its own, for a fork of the tests' own would carry their
threads along.
"""

import hashlib
import subprocess
import sys
import threading

import pytest

from app.letters.pdf import LETTER, pdf_of
from app.press.helper import FRESH, serve
from app.press.press import Inputs
from app.reports.out.pdf import write
from tests.architecture.tree import ROOT
from tests.letters import sheets
from tests.letters.sheets import AT
from tests.reports.out import specimens

PRELUDE = """
import hashlib, os, sys, threading
from app.letters.pdf import LETTER, pdf_of
from app.press.press import NotDrawn
from app.press.room import room
from app.reports.out.pdf import TEMPLATE, write
from tests.letters import sheets
from tests.reports.out import specimens

def draw():
    say(hashlib.sha256(pdf_of(sheets.receipt(2), at=sheets.AT)).hexdigest())

def print_table():
    table = write(*specimens.catalogue(), specimens.OFFICE)
    say(hashlib.sha256(table).hexdigest())

def say(line):
    os.write(1, f"{line}\\n".encode())  # at once, for several write to the same pipe

def fork(work):
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return child

def wait(*children):
    for child in children:
        assert os.waitpid(child, 0)[1] == 0
"""
PREFORK = """
wait(*[fork(lambda: (draw(), draw())) for _ in range(2)])
draw()
"""
LATE_FORK = """
draw()
wait(fork(lambda: (draw(), draw(), wait(fork(draw)))))
draw()
"""
BUSY_FORK = """
room(LETTER)._turn.acquire()  # another thread of the parent is drawing
wait(fork(draw))
"""
DEAD_HELPER = """
draw()
def work():
    draw()
    room(LETTER)._helper._process.kill()
    room(LETTER)._helper._process.join()
    try:
        draw()
    except NotDrawn as error:
        say(error)
    draw()
wait(fork(work))
"""
OTHER_FORK = """
{first}()
wait(fork(lambda: (draw(), print_table())))
"""
BESIDE = """
room(LETTER)._turn.acquire()
print_table()
"""
THREADS = """
threads = [threading.Thread(target=draw) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


def told_by(program: str) -> list[str]:
    # Important: the limit is what the test is about, a child that hangs.
    ran = subprocess.run(
        [sys.executable, "-c", PRELUDE + program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split("\n")[:-1]


@pytest.fixture(scope="module")
def digest() -> str:
    return hashlib.sha256(pdf_of(sheets.receipt(2), at=AT)).hexdigest()


@pytest.fixture(scope="module")
def table_digest() -> str:
    table = write(*specimens.catalogue(), specimens.OFFICE)
    return hashlib.sha256(table).hexdigest()


def test_workers_forked_before_the_first_letter_draw_the_same_bytes(digest):
    assert told_by(PREFORK) == [digest] * 5


def test_a_child_of_a_process_that_has_drawn_leaves_the_work_to_a_helper(digest):
    assert told_by(LATE_FORK) == [digest] * 5


def test_a_fork_in_the_middle_of_a_letter_does_not_inherit_the_turn(digest):
    assert told_by(BUSY_FORK) == [digest]


def test_a_helper_that_died_is_said_once_and_replaced(digest):
    assert told_by(DEAD_HELPER) == [
        digest,
        digest,
        "tiến trình in văn bản đã dừng giữa chừng",
        digest,
    ]


def test_a_table_is_drawn_while_a_long_letter_is(digest, table_digest):
    assert told_by(BESIDE) == [table_digest]


@pytest.mark.parametrize("first", ["draw", "print_table"])
def test_what_was_drawn_first_does_not_matter_to_a_child(first, digest, table_digest):
    drawn = digest if first == "draw" else table_digest
    assert told_by(OTHER_FORK.format(first=first)) == [drawn, digest, table_digest]


def test_threads_take_turns(digest):
    assert told_by(THREADS) == [digest] * 4


def test_a_helper_tells_what_the_template_refuses_and_goes_on():
    near, far = FRESH.Pipe()
    served = threading.Thread(target=serve, args=(far, LETTER))
    served.start()

    near.send((Inputs(sheet="{", size=13), 0))
    refused = near.recv()
    near.send((Inputs(sheet="{", size=13), 0))
    again = near.recv()
    near.close()
    served.join(10)

    assert "failed to parse JSON" in refused
    assert again == refused
    assert not served.is_alive()
