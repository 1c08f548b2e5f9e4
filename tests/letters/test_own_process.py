"""The process that fills templates: it opens nothing, knows nothing, and comes to an end."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.errors import BadInput
from app.letters import own
from app.letters.facts import made
from app.letters.own import Limits, own_docx
from app.letters.vocabulary import vocabulary
from tests.letters.docxes import template

WORKER = Path(own.__file__).with_name("own_worker.py")
WORDS = vocabulary().lists
LISTS = sorted(WORDS)[:6]
FACTS = made({"case": "y"}, {name: [{min(WORDS[name].columns): "x"}] * 100 for name in LISTS})
TRIES = """
import importlib.util, json, os, socket, sys
spec = importlib.util.spec_from_file_location("own_worker", sys.argv[1])
worker = importlib.util.module_from_spec(spec)
spec.loader.exec_module(worker)
worker.confine(seconds=5, memory=512 * 1024 * 1024)
def tried(act):
    try:
        act()
    except Exception as error:
        return type(error).__name__
    return "done"
print(json.dumps({
    "read": tried(lambda: open("/etc/hostname")),
    "list": tried(lambda: os.listdir("/")),
    "write": tried(lambda: open("x", "w")),
    "connect": tried(lambda: socket.socket()),
    "grow": tried(lambda: bytearray(600 * 1024 * 1024)),
}))
"""
SPY = """
import json, os, sys
sys.stdin.buffer.read()
seen = {"environment": sorted(os.environ), "folder": os.listdir("."), "args": sys.argv[1:],
        "fds": sorted(map(int, os.listdir("/dev/fd")))[:-1]}
print(json.dumps({"wrong": "unknown", "what": json.dumps(seen)}))
"""


def loops(depth: int, inside: str) -> bytes:
    begin = "".join(f"{{% for row in {name} %}}" for name in LISTS[:depth])
    return template(begin + inside + "{% endfor %}" * depth)


def test_it_can_open_nothing():
    ran = subprocess.run(
        [sys.executable, "-I", "-c", TRIES, str(WORKER)], capture_output=True, text=True, check=True
    )

    assert json.loads(ran.stdout) == {
        "read": "OSError",
        "list": "OSError",
        "write": "OSError",
        "connect": "OSError",
        "grow": "MemoryError",
    }


def test_it_is_told_nothing_but_its_job(monkeypatch, tmp_path):
    spy = tmp_path / "spy.py"
    spy.write_text(SPY, encoding="utf-8")
    monkeypatch.setattr(own, "_PROGRAM", spy)
    monkeypatch.setattr(own, "_LONGEST", 1000)
    monkeypatch.setenv("MOTCUA_SECRET_KEY", "secret")

    with pytest.raises(BadInput) as raised:
        own_docx(template("x"), FACTS)

    told = str(raised.value)
    seen = json.loads(told[told.index("{") : told.rindex("}") + 1])
    assert set(seen["environment"]) <= {"LC_ALL", "LC_CTYPE", "__CF_USER_TEXT_ENCODING"}
    assert (seen["folder"], seen["args"], seen["fds"]) == ([], [], [0, 1, 2])


def test_loops_without_end_are_ended():
    begun = time.monotonic()

    with pytest.raises(BadInput, match="đã bị dừng"):
        own_docx(loops(6, "{% if case == 'x' %}{% endif %}"), FACTS, limits=Limits(seconds=1))

    assert time.monotonic() - begun < 10


def test_a_letter_without_end_is_ended():
    limits = Limits(memory=220 * 1024 * 1024)

    with pytest.raises(BadInput, match="quá nhiều nội dung"):
        own_docx(loops(5, "x" * 50_000), FACTS, limits=limits)


def test_nobody_waits_for_a_process_that_says_nothing(monkeypatch, tmp_path):
    silent = tmp_path / "silent.py"
    silent.write_text("import time\ntime.sleep(60)\n", encoding="utf-8")
    monkeypatch.setattr(own, "_PROGRAM", silent)
    begun = time.monotonic()

    with pytest.raises(BadInput, match="đã bị dừng"):
        own_docx(template("x"), FACTS, limits=Limits(wall=0.5))

    assert time.monotonic() - begun < 10


def test_a_process_that_floods_is_ended(monkeypatch, tmp_path):
    flood = tmp_path / "flood.py"
    flood.write_text("while True:\n    print('x' * 1000000)\n", encoding="utf-8")
    monkeypatch.setattr(own, "_PROGRAM", flood)

    with pytest.raises(BadInput, match="đã bị dừng"):
        own_docx(template("x"), FACTS)


def test_no_folder_is_left_behind(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    own_docx(template("x"), FACTS)

    assert list(tmp_path.iterdir()) == []


def test_whoever_runs_a_loop_of_events_is_served_too():
    async def inside() -> bytes:
        return own_docx(template("x"), FACTS)

    with ThreadPoolExecutor(1) as aside:
        assert aside.submit(asyncio.run, inside()).result()
