"""An office's own letter: its DOCX template, filled in by a process that can reach nothing.

The template is somebody's upload, so three fences stand around it, each enough by itself: only
documents without anything that acts are taken (`own_parts`); its language is cut down to putting
values, choosing and repeating (`own_worker`); and it runs in a process of its own, without
environment, files or network, that is ended when it does not end itself.
"""

import asyncio
import json
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.letters.archive import packed
from app.letters.docx_text import shown
from app.letters.facts_source import Facts
from app.letters.own_parts import MAX_FILE, MEGABYTE, checked, wrong

MAX_FILLED = 2 * MAX_FILE
_PROGRAM = Path(__file__).with_name("own_worker.py")
_LONGEST = 120  # characters of a template that a complaint repeats
_ENVIRONMENT = {"LC_ALL": "C.UTF-8"}
_SENTENCES = {
    "unknown": "giá trị “{what}” không có trong loại giấy tờ này",
    "forbidden": "mẫu dùng “{what}”, không được phép; chỉ được đặt giá trị, chọn và lặp",
    "syntax": "viết sai ở “{what}”",
    "list": "một danh sách được đặt như một giá trị; hãy lặp qua nó bằng {{%tr for … %}}",
    "memory": "mẫu sinh ra quá nhiều nội dung",
    "broken": "có giá trị đặt ở chỗ không phải đoạn chữ",
    "failed": "không điền được; có thể tài liệu có cấu trúc lạ hoặc lệnh trong mẫu viết sai",
    "stopped": "mẫu chạy quá lâu hoặc sinh ra quá nhiều nội dung nên đã bị dừng",
}
# What the grammar calls it, and what a person would.
_NAMES = {
    "Call": "gọi hàm",
    "Assign": "set",
    **dict.fromkeys(("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Neg"), "phép tính"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How long and how large filling in may become.

    Attributes:
        seconds: of computing.
        wall: seconds until nobody waits any longer.
        memory: bytes.
    """

    seconds: int = 5
    wall: float = 20
    memory: int = 512 * MEGABYTE


def own_docx(template: bytes, facts: Facts, *, limits: Limits = Limits()) -> bytes:
    """An office's template with the facts of a letter in it; about half a second.

    Whatever the template is like, the facts' notice stands on top: papers of made-up data say so.

    Args:
        template: the DOCX as it was uploaded.
        facts: texts and rows by name; they come out as text, whatever they hold.
        limits: how long and how large it may become.

    Raises:
        BadInput: for a template that holds what it must not, that names a value there is not, or
            that does not come to an end; one sentence in `str()`, its `field` is "file".
    """
    safe = packed(checked(template))
    job = {
        "seconds": limits.seconds,
        "memory": limits.memory,
        "values": {name: shown(text) for name, text in facts.values.items()},
        "lists": {name: [_row(row) for row in rows] for name, rows in facts.lists.items()},
        "notice": shown(facts.notice or ""),
    }
    told = json.dumps(job).encode()
    answer = _waited(_asked(len(told).to_bytes(8) + told + safe, limits.wall))
    return packed(checked(_filled(answer), most=MAX_FILLED))


def _row(row: Mapping[str, str]) -> dict[str, str]:
    return {name: shown(text) for name, text in row.items()}


def _filled(answer: bytes | None) -> bytes:
    line, _, body = (answer or b"").partition(b"\n")
    silent = "failed" if answer is not None else "stopped"
    head = json.loads(line) if line else {"wrong": silent, "what": ""}
    if not head["wrong"]:
        return body
    what = _NAMES.get(head["what"], shown(head["what"]).replace("\n", " ")[:_LONGEST])
    raise wrong(_SENTENCES[head["wrong"]].format(what=what))


def _waited(asked: Coroutine[None, None, bytes | None]) -> bytes | None:
    """Run it in a thread of its own: the caller's may have a loop of events already."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, asked).result()


async def _asked(job: bytes, wall: float) -> bytes | None:
    """What the process answers, which may be nothing; None when it had to be stopped."""
    with tempfile.TemporaryDirectory(prefix="motcua-own-") as empty:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-B", str(_PROGRAM)),
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=empty, env=_ENVIRONMENT,
        )  # fmt: skip
        try:
            answer = await asyncio.wait_for(_talk(process, job), wall)
        except TimeoutError:
            answer = None
        if answer is None:
            await _stop(process)
        # Below zero stands the signal it was ended by, which its limits send.
        return None if await process.wait() < 0 else answer


async def _stop(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    # Important: with something unread in the pipe the end of the process is never told.
    while process.stdout and await process.stdout.read(MEGABYTE):
        pass


async def _talk(process: Process, job: bytes) -> bytes | None:
    if process.stdin is None or process.stdout is None:
        return None
    # A process that gives up early closes its end; what it has said is read all the same.
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(job)
        await process.stdin.drain()
    process.stdin.close()
    answer = bytearray()
    while chunk := await process.stdout.read(MEGABYTE):
        answer += chunk
        if len(answer) > MAX_FILLED + MEGABYTE:
            return None
    return bytes(answer)
